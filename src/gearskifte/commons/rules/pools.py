# SPDX-License-Identifier: EUPL-1.2
"""Doing it together (pulje): an owner, a deadline, a smallest number of partners, a cost share.

Wanting to go together is common, and then it is forgotten; what was lacking every time was somebody
who owned it and a day on which it was decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

LAPSES_WITHIN: Final = timedelta(days=14)
"""A pool that is short of partners so near its deadline is shown to the coordinator."""

MANY: Final = 4
"""A topic that so many municipalities are at without a pool is shown to the coordinator."""


class Share(StrEnum):
    """How the cost is shared (fordelingsnøgle)."""

    EQUAL = "equal"
    INHABITANTS = "inhabitants"


class State(StrEnum):
    """How a pool stands."""

    OPEN = "open"
    MADE = "made"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Member:
    """A municipality in a pool, and how many live there."""

    municipality: str
    inhabitants: int


def state(partners: int, fewest: int, deadline: date, today: date) -> State:
    """Open until the deadline has passed; then made if they are enough, else lapsed."""
    if today <= deadline:
        return State.OPEN
    return State.MADE if partners >= fewest else State.LAPSED


def about_to_lapse(partners: int, fewest: int, deadline: date, today: date) -> bool:
    """Whether it is short of partners and the deadline is near."""
    return partners < fewest and today <= deadline <= today + LAPSES_WITHIN


def shares(cost_oere: int, members: Sequence[Member], share: Share) -> list[int]:
    """What each pays, in øre, in the order of the members; the sum is the cost to the øre.

    By inhabitants, who has told none counts as none. What is left over by rounding down goes, an
    øre each, to those who were rounded down the most (largest remainder).
    """
    weights = [each.inhabitants if share is Share.INHABITANTS else 1 for each in members]
    total = sum(weights)
    if not total:
        weights, total = [1] * len(members), len(members)
    if not members:
        return []
    paid = [cost_oere * weight // total for weight in weights]
    rest = [cost_oere * weight % total for weight in weights]
    left = cost_oere - sum(paid)
    for at in sorted(range(len(members)), key=lambda at: -rest[at])[:left]:
        paid[at] += 1
    return paid


@dataclass(frozen=True, slots=True)
class Match:
    """Two municipalities that are near: `asking` starts soon and has not answered `other`."""

    asking: UUID
    other: UUID
    probability: float
    since: datetime


def unanswered(matches: Iterable[Match], answered: Iterable[tuple[UUID, UUID]]) -> list[Match]:
    """The matches that nobody has answered from either side, the oldest first, each pair once."""
    done = {frozenset(pair) for pair in answered}
    waiting: dict[frozenset[UUID], Match] = {}
    for each in matches:
        pair = frozenset({each.asking, each.other})
        if pair not in done and (pair not in waiting or each.since < waiting[pair].since):
            waiting[pair] = each
    return sorted(waiting.values(), key=lambda each: (each.since, -each.probability, each.asking))
