# SPDX-License-Identifier: EUPL-1.2
"""When something was taken into use, read from what it did in cases (ibrugtagning)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec
import numpy as np

TOUCHED: Final = 0.5
"""A unit has adopted from the month in which so large a share of its cases was touched."""
FEWEST: Final = 5
"""Of fewer cases no use is read."""


class Use(msgspec.Struct, frozen=True):
    """How far a robot or a shared solution is in use for one kind of case.

    Attributes:
        first: the day of its first act in any of the cases.
        month: the first day of the month from which it was in use; None while it is not.
        touched, started: cases that it touched, of those that began in the months it has been
            used in; since `first` where it is not in use yet.
    """

    first: date
    month: date | None
    touched: int
    started: int


def use_of(cases: Iterable[tuple[date, date | None]], until: date) -> Use | None:
    """How far something is in use; None where it has touched no case.

    A case that had begun before the first act is not counted, though it be touched: that a robot
    worked off old cases does not mean that it was there when they came.

    Args:
        cases: when each case of the kind began, and when it was first touched, if it was.
        until: the last day of which everything is known; a month that is not over is not judged.
    """
    known = list(cases)
    first = min((at for _, at in known if at is not None and at <= until), default=None)
    if first is None:
        return None
    started: Counter[int] = Counter()
    touched: Counter[int] = Counter()
    for began, at in known:
        month = month_of(began)
        if month >= month_of(first) and began <= until and last_day(month) <= until:
            started[month] += 1
            touched[month] += at is not None and at <= until
    counts = {month: (touched[month], started[month]) for month in sorted(started)}
    found = adoption(counts, TOUCHED)
    since = {month: each for month, each in counts.items() if math.isinf(found) or month >= found}
    total = sum(each[1] for each in since.values())
    in_use = math.isfinite(found) and total >= FEWEST
    return Use(
        first=first,
        month=first_day(int(found)) if in_use else None,
        touched=sum(each[0] for each in since.values()),
        started=total,
    )


def adoption(counts: Mapping[int, tuple[int, int]], share: float) -> float:
    """The first month with that share of its cases touched, if the months after keep it up.

    Infinite where there is none.

    Args:
        counts: month → how many of its cases were touched, and how many began.
        share: of them that must be touched.
    """
    if not counts:
        return math.inf
    months = sorted(counts)
    touched, started = (
        np.array([counts[month][which] for month in months], dtype=float) for which in (0, 1)
    )
    since = np.cumsum(touched[::-1])[::-1] / np.cumsum(started[::-1])[::-1]
    found = np.flatnonzero((touched >= share * started) & (since >= share))
    return float(months[found[0]]) if len(found) else math.inf


def month_of(day: date) -> int:
    """The number of the month: year × 12 + month - 1."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """The first day of a month by its number."""
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    """The last day of a month by its number."""
    return date.fromordinal(first_day(month + 1).toordinal() - 1)
