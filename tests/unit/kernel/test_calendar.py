# SPDX-License-Identifier: EUPL-1.2
"""The Danish working calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.kernel.calendar import (
    add_working_days,
    easter,
    holidays,
    is_working_day,
    working_days,
)

pytestmark = pytest.mark.unit

DAYS = st.dates(date(1890, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (1818, date(1818, 3, 22)),
        (1943, date(1943, 4, 25)),
        (2008, date(2008, 3, 23)),
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_falls_where_the_almanac_has_it(year: int, sunday: date) -> None:
    """Easter Sunday is the almanac's, the earliest and the latest possible days included."""
    assert easter(year) == sunday


def test_the_holidays_of_2024() -> None:
    """The public holidays of 2024 are the ten that the law names."""
    assert sorted(holidays(2024)) == [
        date(2024, month, day)
        for month, day in (
            (1, 1),
            (3, 28),
            (3, 29),
            (3, 31),
            (4, 1),
            (5, 9),
            (5, 19),
            (5, 20),
            (12, 25),
            (12, 26),
        )
    ]


def test_store_bededag_ended_with_2023() -> None:
    """The fourth Friday after Easter is a holiday until 2023 and a working day from 2024."""
    assert not is_working_day(date(2023, 5, 5))
    assert is_working_day(date(2024, 4, 26))


def test_offices_that_are_shut_count_only_where_said() -> None:
    """Grundlovsdag is a working day by law, and none where the municipality says so."""
    assert is_working_day(date(2026, 6, 5))
    assert not is_working_day(date(2026, 6, 5), closed=[(6, 5)])
    assert working_days(date(2026, 6, 4), date(2026, 6, 8), closed=[(6, 5)]) == 1


@given(DAYS, st.integers(0, 900))
def test_working_days_equal_a_walk_through_the_calendar(start: date, length: int) -> None:
    """The number of working days is what one counts day by day, the last day included."""
    end = start + timedelta(days=length)
    walked = sum(is_working_day(start + timedelta(days=each)) for each in range(1, length + 1))
    assert working_days(start, end) == walked
    assert working_days(end, start) == -walked


@given(DAYS, st.integers(0, 260))
def test_a_deadline_in_working_days_lies_that_many_ahead(start: date, days: int) -> None:
    """A deadline in working days falls on a working day, and so many lie until it."""
    end = add_working_days(start, days)
    assert working_days(start, end) == days
    assert days == 0 or is_working_day(end)
