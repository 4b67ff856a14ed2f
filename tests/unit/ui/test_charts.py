# SPDX-License-Identifier: EUPL-1.2
"""Charts: what is drawn can be read without seeing, and is drawn to scale."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gearskifte.ui.charts import (
    Bar,
    BarChart,
    Line,
    LineChart,
    WaterfallChart,
    bar_svg,
    bar_table,
    line_svg,
    line_table,
    waterfall_svg,
    waterfall_table,
)
from gearskifte.ui.charts.drawing import Scale

pytestmark = pytest.mark.unit

SVG = "{http://www.w3.org/2000/svg}"
# XML cannot hold control characters; no text that reaches a page has them.
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60)
VALUES = st.decimals(-(10**6), 10**6, places=2) | st.integers(-(10**6), 10**6)
INTERVALS = st.tuples(VALUES, VALUES).map(lambda pair: (min(pair), max(pair)))
BARS = st.builds(Bar, TEXTS, VALUES, st.none() | INTERVALS)
BAR_CHARTS = st.builds(
    BarChart, st.just("k"), TEXTS, TEXTS, TEXTS, TEXTS,
    st.lists(BARS, min_size=1, max_size=8).map(tuple),
)  # fmt: skip


@st.composite
def line_charts(draw: st.DrawFn) -> LineChart:
    """Line charts of all allowed shapes."""
    points = draw(st.integers(2, 12))
    values = st.lists(VALUES, min_size=points, max_size=points).map(tuple)
    bands = st.just(()) | st.lists(INTERVALS, min_size=points, max_size=points).map(tuple)
    lines = draw(st.lists(st.builds(Line, TEXTS, values, bands), min_size=1, max_size=4))
    labels = draw(st.lists(TEXTS, min_size=points, max_size=points))
    mark = draw(st.none() | st.tuples(st.integers(0, points - 1), TEXTS))
    return LineChart(
        "k", draw(TEXTS), draw(TEXTS), draw(TEXTS), draw(TEXTS), tuple(labels), tuple(lines), mark
    )


@given(BAR_CHARTS)
def test_a_bar_chart_is_well_formed_and_says_what_it_shows(chart: BarChart) -> None:
    """Whatever the texts are, the picture parses and carries its title and description."""
    _assert_told(etree.fromstring(bar_svg(chart, "da")), chart)


@given(line_charts())
def test_a_line_chart_is_well_formed_and_says_what_it_shows(chart: LineChart) -> None:
    """Whatever the texts are, the picture parses and carries its title and description."""
    _assert_told(etree.fromstring(line_svg(chart, "da")), chart)


def _assert_told(svg: etree._Element, chart: BarChart | LineChart) -> None:
    assert svg.get("role") == "img"
    by_id = {element.get("id"): element for element in svg if element.get("id")}
    assert (by_id[svg.get("aria-labelledby", "")].text or "") == chart.title
    assert (by_id[svg.get("aria-describedby", "")].text or "") == chart.description
    forbidden = {"style", "onload", "onclick"}
    assert all(forbidden.isdisjoint(element.attrib) for element in svg.iter())


@given(BAR_CHARTS)
def test_a_bar_is_as_long_as_its_value(chart: BarChart) -> None:
    """Its length is its value's share of the scale, whichever side of zero it is on."""
    svg = etree.fromstring(bar_svg(chart, "da"))
    lengths = [_share(rect, "width") for rect in svg.iter(f"{SVG}rect") if _is(rect, "gs-bar")]
    scale = Scale.over([end for bar in chart.bars for end in (bar.value, *(bar.interval or ()))])
    whole = scale.ticks[-1] - scale.ticks[0]
    for bar, length in zip(chart.bars, lengths, strict=True):
        assert length == pytest.approx(float(abs(Decimal(bar.value)) / whole * 100), abs=0.01)


@given(st.lists(VALUES, min_size=1))
def test_a_scale_holds_every_value_and_zero(values: list[Decimal | int]) -> None:
    """Nothing is drawn outside the picture, and the ticks are few and evenly spaced."""
    scale = Scale.over(values)
    assert all(0 <= scale.at(value) <= 100 for value in [*values, 0])
    assert 2 <= len(scale.ticks) <= 7
    steps = {after - before for before, after in zip(scale.ticks, scale.ticks[1:], strict=False)}
    assert len(steps) == 1


@given(BAR_CHARTS)
def test_the_table_of_a_bar_chart_has_a_row_for_every_bar(chart: BarChart) -> None:
    """The numbers behind the picture are all there."""
    columns, rows = bar_table(chart, "da")
    assert [row[0] for row in rows] == [bar.label for bar in chart.bars]
    assert {len(row) for row in rows} == {len(columns)}


@given(line_charts())
def test_the_table_of_a_line_chart_has_a_row_for_every_point(chart: LineChart) -> None:
    """The numbers behind the picture are all there, a column for each line."""
    columns, rows = line_table(chart, "da")
    assert [row[0] for row in rows] == list(chart.labels)
    assert {len(row) for row in rows} == {len(columns)} == {len(chart.lines) + 1}


def test_values_are_written_in_the_language_of_the_page() -> None:
    """A Danish reader meets a decimal comma in the picture too."""
    chart = BarChart("k", "t", "d", "Sted", "dage", (Bar("Nord", Decimal("1234.5"), (-7, 2)),))
    assert "1.234,5\u00a0dage (\u22127 – 2)" in bar_svg(chart, "da")
    assert "1,234.5\u00a0dage (\u22127 – 2)" in bar_svg(chart, "en")


def test_lines_differ_by_more_than_colour() -> None:
    """Every line has a class of its own, which the style sheet gives a dash of its own."""
    lines = tuple(Line(name, (1, 2)) for name in "abcd")
    svg = etree.fromstring(line_svg(LineChart("k", "t", "d", "x", "y", ("1", "2"), lines), "da"))
    drawn = [polyline.get("class") for polyline in svg.iter(f"{SVG}polyline")]
    assert len(set(drawn)) == 4


@pytest.mark.parametrize(
    ("labels", "lines", "mark"),
    [
        (("1",), [Line("a", (1,))], None),
        (("1", "2"), [], None),
        (("1", "2"), [Line("a", (1, 2, 3))], None),
        (("1", "2"), [Line("a", (1, 2), ((0, 2),))], None),
        (("1", "2"), [Line("a", (1, 2))], (2, "too late")),
        (("1", "2"), [Line(name, (1, 2)) for name in "abcde"], None),
    ],
)
def test_a_line_chart_that_cannot_be_read_is_refused(
    labels: tuple[str, ...], lines: Sequence[Line], mark: tuple[int, str] | None
) -> None:
    """One point, no line, too many lines or values that do not fit are mistakes of the caller."""
    with pytest.raises(ValueError, match=r"line|band|mark|point"):
        LineChart("k", "t", "d", "x", "y", labels, tuple(lines), mark)


@given(steps=st.lists(st.integers(-500, 500), max_size=8), start=st.integers(0, 500))
def test_a_waterfalls_steps_lead_from_its_start_to_its_end(steps: list[int], start: int) -> None:
    """Each step begins where the one before ended, and what takes away is no filled bar."""
    changes = tuple(Bar(f"s{at}", change, (change - 5, change)) for at, change in enumerate(steps))
    end = Bar("end", start + sum(steps))
    chart = WaterfallChart("k", "t", "d", "x", "y", Bar("start", start), changes, end)
    drawn = etree.fromstring(waterfall_svg(chart, "da"))
    boxes = [each for each in drawn.iter(f"{SVG}rect") if not _is(each, "gs-track")]
    levels = [0, start]
    for change in steps:
        levels.append(levels[-1] + change)
    reach = levels + [
        before + low for before, low in zip(levels[1:], (c - 5 for c in steps), strict=False)
    ]
    scale = Scale.over(reach)
    for box, change, before in zip(boxes[1:-1], steps, levels[1:], strict=False):
        assert _is(box, "gs-bar-more" if change > 0 else "gs-bar-less")
        left = min(scale.at(before), scale.at(before + change))
        assert _share(box, "x") == pytest.approx(left, abs=0.01)
    assert len(waterfall_table(chart, "da")[1]) == len(steps) + 2


def test_a_chart_of_nothing_is_refused() -> None:
    """An empty picture is not drawn: the page says that there is nothing."""
    with pytest.raises(ValueError, match="nothing"):
        BarChart("k", "t", "d", "x", "y", ())


def _share(element: etree._Element, name: str) -> float:
    return float((element.get(name) or "").removesuffix("%"))


def _is(element: etree._Element, css: str) -> bool:
    return element.get("class") == css
