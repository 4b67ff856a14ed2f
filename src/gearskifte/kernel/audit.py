# SPDX-License-Identifier: EUPL-1.2
"""The access log (revisionslog): a person's own page of it, and the proof that nothing was edited.

Lines are written by the database itself (`kernel_open` in `sql/functions.sql`) in the transaction
that reads, so there is no read without a line. Each line's hash covers the line before it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Connection, Cursor

from gearskifte.kernel.access import DELAY, Access, Actor
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import InputRefused, Text

SQL: Final[Queries] = load("gearskifte.kernel", "audit")

_NEWEST: Final = 2**62
LONGEST_DELAY: Final = timedelta(days=366)


class Delay(msgspec.Struct, frozen=True):
    """A decision that an authority's lines in one person's log are shown later (udsættelse).

    It is itself a line of that log, chained as every other, which says who decided; it waits like
    the lines that it is about, and is then shown with them.

    Attributes:
        legal_basis: the law that allows it.
        starts, ends: lines from the first moment wait until the second.
    """

    legal_basis: str
    starts: datetime
    ends: datetime


class Told(msgspec.Struct, frozen=True):
    """What a source system told of a look-up in it; the line itself is from when it was told.

    Attributes:
        source: the system's name. at: when the look-up was. reference: the system's name for it.
        legal_basis: the system's own law for it; "" for the purpose's usual one.
    """

    source: str
    at: datetime
    reference: str
    legal_basis: str = ""


class Entry(msgspec.Struct, frozen=True):
    """What a line of the log says was done."""

    action: str
    what: str
    actor: Actor
    purpose: str
    object: str = ""
    scope: str = ""
    mandate: str = ""
    delay: Delay | None = None
    told: Told | None = None


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


_ENTRY = msgspec.json.Decoder(Entry)
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


def delay_log(
    cursor: Cursor[Any], actor: Actor, subject: UUID, delay: Delay, now: datetime
) -> None:
    """Let the lines of the actor's authority in a person's log wait, by law, for a while.

    Raises:
        InputRefused: GS-AUD-001 if no law is named, or it does not end within a year of `now`.
    """
    in_time = delay.starts <= now < delay.ends <= now + LONGEST_DELAY
    if not (delay.legal_basis.strip() and actor.name.strip() and actor.authority and in_time):
        raise InputRefused(
            "GS-AUD-001",
            what=Text("Visningen kan ikke udsættes.", "The showing cannot be delayed."),
            why=Text(
                "Der mangler hjemmel eller navn, eller den slutter ikke inden for et år.",
                "The legal basis or a name is missing, or it does not end within a year.",
            ),
            do=Text(
                "Angiv hjemmel, hvem der har besluttet det, og en slutdato højst et år frem.",
                "Give the legal basis, who decided, and an end at most a year ahead.",
            ),
        )
    entry = {
        "action": "delay",
        "what": "log-delay",
        "actor": actor,
        "purpose": DELAY.code,
        "delay": delay,
    }
    cursor.execute(SQL.write, {"at": now, "subject": subject, "entry": _json(entry)})


def read_delays(cursor: Cursor[Any]) -> list[tuple[datetime, Entry]]:
    """Every decision that lines are shown later, the newest first: who, why, until when.

    Whose log it is about is not told.
    """
    return [(at, _ENTRY.decode(entry)) for at, entry in cursor.execute(SQL.delays).fetchall()]


def _json(entry: object) -> str:
    return msgspec.json.encode(entry).decode()


def verify(connection: Connection[Any]) -> list[Break]:
    """Every place where a line was changed, removed or added after it was written."""
    found = connection.execute(SQL.breaks).fetchall()
    connection.commit()
    return [Break(*row) for row in found]
