# SPDX-License-Identifier: EUPL-1.2
"""Writes points in time: in Danish time with its offset, as the published messages do.

Years 1 and 9999 are what systems write for "always", and are read so. A point in time that lies
just inside them in UTC was sent in another zone, and is written in one where it lies outside again.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final

from gearskifte.kernel.time import COPENHAGEN, parse_timestamp

SINCE_ALWAYS: Final = "0001-01-01T00:00:00.000+01:00"
UNTIL_FURTHER: Final = "9999-12-31T00:00:00.000+01:00"
_FAR_YEARS: Final = ("9999-", "0001-")
_WIDEST_OFFSET: Final = timedelta(hours=14)
_FIRST_OF_WHOLE_HOURS: Final = 1895
"""Danish time was ahead of UTC by 50 minutes and 20 seconds until 1894, which XML cannot write."""


def is_infinite(text: str) -> bool:
    """Whether a time is one that systems write for "always": in the year 1 or 9999."""
    return text.startswith(_FAR_YEARS)


def stamp(moment: datetime) -> str:
    """A point in time as xs:dateTime, to the millisecond, or the microsecond where it has any."""
    precision = "microseconds" if moment.microsecond % 1000 else "milliseconds"
    return moment.astimezone(_zone(moment)).isoformat(timespec=precision)


def stamp_of(written: str) -> str:
    """The stamp of a value that says a point in time; a day, and what is neither, as it stands."""
    try:
        return (
            written if len(written) <= len("YYYY-MM-DD") else stamp(parse_timestamp(written).moment)
        )
    except ValueError:
        return written


def _zone(moment: datetime) -> tzinfo:
    year = moment.astimezone(UTC).year
    if year == 1:
        return timezone(_WIDEST_OFFSET)
    if year >= 9998:
        return timezone(-_WIDEST_OFFSET)
    return COPENHAGEN if year >= _FIRST_OF_WHOLE_HOURS else UTC
