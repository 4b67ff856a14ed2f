# SPDX-License-Identifier: EUPL-1.2
"""The peer: COPY of the very rows that an ingest wrote, into tables like those it wrote them to.

The tables have the same columns, types, indexes and references to each other. `LIKE` takes over all
but the references, so they are added: five are checked for each object, by COPY as by anybody.
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


def copy_seconds(connection: psycopg.Connection[Any], *, references: bool) -> tuple[float, float]:
    """How long COPY takes to write all rows that an ingest wrote, with their indexes.

    Args:
        connection: the owner's.
        references: whether the tables refer to each other as those do that the ingest wrote to.

    Returns:
        Seconds on the clock, and seconds of processor time, the server's and ours.
    """
    dumped = {table: _dump(connection, table) for table in TABLES}
    connection.execute("CREATE SCHEMA peer")
    for table in TABLES:
        connection.execute(
            sql.SQL("CREATE TABLE peer.{0} (LIKE {0} INCLUDING ALL)").format(sql.Identifier(table))
        )
    if references:
        _refer(connection)
    connection.commit()
    began, cpu = time.perf_counter(), processor(connection)
    for table in TABLES:
        statement = sql.SQL("COPY peer.{} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for block in dumped[table]:
                copy.write(block)
    connection.commit()
    seconds, cpu = time.perf_counter() - began, processor(connection) - cpu
    connection.execute("DROP SCHEMA peer CASCADE")
    connection.commit()
    return seconds, cpu


def _refer(connection: psycopg.Connection[Any]) -> None:
    """The same references between the peer's tables as between the registry's."""
    for table, other, told in connection.execute(_REFERENCES, {"tables": list(TABLES)}).fetchall():
        there = told.replace(f"REFERENCES {other}(", f"REFERENCES peer.{other}(")
        statement = sql.SQL("ALTER TABLE peer.{} ADD ").format(sql.Identifier(table))
        connection.execute(statement + sql.SQL(there))


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


def _dump(connection: psycopg.Connection[Any], table: str) -> list[bytes]:
    statement = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        blocks = [bytes(block) for block in copy]
    connection.commit()
    return blocks
