# SPDX-License-Identifier: EUPL-1.2
"""Many rows into a table in one statement: as an array of rows, in PostgreSQL's binary form.

PostgreSQL copies into no table that has row policies. An array is inserted like any other row, past
the same policies (`docs/decisions/0108-rows-go-in-as-an-array.md`).

Rows are made as the bytes that PostgreSQL takes. That needs no connection, so they can be made in
another process than the one that writes them.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from itertools import accumulate, chain, pairwise
from operator import call
from struct import Struct
from typing import Any, Final, LiteralString
from uuid import UUID

import msgspec
from psycopg import Cursor, sql
from psycopg.adapt import Dumper
from psycopg.pq import Format

_ROW: Final = Struct("!ii").pack
_HEAD: Final = Struct("!Ii").pack
_INT2: Final = Struct("!Iih").pack
_INT8: Final = Struct("!Iiq").pack
_ARRAY: Final = Struct("!iiIii").pack
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_OIDS: Final = {
    "bool": 16, "bytea": 17, "int8": 20, "int2": 21, "text": 25, "timestamptz": 1184, "uuid": 2950,
}  # fmt: skip
"""PostgreSQL's own numbers of its types."""
_SENT_AS: Final = {"varchar": "text", "jsonb": "text"}
"""Types whose values are sent as another's; what does not fit is refused when it is inserted."""
_NULLS: Final = {name: _HEAD(oid, -1) for name, oid in _OIDS.items()}


@dataclass(frozen=True)
class Target:
    """A table and the columns that rows have, in order: name → PostgreSQL's name of the type.

    Attributes:
        reckoned: SQL for columns that the database works out from those of the row and from what
            `add_rows` is given beside the rows.
    """

    table: str
    columns: Mapping[str, str]
    reckoned: Mapping[str, LiteralString] = field(default_factory=dict)

    @cached_property
    def _encoders(self) -> list[Callable[[Any], bytes]]:
        return [_ENCODERS[kind] for kind in self.columns.values()]

    @cached_property
    def row_type(self) -> sql.Identifier:
        """The type of a row, which each connection has for itself."""
        return sql.Identifier("pg_temp", f"{self.table}_rows")

    @cached_property
    def create_type(self) -> sql.Composed:
        """The statement that makes the type."""
        columns = [
            sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(_SENT_AS.get(kind, kind)))
            for name, kind in self.columns.items()
        ]
        return sql.SQL("CREATE TYPE {} AS ({})").format(self.row_type, sql.SQL(", ").join(columns))

    @cached_property
    def insert(self) -> sql.Composed:
        """The statement that adds rows."""
        columns = {
            name: sql.SQL("{}::jsonb" if kind == "jsonb" else "{}").format(sql.Identifier(name))
            for name, kind in self.columns.items()
        } | {name: sql.SQL(reckoned) for name, reckoned in self.reckoned.items()}
        return sql.SQL("INSERT INTO {} ({}) SELECT {} FROM unnest(%(rows)s::{}[])").format(
            sql.Identifier(self.table),
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join(columns.values()),
            self.row_type,
        )

    def encode(self, row: Sequence[Any]) -> bytes:
        """A row as PostgreSQL takes it; a value for `jsonb` is the JSON's bytes, None is NULL.

        PostgreSQL refuses a row that has not as many values as there are columns.
        """
        values = b"".join(map(call, self._encoders, row))
        return _ROW(len(values) + 4, len(row)) + values


class Rows(msgspec.Struct, frozen=True):
    """Encoded rows of a table, one after the other, and how many they are."""

    data: bytes
    number: int

    def __add__(self, others: Rows) -> Rows:
        """These and then the others."""
        return Rows(self.data + others.data, self.number + others.number)


class Parts(msgspec.Struct, frozen=True):
    """Encoded rows of a table in numbered parts, of which some may be left out.

    Attributes:
        data: all rows; `ends` where each ends.
        counts: how many rows each part has.
    """

    data: bytes
    ends: array[int]
    counts: array[int]

    @property
    def rows(self) -> Rows:
        """The rows of all parts."""
        return Rows(self.data, len(self.ends))

    def only(self, numbers: Iterable[int]) -> Parts:
        """Some of the parts, with numbers of their own."""
        rows = [self.data[start:end] for start, end in pairwise((0, *self.ends))]
        parts = [rows[start:end] for start, end in pairwise(accumulate(self.counts, initial=0))]
        return parts_of([parts[at] for at in numbers])


def rows_of(rows: Sequence[bytes]) -> Rows:
    """These encoded rows, in their order."""
    return Rows(b"".join(rows), len(rows))


def parts_of(parts: Sequence[Sequence[bytes]]) -> Parts:
    """Parts of some rows each, in their order."""
    rows = list(chain.from_iterable(parts))
    ends = array("L", accumulate(map(len, rows)))
    return Parts(b"".join(rows), ends, array("L", map(len, parts)))


def add_rows(cursor: Cursor[Any], target: Target, rows: Rows, **beside: Any) -> None:
    """Add encoded rows to a table; `beside` is what the columns that are reckoned go by."""
    if rows.number:
        head = _ARRAY(1, 0, _type_of(cursor, target), rows.number, 1)
        cursor.adapters.register_dumper(_Binary, _BinaryDumper)
        cursor.execute(target.insert, {"rows": _Binary(head + rows.data), **beside})


def _type_of(cursor: Cursor[Any], target: Target) -> int:
    """PostgreSQL's number of the type that a target's rows have on this connection.

    A transaction that is rolled back takes the type along, so it is asked for each time.
    """
    wanted = {"name": target.row_type.as_string(cursor)}
    while True:
        ((number,),) = cursor.execute("SELECT to_regtype(%(name)s)::oid", wanted).fetchall()
        if number is not None:
            return int(number)
        cursor.execute(target.create_type)


class _Binary(bytes):
    """A value in PostgreSQL's binary form, whose type the statement says."""


class _BinaryDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: _Binary) -> bytes:
        return obj


def array_of(ids: Iterable[UUID]) -> str:
    """PostgreSQL's text of an array of these ids, which is the quickest way to send many."""
    return "{" + ",".join([f"{each.int:032x}" for each in ids]) + "}"


def array_of_bytes(ids: Iterable[bytes]) -> str:
    """The same of ids that are given as their sixteen bytes."""
    return "{" + ",".join([each.hex() for each in ids]) + "}"


_TEXT: Final = _OIDS["text"]
_BYTEA: Final = _OIDS["bytea"]
_SMALLINT: Final = _OIDS["int2"]
_BIGINT: Final = _OIDS["int8"]
_MOMENT: Final = _OIDS["timestamptz"]
_UUID: Final = _HEAD(_OIDS["uuid"], 16)
_BOOL: Final = {
    False: _HEAD(_OIDS["bool"], 1) + b"\x00",
    True: _HEAD(_OIDS["bool"], 1) + b"\x01",
    None: _NULLS["bool"],
}


def _uuid(value: UUID | None) -> bytes:
    return _NULLS["uuid"] if value is None else _UUID + value.int.to_bytes(16)


def _text(value: str | None) -> bytes:
    if value is None:
        return _NULLS["text"]
    encoded = value.encode()
    return _HEAD(_TEXT, len(encoded)) + encoded


def _document(value: bytes | None) -> bytes:
    return _NULLS["text"] if value is None else _HEAD(_TEXT, len(value)) + value


def _bytes(value: bytes | None) -> bytes:
    return _NULLS["bytea"] if value is None else _HEAD(_BYTEA, len(value)) + value


def _moment(value: datetime | None) -> bytes:
    if value is None:
        return _NULLS["timestamptz"]
    past = value - _EPOCH
    return _INT8(_MOMENT, 8, (past.days * 86_400 + past.seconds) * 1_000_000 + past.microseconds)


_ENCODERS: Final[Mapping[str, Callable[[Any], bytes]]] = {
    "uuid": _uuid,
    "text": _text,
    # Short texts are words that come again and again.
    "varchar": lru_cache(maxsize=4096)(_text),
    "bytea": _bytes,
    "jsonb": _document,
    "bool": _BOOL.__getitem__,
    "int2": lambda value: _NULLS["int2"] if value is None else _INT2(_SMALLINT, 2, value),
    "int8": lambda value: _NULLS["int8"] if value is None else _INT8(_BIGINT, 8, value),
    # One moment stands in many rows of an object.
    "timestamptz": lru_cache(maxsize=4096)(_moment),
}
