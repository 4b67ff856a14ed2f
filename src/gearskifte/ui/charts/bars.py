# SPDX-License-Identifier: EUPL-1.2
"""Bars below each other, each from zero, with a line between the bounds of what is estimated."""

from __future__ import annotations

import textwrap

from markupsafe import Markup

from gearskifte.ui.charts.data import Bar, BarChart, written
from gearskifte.ui.charts.drawing import LINE_HEIGHT, Scale, percent, picture, rem, tag

LABEL_WIDTH = 34
BAR_HEIGHT = 1.6
ROW_GAP = 1.8


def bar_svg(chart: BarChart, language: str) -> Markup:
    """The bars below each other, each with its label and value above it."""
    ends = [end for bar in chart.bars for end in (bar.value, *(bar.interval or ()))]
    scale = Scale.over(ends)
    drawn: list[Markup] = []
    top = 0.0
    for bar in chart.bars:
        amount = written(bar.value, bar.interval, chart.unit, language)
        text, height = bar_text(bar.label, amount, top)
        drawn += [*text, *_bar_shape(bar, scale, top + height + 0.4)]
        top += height + BAR_HEIGHT + ROW_GAP
    return picture(chart, top - ROW_GAP + 0.4, drawn)


def bar_text(label: str, amount: str, top: float) -> tuple[list[Markup], float]:
    """Label and value, side by side where they fit a phone; and the height they take, in rem."""
    lines = textwrap.wrap(label, LABEL_WIDTH) or [""]
    fits = len(lines) == 1 and len(label) + len(amount) + 2 <= LABEL_WIDTH
    baseline = top + LINE_HEIGHT * 0.75
    drawn = [
        tag("text", line, css="gs-label", x="0", y=rem(baseline + LINE_HEIGHT * at))
        for at, line in enumerate(lines)
    ]
    below = 0 if fits else len(lines)
    drawn.append(
        tag(
            "text",
            amount,
            css="gs-value gs-value-end" if fits else "gs-value",
            x="100%" if fits else "0",
            y=rem(baseline + LINE_HEIGHT * below),
        )
    )
    return drawn, LINE_HEIGHT * (len(lines) if fits else len(lines) + 1)


def _bar_shape(bar: Bar, scale: Scale, top: float) -> list[Markup]:
    """The bar from zero to its value, the zero itself, and a line between the bounds."""
    left, right = sorted((scale.at(0), scale.at(bar.value)))
    box = {"y": rem(top), "height": rem(BAR_HEIGHT)}
    drawn = [
        tag("rect", "", css="gs-track", x="0", width="100%", **box),
        tag("rect", "", css="gs-bar", x=percent(left), width=percent(right - left), **box),
        _upright("gs-axis", scale.at(0), top - 0.3, top + BAR_HEIGHT + 0.3),
    ]
    if bar.interval is not None:
        low, high = (scale.at(bound) for bound in bar.interval)
        middle = rem(top + BAR_HEIGHT / 2)
        across = {"x1": percent(low), "x2": percent(high), "y1": middle, "y2": middle}
        drawn.append(tag("line", "", css="gs-bounds", **across))
        drawn += [
            _upright("gs-bounds", end, top + 0.3, top + BAR_HEIGHT - 0.3) for end in (low, high)
        ]
    return drawn


def _upright(css: str, share: float, top: float, bottom: float) -> Markup:
    x = percent(share)
    return tag("line", "", css=css, x1=x, x2=x, y1=rem(top), y2=rem(bottom))
