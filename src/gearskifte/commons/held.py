# SPDX-License-Identifier: EUPL-1.2
"""Reads of the packages that this installation holds, its own and others'."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeAlias
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.robots.public import Tried

AnyCursor: TypeAlias = "Cursor[Any]"
SQL: Final[Queries] = load("gearskifte.commons", "packages")


class State(StrEnum):
    """What has become of a package."""

    REFUSED = "refused"
    """Not believed; kept with the reason, never used."""

    READ = "read"
    """Believed, and waits for what is to be filled in here."""

    TRYING = "trying"
    """Waits for its trial on the mock."""

    FAILED = "failed"
    """Its trial did not go as its cases say."""

    PUBLISHED = "published"
    """An own one that others may take."""

    TAKEN = "taken"
    """Became a version of a robot here; pinned."""


@dataclass(frozen=True, slots=True)
class Held:
    """A package that this installation holds, without its bytes."""

    id: UUID
    object: str
    version: str
    title: str
    sha256: str
    own: bool
    state: State
    why: str
    report: list[Tried]
    given: Mapping[str, str]
    by: str
    department: str
    at: datetime
    robot: str
    digest: str
    taken_at: datetime | None
    first_run_at: datetime | None
    runs: int


@dataclass(frozen=True, slots=True)
class Reuse:
    """A robot of another municipality in use here, as this installation itself has seen it.

    `robot` is what it is called here.
    """

    object: str
    version: str
    sha256: str
    taken_at: datetime
    first_run_at: datetime | None
    runs: int
    robot: str


def key_of(cursor: Cursor[Any], owner: str) -> bytes | None:
    """The key that is believed of a municipality."""
    row = cursor.execute(SQL.publisher, {"owner": owner}).fetchone()
    return bytes(row[2]) if row else None


def publishers(cursor: Cursor[Any]) -> dict[str, str]:
    """Who is believed: CVR number → name."""
    return {owner: name for owner, name, _ in cursor.execute(SQL.publishers).fetchall()}


def reuses(cursor: Cursor[Any]) -> list[Reuse]:
    """What this installation took in from others, as it is told in its own feed."""
    return [Reuse(*row) for row in cursor.execute(SQL.reused).fetchall()]


def find(cursor: Cursor[Any], package: UUID) -> Held | None:
    """One package."""
    row = cursor.execute(SQL.find, {"id": package}).fetchone()
    return held_of(row) if row else None


def listed(cursor: Cursor[Any], *, most: int = 100) -> list[Held]:
    """The newest packages, own and others'."""
    return [held_of(row) for row in cursor.execute(SQL.listed, {"most": most}).fetchall()]


def body_of(cursor: Cursor[Any], package: UUID) -> bytes:
    """The bytes of a package; none where there is no such."""
    row = cursor.execute(SQL.body, {"id": package}).fetchone()
    return bytes(row[0]) if row else b""


def held_of(row: tuple[Any, ...]) -> Held:
    """A row of the query `find` as what it holds."""
    id_, object_, version, title, sha256, own, state, why, report, given, *rest = row
    told = msgspec.json.decode(report or "[]", type=list[Tried])
    filled = msgspec.json.decode(given or "{}", type=dict[str, str])
    return Held(id_, object_, version, title, sha256, own, State(state), why, told, filled, *rest)
