# SPDX-License-Identifier: EUPL-1.2
"""The scale of a chart and the few SVG elements charts are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

from gearskifte.ui.charts.data import BarChart, LineChart, Value, WaterfallChart

LINE_HEIGHT = 2.2
_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """From a value to a percentage between the lowest and the highest tick; zero is on it."""

    ticks: tuple[Decimal, ...]

    @classmethod
    def over(cls, values: Sequence[Value]) -> Scale:
        """A scale of three to seven round numbers that holds zero and all of `values`."""
        low, high = min(0, *values), max(0, *values)
        if low == high:
            high = 1
        rough = (Decimal(high) - Decimal(low)) / 4
        size = Decimal(1).scaleb(rough.adjusted())
        step = next(size * times for times in _STEPS if size * times >= rough)
        first = (Decimal(low) / step).to_integral_value("ROUND_FLOOR")
        last = (Decimal(high) / step).to_integral_value("ROUND_CEILING")
        return cls(tuple(_plain(step * count) for count in range(int(first), int(last) + 1)))

    def at(self, value: Value) -> float:
        """Where `value` is, from 0 (the lowest tick) to 100 (the highest)."""
        low, high = self.ticks[0], self.ticks[-1]
        return float((Decimal(value) - low) / (high - low) * 100)


def _plain(value: Decimal) -> Decimal:
    """The same number without needless zeros or an exponent (20, not 2E+1)."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()


def picture(
    chart: BarChart | LineChart | WaterfallChart,
    height: float,
    drawn: list[Markup],
    css: str = "gs-chart",
) -> Markup:
    """The whole picture, `height` rem high, with the words that stand for it."""
    title_id, description_id = f"{chart.key}-title", f"{chart.key}-description"
    return tag(
        "svg",
        tag("title", chart.title, id=title_id)
        + tag("desc", chart.description, id=description_id)
        + Markup().join(drawn),
        css=css,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        aria_labelledby=title_id,
        aria_describedby=description_id,
        width="100%",
        height=rem(height),
    )


def tag(name: str, content: str, css: str = "", **attributes: str) -> Markup:
    """One element; text and attributes are escaped, `css` becomes its class."""
    if css:
        attributes = {"class": css, **attributes}
    attributed = "".join(
        f' {key.replace("_", "-")}="{escape(value)}"' for key, value in attributes.items()
    )
    return Markup(f"<{name}{attributed}>{escape(content)}</{name}>")  # noqa: S704 - escaped above


def percent(share: float) -> str:
    """A share of the width, as SVG writes it."""
    return f"{share:.2f}%"


def rem(height: float) -> str:
    """A height that follows the reader's font size (1 rem is 10 px here)."""
    return f"{height:.2f}rem"
