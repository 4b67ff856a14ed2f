# SPDX-License-Identifier: EUPL-1.2
"""Reads of the commons' tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from psycopg import Cursor

from gearskifte.commons.rules.portfolio import Answer, Phase
from gearskifte.kernel.database.queries import Queries, load

SQL: Final[Queries] = load("gearskifte.commons", "portfolio")


@dataclass(frozen=True, slots=True)
class Entry:
    """An undertaking of a municipality (indsats), as it stands now."""

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


@dataclass(frozen=True, slots=True)
class Read:
    """An entry's meaning as kept: 384 half floats, and the topics with their shares."""

    vector: bytes | None
    topics: list[int] | None
    shares: list[float] | None


def changed_after(cursor: Cursor[Any], number: int) -> list[tuple[Entry, Read]]:
    """Entries changed after `number`, in order of change, each with its meaning."""
    cursor.execute(SQL.changed, {"after": number})
    return [(_entry(row), Read(*row[12:])) for row in cursor]


def find_entry(cursor: Cursor[Any], entry: UUID) -> Entry | None:
    """One entry, if there is one."""
    row = cursor.execute(SQL.find, {"id": entry}).fetchone()
    return _entry(row) if row else None


def own_entries(cursor: Cursor[Any], municipality: str) -> list[Entry]:
    """The municipality's own entries, the newest first (at most 500)."""
    return [_entry(row) for row in cursor.execute(SQL.own, {"municipality": municipality})]


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
    id_, number, municipality, title, description, phase, *rest = row[:12]
    return Entry(id_, number, municipality, title, description, Phase(phase), *rest)
