# SPDX-License-Identifier: EUPL-1.2
"""What a chart shows, and the same numbers as rows of text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gearskifte.ui import formats

Value = Decimal | int
Interval = tuple[Value, Value]
Table = tuple[tuple[tuple[str, str], ...], list[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is, how much, and between what bounds (None: nothing is estimated)."""

    label: str
    value: Value
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars of one unit, drawn from zero. `key` is unique on its page.

    Attributes:
        title: what is shown; description: what the eye should see, in words.
        counted: the heading of the labels ("Måned"); unit: what is counted ("dage").
    """

    key: str
    title: str
    description: str
    counted: str
    unit: str
    bars: tuple[Bar, ...]

    def __post_init__(self) -> None:
        if not self.bars:
            raise ValueError("a chart of nothing: show that there is nothing instead")

    @property
    def estimated(self) -> bool:
        """Whether any bar has bounds."""
        return any(bar.interval for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a name, a value per label of the chart, and bounds for each or for none."""

    name: str
    values: tuple[Value, ...]
    band: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over the same labels (months, years), at equal distances. `key` is unique on its page.

    Attributes:
        title, description, counted, unit: as for `BarChart`.
        labels: one for each point, in order.
        lines: at most four; more cannot be told apart.
        mark: the position of a moment to point out, and what happened then.
    """

    key: str
    title: str
    description: str
    counted: str
    unit: str
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    mark: tuple[int, str] | None = None

    def __post_init__(self) -> None:
        points = len(self.labels)
        if points < 2 or not 1 <= len(self.lines) <= 4:
            raise ValueError("a line chart has two points or more and one to four lines")
        if any(len(line.values) != points for line in self.lines):
            raise ValueError("every line has a value for every label")
        if any(line.band and len(line.band) != points for line in self.lines):
            raise ValueError("a band has bounds for every label")
        if self.mark is not None and not 0 <= self.mark[0] < points:
            raise ValueError("the mark is outside the chart")

    @property
    def estimated(self) -> bool:
        """Whether any line has a band."""
        return any(line.band for line in self.lines)


@dataclass(frozen=True, slots=True)
class WaterfallChart:
    """From one amount to another, step by step. `key` is unique on its page.

    Attributes:
        title, description, counted, unit: as for `BarChart`.
        start, end: the whole amounts first and last.
        steps: changes; each begins where the one before it ended, and bounds are of the change.
    """

    key: str
    title: str
    description: str
    counted: str
    unit: str
    start: Bar
    steps: tuple[Bar, ...]
    end: Bar

    @property
    def estimated(self) -> bool:
        """Whether any step or end has bounds."""
        return any(bar.interval for bar in (self.start, *self.steps, self.end))


def waterfall_table(chart: WaterfallChart, language: str) -> Table:
    """The amounts and changes as columns (label, kind) and rows of text."""
    columns = ((chart.counted, "text"), (chart.unit, "number"))
    bars = (chart.start, *chart.steps, chart.end)
    return columns, [(bar.label, written(bar.value, bar.interval, "", language)) for bar in bars]


def bar_table(chart: BarChart, language: str) -> Table:
    """The chart's numbers as columns (label, kind) and rows of text."""
    columns = ((chart.counted, "text"), (chart.unit, "number"))
    return columns, [
        (bar.label, written(bar.value, bar.interval, "", language)) for bar in chart.bars
    ]


def line_table(chart: LineChart, language: str) -> Table:
    """The chart's numbers as columns (label, kind) and rows of text, a column for each line."""
    columns = ((f"{line.name} ({chart.unit})", "number") for line in chart.lines)
    rows = []
    for at, label in enumerate(chart.labels):
        cells = (
            written(line.values[at], line.band[at] if line.band else None, "", language)
            for line in chart.lines
        )
        rows.append((label, *cells))
    return ((chart.counted, "text"), *columns), rows


def written(value: Value, interval: Interval | None, unit: str, language: str) -> str:
    """A value with its unit, if one is given, and its bounds, if there are any."""
    text = formats.quantity(value, unit, language) if unit else formats.number(value, language)
    if interval is None:
        return text
    low, high = (formats.number(bound, language) for bound in interval)
    return f"{text} ({low} {formats.EN_DASH} {high})"
