# SPDX-License-Identifier: EUPL-1.2
"""The peer: COPY of the very rows that an ingest wrote, into tables like those it wrote them to.

The tables have the same columns, types, indexes and references to each other, and hold what the
registry held before: a row costs more, the more rows its indexes have. `LIKE` takes over all but
the references, so they are added: five are checked for each object, by COPY as by anybody.
"""

from __future__ import annotations

import time
from typing import Any, Final

import psycopg
from psycopg import sql

from benchmarks.overview_read.cpu import used

TABLES: Final = (
    "registry_system",
    "registry_authority",
    "registry_person",
    "registry_raw_message",
    "registry_registration",
    "registry_object",
    "registry_party",
    "registry_link",
    "registry_audience",
    "registry_fault",
    "registry_found",
    "kernel_outbox",
)
"""What an ingest of objects writes, in an order in which it can be copied."""
_REFERENCES: Final = """SELECT c.relname, f.relname, pg_get_constraintdef(k.oid)
FROM pg_constraint AS k
JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_class AS f ON f.oid = k.confrelid
WHERE k.contype = 'f' AND c.relname = ANY(%(tables)s) AND f.relname = ANY(%(tables)s)
ORDER BY c.relname, k.conname"""


def next_transaction(connection: psycopg.Connection[Any]) -> int:
    """The number from which on transactions are new."""
    ((number,),) = connection.execute("SELECT pg_current_xact_id()::text::bigint").fetchall()
    connection.commit()
    return int(number)


def copy_seconds(
    connection: psycopg.Connection[Any], since: int, *, references: bool
) -> tuple[float, float]:
    """How long COPY takes to write the rows that an ingest wrote, with their indexes.

    Args:
        connection: the owner's.
        since: what was written from this transaction on is what the ingest wrote.
        references: whether the tables refer to each other as those do that the ingest wrote to.

    Returns:
        Seconds on the clock, and seconds of processor time, the server's and ours.
    """
    before, written = sql.SQL("<"), sql.SQL(">=")
    dumped = {table: _dump(connection, table, written, since) for table in TABLES}
    connection.execute("CREATE SCHEMA peer")
    for table in TABLES:
        connection.execute(
            sql.SQL("CREATE TABLE peer.{0} (LIKE {0} INCLUDING ALL)").format(sql.Identifier(table))
        )
        _copy(connection, table, _dump(connection, table, before, since))
    if references:
        _refer(connection)
    connection.commit()
    began, cpu = time.perf_counter(), processor(connection)
    for table in TABLES:
        _copy(connection, table, dumped[table])
    connection.commit()
    seconds, cpu = time.perf_counter() - began, processor(connection) - cpu
    connection.execute("DROP SCHEMA peer CASCADE")
    connection.commit()
    return seconds, cpu


def _copy(connection: psycopg.Connection[Any], table: str, blocks: list[bytes]) -> None:
    statement = sql.SQL("COPY peer.{} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for block in blocks:
            copy.write(block)


def _refer(connection: psycopg.Connection[Any]) -> None:
    """The same references between the peer's tables as between the registry's, from now on.

    A row that the ingest changed is no longer among those before it, which may refer to it.
    """
    for table, other, told in connection.execute(_REFERENCES, {"tables": list(TABLES)}).fetchall():
        there = told.replace(f"REFERENCES {other}(", f"REFERENCES peer.{other}(")
        statement = sql.SQL("ALTER TABLE peer.{} ADD ").format(sql.Identifier(table))
        connection.execute(statement + sql.SQL(there) + sql.SQL(" NOT VALID"))


def processor(connection: psycopg.Connection[Any]) -> float:
    """Processor time that this process and its server process have used (s)."""
    return time.process_time() + used(connection.info.backend_pid)


def insert_seconds(connection: psycopg.Connection[Any], number: int) -> float:
    """How long one INSERT and COMMIT of a kept message takes, in the middle of `number`."""
    connection.execute("CREATE TABLE peer_one (LIKE registry_raw_message INCLUDING ALL)")
    rows = connection.execute(
        "SELECT sha256, received_at, origin, size, body FROM registry_raw_message LIMIT 1"
    ).fetchall()
    connection.commit()
    taken = []
    for each in range(number):
        _, *rest = rows[0]
        began = time.perf_counter()
        connection.execute(
            "INSERT INTO peer_one (id, sha256, received_at, origin, size, body, interface, "
            "message_id, system, status) VALUES (%s, %s, %s, %s, %s, %s, '', '', '', 'received')",
            (each, each.to_bytes(32, "big"), *rest),
        )
        connection.commit()
        taken.append(time.perf_counter() - began)
    connection.execute("DROP TABLE peer_one")
    connection.commit()
    return sorted(taken)[number // 2]


def _dump(
    connection: psycopg.Connection[Any], table: str, when: sql.SQL, since: int
) -> list[bytes]:
    """A table's rows of transactions before one, or from it on."""
    which = "COPY (SELECT * FROM {} WHERE xmin::text::bigint {} {}) TO STDOUT (FORMAT binary)"
    statement = sql.SQL(which).format(sql.Identifier(table), when, sql.Literal(since))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        blocks = [bytes(block) for block in copy]
    connection.commit()
    return blocks
