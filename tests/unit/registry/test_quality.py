# SPDX-License-Identifier: EUPL-1.2
"""Whether a system got better."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.kernel.errors import Text
from gearskifte.registry.rules.quality import Month, Trend, courses, month_before

pytestmark = pytest.mark.unit

NOW = date(2024, 3, 1)
BEFORE = date(2024, 2, 1)


def _month(month: date, number: int, messages: int, *, citizens: int = 0, rule: str = "r") -> Month:
    return Month("s", "S", month, rule, "error", number, 1, citizens, messages, Text("da", "en"))


@pytest.mark.parametrize(
    ("now", "before", "trend"),
    [
        ((5, 100), (10, 100), Trend.BETTER),
        ((10, 100), (10, 100), Trend.SAME),
        ((20, 200), (10, 100), Trend.SAME),
        ((20, 100), (10, 100), Trend.WORSE),
        ((10, 50), (10, 100), Trend.WORSE),
    ],
)
def test_faults_are_counted_against_what_was_sent(
    now: tuple[int, int], before: tuple[int, int], trend: Trend
) -> None:
    """Twice the messages with twice the faults is neither better nor worse."""
    (told,) = courses([_month(NOW, *now), _month(BEFORE, *before)], NOW, {})
    assert told.trend is trend


def test_a_rule_that_is_new_or_gone_is_told_as_such() -> None:
    """But a system that sent nothing has not got better."""
    assert courses([_month(NOW, 1, 1)], NOW, {})[0].trend is Trend.NEW
    gone = [_month(BEFORE, 1, 1)]
    assert courses(gone, NOW, {("s", NOW): 7})[0].trend is Trend.GONE
    assert courses(gone, NOW, {}) == []


def test_what_most_citizens_feel_comes_first() -> None:
    """Of errors, the one on most citizens' pages leads."""
    told = courses(
        [_month(NOW, 99, 99, rule="many"), _month(NOW, 1, 99, citizens=3, rule="felt")], NOW, {}
    )
    assert [each.month.rule for each in told] == ["felt", "many"]


@given(month=st.dates(date(1900, 2, 1), date(2100, 1, 1)))
def test_the_month_before_is_the_month_before(month: date) -> None:
    """It ends the day before the month begins."""
    first = month.replace(day=1)
    before = month_before(first)
    assert before.day == 1
    assert (first.year - before.year) * 12 + first.month - before.month == 1
