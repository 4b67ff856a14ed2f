# SPDX-License-Identifier: EUPL-1.2
"""When a robot begins by itself (hver): days and times of the Danish calendar, in words.

    dag kl. 6.30                         every day
    hverdag kl. 7 og 13                  every working day: no weekend, no public holiday
    mandag og torsdag kl. 8              these days of the week, holidays too
    måned den 15. kl. 6                  the last day, where a month has no such day
    måned den 1. eller næste hverdag kl. 6
    måned 3. hverdag kl. 6,  måned sidste hverdag kl. 6

A time that the clock skips in spring comes an hour later that day; one that comes twice in autumn
is the first of the two. So there is exactly one occurrence for each of the plan's days and times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from gearskifte.kernel.calendar import is_working_day
from gearskifte.kernel.errors import Text
from gearskifte.kernel.time import COPENHAGEN

WEEKDAYS: Final = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_ENGLISH: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?")
_SPLIT: Final = re.compile(r"\s*,\s*|\s+og\s+")
_MONTHLY: Final = re.compile(
    r"måned (?:den (?P<day>[1-9]|[12]\d|3[01])\.(?P<next> eller næste hverdag)?"
    r"|(?P<number>[1-9]|1\d)\. hverdag|(?P<last>sidste) hverdag)"
)
LONGEST: Final = timedelta(days=400)
"""No more than this is looked back for occurrences at once."""


class Days(StrEnum):
    """Which days a plan means."""

    EVERY = "day"
    WORKING = "working day"
    OF_WEEK = "of the week"
    OF_MONTH = "of the month"
    OF_MONTH_OR_NEXT = "of the month, or the next working day"
    NTH_WORKING = "nth working day of the month"
    LAST_WORKING = "last working day of the month"


class PlanFault(ValueError):
    """A plan that is not written as one is."""

    def __init__(self) -> None:
        self.text = Text(
            "Skriv for eksempel «hverdag kl. 7 og 13», «mandag kl. 8», «måned den 15. eller næste "
            "hverdag kl. 6» eller «måned sidste hverdag kl. 6».",
            "Write for example `hverdag kl. 7 og 13` (every working day), `mandag kl. 8`, `måned "
            "den 15. eller næste hverdag kl. 6` or `måned sidste hverdag kl. 6`.",
        )
        super().__init__("not a plan")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One turn of a plan: the day and time by the Danish clock, and the moment in UTC."""

    day: date
    clock: time
    at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it was read.

    Attributes:
        written: its words.
        days: which days; `numbers` are those of the week (Monday 0), or one of the month.
        times: when on each, by the Danish clock.
    """

    written: str
    days: Days
    numbers: tuple[int, ...]
    times: tuple[time, ...]

    def means(self, day: date) -> bool:
        """Whether a day is one of the plan's."""
        match self.days:
            case Days.EVERY:
                return True
            case Days.WORKING:
                return is_working_day(day)
            case Days.OF_WEEK:
                return day.weekday() in self.numbers
        return day == self._of_month(day)

    def occurrences(self, after: datetime, until: datetime) -> Iterator[Occurrence]:
        """The plan's turns after one moment, up to and including another, day by day."""
        after = max(after, until - LONGEST)
        day = after.astimezone(COPENHAGEN).date() - timedelta(days=1)
        last = until.astimezone(COPENHAGEN).date()
        while day <= last:
            if self.means(day):
                for each in self.times:
                    at = datetime.combine(day, each, COPENHAGEN).astimezone(UTC)
                    if after < at <= until:
                        yield Occurrence(day, each, at)
            day += timedelta(days=1)

    def next_after(self, moment: datetime) -> Occurrence:
        """When it is the plan's turn next."""
        return next(self.occurrences(moment, moment + LONGEST))

    def in_language(self, language: str) -> str:
        """The plan in words."""
        if not language.startswith("en"):
            return f"hver {self.written}"
        return f"every {self._english()} at {' and '.join(f'{t:%H:%M}' for t in self.times)}"

    def _english(self) -> str:
        number = self.numbers[0] if self.numbers else 0
        match self.days:
            case Days.OF_WEEK:
                return " and ".join(_ENGLISH[each] for each in self.numbers)
            case Days.OF_MONTH:
                return f"month, on day {number},"
            case Days.OF_MONTH_OR_NEXT:
                return f"month, on day {number} or the next working day,"
            case Days.NTH_WORKING:
                return f"month, on working day {number},"
            case Days.LAST_WORKING:
                return "month, on the last working day,"
        return str(self.days)

    def _of_month(self, day: date) -> date | None:
        """The plan's day that a day could be."""
        first = day.replace(day=1)
        if self.days is Days.OF_MONTH_OR_NEXT:
            # The next working day may lie in the month after.
            before = (first - timedelta(days=1)).replace(day=1)
            found = [_next_working(_on(each, self.numbers[0])) for each in (before, first)]
            return day if day in found else None
        if self.days is Days.OF_MONTH:
            return _on(first, self.numbers[0])
        working = [each for each in _month(first) if is_working_day(each)]
        at = -1 if self.days is Days.LAST_WORKING else self.numbers[0] - 1
        return working[at] if at < len(working) else working[-1]


def parse_plan(written: str) -> Plan:
    """Read a plan.

    Raises:
        PlanFault: if it is not written as one.
    """
    words = " ".join(written.casefold().split())
    days, found, clocks = words.partition(" kl. ")
    times = tuple(sorted({_time(each) for each in _SPLIT.split(clocks)})) if found else ()
    if not times:
        raise PlanFault
    return Plan(words, *_days(days), times)


def _days(words: str) -> tuple[Days, tuple[int, ...]]:
    if words == "dag":
        return Days.EVERY, ()
    if words == "hverdag":
        return Days.WORKING, ()
    monthly = _MONTHLY.fullmatch(words)
    if monthly is not None:
        if monthly["last"]:
            return Days.LAST_WORKING, ()
        if monthly["number"]:
            return Days.NTH_WORKING, (int(monthly["number"]),)
        return Days.OF_MONTH_OR_NEXT if monthly["next"] else Days.OF_MONTH, (int(monthly["day"]),)
    named = _SPLIT.split(words)
    if not set(named) <= set(WEEKDAYS):
        raise PlanFault
    return Days.OF_WEEK, tuple(sorted({WEEKDAYS.index(each) for each in named}))


def _time(words: str) -> time:
    read = _CLOCK.fullmatch(words)
    if read is None or int(read[1]) > 23 or int(read[2] or 0) > 59:
        raise PlanFault
    return time(int(read[1]), int(read[2] or 0))


def _month(first: date) -> Iterator[date]:
    day = first
    while day.month == first.month:
        yield day
        day += timedelta(days=1)


def _on(first: date, number: int) -> date:
    """A day of a month by its number; the last one where there are not so many."""
    return list(_month(first))[:number][-1]


def _next_working(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
