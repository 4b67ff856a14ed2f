# SPDX-License-Identifier: EUPL-1.2
"""Reads of the robots' own tables; nothing of them tells anything about a person in clear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Connection, Cursor

from gearskifte.kernel.access import Access
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.kernel.queues import Queued
from gearskifte.robots.rules.hours import Account
from gearskifte.robots.screen.rules.page import Remembered

SQL: Final[Queries] = load("gearskifte.robots", "read")


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A question that waits for a person."""

    id: int
    robot: str
    item: int
    label: str
    line: int
    why: str
    question: str
    choices: list[str]
    helper: str


def status(connection: Connection[Any]) -> dict[str, dict[str, int]]:
    """How many items of each robot are in which state."""
    found: dict[str, dict[str, int]] = {}
    for slug, state, number in connection.execute(SQL.status).fetchall():
        states = found.setdefault(slug, {})
        if state is not None:
            states[state] = number
    return found


def open_tasks(connection: Connection[Any] | Cursor[Any]) -> list[OpenTask]:
    """Every question that waits, the oldest first."""
    rows = connection.execute(SQL.open_tasks).fetchall()
    return [OpenTask(*row) for row in rows]


def newest_text(connection: Connection[Any] | Cursor[Any], slug: str) -> tuple[int, str]:
    """A robot's number, and the text of its newest version.

    Raises:
        InputRefused: GS-ROB-033 if there is no such robot.
    """
    row = connection.execute(SQL.newest_text, {"slug": slug}).fetchone()
    if row is None:
        raise InputRefused(
            "GS-ROB-033",
            what=Text(f"Der er ingen robot «{slug}».", f"There is no robot `{slug}`."),
            why=Text("Navnet er et andet.", "Its name is another."),
            do=Text(
                "Se navnene med «gearskifte robots status».",
                "See the names with `gearskifte robots status`.",
            ),
        )
    return int(row[0]), str(row[1])


@dataclass(frozen=True, slots=True)
class BindingLine:
    """What was filled in for a robot at some time, by the names of its recipe; nothing secret."""

    id: int
    given: Mapping[str, str]
    given_by: str
    given_at: datetime


def bindings(cursor: Connection[Any] | Cursor[Any], robot: int) -> list[BindingLine]:
    """What was filled in for a robot, the newest first."""
    rows = cursor.execute(SQL.bindings, {"robot": robot}).fetchall()
    return [_binding(row) for row in rows]


def bindings_of_item(cursor: Connection[Any] | Cursor[Any], item: int) -> BindingLine | None:
    """What an item was worked on with; None before it was begun, and where nothing is filled in."""
    row = cursor.execute(SQL.item_binding, {"item": item}).fetchone()
    return _binding(row) if row else None


def _binding(row: tuple[Any, ...]) -> BindingLine:
    number, given, *who = row
    return BindingLine(number, _texts(given), *who)


def _texts(given: str) -> dict[str, str]:
    return msgspec.json.decode(given, type=dict[str, str])


def helpers(cursor: Connection[Any] | Cursor[Any], slug: str) -> list[str]:
    """The units that answer a robot's questions besides its own department."""
    row = cursor.execute(SQL.helpers, {"slug": slug}).fetchone()
    return list(row[0]) if row else []


def filled_in_elsewhere(cursor: Connection[Any] | Cursor[Any]) -> dict[str, str]:
    """What robots here have filled in by the same names, the newest of each."""
    found: dict[str, str] = {}
    for (given,) in cursor.execute(SQL.elsewhere).fetchall():
        found |= _texts(given)
    return found


def secrets_given(
    cursor: Connection[Any] | Cursor[Any], robot: int, digest: str
) -> set[tuple[str, str]]:
    """The names and addresses of the secrets that a text of a recipe was given."""
    rows = cursor.execute(SQL.secrets_given, {"robot": robot, "digest": digest}).fetchall()
    return {(name, address) for name, address in rows}


@dataclass(frozen=True, slots=True)
class RobotCard:
    """A robot as its owner sees it first; numbers of items."""

    id: int
    slug: str
    title: str
    owner: str
    stopped: bool
    stopped_by: str
    done_today: int
    in_line: int
    waiting: int
    handed_today: int
    done_in_period: int
    number: int | None
    approved_by: str | None
    approved_at: datetime | None
    newest: int | None
    department: str
    helpers: list[str]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a recipe."""

    id: int
    number: int
    source: str
    made_by: str
    made_at: datetime
    approved_by: str
    approved_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item, its label without CPR numbers."""

    id: int
    label: str
    state: str
    reason: str
    attempts: int
    made_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """An item, whom it is about, and the recipe it is worked on by."""

    line: ItemLine
    subject: UUID | None
    number: int
    source: str
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Passing:
    """What is remembered of one passing of a step; `said` is masked, `sealed` is not readable."""

    at: str
    line: int
    state: str
    changes: bool
    said: str
    verified: str
    sealed: bytes
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A question and its answer."""

    id: int
    at: str
    line: int
    why: str
    code: str
    question: str
    question_en: str
    choices: list[str]
    helper: str
    asked_at: datetime
    answered_at: datetime | None
    answered_by: str
    answer: str
    minutes: Decimal | None


def robot_cards(
    cursor: Cursor[Any], *, today: datetime, since: datetime, slug: str | None = None
) -> list[RobotCard]:
    """Every robot, or the one that is called so."""
    values = {"today": today, "since": since, "slug": slug}
    return [RobotCard(*row) for row in cursor.execute(SQL.robots, values).fetchall()]


def account(cursor: Cursor[Any], robot: int, *, since: datetime, until: datetime) -> Account:
    """A robot's hours account of a period."""
    values = {"robot": robot, "since": since, "until": until}
    row = cursor.execute(SQL.account, values).fetchone()
    items, samples, exceptions, upkeep = row or (0, [], Decimal(0), Decimal(0))
    return Account(items, tuple(samples), Decimal(exceptions), Decimal(upkeep))


def versions(cursor: Cursor[Any], slug: str) -> list[VersionLine]:
    """A robot's versions, the newest first."""
    return [VersionLine(*row) for row in cursor.execute(SQL.versions, {"slug": slug}).fetchall()]


def items(cursor: Cursor[Any], slug: str, *, most: int) -> list[ItemLine]:
    """A robot's items; those that wait for a person first."""
    rows = cursor.execute(SQL.newest_items, {"slug": slug, "most": most}).fetchall()
    return [ItemLine(*row) for row in rows]


def item(cursor: Cursor[Any], number: int) -> ItemDetail | None:
    """One item."""
    row = cursor.execute(SQL.item, {"item": number}).fetchone()
    return ItemDetail(ItemLine(*row[:7]), *row[7:]) if row else None


def passings(cursor: Cursor[Any], number: int) -> list[Passing]:
    """What is remembered of an item's steps, in order."""
    return [Passing(*row) for row in cursor.execute(SQL.passings, {"item": number}).fetchall()]


def tasks_of(cursor: Cursor[Any], number: int) -> list[TaskLine]:
    """An item's questions and answers."""
    return [TaskLine(*row) for row in cursor.execute(SQL.tasks_of, {"item": number}).fetchall()]


def task_place(cursor: Cursor[Any], task: int) -> tuple[int, str] | None:
    """The item and the robot that a question belongs to."""
    row = cursor.execute(SQL.task_place, {"task": task}).fetchone()
    return (row[1], row[2]) if row else None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A page has drifted: what the recipe's line calls something, and what the page calls it."""

    id: int
    slug: str
    title: str
    line: int
    was: str
    becomes: str
    why: str
    seen: int
    newest_at: datetime


def proposals(cursor: Cursor[Any], slug: str | None = None) -> list[Proposal]:
    """What the owner is asked to mend, the newest first."""
    return [Proposal(*row) for row in cursor.execute(SQL.proposals, {"slug": slug}).fetchall()]


def seen_pages(
    cursor: Cursor[Any], slugs: list[str]
) -> dict[str, dict[str, tuple[Remembered, ...]]]:
    """What robots have kept of the pages they work on, by robot and by page."""
    found: dict[str, dict[str, tuple[Remembered, ...]]] = {slug: {} for slug in slugs}
    for slug, key, content in cursor.execute(SQL.seen_pages, {"slugs": slugs}).fetchall():
        found[slug][key] = msgspec.json.decode(content, type=tuple[Remembered, ...])
    return found


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A picture of an item: of which passing, and whether before or after it."""

    id: int
    at: str
    moment: str


def pictures(cursor: Cursor[Any], number: int) -> list[PictureLine]:
    """The pictures of an item, for who may see them."""
    return [PictureLine(*row) for row in cursor.execute(SQL.pictures, {"item": number}).fetchall()]


def picture(cursor: Cursor[Any], number: int, picture: int) -> bytes | None:
    """One picture of an item, enciphered."""
    values = {"item": number, "picture": picture}
    row = cursor.execute(SQL.picture, values).fetchone()
    return bytes(row[0]) if row else None


def note_opened(cursor: Cursor[Any], number: int, by: str, what: str) -> None:
    """Write to the ledger's log that somebody saw an item's steps, or a picture, in clear."""
    cursor.execute(SQL.opened, {"item": number, "by": by, "what": what})


def open_item(cursor: Cursor[Any], access: Access, number: int) -> list[Passing]:
    """An item's steps, to be read in clear by an official; the citizen's log says so."""
    cursor.execute(
        SQL.open_item,
        {
            "at": access.at,
            "subject": access.subject,
            "authority": access.authority,
            "entry": access.entry("robot-item"),
        },
    )
    return passings(cursor, number)


def read_robot_queue(cursor: Cursor[Any]) -> list[Queued]:
    """How the line of all robots stands; figures alone."""
    return [Queued(*row) for row in cursor.execute(SQL.queue).fetchall()]
