# SPDX-License-Identifier: EUPL-1.2
"""Which municipality this installation builds.

A build that was killed goes on with the same size, seed and hour, so that the very same messages
come again and the ones that are in already change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from psycopg import Connection

from gearskifte.demo.municipality import DemoMessage, Size, build
from gearskifte.kernel.database.queries import Queries, load

SQL: Final[Queries] = load("gearskifte.demo", "building")


@dataclass(frozen=True, slots=True)
class Build:
    """A municipality that was begun; `complete` once all its messages are in."""

    size: Size
    seed: int
    ends_at: datetime
    complete: bool

    def messages(self) -> Iterator[DemoMessage]:
        """All its messages, in the order they arrived."""
        return build(self.size, self.seed, self.ends_at).messages()


def open_build(connection: Connection[Any], *, size: Size, seed: int, now: datetime) -> Build:
    """The build this installation has begun; a new one, ending `now`, if there is none."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(SQL.begin, {"size": size, "seed": seed, "now": now})
        row = cursor.execute(SQL.find).fetchone()
    assert row is not None  # noqa: S101 - it was written above if it was not there
    return Build(*row)


def finish_build(connection: Connection[Any]) -> None:
    """Remember that all messages are in."""
    with connection.transaction():
        connection.execute(SQL.finish)
