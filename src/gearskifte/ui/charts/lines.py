# SPDX-License-Identifier: EUPL-1.2
"""Lines over time, each with the band of its bounds, and a moment pointed out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from gearskifte.ui import formats
from gearskifte.ui.charts.data import Line, LineChart, Value
from gearskifte.ui.charts.drawing import LINE_HEIGHT, Scale, percent, picture, rem, tag

PLOT_HEIGHT = 26.0
# The room to the left for the numbers of the value lines; the style sheet keeps the same.
GUTTER = "-5.2rem"


def line_svg(chart: LineChart, language: str) -> Markup:
    """The lines with their bands, names above, value lines behind and labels below."""
    ends = [value for line in chart.lines for value in line.values]
    ends += [bound for line in chart.lines for pair in line.band for bound in pair]
    scale = Scale.over(ends)
    top = LINE_HEIGHT * (len(chart.lines) + (2.6 if chart.mark else 1.6))
    foot = top + PLOT_HEIGHT
    drawn = [piece for at, line in enumerate(chart.lines) for piece in _name(line.name, at)]
    drawn.append(tag("text", chart.unit, css="gs-tick", x=GUTTER, y=rem(top - 1.8)))
    drawn += _value_lines(scale, language, top)
    drawn.append(_plot([_shape(line, at, scale) for at, line in enumerate(chart.lines)], top))
    if chart.mark is not None:
        drawn += _mark(*chart.mark, len(chart.labels), top)
    drawn += _below(chart.labels, foot + LINE_HEIGHT)
    return picture(chart, foot + 3.2, drawn, css="gs-chart gs-chart-lines")


def _plot(shapes: list[Markup], top: float) -> Markup:
    """The square of 100 × 100 that the shapes are drawn in, stretched to the chart's width."""
    return tag(
        "svg",
        Markup().join(shapes),
        x="0",
        y=rem(top),
        width="100%",
        height=rem(PLOT_HEIGHT),
        viewBox="0 0 100 100",
        preserveAspectRatio="none",
        overflow="visible",
    )


def _name(name: str, at: int) -> list[Markup]:
    middle = rem(LINE_HEIGHT * (at + 0.5))
    ends = {"x1": GUTTER, "x2": "-2rem", "y1": middle, "y2": middle}
    return [
        tag("line", "", css=f"gs-line gs-line-{at}", **ends),
        tag("text", name, css="gs-label", x="-1.2rem", y=rem(LINE_HEIGHT * (at + 0.5) + 0.5)),
    ]


def _shape(line: Line, at: int, scale: Scale) -> Markup:
    """Band and line in the square of the plot."""
    across = [100 * step / (len(line.values) - 1) for step in range(len(line.values))]
    points = _points(zip(across, line.values, strict=True), scale)
    drawn = tag("polyline", "", css=f"gs-line gs-line-{at}", points=points)
    if not line.band:
        return drawn
    there = list(zip(across, (high for _, high in line.band), strict=True))
    back = list(zip(across, (low for low, _ in line.band), strict=True))[::-1]
    outline = _points([*there, *back], scale)
    return tag("polygon", "", css=f"gs-band gs-band-{at}", points=outline) + drawn


def _points(pairs: Iterable[tuple[float, Value]], scale: Scale) -> str:
    return " ".join(f"{x:.2f},{100 - scale.at(value):.2f}" for x, value in pairs)


def _value_lines(scale: Scale, language: str, top: float) -> list[Markup]:
    drawn = []
    for tick in scale.ticks:
        height = top + PLOT_HEIGHT * (1 - scale.at(tick) / 100)
        ends = {"x1": "0", "x2": "100%", "y1": rem(height), "y2": rem(height)}
        drawn.append(tag("line", "", css="gs-axis" if tick == 0 else "gs-grid", **ends))
        text = formats.number(tick, language)
        drawn.append(
            tag("text", text, css="gs-tick gs-value-end", x="-0.8rem", y=rem(height + 0.4))
        )
    return drawn


def _mark(at: int, text: str, points: int, top: float) -> list[Markup]:
    share = at / (points - 1)
    x = percent(100 * share)
    css = "gs-label gs-value-end" if share > 0.5 else "gs-label"
    bottom = rem(top + PLOT_HEIGHT)
    return [
        tag("line", "", css="gs-mark", x1=x, x2=x, y1=rem(top - 1.4), y2=bottom),
        tag("text", text, css=css, x=x, y=rem(top - 2)),
    ]


def _below(labels: Sequence[str], baseline: float) -> list[Markup]:
    """The first label, the last, and the middle one where there is an exact middle."""
    last = len(labels) - 1
    shown = [(0, "gs-tick"), (last, "gs-tick gs-value-end")]
    if last >= 4 and last % 2 == 0:
        shown.insert(1, (last // 2, "gs-tick gs-value-middle"))
    return [
        tag("text", labels[at], css=css, x=percent(100 * at / last), y=rem(baseline))
        for at, css in shown
    ]
