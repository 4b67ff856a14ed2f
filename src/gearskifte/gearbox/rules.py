# SPDX-License-Identifier: EUPL-1.2
"""Sums over rooms: shares of shares, hours of robots and verdicts, each with its uncertainty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from gearskifte.effects.public import Initiative, Share, Topic, Verdict, share
from gearskifte.workforce.public import Measured

MINUTES: Final = 60
RECKONED_AFTER: Final = (91, 182, 365)
"""Days after its start that a promise is reckoned: at three, six and twelve months."""


@dataclass(frozen=True, slots=True)
class InTime:
    """Decisions within the published deadline, of all kinds together (sager afgjort til tiden).

    Attributes:
        all: of all cases that can be judged; None of fewer than five.
        worst: the kind of case with the lowest share, of those that can be judged.
        overdue: open cases past their deadline.
    """

    all: Share | None
    worst: Topic | None
    overdue: int


def in_time(topics: Iterable[Topic]) -> InTime:
    """The share decided in time, of every kind of case that has a deadline."""
    told = [(topic, topic.shown.on_time) for topic in topics]
    known = [(topic, each) for topic, each in told if each is not None]
    worst = min(known, key=lambda pair: (pair[1].share, pair[0].number), default=None)
    return InTime(
        all=share(sum(each.count for _, each in known), sum(each.of for _, each in known)),
        worst=worst[0] if worst else None,
        overdue=sum(topic.shown.queue.overdue or 0 for topic, _ in known),
    )


@dataclass(frozen=True, slots=True)
class NetHours:
    """Hours that all robots freed in the last year, net of people's time (nettotimer).

    Attributes:
        hours, low, high: of the robots that were timed enough; 95 % interval.
        robots: how many those are. untimed: robots with too few timed cases to claim anything.
        unused: robots whose hours nobody has said the use of.
    """

    hours: float
    low: float
    high: float
    robots: int
    untimed: int
    unused: int


def net_hours(measured: Sequence[Measured]) -> NetHours | None:
    """The sum over robots, draw by draw; None where no robot was timed enough."""
    timed = [each for each in measured if each.draws]
    if not timed:
        return None
    draws = np.sum([np.asarray(each.draws) for each in timed], axis=0) / MINUTES
    low, high = np.quantile(draws, [0.025, 0.975])
    return NetHours(
        hours=sum(each.hours for each in timed),
        low=float(low),
        high=float(high),
        robots=len(timed),
        untimed=len(measured) - len(timed),
        unused=sum(1 for each in timed if each.use is None),
    )


@dataclass(frozen=True, slots=True)
class Proven:
    """What came of the promises (opgørelser), by their newest verdict.

    Attributes:
        shown: verdicts and how many promises have them. open: not reckoned yet.
        cut: promises where staff were cut before an effect was shown.
        next_day: when the next reckoning is due.
    """

    shown: dict[Verdict, int]
    open: int
    cut: tuple[Initiative, ...]
    next_day: date | None


def proven(initiatives: Sequence[Initiative], today: date) -> Proven:
    """The state of all promises on a day."""
    shown: dict[Verdict, int] = {}
    due: list[date] = []
    for each in initiatives:
        if each.reckonings:
            verdict = each.reckonings[-1].verdict
            shown[verdict] = shown.get(verdict, 0) + 1
        coming = (each.planned + timedelta(days=days) for days in RECKONED_AFTER)
        due += [day for day in coming if day >= today][:1]
    return Proven(
        shown=shown,
        open=sum(1 for each in initiatives if not each.reckonings),
        cut=tuple(each for each in initiatives if each.cut is not None),
        next_day=min(due, default=None),
    )
