# SPDX-License-Identifier: EUPL-1.2
"""Reads of the workforce's own tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.workforce.rules.hands.files import Kind
from gearskifte.workforce.rules.hands.inputs import Service
from gearskifte.workforce.rules.hands.loop import Measured, MeasuredBy, Use

SQL: Final[Queries] = load("gearskifte.workforce", "files")
FREED: Final[Queries] = load("gearskifte.workforce", "freed")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was sent (fil), without its bytes."""

    id: int
    kind: Kind
    name: str
    sha256: str
    received_at: datetime
    received_by: str


def files_in_use(cursor: Cursor[Any]) -> dict[Kind, KeptFile]:
    """The file of each kind that numbers are made from."""
    rows = cursor.execute(SQL.in_use).fetchall()
    found = (KeptFile(id_, Kind(kind), *rest) for id_, kind, *rest in rows)
    return {file.kind: file for file in found}


def files_of(cursor: Cursor[Any], kind: Kind) -> tuple[KeptFile, ...]:
    """Every file of a kind that was sent, in use or not, each of the same bytes once."""
    rows = cursor.execute(SQL.of_kind, {"kind": kind}).fetchall()
    return tuple(KeptFile(id_, Kind(kind), *rest) for id_, kind, *rest in rows)


def one_file(cursor: Cursor[Any], id_: int) -> KeptFile | None:
    """One file, used or not."""
    row = cursor.execute(SQL.one, {"id": id_}).fetchone()
    return KeptFile(row[0], Kind(row[1]), *row[2:]) if row else None


def body_of(cursor: Cursor[Any], id_: int) -> bytes:
    """A file's bytes."""
    row = cursor.execute(SQL.body, {"id": id_}).fetchone()
    return bytes(row[0]) if row else b""


def measured_freed(cursor: Cursor[Any]) -> tuple[Measured, ...]:
    """What was freed in the year last counted, the most first."""
    return tuple(_measured(row) for row in cursor.execute(FREED.freed).fetchall())


def _measured(row: tuple[Any, ...]) -> Measured:
    service, share, who, at = row[10:]
    use = Use(Service(service), share, who, at) if service is not None else None
    return Measured(*(row[0], MeasuredBy(row[1]), *row[2:10], use))
