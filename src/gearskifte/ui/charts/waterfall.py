# SPDX-License-Identifier: EUPL-1.2
"""A waterfall: a whole amount, the steps that change it, and what is left, on one scale.

What adds is filled; what takes away is hatched by its outline, so that colour is not needed.
"""

from __future__ import annotations

from itertools import accumulate

from markupsafe import Markup

from gearskifte.ui.charts.bars import BAR_HEIGHT, ROW_GAP, bar_text
from gearskifte.ui.charts.data import Bar, Value, WaterfallChart, written
from gearskifte.ui.charts.drawing import Scale, percent, picture, rem, tag


def waterfall_svg(chart: WaterfallChart, language: str) -> Markup:
    """The bars below each other, each change from where the one before it ended."""
    levels = list(accumulate((step.value for step in chart.steps), initial=chart.start.value))
    rows: list[tuple[Bar, Value, Value, str]] = [(chart.start, 0, chart.start.value, "gs-bar")]
    for step, before, after in zip(chart.steps, levels, levels[1:], strict=False):
        rows.append((step, before, after, "gs-bar-more" if step.value > 0 else "gs-bar-less"))
    rows.append((chart.end, 0, chart.end.value, "gs-bar"))
    scale = Scale.over([end for row in rows for end in _ends(*row[:3])])
    drawn: list[Markup] = []
    top = 0.0
    for bar, before, after, css in rows:
        amount = written(bar.value, bar.interval, chart.unit, language)
        text, height = bar_text(bar.label, amount, top)
        drawn += [*text, *_shape(bar, before, after, css, scale, top + height + 0.4)]
        top += height + BAR_HEIGHT + ROW_GAP
    return picture(chart, top - ROW_GAP + 0.4, drawn)


def _ends(bar: Bar, before: Value, after: Value) -> list[Value]:
    if bar.interval is None:
        return [before, after]
    return [before, after, before + bar.interval[0], before + bar.interval[1]]


def _shape(
    bar: Bar, before: Value, after: Value, css: str, scale: Scale, top: float
) -> list[Markup]:
    left, right = sorted((scale.at(before), scale.at(after)))
    box = {"y": rem(top), "height": rem(BAR_HEIGHT)}
    zero = percent(scale.at(0))
    upright = {"y1": rem(top - 0.3), "y2": rem(top + BAR_HEIGHT + 0.3)}
    drawn = [
        tag("rect", "", css="gs-track", x="0", width="100%", **box),
        tag("rect", "", css=css, x=percent(left), width=percent(max(right - left, 0.3)), **box),
        tag("line", "", css="gs-axis", x1=zero, x2=zero, **upright),
    ]
    if bar.interval is not None:
        low, high = (scale.at(before + bound) for bound in bar.interval)
        middle = rem(top + BAR_HEIGHT / 2)
        across = {"x1": percent(low), "x2": percent(high), "y1": middle, "y2": middle}
        drawn.append(tag("line", "", css="gs-bounds", **across))
    return drawn
