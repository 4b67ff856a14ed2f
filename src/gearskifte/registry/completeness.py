# SPDX-License-Identifier: EUPL-1.2
"""What sources have promised and counted, and how far each has told everything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.registry.rules.completeness import (
    Expectation,
    State,
    due_by,
    inventory_hash,
    missing,
    state_of,
)

SQL: Final[Queries] = load("gearskifte.registry", "completeness")
MOST_NAMED: Final = 1000


class SourceState(msgspec.Struct, frozen=True):
    """A source and how far it can be trusted to have told everything.

    Attributes:
        due_by: when it must have been heard next; None where nothing is agreed.
        differs_since: from when its newest inventory differs from what is here, if it does.
        said: objects it says it has sent, in inventories that differ; `ours` those that are here.
        missing: how many of those are known by id to be missing.
    """

    id: str
    name: str
    state: State
    heard_at: datetime | None
    due_by: datetime | None
    differs_since: datetime | None
    said: int
    ours: int
    missing: int


def source_states(cursor: Cursor[Any], now: datetime) -> tuple[SourceState, ...]:
    """Every source and its state at `now`."""
    return tuple(_state(row, now) for row in cursor.execute(SQL.states).fetchall())


def agree(
    cursor: Cursor[Any], system: str, *, every: timedelta, grace: timedelta, now: datetime
) -> None:
    """Write down how often a source has promised to be heard, and how late it may be."""
    cursor.execute(SQL.agree, {"system": system, "every": every, "grace": grace, "now": now})


def check_inventories(cursor: Cursor[Any], now: datetime) -> int:
    """Look again whether the sources' newest inventories agree with what is here.

    Returns:
        How many do not.
    """
    differing = 0
    for id_, system, kind, until, number, hash_, listed in cursor.execute(SQL.unsettled).fetchall():
        arguments = {"system": system, "kind": kind, "until": until}
        ours: dict[UUID, datetime] = dict(cursor.execute(SQL.sent, arguments).fetchall())
        said = [(UUID(each), datetime.fromisoformat(at)) for each, at in listed or ()]
        lacking = _without_erased(cursor, missing(said, ours))
        agrees = not lacking if listed is not None else _equal(number, hash_, ours)
        differing += not agrees
        settled = {
            "id": id_,
            "ours": len(ours),
            "agrees": agrees,
            "now": now,
            "missing": json.dumps([str(each) for each, _ in lacking[:MOST_NAMED]]),
        }
        cursor.execute(SQL.settle, settled)
    return differing


def _equal(number: int, hash_: str, ours: dict[UUID, datetime]) -> bool:
    return len(ours) == number and inventory_hash(ours.items()) == hash_


def _without_erased(
    cursor: Cursor[Any], lacking: Sequence[tuple[UUID, datetime]]
) -> list[tuple[UUID, datetime]]:
    ids = [each for each, _ in lacking]
    erased = {row[0] for row in cursor.execute(SQL.erased, {"ids": ids}).fetchall()}
    return [each for each in lacking if each[0] not in erased]


def _state(row: tuple[Any, ...], now: datetime) -> SourceState:
    id_, name, heard_at, every, grace, successor, differs_since, said, ours, lacking = row
    expectation = Expectation(every, grace) if every is not None else None
    state = state_of(now, heard_at, expectation, differs_since)
    if successor:
        state, expectation = State.REPLACED, None
    due = due_by(heard_at, expectation) if expectation and heard_at else None
    return SourceState(
        id_, name, state, heard_at, due, differs_since, said or 0, ours or 0, lacking or 0
    )
