# SPDX-License-Identifier: EUPL-1.2
"""A registry of any size in constant memory: a pattern by messages, the rest as its copies.

A pattern of some thousand objects comes by messages, through the same door as always. All rows
that it left, raw messages and registrations among them, are then copied inside the database under
other ids: the rows are as large, and as scattered, as if they had come by messages, which would
take a day for the whole country. The person named inside a copy's packed facts is the pattern's.
"""

from __future__ import annotations

import time
from typing import Any, Final

import psycopg
from psycopg import sql

from gearskifte.kernel.database.queries import Queries, load

SQL: Final[Queries] = load("benchmarks.scale", "filling")
AT_A_TIME: Final = 50
"""Copies in a statement: some hundred thousand objects, no matter how many there are."""
WORST: Final = 5000
TABLES: Final = (
    "person",
    "raw_message",
    "registration",
    "object",
    "party",
    "audience",
    "found",
)


def prepare(admin: psycopg.Connection[Any]) -> None:
    """Keep what is there as the pattern, and give one citizen thousands of cases."""
    admin.execute(
        "SET session_replication_role = replica"
    )  # copies refer to what copies are made of
    admin.execute(SQL.prepare)
    for statement in (SQL.worst_person, SQL.worst_objects, SQL.worst_audience):
        admin.execute(statement, {"cases": WORST})
    admin.commit()


def grow(admin: psycopg.Connection[Any], first: int, last: int) -> float:
    """Add copies number `first` to `last`, with the indexes put aside; seconds taken."""
    began = time.perf_counter()
    indexes = admin.execute(SQL.indexes).fetchall()
    for index, _, constraint, _, table in indexes:
        if constraint:
            _run(admin, "ALTER TABLE {} DROP CONSTRAINT {}", table, constraint)
        else:
            _run(admin, "DROP INDEX {}", index)
    admin.commit()
    for start in range(first, last + 1, AT_A_TIME):
        for table in TABLES:
            numbers = {"first": start, "last": min(start + AT_A_TIME - 1, last)}
            admin.execute(SQL[f"copy_{table}"], numbers)
        admin.commit()
    admin.execute("SET maintenance_work_mem = '512MB'")
    for _, definition, constraint, key, table in indexes:
        if constraint:
            text = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} " + key)
            admin.execute(text.format(sql.Identifier(table), sql.Identifier(constraint)))
        else:
            admin.execute(sql.SQL(definition))
        admin.commit()
    admin.autocommit = True
    for table in TABLES:
        _run(admin, "VACUUM (ANALYZE) {}", f"registry_{table}")
    admin.autocommit = False
    return time.perf_counter() - began


def _run(admin: psycopg.Connection[Any], text: str, *names: str) -> None:
    admin.execute(sql.SQL(text).format(*map(sql.Identifier, names)))
