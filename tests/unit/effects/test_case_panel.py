# SPDX-License-Identifier: EUPL-1.2
"""From cases to a panel: what a growing log says of the past stays said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.effects.public import CaseRule, Measure, StartedCase, case_panel
from gearskifte.effects.rules.adoption import adoption, last_day, month_of
from gearskifte.effects.rules.case_mix import without_mix
from gearskifte.kernel.errors import InputRefused

pytestmark = pytest.mark.unit

END = date(2024, 12, 31)


@st.composite
def drawn_cases(draw: st.DrawFn) -> list[StartedCase]:
    """Cases of two units over two years, some of them still open."""
    cases = []
    for _ in range(draw(st.integers(1, 60))):
        started = draw(st.dates(date(2023, 1, 1), END))
        days = draw(st.none() | st.integers(0, 300))
        decided = None if days is None else started + timedelta(days)
        unit = draw(st.sampled_from(["A", "B"]))
        cases.append(StartedCase(unit, started, decided, touched=draw(st.booleans())))
    return cases


def as_seen(cases: list[StartedCase], end: date) -> list[StartedCase]:
    """What a log that ends on this day tells of the cases."""
    return [
        replace(case, decided=case.decided if case.decided and case.decided <= end else None)
        for case in cases
        if case.started <= end
    ]


@given(drawn_cases(), st.integers(1, 12), st.sampled_from(Measure))
@settings(max_examples=60)
def test_cutting_a_log_changes_no_outcome_that_is_shown(
    cases: list[StartedCase], months: int, measure: Measure
) -> None:
    """Without its last months a log gives the same outcomes for the months it still can show."""
    cut = END - timedelta(days=30 * months)
    rule = CaseRule(measure=measure, followed=60)
    try:
        short = case_panel(as_seen(cases, cut), {"A": cut, "B": cut}, rule)
    except InputRefused:
        return
    whole = case_panel(as_seen(cases, END), {"A": END, "B": END}, rule)
    for unit, name in enumerate(short.units):
        of = whole.units.index(name)
        for period, number in enumerate(short.numbers):
            at = int(np.flatnonzero(whole.numbers == number)[0])
            np.testing.assert_equal(short.outcome[unit, period], whole.outcome[of, at])


def test_a_case_that_stays_open_counts_as_long_as_it_was_followed() -> None:
    """Open cases are late, and wait as long as they are followed."""
    started = date(2024, 1, 10)
    cases = [StartedCase("A", started, started + timedelta(9), touched=False),
             StartedCase("A", started, None, touched=False)]  # fmt: skip
    ends = {"A": END}
    plain = CaseRule(followed=99, is_plain=True)
    assert case_panel(cases, ends, plain).outcome.tolist() == [[54.0]]
    within = CaseRule(measure=Measure.WITHIN, followed=10)
    assert case_panel(cases, ends, within).outcome.tolist() == [[0.5]]


def test_a_month_of_hard_cases_is_no_worse_service() -> None:
    """With the mix allowed for, what kinds there were no longer moves a unit's outcome."""
    random = np.random.default_rng(4)
    cases = []
    for number in range(4000):
        started = date(2022, 1, 1) + timedelta(int(random.integers(0, 700)))
        hard = bool(random.random() < (0.8 if started.year == 2023 else 0.2))
        days = int(np.expm1(3 + hard + 0.1 * random.standard_normal()))
        unit = "AB"[number % 2]
        decided = started + timedelta(days)
        cases.append(StartedCase(unit, started, decided, touched=False, kind=str(hard)))
    ends = {"A": END, "B": END}
    plain = case_panel([replace(case, kind="") for case in cases], ends, CaseRule()).outcome
    mixed = case_panel(cases, ends, CaseRule()).outcome
    assert np.ptp(plain.mean(axis=0)) > 0.5
    assert np.ptp(mixed.mean(axis=0)) < 0.1


def test_the_mix_is_fitted_on_cases_before_adoption_only() -> None:
    """A robot that helps with one kind is not taken for that kind being easy."""
    units, kinds = ["A"] * 4 + ["B"] * 4, ["x", "y"] * 4
    values = np.array([1.0, 2.0, 1.0, 0.5, 1.0, 2.0, 1.0, 2.0])
    untouched = np.array([True, True, False, False, True, True, True, True])
    adjusted = without_mix(values, units, kinds, untouched)
    assert adjusted.tolist() == pytest.approx([1.5, 1.5, 1.5, 0.0, 1.5, 1.5, 1.5, 1.5])


def test_adoption_is_the_first_month_that_is_kept_up() -> None:
    """One month with half of its cases touched is no adoption if it is not kept up."""
    tried = {1: (5, 10), 2: (0, 10), 3: (6, 10), 4: (9, 10), 5: (9, 10)}
    assert adoption(tried, 0.5) == 1.0
    assert adoption(tried | {2: (0, 60)}, 0.5) == 3.0
    assert adoption({1: (1, 10)}, 0.5) == np.inf


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_months_have_their_last_day(day: date) -> None:
    """The last day of a month is in it, and the day after is not."""
    month = month_of(day)
    last = last_day(month)
    assert month_of(last) == month
    assert month_of(last + timedelta(1)) == month + 1


def test_cases_that_are_too_young_are_refused_in_words() -> None:
    """A log in which no case has been followed long enough gives no panel."""
    with pytest.raises(InputRefused, match="GS-EFF-106"):
        case_panel([StartedCase("A", END, None, touched=False)], {"A": END}, CaseRule())
