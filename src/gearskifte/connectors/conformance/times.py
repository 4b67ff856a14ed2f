# SPDX-License-Identifier: EUPL-1.2
"""Times as the guidance writes them, and the periods of Virkning."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final, NamedTuple

from gearskifte.connectors.conformance.part import Part
from gearskifte.kernel.time import parse_timestamp

_STAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?P<fraction>\.\d+)?(?P<zone>Z|[+-]\d\d:\d\d)?"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FIRST_YEARS: Final = ("0000-", "0001-")
_LAST_YEAR: Final = "9999-"


class Period(NamedTuple):
    """A Virkning: from inclusive, to exclusive; `end` None is infinity."""

    start: datetime
    end: datetime | None

    def meets(self, other: Period) -> bool:
        """Whether the two share a moment."""
        return (other.end is None or self.start < other.end) and (
            self.end is None or other.start < self.end
        )


def stamp_faults(text: str) -> list[str]:
    """What is wrong with a date and time: `form` alone, or any of `zone` and `fraction`."""
    written = _STAMP.fullmatch(text)
    if written is None or moment(text) is None:
        return ["form"]
    faults = [] if written["zone"] else ["zone"]
    return faults if written["fraction"] else [*faults, "fraction"]


def is_day(text: str) -> bool:
    """Whether `text` is a date that exists, as YYYY-MM-DD."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def moment(text: str) -> datetime | None:
    """A time in UTC, None where it cannot be read. Local times are read as Danish."""
    try:
        return parse_timestamp(text).moment
    except ValueError:
        return None


def is_before_all(text: str) -> bool:
    """Whether a time is one that systems write for an infinite beginning."""
    return text.startswith(_FIRST_YEARS)


def is_after_all(text: str) -> bool:
    """Whether a time is one that systems write for an infinite end."""
    return text.startswith(_LAST_YEAR)


def limit_faults(boundary: Part, *, is_start: bool) -> list[str]:
    """What is wrong with a FraTidspunkt or TilTidspunkt that has something in it."""
    unbounded = boundary.one("GraenseIndikator")
    if unbounded is not None and unbounded.text:
        if unbounded.text not in ("true", "1"):
            return ["form"]
        return ["infinite"] if is_start else []
    stamp = boundary.one("TidsstempelDatoTid")
    text = stamp.text if stamp is not None else ""
    if is_start and is_before_all(text):
        return ["infinite"]
    if not is_start and is_after_all(text):
        return ["far-end"]
    return stamp_faults(text)


def period(holder: Part) -> Period | None:
    """The Virkning of an element, None where its beginning or end cannot be told."""
    start = holder.one("Virkning", "FraTidspunkt", "TidsstempelDatoTid")
    since = moment(start.text) if start is not None else None
    if since is None:
        return None
    limit = holder.one("Virkning", "TilTidspunkt")
    if limit is None or limit.is_empty:
        return None
    until = limit.value("TidsstempelDatoTid")
    if not until or is_after_all(until):
        return Period(since, None)
    ended = moment(until)
    return None if ended is None else Period(since, ended)


def ends(holder: Part) -> bool:
    """Whether the validity of an element has an end that is a moment."""
    stamp = holder.one("Virkning", "TilTidspunkt", "TidsstempelDatoTid")
    return stamp is not None and not stamp.is_empty and not is_after_all(stamp.text)


def real_period(holder: Part) -> Period | None:
    """The Virkning of an element where it is one that can hold: it ends after it begins."""
    holds = period(holder)
    turned = holds is not None and holds.end is not None and holds.end <= holds.start
    return None if turned else holds
