# SPDX-License-Identifier: EUPL-1.2
"""Times as event logs write them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from gearskifte.kernel.time import Stamp, parse_timestamp

_DANISH: Final = re.compile(
    r"\s*([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})"
    r"(?:,?[ T]+(?:kl\.? *)?([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2}))?)?\s*"
)


_EITHER_FIRST: Final = re.compile(r"\s*([0-9]{1,2})/([0-9]{1,2})/[0-9]{4}\b.*")


def may_be_month_first(text: str) -> bool:
    """Whether a date with slashes is one day in Denmark and another in America: 03/09/2024."""
    found = _EITHER_FIRST.fullmatch(text)
    return found is not None and int(found[1]) != int(found[2]) <= 12 and int(found[1]) <= 12


def read_time(text: str, form: str = "") -> Stamp:
    """The moment in a text: ISO 8601, day first as in Danish ("9.3.2024 kl. 14.05"), or `form`.

    Without a zone it is Europe/Copenhagen, and a date alone is its midnight. A date with slashes
    that could be month first too is not guessed at: `form` must say which.

    Args:
        text: as it stands in the log.
        form: how times are written, in the signs of strptime; tried before the others.

    Raises:
        ValueError: if it is no moment that exists, or could be two.
    """
    if form:
        moment = datetime.strptime(text.strip(), form)  # noqa: DTZ007 - the zone is assumed below
        return parse_timestamp(moment.isoformat())
    if may_be_month_first(text):
        raise ValueError("day or month first")
    danish = _DANISH.fullmatch(text)
    if danish is None:
        return parse_timestamp(text)
    day, month, year, *clock = danish.groups()
    hour, minute, second = (int(each or 0) for each in clock)
    return parse_timestamp(
        f"{year}-{int(month):02}-{int(day):02}T{hour:02}:{minute:02}:{second:02}"
    )
