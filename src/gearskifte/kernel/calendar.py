# SPDX-License-Identifier: EUPL-1.2
"""The Danish working calendar: which days are working days (hverdage), and how many lie between.

A working day is Monday to Friday and no public holiday (helligdag). Store bededag was one until and
including 2023 (lov nr. 214 af 06/03/2023). Grundlovsdag, 24 and 31 December are no public holidays
by law, though many offices are shut; a municipality that counts them out says so (`closed`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Final

LAST_PRAYER_DAY: Final = 2023
"""The last year in which store bededag was a public holiday."""

MonthDay = tuple[int, int]


@cache
def easter(year: int) -> date:
    """Easter Sunday of a year of the Gregorian calendar (Meeus, Jones and Butcher)."""
    century, of_century = divmod(year, 100)
    correction = (8 * century + 13) // 25
    epact = (19 * (year % 19) + century - century // 4 - correction + 15) % 30
    moon = epact - (epact + year % 19 // 11) // 29
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    weeks = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * weeks + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """The public holidays of a year, Sundays that are holidays too included."""
    sunday = easter(year)
    moving = [-3, -2, 0, 1, 39, 49, 50]
    if year <= LAST_PRAYER_DAY:
        moving.append(26)
    fixed = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
    return frozenset([sunday + timedelta(days=days) for days in moving] + fixed)


def is_working_day(day: date, closed: Collection[MonthDay] = ()) -> bool:
    """Whether a day is a working day.

    Args:
        day: a Danish calendar date.
        closed: further days on which the municipality is shut every year, as (month, day).
    """
    return (
        day.weekday() < 5 and day not in holidays(day.year) and (day.month, day.day) not in closed
    )


def working_days(start: date, end: date, closed: Collection[MonthDay] = ()) -> int:
    """How many working days after `start`, `end` included; negative where `end` comes first.

    The day a case is received is not counted, the day it is decided is.
    """
    if end < start:
        return -working_days(end, start, closed)
    if closed:
        days = (start + timedelta(days=each) for each in range(1, (end - start).days + 1))
        return sum(is_working_day(day, closed) for day in days)
    return _counted(end) - _counted(start)


def add_working_days(start: date, days: int, closed: Collection[MonthDay] = ()) -> date:
    """The day on which so many working days have passed; `start` itself for none.

    Raises:
        ValueError: if `days` is negative.
    """
    if days < 0:
        raise ValueError("a deadline lies ahead")
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day, closed)
    return day


_EPOCH: Final = 1900


def _counted(day: date) -> int:
    """Working days from an arbitrary day long ago until and including `day`."""
    return _before(day.year) + _in_year(day.year)[day.timetuple().tm_yday - 1]


@cache
def _before(year: int) -> int:
    """Working days from the epoch until the year begins; negative before the epoch."""
    if year < _EPOCH:
        return -sum(_in_year(each)[-1] for each in range(year, _EPOCH))
    return sum(_in_year(each)[-1] for each in range(_EPOCH, year))


@cache
def _in_year(year: int) -> tuple[int, ...]:
    """Working days of a year until and including each of its days."""
    first = date(year, 1, 1)
    length = 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365
    return tuple(accumulate(is_working_day(first + timedelta(days=day)) for day in range(length)))
