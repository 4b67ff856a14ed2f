# SPDX-License-Identifier: EUPL-1.2
"""Pools and unanswered matches: read, and written as they are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from psycopg import Cursor

from gearskifte.commons.rules.pools import Member, Share, State, about_to_lapse, shares, state
from gearskifte.commons.rules.portfolio import SOON, Answer
from gearskifte.kernel.database.queries import Queries, load

SQL: Final[Queries] = load("gearskifte.commons", "pools")


@dataclass(frozen=True, slots=True)
class NewPool:
    """A pool as its owner opens it. `fewest` partners, the owner among them; `cost_oere` in øre."""

    id: UUID
    entry: UUID
    municipality: str
    unit: str
    deadline: date
    fewest: int
    cost_oere: int
    share: Share
    object: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool as it stands, with the title of the entry it is about."""

    told: NewPool
    title: str
    created_at: datetime
    members: tuple[Member, ...]

    def state(self, today: date) -> State:
        """How it stands on a day."""
        return state(len(self.members), self.told.fewest, self.told.deadline, today)

    def about_to_lapse(self, today: date) -> bool:
        """Whether it is short of partners and the deadline is near."""
        return about_to_lapse(len(self.members), self.told.fewest, self.told.deadline, today)

    def paid(self) -> list[tuple[Member, int]]:
        """What each member pays, in øre."""
        paid = shares(self.told.cost_oere, self.members, self.told.share)
        return list(zip(self.members, paid, strict=True))


def open_pool(cursor: Cursor[Any], pool: NewPool, at: datetime) -> None:
    """Open a pool, or write it anew; another owner's stays as it is."""
    cursor.execute(
        SQL.add_pool,
        {
            "id": pool.id,
            "entry": pool.entry,
            "municipality": pool.municipality,
            "unit": pool.unit.strip(),
            "deadline": pool.deadline,
            "fewest": pool.fewest,
            "cost_oere": pool.cost_oere,
            "share": pool.share.value,
            "object": pool.object,
            "at": at,
        },
    )


def join(
    cursor: Cursor[Any], pool: UUID, municipality: str, inhabitants: int, at: datetime, today: date
) -> bool:
    """A municipality joins a pool; whether it was open."""
    told = {"pool": pool, "municipality": municipality, "inhabitants": inhabitants}
    cursor.execute(SQL.join, {**told, "at": at, "today": today})
    return bool(cursor.rowcount)


def read_pools(cursor: Cursor[Any], only: UUID | None = None) -> list[Pool]:
    """All pools, or one of them."""
    return [_pool(row) for row in cursor.execute(SQL.pools, {"only": only}).fetchall()]


def starting(cursor: Cursor[Any], today: date) -> list[UUID]:
    """The entries whose work begins within six months."""
    rows = cursor.execute(SQL.starting, {"since": today, "until": today + SOON}).fetchall()
    return [row[0] for row in rows]


def answered(cursor: Cursor[Any]) -> list[tuple[UUID, UUID, Answer]]:
    """Every answer given: on behalf of which entry, to which, and what."""
    rows = cursor.execute(SQL.answered).fetchall()
    return [(entry, other, Answer(answer)) for entry, other, answer in rows]


def _pool(row: Sequence[Any]) -> Pool:
    id_, entry, title, whose, unit, deadline, fewest, cost, share, at, named, who, many = row
    told = NewPool(id_, entry, whose, unit, deadline, fewest, cost, Share(share), named)
    members = tuple(map(Member, who, many))
    return Pool(told, title, at, members)
