# SPDX-License-Identifier: EUPL-1.2
"""Reads of the robots' own tables; nothing of them tells anything about a person in clear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from psycopg import Connection, Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import InputRefused, Text

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


def newest_text(connection: Connection[Any], slug: str) -> tuple[int, str]:
    """A robot's number, and the digest of its newest version.

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
