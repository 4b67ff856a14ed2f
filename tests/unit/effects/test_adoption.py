# SPDX-License-Identifier: EUPL-1.2
"""When something is taken into use, read from what it did in cases."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gearskifte.effects.rules.adoption import Use, first_day, month_of, use_of

UNTIL = date(2026, 11, 28)
Case = tuple[date, date | None]


def _cases(month: date, touched: int, of: int, at: date | None = None) -> list[Case]:
    when = at or month + timedelta(days=10)
    return [(month, when if number < touched else None) for number in range(of)]


def test_use_begins_when_half_of_the_new_cases_are_touched() -> None:
    """A try on a few cases is no use; the month from which half are touched and stay so is."""
    cases = [
        *_cases(date(2026, 5, 1), 0, 20),
        *_cases(date(2026, 6, 1), 2, 20),
        *_cases(date(2026, 7, 1), 11, 20),
        *_cases(date(2026, 8, 1), 15, 20),
    ]
    assert use_of(cases, UNTIL) == Use(date(2026, 6, 11), date(2026, 7, 1), 26, 40)


def test_old_cases_that_a_robot_clears_do_not_make_it_older() -> None:
    """Cases that had begun before the first act do not count, though all of them be touched."""
    first = date(2026, 8, 3)
    cases = _cases(date(2026, 2, 1), 30, 30, first) + _cases(date(2026, 8, 1), 3, 20)
    use = use_of(cases, UNTIL)
    assert use == Use(first, None, 3, 20)


def test_a_month_that_is_not_over_says_nothing() -> None:
    """In the running month most cases are too young to have been touched."""
    cases = _cases(date(2026, 10, 1), 8, 10) + _cases(date(2026, 11, 1), 1, 30)
    use = use_of(cases, UNTIL)
    assert use is not None
    assert (use.month, use.touched, use.started) == (date(2026, 10, 1), 8, 10)


def test_of_fewer_than_five_cases_no_use_is_read() -> None:
    """Four touched cases of four are too few to speak of."""
    use = use_of(_cases(date(2026, 10, 1), 4, 4), UNTIL)
    assert use is not None
    assert use.month is None


def test_what_touched_nothing_is_not_in_use() -> None:
    """Without an act there is nothing to tell."""
    assert use_of(_cases(date(2026, 10, 1), 0, 50), UNTIL) is None


DAYS = st.integers(0, 600).map(lambda days: date(2025, 1, 1) + timedelta(days=days))


@given(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 90)), max_size=60))
def test_nothing_is_in_use_before_it_first_did_something(
    told: list[tuple[date, int | None]],
) -> None:
    """Use never begins before the month of the first act, and at least half are touched since."""
    cases = [(day, None if late is None else day + timedelta(days=late)) for day, late in told]
    use = use_of(cases, UNTIL)
    if use is not None and use.month is not None:
        assert use.month >= first_day(month_of(use.first))
        assert 2 * use.touched >= use.started >= 5
