# SPDX-License-Identifier: EUPL-1.2
"""From when a case may be deleted."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.registry.rules.retention import (
    Rule,
    Verdict,
    Why,
    document_verdict,
    later,
    verdict,
)

pytestmark = pytest.mark.unit

CLOSED = date(2020, 2, 29)


@pytest.mark.parametrize(
    ("period", "day"),
    [
        ("P5Y", date(2025, 3, 1)),
        ("P1800D", date(2025, 2, 2)),
        ("P1Y6M", date(2021, 8, 29)),
        ("P0D", CLOSED),
        ("", None),
        ("P", None),
        ("5 år", None),
        ("P99999Y", None),
    ],
)
def test_a_period_is_counted_in_the_calendar(period: str, day: date | None) -> None:
    """Years, months and days as they stand; what is no period gives no day."""
    assert later(CLOSED, period) == day


@given(day=st.dates(date(1990, 1, 1), date(2100, 1, 1)), months=st.integers(0, 1200))
def test_no_day_is_too_early(day: date, months: int) -> None:
    """A period never ends before as many whole months have passed."""
    found = later(day, f"P{months}M")
    assert found is not None
    passed = (found.year - day.year) * 12 + found.month - day.month - (found.day < day.day)
    assert passed >= months


@pytest.mark.parametrize(
    ("plan", "own", "delivered", "why"),
    [
        ("K", "", False, Why.PERIOD),
        ("B", "", False, Why.ARCHIVES),
        ("B", "", True, Why.PERIOD),
        ("B", "K", False, Why.PERIOD),
        ("K", "B", False, Why.ARCHIVES),
        ("", "", False, Why.PERIOD),
    ],
)
def test_what_is_of_lasting_value_goes_to_the_archives_first(
    plan: str, own: str, delivered: bool, why: Why
) -> None:
    """The case's own code goes before the plan's; B is kept until it has been handed over."""
    told = verdict(CLOSED, Rule("P5Y", plan), disposal=own, delivered=delivered)
    assert (told.why, told.on is None) == (why, why is Why.ARCHIVES)


def test_an_open_case_or_one_without_a_period_is_kept() -> None:
    """Nothing is deleted for want of a rule."""
    assert verdict(None, Rule("P5Y", "K"), disposal="", delivered=False).why is Why.OPEN
    assert verdict(CLOSED, None, disposal="", delivered=False).why is Why.NO_PERIOD


def test_a_document_goes_with_the_last_of_its_cases() -> None:
    """It is kept as long as any case that it is filed on."""
    early, late = Verdict(date(2021, 1, 1), Why.PERIOD), Verdict(date(2022, 1, 1), Why.PERIOD)
    assert document_verdict([early, late]).on == date(2022, 1, 1)
    assert document_verdict([early, Verdict(None, Why.OPEN)]).on is None
    assert document_verdict([]).on is None
