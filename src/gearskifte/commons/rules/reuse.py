# SPDX-License-Identifier: EUPL-1.2
"""Who reuses what, what it gave them, and who is in front (frontløber).

A frontrunner is named by others: at least one other municipality uses the solution now, and the
effect that others have measured is better than nothing, its whole interval. What an owner says of
itself counts for nothing here, and neither does what somebody estimated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from gearskifte.commons.rules.effect import Measured, Pooled, pool
from gearskifte.commons.rules.portfolio import is_stale
from gearskifte.effects.public import Share, share

WIDTH: Final = 3.919928
"""A 95 % interval is so many standard errors wide (two times 1.959964)."""

FEWEST: Final = 5
"""An effect over fewer cases than this is never told."""


class How(StrEnum):
    """How a reuse is known."""

    IMPORT = "import"
    STATED = "stated"


class Method(StrEnum):
    """How an effect is known: measured from what happened, or somebody's estimate (skøn)."""

    MEASURED = "measured"
    ESTIMATED = "estimated"


class Metric(StrEnum):
    """What an effect is on. Both are better when they are lower."""

    WAITING = "waiting"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Ran:
    """How a robot's items ended at a reuser, as its own runs have it.

    Attributes:
        items: items that have ended, done or taken over by people.
        alone: those done without a person being asked anything.

    Raises:
        ValueError: fewer than none alone, or more than there are.
    """

    items: int
    alone: int

    def __post_init__(self) -> None:
        if not 0 <= self.alone <= self.items:
            raise ValueError(f"{self.alone} of {self.items}")

    @property
    def share(self) -> Share | None:
        """How many of the items took no person, with Wilson's 95 % interval; None of too few."""
        return share(self.alone, self.items) if self.items >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Reused:
    """That a municipality took over an entry: since when, and the robot's runs if it has one.

    `ran` is how its items ended; None where it tells nothing of that.
    """

    municipality: str
    how: How
    since: datetime
    runs: int
    alive_at: datetime
    ran: Ran | None = None


@dataclass(frozen=True, slots=True)
class ToldEffect:
    """What an entry gave in one municipality, in per cent of what it would have been.

    Attributes:
        value: -12 is 12 % less. low, high: its 95 % interval; None for an estimate.
        count: how many cases it is over. context: what is special about the place.
    """

    municipality: str
    metric: Metric
    method: Method
    value: float
    low: float | None
    high: float | None
    count: int
    context: str
    at: datetime

    @property
    def error(self) -> float | None:
        """Its standard error, from the interval; None where there is no interval."""
        if self.low is None or self.high is None or not self.high > self.low:
            return None
        return (self.high - self.low) / WIDTH


@dataclass(frozen=True, slots=True)
class Together:
    """One metric over all who measured it: the pooled effect, and every single one."""

    metric: Metric
    pooled: Pooled
    single: tuple[ToldEffect, ...]


def together(effects: Iterable[ToldEffect]) -> list[Together]:
    """The measured effects, metric by metric. Estimates are left out, and so are the few."""
    found: dict[Metric, list[ToldEffect]] = {}
    for each in effects:
        if each.method is Method.MEASURED and each.error and each.count >= FEWEST:
            found.setdefault(each.metric, []).append(each)
    made = []
    for metric in sorted(found):
        told = sorted(found[metric], key=lambda each: each.municipality)
        pooled = pool([Measured(each.value, each.error or 1.0) for each in told])
        if pooled:
            made.append(Together(metric, pooled, tuple(told)))
    return made


def living(reuses: Iterable[Reused], now: datetime) -> list[Reused]:
    """Those who still use it; a reuse nobody has heard of for half a year is none."""
    return [each for each in reuses if not is_stale(each.alive_at, now)]


@dataclass(frozen=True, slots=True)
class Rated:
    """What one reuser's runs say: the share of items that took no person, as of `at`."""

    municipality: str
    share: Share
    at: datetime


@dataclass(frozen=True, slots=True)
class Rating:
    """How a shared robot does at those who reuse it: all items together, and each place."""

    together: Share
    single: tuple[Rated, ...]


def rating(reuses: Iterable[Reused], owner: str) -> Rating | None:
    """What the runs of others say of a robot; None while nobody else has run enough items.

    The owner's own runs count for nothing, and neither does a place of fewer than five items.
    """
    told = [
        Rated(each.municipality, each.ran.share, each.alive_at)
        for each in reuses
        if each.municipality != owner and each.ran and each.ran.share
    ]
    every = Ran(sum(e.share.of for e in told), sum(e.share.count for e in told)).share
    told.sort(key=lambda each: (each.municipality, each.at))
    return Rating(every, tuple(told)) if every else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may be in front: whose it is, who reuses it and what it gave."""

    entry: UUID
    municipality: str
    reuses: Sequence[Reused]
    effects: Sequence[ToldEffect]


@dataclass(frozen=True, slots=True)
class Frontrunner:
    """Who is in front, and why: how many others use it, and the best metric they measured."""

    entry: UUID
    municipality: str
    others: int
    best: Together


def frontrunner(candidates: Iterable[Candidate], now: datetime) -> Frontrunner | None:
    """Who is in front among entries of one topic, or None while nobody has shown it.

    The most other municipalities first; with as many, the largest effect for certain.
    """
    named = [each for each in (_judged(candidate, now) for candidate in candidates) if each]
    return min(named, key=lambda each: (-each.others, _sure(each.best), each.entry), default=None)


def _judged(candidate: Candidate, now: datetime) -> Frontrunner | None:
    used = [each for each in living(candidate.reuses, now) if _other(each, candidate)]
    shown = [
        each
        for each in together(each for each in candidate.effects if _other(each, candidate))
        if _sure(each) < 0
    ]
    if not used or not shown:
        return None
    best = min(shown, key=_sure)
    others = len({each.municipality for each in used})
    return Frontrunner(candidate.entry, candidate.municipality, others, best)


def _other(each: Reused | ToldEffect, candidate: Candidate) -> bool:
    return each.municipality != candidate.municipality


def _sure(each: Together) -> float:
    """The end of the interval that is nearest to no effect; with one place its own interval."""
    high = each.pooled.high if each.pooled.high is not None else each.single[0].high
    return 0.0 if high is None else high


def given_and_taken(
    own: str, reuses: Mapping[UUID, Sequence[Reused]], owners: Mapping[UUID, str], now: datetime
) -> tuple[int, int]:
    """How many reuses a municipality gave to others, and how many it took, living ones only."""
    given = taken = 0
    for entry, told in reuses.items():
        for each in living(told, now):
            owner = owners.get(entry, "")
            given += owner == own != each.municipality
            taken += each.municipality == own != owner
    return given, taken
