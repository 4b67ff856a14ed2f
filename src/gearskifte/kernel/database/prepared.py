# SPDX-License-Identifier: EUPL-1.2
"""The one value of a statement that is asked for all the time, in one call to libpq.

psycopg sends a statement and waits for it in steps of Python, so that many can wait in one thread.
A page, and a robot's worker, wait for their one statement and for nothing else; without the steps
it takes half as long of the processor (`docs/decisions/0027-one-call-for-a-page.md`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, LiteralString
from uuid import UUID
from weakref import WeakKeyDictionary

from psycopg import Connection, Cursor, OperationalError, pq
from psycopg.errors import error_from_result

Argument = str | int | UUID | datetime
_NAMED: Final = re.compile(r"%\((\w+)\)s")
_prepared: Final[WeakKeyDictionary[Connection[Any], dict[bytes, bytes]]] = WeakKeyDictionary()


def one_value(
    cursor: Cursor[Any], query: LiteralString, arguments: Mapping[str, Argument]
) -> bytes | None:
    """The first value of the first row, as the text that PostgreSQL writes; None for null.

    Arguments are sent as text, whose type the statement says (as a function's parameters do).

    Raises:
        psycopg.Error: as psycopg raises it, with the server's code.
        ValueError: for a text that PostgreSQL cannot hold.
    """
    connection = cursor.connection
    if not connection.autocommit:  # psycopg begins the transaction
        row = cursor.execute(query, arguments).fetchone()
        return None if row is None or row[0] is None else str(row[0]).encode()
    statement, names = _numbered(query)
    result = ask(connection, statement, [_as_text(arguments[name]) for name in names])
    return result.get_value(0, 0) if result.ntuples else None


def ask(connection: Connection[Any], statement: bytes, values: list[bytes]) -> pq.abc.PGresult:
    """What the server says to a statement with these values; every one of them passes here."""
    result = connection.pgconn.exec_prepared(_name_of(connection, statement), values)
    _check(connection, result)
    return result


def _name_of(connection: Connection[Any], statement: bytes) -> bytes:
    """What a statement is prepared as on this connection, which it is the first time."""
    names = _prepared.setdefault(connection, {})
    name = names.get(statement)
    if name is None:
        name = b"gs_%d" % len(names)
        _check(connection, connection.pgconn.prepare(name, statement))
        names[statement] = name
    return name


def _check(connection: Connection[Any], result: pq.abc.PGresult) -> None:
    if result.status in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
        return
    if connection.broken:  # the library says so in words alone, without a code
        raise OperationalError(connection.pgconn.get_error_message())
    raise error_from_result(result)


@lru_cache(maxsize=64)
def _numbered(query: LiteralString) -> tuple[bytes, tuple[str, ...]]:
    """The statement with `$1` for `%(name)s`, and the names in that order."""
    names = tuple(dict.fromkeys(_NAMED.findall(query)))
    numbers = {name: f"${number}" for number, name in enumerate(names, 1)}
    return _NAMED.sub(lambda found: numbers[found[1]], query).encode(), names


def _as_text(value: Argument) -> bytes:
    written = value.isoformat() if isinstance(value, datetime) else str(value)
    if "\0" in written:
        raise ValueError("PostgreSQL holds no text with a null character in it")
    return written.encode()
