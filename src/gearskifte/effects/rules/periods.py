# SPDX-License-Identifier: EUPL-1.2
"""Periods as people write them: years, quarters, months, weeks, days or whole numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from gearskifte.effects.rules import refusals


class Step(StrEnum):
    """The length of a period (periodelængde)."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    NUMBER = "number"


_MONTH: Final = (
    re.compile(r"(?P<y>\d{4})[-/.M ]?(?P<n>\d{1,2})"),
    re.compile(r"(?P<n>\d{1,2})[-/.](?P<y>\d{4})"),
)
_NAMED_MONTH: Final = re.compile(r"(?P<n>[A-Z]{3,9})\.?[-/. ]?(?P<y>\d{4}|\d{2})")
_MONTH_NAMES: Final = (
    *("JAN", "FEB", "MAR", "APR", "MAJ", "JUN", "JUL", "AUG", "SEP", "OKT", "NOV", "DEC"),
    *("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
)
_QUARTER: Final = (
    re.compile(r"(?P<y>\d{4})[-/ ]?[QK](?P<n>[1-4])"),
    re.compile(r"[QK](?P<n>[1-4])[-/ ](?P<y>\d{4})"),
    re.compile(r"(?P<n>[1-4])\.? ?(?:KVARTAL|KVT\.?) (?P<y>\d{4})"),
)
_WEEK: Final = (re.compile(r"(?P<y>\d{4})[-/ ]?[WU](?P<n>\d{1,2})"),)
_DAY: Final = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[T ].*)?"),
    re.compile(r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})(?:[T ].*)?"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
)
_WHOLE: Final = re.compile(r"([-+]?\d{1,9})(?:[.,]0*)?")
_COMPACT: Final = re.compile(r"\d{8}")
_YEARS: Final = range(1800, 2200)


@dataclass(frozen=True, slots=True)
class Periods:
    """How the periods of a table are written, and what number each has.

    Attributes:
        step: their length.
        read: the number of a period as it is written; None if it is of another form. Numbers of
            neighbouring periods differ by 1.
        name: a period by its number, as it is shown.
    """

    step: Step
    read: Callable[[str], int | None]
    name: Callable[[int], str]


def recognise(written: Sequence[str]) -> Periods:
    """What kind of periods these are.

    Raises:
        InputRefused: if they are of no known form, or of several.
    """
    for kind in _KINDS:
        numbers = [kind.read(each) for each in written]
        if all(number is not None for number in numbers):
            return kind
    days = [_day(each) for each in written]
    known = [each for each in days if each is not None]
    if known and len(known) == len(days):
        return _coarsest(known)
    odd = next((each for each in written if not _readable(each)), written[0])
    raise refusals.unreadable_periods(odd)


def _readable(written: str) -> bool:
    return _day(written) is not None or any(kind.read(written) is not None for kind in _KINDS)


def _whole(written: str) -> int | None:
    found = _WHOLE.fullmatch(written)
    return int(found[1]) if found else None


def _year(written: str) -> int | None:
    number = _whole(written)
    if number in _YEARS:
        return number
    day = _day(written)
    return day.year if day else None


def _month(written: str) -> int | None:
    for form in _MONTH:
        found = form.fullmatch(written.upper())
        if found and int(found["y"]) in _YEARS and 1 <= int(found["n"]) <= 12:
            return int(found["y"]) * 12 + int(found["n"]) - 1
    named = _NAMED_MONTH.fullmatch(written.upper())
    if named and named["n"][:3] in _MONTH_NAMES:
        year = int(named["y"]) + (2000 if len(named["y"]) == 2 else 0)
        return year * 12 + _MONTH_NAMES.index(named["n"][:3]) % 12
    day = _day(written)
    return day.year * 12 + day.month - 1 if day else None


def _quarter(written: str) -> int | None:
    for form in _QUARTER:
        if found := form.fullmatch(written.upper()):
            return int(found["y"]) * 4 + int(found["n"]) - 1
    month = _month(written)
    return None if month is None else month // 3


def _week(written: str) -> int | None:
    for form in _WEEK:
        if found := form.fullmatch(written.upper()):
            try:
                monday = date.fromisocalendar(int(found["y"]), int(found["n"]), 1)
            except ValueError:
                return None
            return (monday.toordinal() - 1) // 7
    day = _day(written)
    return (day.toordinal() - 1) // 7 if day else None


def _day(written: str) -> date | None:
    for form in _DAY:
        if found := form.fullmatch(written):
            if form is _DAY[1] and "/" in written and int(found["m"]) != int(found["d"]) <= 12:
                return None  # 03/09/2024 is one day in Denmark and another in America
            try:
                day = date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                continue
            return day if day.year in _YEARS else None
    return None


def _day_number(written: str) -> int | None:
    day = _day(written)
    return day.toordinal() if day else None


def _month_name(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"


def _quarter_name(number: int) -> str:
    return f"{number // 4}-Q{number % 4 + 1}"


def _week_name(number: int) -> str:
    year, week, _ = date.fromordinal(number * 7 + 1).isocalendar()
    return f"{year}-W{week:02d}"


def _day_name(number: int) -> str:
    return date.fromordinal(number).isoformat()


def _only(
    forms: tuple[re.Pattern[str], ...], read: Callable[[str], int | None]
) -> Callable[[str], int | None]:
    """Reads what has one of these forms, and not what could be made coarser."""
    return lambda text: read(text) if any(each.fullmatch(text.upper()) for each in forms) else None


_YEAR_KIND: Final = Periods(Step.YEAR, _year, str)
_MONTH_KIND: Final = Periods(Step.MONTH, _month, _month_name)
_QUARTER_KIND: Final = Periods(Step.QUARTER, _quarter, _quarter_name)
_WEEK_KIND: Final = Periods(Step.WEEK, _week, _week_name)
_DAY_KIND: Final = Periods(Step.DAY, _day_number, _day_name)
_NUMBER_KIND: Final = Periods(Step.NUMBER, _whole, str)
_STRICT: Final = (
    (_YEAR_KIND, lambda text: _whole(text) if _whole(text) in _YEARS else None),
    (_MONTH_KIND, _only((*_MONTH, _NAMED_MONTH), _month)),
    (_NUMBER_KIND, lambda text: None if _COMPACT.fullmatch(text) and _day(text) else _whole(text)),
    (_QUARTER_KIND, _only(_QUARTER, _quarter)),
    (_WEEK_KIND, _only(_WEEK, _week)),
)
_KINDS: Final = tuple(Periods(kind.step, read, kind.name) for kind, read in _STRICT)
_BY_STEP: Final = {
    kind.step: kind
    for kind in (_YEAR_KIND, _MONTH_KIND, _QUARTER_KIND, _WEEK_KIND, _DAY_KIND, _NUMBER_KIND)
}


def reader_of(step: Step) -> Periods:
    """Reads periods of this length, and finer ones as the one that they fall in."""
    return _BY_STEP[step]


def _coarsest(days: Sequence[date]) -> Periods:
    """The longest period of which each date is the first day, or for months and more the last."""
    apart = set(days)
    for shift in (timedelta(0), timedelta(days=1)):
        firsts = {day + shift for day in apart}
        if all(day.day == 1 for day in firsts):
            months = {day.month for day in firsts}
            if len(months) == 1:
                return _YEAR_KIND
            if len(firsts) > 2 and len({month % 3 for month in months}) == 1:
                return _QUARTER_KIND
            return _MONTH_KIND
    if len({day.weekday() for day in apart}) == 1 and len(apart) > 1:
        return _WEEK_KIND
    if len(apart) > 2 and len({(day.year, day.month) for day in apart}) == len(apart):
        return _MONTH_KIND  # never two in one month, whatever the day of it
    return _DAY_KIND
