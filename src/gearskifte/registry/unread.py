# SPDX-License-Identifier: EUPL-1.2
"""Whom a message is about that lies here and is not wholly read, so that nobody is told *none*.

Kept is each person whom what was refused names, whether known here or not, and each object that it
is about, with everybody whom that object concerns. All of it goes when somebody has decided on the
message, when a later one has settled it, and when the message is judged anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.database.rows import array_of
from gearskifte.kernel.secrets import Vault
from gearskifte.registry.rules.named import Named, named
from gearskifte.registry.storing import Received

SQL: Final[Queries] = load("gearskifte.registry", "unread")
READ: Final[Queries] = load("gearskifte.registry", "read")

Row = tuple[int, UUID | None, UUID | None]
"""A message, and a person or an object."""


class LeftUnread(msgspec.Struct, frozen=True, array_like=True):
    """Messages of one system that may be about somebody, and that are not wholly read.

    Attributes:
        system, name: its id and what it is called; "" where nobody knows, or the reader may not.
        at: when the newest came; None where the reader may not know.
        number: how many they are; 0 where the reader may not know.
        here: whether one is about the object that is read, or what lies in it.
    """

    system: str
    name: str
    at: datetime | None = None
    number: int = 0
    here: bool = False


_LEFT = msgspec.json.Decoder(list[LeftUnread])


def note(cursor: Cursor[Any], batch: Sequence[Received], vault: Vault) -> None:
    """Write down whom and what the refused parts of a batch name; what was said before goes.

    So does what was said of messages in whose place these have been put.
    """
    cursor.execute(SQL.forget, {"ids": [each.id for each in batch]})
    found = {row for each in batch if each.reading.refusals for row in _rows(each, vault)}
    if not found:
        return
    rows = msgspec.json.encode(sorted(found, key=str)).decode()
    about = {row[0] for row in cursor.execute(SQL.add, {"rows": rows}).fetchall()}
    cursor.execute(SQL.concern, {"ids": array_of(sorted(about - {None}))})


def rename(cursor: Cursor[Any], aliases: Sequence[UUID]) -> None:
    """Call what messages are about by the id it has here, where it has got another."""
    renamed = cursor.execute(SQL.rename, {"ids": array_of(aliases)}).fetchall()
    if renamed:
        cursor.execute(SQL.concern, {"ids": array_of({row[0] for row in renamed})})


def left_unread(cursor: Cursor[Any]) -> tuple[LeftUnread, ...]:
    """What may be about the person who was opened in this transaction and is not wholly read."""
    ((found,),) = cursor.execute(READ.left_unread).fetchall()
    return tuple(_LEFT.decode(found)) if found else ()


def unread_since(cursor: Cursor[Any]) -> datetime | None:
    """When the message came that has waited longest to be read; None if none waits."""
    row = cursor.execute(READ.unread_since).fetchone()
    return row[0] if row else None


def _rows(received: Received, vault: Vault) -> Iterator[Row]:
    told = [each.names for each in received.reading.refusals if each.names is not None]
    if len(told) < len(received.reading.refusals):
        told.append(named(received.body))
    about = (each.object_id for each in received.reading.refusals)
    told.append(Named(objects=tuple(filter(None, about))))
    for names in told:
        for number in names.numbers:
            yield received.id, vault.person_id(number), None
        for object_id in names.objects:
            yield received.id, None, object_id
