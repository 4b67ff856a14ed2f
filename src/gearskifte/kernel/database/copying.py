# SPDX-License-Identifier: EUPL-1.2
"""Many rows into a table by COPY, the quickest way PostgreSQL has.

PostgreSQL copies into no table that has row policies, so the rows are copied into a temporary table
of the connection's own and inserted from there, past the policies like any other row. For 20,000
registrations that took 4.0 µs of the server's time each, COPY alone 3.5, and JSON 7 to 10.

The rows are written in COPY's binary form column by column, and what many rows share is written
once: a third of the time that psycopg takes for them row by row.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import chain, repeat
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor, sql

_BEGIN: Final = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END: Final = b"\xff\xff"
_NULL: Final = b"\xff\xff\xff\xff"
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_length: Final = struct.Struct("!i").pack
_int2: Final = struct.Struct("!ih").pack
_int8: Final = struct.Struct("!iq").pack
_bool: Final = struct.Struct("!i?").pack
_UUID: Final = _length(16)


@dataclass(frozen=True, slots=True)
class Target:
    """A table and the columns that rows have, in order: name → PostgreSQL's name of the type.

    The types are those of `_FIELDS`, "uuid" and "jsonb"; a value of the last is anything that can
    be written as JSON.
    """

    table: str
    columns: Mapping[str, str]


def copy_in(cursor: Cursor[Any], target: Target, rows: Sequence[Sequence[object]]) -> None:
    """Add these rows to a table; at most once for each table in a transaction.

    Raises:
        psycopg.DataError: if the table cannot hold a value.
    """
    if not rows:
        return
    create, copy_, move = _statements(target.table, tuple(target.columns))
    cursor.execute(create)
    with cursor.copy(copy_) as copy:
        copy.write(written(target.columns.values(), rows))
    cursor.execute(move)


def written(types: Iterable[str], rows: Sequence[Sequence[object]]) -> bytes:
    """The rows in COPY's binary form."""
    columns = [_column(*each) for each in zip(types, zip(*rows, strict=True), strict=True)]
    number = struct.pack("!h", len(columns))
    values = zip(repeat(number, len(rows)), *columns, strict=True)
    return b"".join([_BEGIN, *chain.from_iterable(values), _END])


def array_of(ids: Iterable[UUID]) -> str:
    """PostgreSQL's text of an array of these ids, which is the quickest way to send many."""
    return "{" + ",".join([f"{each.int:032x}" for each in ids]) + "}"


@cache
def _statements(table: str, columns: tuple[str, ...]) -> tuple[sql.Composed, ...]:
    """Make the temporary table, copy into it, and insert from there."""
    names = {
        "table": sql.Identifier(table),
        "stage": sql.Identifier(f"staged_{table}"),
        "names": sql.SQL(", ").join(map(sql.Identifier, columns)),
    }
    create = (
        "CREATE TEMP TABLE IF NOT EXISTS {stage} ON COMMIT DELETE ROWS "
        "AS SELECT {names} FROM {table} WITH NO DATA"
    )
    copy = "COPY {stage} ({names}) FROM STDIN (FORMAT binary)"
    move = "INSERT INTO {table} ({names}) SELECT {names} FROM {stage}"
    return tuple(sql.SQL(each).format(**names) for each in (create, copy, move))


def _column(kind: str, values: tuple[Any, ...]) -> Sequence[bytes]:
    """The values of one column, each with its length before it."""
    match kind:
        case "uuid":
            return [_NULL if v is None else _UUID + v.int.to_bytes(16) for v in values]
        case "jsonb":
            return [_NULL if v is None else _json(v) for v in values]
        case "bytea":
            return [_NULL if v is None else _length(len(v)) + v for v in values]
    field = _FIELDS[kind]
    known = {value: _NULL if value is None else field(value) for value in set(values)}
    return [known[value] for value in values]


def _json(value: object) -> bytes:
    text = msgspec.json.encode(value)
    return _length(len(text) + 1) + b"\x01" + text


def _text(value: str) -> bytes:
    text = value.encode()
    return _length(len(text)) + text


def _time(value: datetime) -> bytes:
    since = value - _EPOCH
    return _int8(8, (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds)


_FIELDS: Final[Mapping[str, Callable[[Any], bytes]]] = {
    "text": _text,
    "varchar": _text,
    "timestamptz": _time,
    "bool": lambda value: _bool(1, value),
    "int2": lambda value: _int2(2, value),
    "int8": lambda value: _int8(8, value),
}
"""How a value of each type is written; of those that are equal, one."""
