# SPDX-License-Identifier: EUPL-1.2
"""Whether a system breaks a rule more or less often than the month before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from gearskifte.kernel.errors import Text

_CLEARLY: Final = 0.10
"""A share must change by a tenth of itself to be told as better or worse."""


class Trend(StrEnum):
    """How a month compares with the one before, in faults for each message sent."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    NEW = "new"
    GONE = "gone"


class Month(msgspec.Struct, frozen=True):
    """How often a system broke a rule in a month.

    Attributes:
        month: its first day.
        number: times; `objects` on how many; `citizens` how many see one of them on their page.
        messages: how many messages the system sent in the month.
    """

    system: str
    system_name: str
    month: date
    rule: str
    severity: str
    number: int
    objects: int
    citizens: int
    messages: int
    text: Text


class Course(msgspec.Struct, frozen=True):
    """A rule that a system breaks: the month asked about beside the one before."""

    now: Month | None
    before: Month | None
    trend: Trend

    @property
    def month(self) -> Month:
        """The newer of the two that there is."""
        newest = self.now or self.before
        assert newest is not None  # noqa: S101 - one of them made the course
        return newest


def month_before(month: date) -> date:
    """The first day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def courses(
    months: Iterable[Month], month: date, sent: Mapping[tuple[str, date], int]
) -> list[Course]:
    """Each rule that a system broke in `month` or the one before, the most suffered first.

    Args:
        months: all there is on those two months.
        month: the first day of the month that is asked about.
        sent: messages by system and month; a system that sent nothing has not got better.
    """
    earlier = month_before(month)
    found: dict[tuple[str, str], dict[date, Month]] = {}
    for each in months:
        if each.month in (month, earlier):
            found.setdefault((each.system, each.rule), {})[each.month] = each
    told = [
        Course(pair.get(month), pair.get(earlier), _trend(pair.get(month), pair.get(earlier)))
        for (system, _), pair in found.items()
        if month in pair or sent.get((system, month), 0)
    ]
    return sorted(told, key=_weight)


def _trend(now: Month | None, before: Month | None) -> Trend:
    if now is None:
        return Trend.GONE
    if before is None:
        return Trend.NEW
    change = (now.number / now.messages) / (before.number / before.messages) - 1
    if abs(change) < _CLEARLY:
        return Trend.SAME
    return Trend.WORSE if change > 0 else Trend.BETTER


_SEVERITIES: Final = ("error", "warning", "info")


def _weight(course: Course) -> tuple[int, int, int, str, str]:
    month = course.month
    place = _SEVERITIES.index(month.severity) if month.severity in _SEVERITIES else 3
    return (place, -month.citizens, -month.number, month.system, month.rule)
