# SPDX-License-Identifier: EUPL-1.2
"""Who may send messages through the API: source systems and the keys they prove themselves with.

A key is 256 random bits, shown once when it is made. The registry keeps its SHA-256, which for a
number that nobody can guess needs no salt, and the first letters of it, by which people tell keys
apart. Several may be live at once, so that a system can change over without a stop.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import string
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import GearskifteError, Text
from gearskifte.registry.rules.references import parse_uuid

SQL: Final[Queries] = load("gearskifte.registry", "sources")

OVERLAP: Final = timedelta(days=14)
"""For how long the keys before it stay live when a new one is made."""
_PREFIX: Final = 8
_KEY_BYTES: Final = 32
_KEY: Final = re.compile(r"gsk_([a-z0-9]{8})_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class KnownSender:
    """A source system that may send: its id in messages, and what it is called."""

    id: int
    system: str
    name: str


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A key the moment it is made, which is the only time anybody can read it."""

    sender: KnownSender
    prefix: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyState:
    """A key as it can be shown afterwards. `used_at` is kept to the hour."""

    system: str
    name: str
    prefix: str
    valid_from: datetime
    valid_to: datetime | None
    used_at: datetime | None


def hash_of(text: str) -> bytes | None:
    """The hash that a key is found by (SHA-256), or None for what is not written like a key."""
    return hashlib.sha256(text.encode()).digest() if _KEY.fullmatch(text) else None


def add_sender(cursor: Cursor[Any], given: str, *, name: str, now: datetime) -> IssuedKey:
    """Let a source system send, and make its first key.

    Args:
        cursor: the worker's, in a transaction of the caller's.
        given: the system's UUID as its messages name it (Afsender), or its name. A name by which
            one system has been heard before stands for that one; else the system gets a new UUID.
        name: what to call a system that is given by its UUID.
        now: the moment from which the key is valid.

    Raises:
        GearskifteError: GS-SRC-001 if the system or the name is here already, GS-SRC-002 if
            several systems have been heard by this name.
    """
    uuid = parse_uuid(given)
    system = str(uuid) if uuid else _system_called(cursor, given)
    row = {"system": system, "name": name or given, "now": now}
    added = cursor.execute(SQL.add, row).fetchone()
    if added is None:
        raise _refuse(
            "GS-SRC-001",
            "Kilden er her allerede.",
            "The source is here already.",
            "Lav en ny nøgle til den med «gearskifte registry source rotate».",
            "Make a new key for it with `gearskifte registry source rotate`.",
        )
    return _issue(cursor, KnownSender(added[0], system, name or given), now)


def rotate(
    cursor: Cursor[Any], given: str, *, now: datetime, overlap: timedelta = OVERLAP
) -> IssuedKey:
    """Make a new key for the sender, and let the ones before it end after `overlap`.

    Raises:
        GearskifteError: GS-SRC-003 if there is no such sender.
    """
    sender = find_sender(cursor, given)
    cursor.execute(SQL.end_keys, {"sender": sender.id, "prefix": "", "ends": now + overlap})
    return _issue(cursor, sender, now)


def revoke(cursor: Cursor[Any], given: str, *, prefix: str, now: datetime) -> list[str]:
    """End a sender's keys now, or the one that begins with `prefix`; the keys that it ended.

    Raises:
        GearskifteError: GS-SRC-003 if there is no such sender.
    """
    arguments = {"sender": find_sender(cursor, given).id, "prefix": prefix, "ends": now}
    return [row[0] for row in cursor.execute(SQL.end_keys, arguments).fetchall()]


def keys(cursor: Cursor[Any]) -> list[KeyState]:
    """Every key there has been, by sender and age."""
    return [KeyState(*row) for row in cursor.execute(SQL.all_keys).fetchall()]


def find_sender(cursor: Cursor[Any], given: str) -> KnownSender:
    """The sender with this UUID or name.

    Raises:
        GearskifteError: GS-SRC-003 if there is none.
    """
    row = cursor.execute(SQL.find, {"given": given.strip()}).fetchone()
    if row is None:
        raise _refuse(
            "GS-SRC-003",
            "Kilden er ikke her.",
            "There is no such source.",
            "Se alle med «gearskifte registry source list».",
            "See all with `gearskifte registry source list`.",
        )
    return KnownSender(*row)


def _system_called(cursor: Cursor[Any], name: str) -> str:
    heard = cursor.execute(SQL.known_system, {"name": name}).fetchall()
    if len(heard) > 1:
        raise _refuse(
            "GS-SRC-002",
            "Flere systemer har det navn.",
            "Several systems have this name.",
            "Angiv systemets UUID i stedet.",
            "Give the system's UUID instead.",
        )
    return str(heard[0][0]) if heard else str(uuid4())


def _issue(cursor: Cursor[Any], sender: KnownSender, now: datetime) -> IssuedKey:
    letters = string.ascii_lowercase + string.digits
    prefix = "".join(secrets.choice(letters) for _ in range(_PREFIX))
    text = f"gsk_{prefix}_{secrets.token_urlsafe(_KEY_BYTES)}"
    row = {"sender": sender.id, "prefix": prefix, "hash": hash_of(text), "now": now}
    cursor.execute(SQL.add_key, row)
    return IssuedKey(sender, prefix, text)


def _refuse(code: str, what_da: str, what_en: str, do_da: str, do_en: str) -> GearskifteError:
    return GearskifteError(
        code,
        what=Text(what_da, what_en),
        why=Text(
            "En nøgle hører til netop ét system, så man kan se, hvem der har sendt hvad.",
            "A key belongs to one system only, so that it can be seen who has sent what.",
        ),
        do=Text(do_da, do_en),
    )
