# SPDX-License-Identifier: EUPL-1.2
"""A panel is read however people write tables, and what cannot be read is named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.effects.public import Step, read_panel
from gearskifte.effects.rules.periods import recognise
from gearskifte.kernel.errors import InputRefused
from tests.unit.effects.made_panels import as_table, made_panel

pytestmark = pytest.mark.unit

HEAD = "unit;period;outcome;adopted_from\n"


@given(
    st.sampled_from([(",", "."), (";", ","), (";", "."), ("\t", ","), ("|", ".")]),
    st.sampled_from(
        ["", "NA", "0", "inf", "never", "aldrig", "NaN", "Never treated", "FALSE", "9999"]
    ),
)
@settings(max_examples=25)
def test_a_table_gives_back_the_panel_it_was_made_from(signs: tuple[str, str], never: str) -> None:
    """Whatever stands between cells, for decimals and for never, the panel is the same."""
    panel = made_panel(6, 2, months=15, date=9)
    panel.outcome[3, 4] = np.nan
    read = read_panel(as_table(panel, *signs, never)).panel("outcome")
    assert read.units == panel.units
    np.testing.assert_array_equal(read.numbers, panel.numbers)
    np.testing.assert_array_equal(read.outcome, panel.outcome)
    np.testing.assert_array_equal(read.cases, panel.cases)
    np.testing.assert_array_equal(read.adopted, panel.adopted)


@pytest.mark.parametrize(
    ("written", "step"),
    [
        (["2003", "2004"], Step.YEAR),
        (["2003.0", "2004.0"], Step.YEAR),
        (["1", "2", "36"], Step.NUMBER),
        (["-2", "0", "3"], Step.NUMBER),
        (["2024-01", "2024-02"], Step.MONTH),
        (["01-2024", "02-2024"], Step.MONTH),
        (["2024M01", "2024M12"], Step.MONTH),
        (["202401", "202412"], Step.MONTH),
        (["2024 01", "2024 02"], Step.MONTH),
        (["jan 2024", "maj 2024", "okt 2024"], Step.MONTH),
        (["January 2024", "May 2024", "October 2024"], Step.MONTH),
        (["jan-24", "feb-24"], Step.MONTH),
        (["2024-01-15", "2024-02-14", "2024-03-17"], Step.MONTH),
        (["2024-01-01", "2024-02-01", "2024-04-01"], Step.MONTH),
        (["31-01-2024", "29-02-2024", "31-03-2024"], Step.MONTH),
        (["2024Q1", "2024Q2"], Step.QUARTER),
        (["2024K1", "2024K4"], Step.QUARTER),
        (["1. kvartal 2024", "2. kvartal 2024"], Step.QUARTER),
        (["2024-01-01", "2024-04-01", "2024-07-01"], Step.QUARTER),
        (["2024-W01", "2024-W02"], Step.WEEK),
        (["2024U01", "2024U52"], Step.WEEK),
        (["2024-01-01", "2024-01-08", "2024-01-22"], Step.WEEK),
        (["01.01.2024", "02.01.2024", "05.01.2024"], Step.DAY),
        (["20240101", "20240102", "20240105"], Step.DAY),
    ],
)
def test_periods_are_known_by_how_they_are_written(written: list[str], step: Step) -> None:
    """Years, quarters, months, weeks, days and numbers are told from each other."""
    assert recognise(written).step is step


def test_neighbouring_periods_have_neighbouring_numbers() -> None:
    """A year's end is no gap, whichever the period."""
    for pair in (["2023-12", "2024-01"], ["2023Q4", "2024Q1"], ["2023-W52", "2024-W01"]):
        kind = recognise(pair)
        first, second = (kind.read(each) for each in pair)
        assert first is not None
        assert second == first + 1


def test_a_date_of_adoption_falls_in_its_month() -> None:
    """Months may have days as dates of adoption, and numbers years with a point."""
    text = HEAD + "A;2024-01;1;2024-02-17\nA;2024-02;2;2024-02-17\nB;2024-01;1;\nB;2024-02;2;\n"
    panel = read_panel(text).panel("outcome")
    assert panel.positions[0] == 1
    text = HEAD + "A;2003;1;2004.0\nA;2004;2;2004.0\nB;2003;1;0\nB;2004;2;0\n"
    assert read_panel(text).panel("outcome").positions[0] == 1


def test_a_date_at_the_end_of_time_is_never() -> None:
    """The last day a database can write means that the unit did not adopt, in any form."""
    for never in ("9999-12-31", "9999-12", "9999", "2999-12-31"):
        text = HEAD + f"A;2024-01-01;1;{never}\nA;2024-02-01;2;{never}\nA;2024-03-01;2;{never}\n"
        assert not np.isfinite(read_panel(text).panel("outcome").adopted).any()


def test_a_month_that_nobody_has_is_still_a_month() -> None:
    """The axis runs through months without a line, so that a year is twelve of them."""
    text = HEAD + "A;2024-01;1;\nA;2024-03;2;\n"
    panel = read_panel(text).panel("outcome")
    assert panel.names == ("2024-01", "2024-02", "2024-03")
    assert np.isnan(panel.outcome[0, 1])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "GS-EFF-106"),
        (HEAD, "GS-EFF-106"),
        ("unit;period;adopted_from\nA;2024-01;\n", "GS-EFF-101"),
        (HEAD + "A;2024-01;one;\n", "GS-EFF-102"),
        (HEAD + "A;2024-01;1;soon\n", "GS-EFF-102"),
        (HEAD + "A;2024-01;1;\nA;2024-01;2;\n", "GS-EFF-103"),
        (HEAD + "A;2024-01;1;2024-01\nA;2024-02;2;2024-02\n", "GS-EFF-104"),
        (HEAD + "A;sometime;1;\n", "GS-EFF-105"),
        (HEAD + "A;2024-01\n", "GS-EFF-108"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, code: str) -> None:
    """A table that cannot be used is refused with what, why and what to do."""
    with pytest.raises(InputRefused, match=code):
        read_panel(text)


def test_columns_may_be_called_what_they_are_called() -> None:
    """Names that nothing would know are given by role; of several outcomes each is read."""
    text = "hvem,hvornår,dage,andel,siden\nA,2024-01,3,0.5,\nA,2024-02,4,0.6,\n"
    said = {"unit": "hvem", "period": "hvornår", "adopted_from": "siden"}
    table = read_panel(text, said, outcomes=("dage", "andel"))
    assert table.panel("andel").outcome.tolist() == [[0.5, 0.6]]
    assert table.panel("dage").outcome.tolist() == [[3.0, 4.0]]
    assert not table.has_weight


def test_a_number_of_cases_below_nought_is_refused() -> None:
    """A weight that counts nothing is named by line; an empty one and nought mean no cases."""
    table = "unit,period,outcome,adopted_from,weight\na,2024-01,1,,{}\na,2024-02,1,,3\n"
    with pytest.raises(InputRefused, match="GS-EFF-102") as refused:
        read_panel(table.format(-3)).panel("outcome")
    assert "0 eller flere" in refused.value.why.da
    for nothing in ("0", ""):
        assert read_panel(table.format(nothing)).panel("outcome").cases[0, 0] == 0


@pytest.mark.parametrize("form", ["{m:02}/01/{y}", "01/{m:02}/{y}"])
def test_days_that_could_be_months_are_not_guessed_at(form: str) -> None:
    """A first day of a month with slashes is one month in Denmark and a day in America: refused."""
    lines = [f"a,{form.format(m=m, y=2024)},{m}," for m in range(1, 13)]
    table = "unit,period,outcome,adopted_from\n" + "\n".join(lines)
    with pytest.raises(InputRefused, match="GS-EFF-105") as refused:
        read_panel(table).panel("outcome")
    assert "03/09/2024" in refused.value.why.en
    dotted = read_panel(table.replace("/", ".")).panel("outcome")
    assert dotted.step is (Step.MONTH if form.startswith("01") else Step.DAY)


@pytest.mark.parametrize(
    ("period", "never"),
    [
        ("2024-0{}", "-1"),
        ("2024-0{}", "1e9"),
        ("2024-0{}", "99999"),
        ("20240{}", "-1"),
        ("{}", "-1"),
    ],
)
def test_a_number_that_is_no_period_is_never(period: str, never: str) -> None:
    """Minus one, and a number far beyond beside dates, stand for units that never adopted."""
    lines = [
        f"{unit},{period.format(month)},1,{period.format(4) if unit == 'a' else never}"
        for unit in "ab"
        for month in range(1, 7)
    ]
    found = read_panel("unit,period,outcome,adopted_from\n" + "\n".join(lines)).panel("outcome")
    assert np.isfinite(found.adopted).tolist() == [True, False]


def test_a_table_of_no_cases_and_one_that_is_no_text_are_refused() -> None:
    """Weights that are all nought, and bytes that are no table, are refused in words."""
    with pytest.raises(InputRefused, match="GS-EFF-110"):
        read_panel("unit,period,outcome,adopted_from,weight\na,1,1,2,0\na,2,1,2,0\n")
    with pytest.raises(InputRefused):
        read_panel("\x00\x01\n\x02")


def test_lines_may_end_as_on_any_machine() -> None:
    """A carriage return alone ends a line too."""
    text = "unit,period,outcome,adopted_from\na,1,1,\na,2,1,\n"
    assert read_panel(text.replace("\n", "\r")).units == read_panel(text).units == ("a",)
