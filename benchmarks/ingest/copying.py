# SPDX-License-Identifier: EUPL-1.2
"""The peer: COPY of the very rows that an ingest wrote, into tables with the same indexes."""

from __future__ import annotations

import time
from typing import Any, Final

import psycopg
from psycopg import sql

from benchmarks.overview_read.cpu import used

TABLES: Final = (
    "person",
    "raw_message",
    "registration",
    "object",
    "party",
    "link",
    "audience",
    "fault",
    "found",
)
"""What an ingest of objects writes, in an order in which it can be copied."""


def copy_seconds(connection: psycopg.Connection[Any]) -> tuple[float, float]:
    """How long COPY takes to write all rows that are in the registry, with their indexes.

    Returns:
        Seconds on the clock, and seconds of processor time, the server's and ours.
    """
    dumped = {table: _dump(connection, table) for table in TABLES}
    connection.execute("CREATE SCHEMA peer")
    for table in TABLES:
        connection.execute(
            sql.SQL("CREATE TABLE peer.{0} (LIKE {0} INCLUDING ALL)").format(_name(table))
        )
    connection.commit()
    began, cpu = time.perf_counter(), processor(connection)
    for table in TABLES:
        statement = sql.SQL("COPY peer.{} FROM STDIN (FORMAT binary)").format(_name(table))
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for block in dumped[table]:
                copy.write(block)
    connection.commit()
    seconds, cpu = time.perf_counter() - began, processor(connection) - cpu
    connection.execute("DROP SCHEMA peer CASCADE")
    connection.commit()
    return seconds, cpu


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


def _name(table: str) -> sql.Identifier:
    return sql.Identifier(f"registry_{table}")


def _dump(connection: psycopg.Connection[Any], table: str) -> list[bytes]:
    statement = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(_name(table))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        blocks = [bytes(block) for block in copy]
    connection.commit()
    return blocks
