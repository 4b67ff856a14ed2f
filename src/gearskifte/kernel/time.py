# SPDX-License-Identifier: EUPL-1.2
"""Moments and half-open intervals (virkningstid: fra inklusiv, til eksklusiv).

Every moment inside Gearskifte is an aware datetime in UTC. Local Danish times without a zone occur
in real messages; they are read as Europe/Copenhagen and reported as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

_TIMESTAMP = re.compile(
    r"^\s*(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?))?"
    r"\s*(Z|z|[+-]\d\d[:.]?\d\d|[+-]\d\d)?\s*$"
)
_MIDNIGHT_OF_THE_NEXT_DAY = re.compile(r"24:00(?::00(?:[.,]0+)?)?")


def system_now() -> datetime:
    """The present moment in UTC. Only edges (commands, views, workers) may call this."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment read from text, and whether its zone had to be assumed."""

    moment: datetime
    zone_assumed: bool


@lru_cache(maxsize=8192)
def parse_timestamp(text: str) -> Stamp:
    """Read an xs:dateTime or xs:date, with or without a zone.

    Accepts the forms that occur in index messages: fractions of any length, `Z`, `+02:00`, the
    `+01.00` of the published examples, and local times (read as Europe/Copenhagen; in the hour that
    autumn repeats, the first of the two).

    Raises:
        ValueError: if `text` is not a moment that exists.
    """
    match = _TIMESTAMP.match(text)
    if match is None:
        raise ValueError("not a timestamp")
    day, clock, zone = match.groups()
    if whole_day := clock is not None and _MIDNIGHT_OF_THE_NEXT_DAY.fullmatch(clock) is not None:
        clock = None
    local = datetime.fromisoformat(f"{day}T{clock}" if clock else day)
    written = local.replace(tzinfo=COPENHAGEN if zone is None else _zone(zone))
    try:
        moment = (written + timedelta(days=1) if whole_day else written).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("outside the calendar") from error
    return Stamp(moment, zone_assumed=zone is None)


@lru_cache(maxsize=64)
def _zone(zone: str) -> timezone:
    if zone in "Zz":
        return UTC
    digits = zone[1:].replace(":", "").replace(".", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > timedelta(hours=14) or int(digits[2:]) > 59:
        raise ValueError("no such zone")
    return timezone(-offset if zone[0] == "-" else offset)


@lru_cache(maxsize=8192)
def local_date(moment: datetime) -> date:
    """The Danish calendar date of a moment; a page asks some thirty times, of the same few."""
    return moment.astimezone(COPENHAGEN).date()


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A half-open stretch of time; `end` None means until further notice (+∞)."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("an interval cannot end before it starts")

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment and (self.end is None or moment < self.end)
