# SPDX-License-Identifier: EUPL-1.2
"""Reads of the commons' tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from psycopg import Cursor

from gearskifte.commons.rules.portfolio import (
    Answer,
    Field,
    Origin,
    Paper,
    Phase,
    Plan,
    read_papers,
)
from gearskifte.commons.thesaurus import edition
from gearskifte.kernel.database.queries import Queries, load

SQL: Final[Queries] = load("gearskifte.commons", "portfolio")


@dataclass(frozen=True, slots=True)
class Entry:
    """An undertaking of a municipality (indsats), as it stands now.

    `withdrawn` is another's that is shared no longer: it is shown and counted nowhere.
    """

    id: UUID
    number: int
    municipality: str
    title: str
    description: str
    phase: Phase
    unit: str
    ends_on: date | None
    stop_criterion: str
    because: str
    created_at: datetime
    alive_at: datetime
    starts_on: date | None = None
    field: Field | None = None
    kle: str = ""
    system: str = ""
    target: str = ""
    shared: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry's plan, its pilot's budget in øre, and the other's entry that it reuses.

    `object` is the name it has in its owner's feed, "" for an own one.
    """

    plan: Plan
    budget_oere: int | None
    object: str
    reuses: UUID | None


@dataclass(frozen=True, slots=True)
class Told:
    """One milestone of an entry: who says it, the kind (a phase or another), when, and the text."""

    by: str
    kind: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """An entry's meaning as kept: 384 half floats, and the topics with their shares."""

    vector: bytes | None
    topics: list[int] | None
    shares: list[float] | None


def changed_after(cursor: Cursor[Any], number: int) -> list[tuple[Entry, Read]]:
    """Entries changed after `number`, in order of change, each with its meaning."""
    cursor.execute(SQL.changed, {"after": number, "model": edition()})
    return [(_entry(row), Read(*row[19:])) for row in cursor]


def find_entry(cursor: Cursor[Any], entry: UUID) -> Entry | None:
    """One entry, if there is one."""
    row = cursor.execute(SQL.find, {"id": entry}).fetchone()
    return _entry(row) if row else None


def own_entries(cursor: Cursor[Any], municipality: str) -> list[Entry]:
    """The municipality's own entries, the newest first (at most 500)."""
    return [_entry(row) for row in cursor.execute(SQL.own, {"municipality": municipality})]


def find_plan(cursor: Cursor[Any], entry: UUID) -> Kept | None:
    """What the portfolio keeps of an entry, if there is one."""
    row = cursor.execute(SQL.plan, {"id": entry}).fetchone()
    if row is None:
        return None
    owner, origin, with_whom, staff, case, cost, starts, field, *rest = row
    kle, system, target, papers, promise, robot, budget, named, reuses = rest
    known = Field(field) if field else None
    told = (owner, Origin(origin), with_whom, staff, case, cost, starts, known)
    plan = Plan(*told, kle, system, target, read_papers(papers), promise, robot)
    return Kept(plan, budget, named, reuses)


def story(cursor: Cursor[Any], entry: UUID) -> list[Told]:
    """What happened to an entry, the newest first (at most 100)."""
    return [Told(*row) for row in cursor.execute(SQL.story, {"entry": entry})]


def papers_of(cursor: Cursor[Any], entries: list[UUID]) -> dict[UUID, tuple[Paper, ...]]:
    """The papers that others may use, of those entries that have any."""
    rows = cursor.execute(SQL.papers, {"ids": entries}).fetchall()
    return {entry: read_papers(written) for entry, written in rows}


def judgements(cursor: Cursor[Any]) -> tuple[list[tuple[UUID, UUID]], list[tuple[UUID, UUID]]]:
    """The pairs that people have confirmed to be one topic, and those they have refused."""
    said = cursor.execute(SQL.judgements).fetchall()
    confirmed = [(one, other) for one, other, same in said if same]
    return confirmed, [(one, other) for one, other, same in said if not same]


def replies(cursor: Cursor[Any], entry: UUID) -> dict[UUID, Answer]:
    """What was answered others on behalf of an entry."""
    rows = cursor.execute(SQL.replies, {"entry": entry}).fetchall()
    return {other: Answer(answer) for other, answer in rows}


def _entry(row: tuple[Any, ...]) -> Entry:
    known = [*row[:19]]
    known[5] = Phase(known[5])
    known[13] = Field(known[13]) if known[13] else None
    return Entry(*known)
