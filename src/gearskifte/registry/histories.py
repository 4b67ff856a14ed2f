# SPDX-License-Identifier: EUPL-1.2
"""Histories as they are stored: each registration's facts packed, and unpacked when read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.database.rows import array_of
from gearskifte.kernel.packing import packer
from gearskifte.registry.rules.history import Registered
from gearskifte.registry.rules.intake import Fact, Kind

SQL: Final[Queries] = load("gearskifte.registry", "projection")
_DICTIONARIES: Final = ("gearskifte.registry", "facts-1.zstd")
_FACTS: Final = msgspec.json.Decoder(tuple[Fact, ...])

Histories = dict[UUID, tuple[Kind, list[Registered]]]
"""Objects with what kind of object the first registration says each is, and all registrations."""


def pack_facts(encoded: Iterable[bytes]) -> list[bytes]:
    """JSON arrays of facts as they are stored."""
    pack = packer(*_DICTIONARIES).pack
    return [pack(each) for each in encoded]


def unpack_facts(packed: bytes) -> tuple[Fact, ...]:
    """The facts that were stored."""
    return _FACTS.decode(packer(*_DICTIONARIES).unpack(packed))


def histories(cursor: Cursor[Any], ids: Sequence[UUID]) -> Histories:
    """All registrations of these objects, in order of source time."""
    found: Histories = {}
    if not ids:
        return found
    for object_id, kind, row_id, source_time, received_at, facts in cursor.execute(
        SQL.histories, {"ids": array_of(ids)}
    ):
        _, history = found.setdefault(object_id, (Kind(kind), []))
        history.append(Registered(row_id, source_time, received_at, unpack_facts(facts)))
    return found
