# SPDX-License-Identifier: EUPL-1.2
"""When things happen: Danish working days, seasons, and everything counted back from now."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from gearskifte.kernel.time import COPENHAGEN

LIVE_DAYS: Final = 400
"""For how long the vendors' systems have sent messages. Older history came all at once."""

_FRIDAY = 4
_JULY, _DECEMBER = 7, 12
_BUSY_MONTHS = (1, 8, 9)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Moments relative to the present.

    Days are counted back from the last Friday, so that what is told by hand falls on the same
    weekdays whenever the demo is made.

    Attributes:
        now: the present moment in Danish time.
    """

    now: datetime

    @classmethod
    def until(cls, now: datetime) -> Timeline:
        """The timeline that ends at `now`, an aware moment in any zone."""
        return cls(now.astimezone(COPENHAGEN).replace(microsecond=0))

    @property
    def live(self) -> datetime:
        """When the vendors' systems were connected."""
        return self.ago(LIVE_DAYS, 6)

    def ago(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """So many days before the last Friday, at a Danish time of day."""
        since_friday = (self.now.weekday() - _FRIDAY) % 7
        return at(self.now.date() - timedelta(days=since_friday + days), hour, minute)

    def month(self, offset: int) -> date:
        """The first day of the month `offset` months from this one (negative: before)."""
        return month_after(self.now.date(), offset)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A Danish time of day on a date."""
    return datetime.combine(day, time(hour, minute), COPENHAGEN)


def on_workday(moment: datetime) -> datetime:
    """The moment itself, or the same time on the Monday after a weekend."""
    weekend = moment.weekday() > _FRIDAY
    return moment + timedelta(days=7 - moment.weekday()) if weekend else moment


def month_after(day: date, count: int) -> date:
    """The first day of the month `count` months after `day`'s (negative: before)."""
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def next_month(day: date) -> date:
    """The first day of the month after `day`'s."""
    return month_after(day, 1)


def first_bank_day(month: date) -> date:
    """The first weekday of a month (public holidays are not counted out)."""
    return on_workday(at(month.replace(day=1), 12)).date()


def last_bank_day(month: date) -> date:
    """The last weekday of a month (public holidays are not counted out)."""
    day = next_month(month) - timedelta(days=1)
    return day - timedelta(days=max(0, day.weekday() - _FRIDAY))


def season(day: date) -> float:
    """How busy a town hall is on a day: 0 on weekends, 1 on an ordinary day, at most 1.25."""
    if day.weekday() > _FRIDAY:
        return 0.0
    if day.month == _JULY or (day.month == _DECEMBER and day.day >= 20):
        return 0.4
    return 1.25 if day.month in _BUSY_MONTHS else 1.0


def wait(rng: Random, median_days: float, spread: float = 0.6) -> timedelta:
    """A log-normal waiting time: most are short, some are very long; at least an hour."""
    days = rng.lognormvariate(math.log(median_days), spread)
    return timedelta(days=max(days, 1 / 24))


def office_hour(rng: Random, moment: datetime) -> datetime:
    """The same day, or the Monday after, at a time between 8 and 16."""
    start = on_workday(moment).replace(hour=8, minute=0, second=0, microsecond=0)
    return start + timedelta(seconds=rng.randrange(8 * 3600))
