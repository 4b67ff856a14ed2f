# SPDX-License-Identifier: EUPL-1.2
"""The access log (revisionslog): a person's own page of it, and the proof that nothing was edited.

Lines are written by the database itself (`kernel_open` in `sql/functions.sql`) in the transaction
that reads, so there is no read without a line. Each line's hash covers the line before it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec
from psycopg import Connection, Cursor

from gearskifte.kernel.access import Access, Actor
from gearskifte.kernel.database.queries import Queries, load

SQL: Final[Queries] = load("gearskifte.kernel", "audit")

_NEWEST: Final = 2**62


class Entry(msgspec.Struct, frozen=True):
    """What a line of the log says was done."""

    action: str
    what: str
    actor: Actor
    purpose: str
    object: str = ""
    scope: str = ""
    mandate: str = ""


class LogLine(msgspec.Struct, frozen=True, array_like=True):
    """One line of a person's log."""

    id: int
    at: datetime
    entry: Entry


class Break(msgspec.Struct, frozen=True):
    """A place where the log is not as it was written."""

    chain: int
    seq: int
    fault: str


_LINES = msgspec.json.Decoder(list[LogLine])


def read_log(
    cursor: Cursor[Any], access: Access, *, before: int | None, most: int, own: bool
) -> list[LogLine]:
    """Lines of the log of `access.subject`, newest first, older than line `before`.

    `own` is whether the person's own readings are among them.
    """
    row = cursor.execute(
        SQL.read_log,
        {
            "at": access.at,
            "subject": access.subject,
            "entry": access.entry("log"),
            "before": _NEWEST if before is None else before,
            "most": most,
            "own": own,
        },
    ).fetchone()
    return _LINES.decode(row[0]) if row else []


def verify(connection: Connection[Any]) -> list[Break]:
    """Every place where a line was changed, removed or added after it was written."""
    found = connection.execute(SQL.breaks).fetchall()
    connection.commit()
    return [Break(*row) for row in found]
