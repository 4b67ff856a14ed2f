# SPDX-License-Identifier: EUPL-1.2
"""Robots that begin by themselves: turns of a plan, rows of a work list, what happens to a case.

Each occurrence becomes an item by its business key, so that it is in line once however often, and
by however many workers, it is looked for. Up to when a plan was looked at is kept with its items in
one transaction, by the database's clock: a worker that dies in between leaves the turn to the next,
and a clock that is put back repeats nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Connection, Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import InputRefused
from gearskifte.kernel.faults import write_down
from gearskifte.kernel.secrets import Vault
from gearskifte.kernel.time import COPENHAGEN
from gearskifte.registry.public import CaseCourse, CaseProgressed
from gearskifte.robots.driving.files import Folder
from gearskifte.robots.ledger import add_items
from gearskifte.robots.rules.binding import Bound, bind
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.triggers import CASE_EVENTS, items_of
from gearskifte.robots.rules.values import Value

SQL: Final[Queries] = load("gearskifte.robots", "starting")
PLAN: Final = "plan"
LOOK_EVERY: Final = 5.0
"""Seconds between two looks of a worker for what is to begin."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InForce:
    """A robot as it works now."""

    robot: int
    slug: str
    version: int
    bound: Bound


def begin_due(
    connection: Connection[Any], vault: Vault, files: Path, now: datetime | None = None
) -> int:
    """Put in line what is to begin by plan or work list; how many items are new.

    Args:
        connection: a worker's, that commits by itself.
        vault: enciphers the items.
        files: where each robot's folder is.
        now: instead of the database's clock, for trying a plan out.
    """
    with connection.transaction():
        row = connection.execute(SQL.turn).fetchone()
        if row is None or not row[0]:
            return 0
        moment = now or row[1]
        new = 0
        for each in _in_force(connection):
            trigger = each.bound.recipe.trigger
            if trigger.plan is not None:
                new += _by_plan(connection, vault, each, moment)
            elif trigger.work_list:
                new += _by_list(connection, vault, each, files / each.slug, moment)
        return new


def begin_for_case(
    cursor: Cursor[Any], vault: Vault, told: CaseProgressed, course: CaseCourse
) -> int:
    """Put a case in line for each robot that begins with what happened to it; how many are new.

    A robot hears only of cases with its own KLE subject, or one below it.
    """
    new = 0
    for each in _in_force(cursor.connection):
        recipe = each.bound.recipe
        state = CASE_EVENTS.get(recipe.trigger.event)
        if state != told.state or not _covers(recipe.kle, course.kle):
            continue
        item: Mapping[str, Value] = {
            "sag": str(told.object_id),
            "tilstand": told.state,
            "dag": told.at.astimezone(COPENHAGEN).strftime("%d-%m-%Y"),
            "enhed": course.unit,
        }
        subject = told.persons[0] if len(told.persons) == 1 else None
        new += _added(cursor.connection, vault, each, [item], recipe.trigger.event, subject)
    return new


def _in_force(connection: Connection[Any]) -> Iterator[InForce]:
    """Every robot that can work; one whose text or bindings cannot be used begins nothing."""
    for robot, slug, version, source, given in connection.execute(SQL.robots).fetchall():
        if "\nstart:" not in source:
            continue
        try:
            local = msgspec.json.decode(given, type=dict[str, str]) if given else {}
            yield InForce(robot, slug, version, bind(read_recipe(source), local))
        except InputRefused as refused:
            write_down(_log, "What starts a robot", refused)


def _by_plan(connection: Connection[Any], vault: Vault, each: InForce, now: datetime) -> int:
    plan = each.bound.recipe.trigger.plan
    place = {"robot": each.robot, "mark": PLAN}
    row = connection.execute(SQL.looked, place).fetchone()
    connection.execute(SQL.look, {**place, "until": now})
    if row is None or plan is None:
        return 0  # Seen for the first time: what lies before is not made up for.
    items = [items_of(turn) for turn in plan.occurrences(row[0], now)]
    return _added(connection, vault, each, items, plan.written)


def _by_list(
    connection: Connection[Any], vault: Vault, each: InForce, folder: Path, now: datetime
) -> int:
    """The rows of each file that has not been read; a file that is changed is read again."""
    name = each.bound.recipe.trigger.work_list
    pattern = str(each.bound.values[name])
    new = 0
    for file in sorted(folder.glob("*")) if folder.is_dir() else ():
        if not (file.is_file() and fnmatchcase(file.name, pattern)):
            continue
        place = {"robot": each.robot, "mark": sha256(file.read_bytes()).hexdigest()}
        if connection.execute(SQL.looked, place).fetchone() is not None:
            continue
        try:
            with connection.transaction():
                rows = Folder(folder).read(file.name, "")
                items = [dict(row) for row in _listed(rows) if isinstance(row, Mapping)]
                new += _added(connection, vault, each, items, name)
                connection.execute(SQL.look, {**place, "until": now})
        except InputRefused as refused:
            write_down(_log, "A work list", refused)
    return new


def _listed(rows: Value) -> tuple[Value, ...]:
    return rows if isinstance(rows, tuple) else ()


def _added(
    connection: Connection[Any],
    vault: Vault,
    each: InForce,
    items: Sequence[Mapping[str, Value]],
    by: str,
    subject: UUID | None = None,
) -> int:
    if not items:
        return 0
    new = add_items(
        connection,
        vault,
        each.bound.recipe,
        robot=each.robot,
        version=each.version,
        items=items,
        subject=subject,
    )
    if new:
        connection.execute(SQL.begun, {"robot": each.robot, "by": by, "items": new})
    return new


def _covers(wide: str, narrow: str) -> bool:
    """Whether a KLE number is another or one below it: 15.20 covers 15.20.04."""
    return bool(wide) and (narrow == wide or narrow.startswith(f"{wide}."))
