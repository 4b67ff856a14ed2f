# SPDX-License-Identifier: EUPL-1.2
"""A registry of any size in constant memory: a pattern by messages, the rest as its copies.

A pattern of some thousand objects comes by messages, through the same door as always. All rows
that it left, raw messages and registrations among them, are then copied inside the database under
other ids: the rows are as large, and as scattered, as if they had come by messages, which would
take a day for the whole country. The person named inside a copy's packed facts is the pattern's.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import psycopg
from psycopg import sql

from gearskifte.kernel.database.queries import Queries, load

SQL: Final[Queries] = load("benchmarks.scale", "filling")
AT_A_TIME: Final = 50
"""Copies in a statement: some hundred thousand objects, no matter how many there are."""
WORST: Final = 5000
TABLES: Final = (
    ("registration", "person", "raw_message"),
    ("object", "audience", "party", "found"),
)
"""Two halves that take about as long, so that two cores fill at once."""
_ONLY_WHILE_FILLING: Final = (
    "fsync = off",
    "full_page_writes = off",
    "autovacuum = off",
    "max_wal_size = '8GB'",
    "checkpoint_timeout = '1h'",
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


def grow(url: str, first: int, last: int) -> float:
    """Add copies number `first` to `last`, with the indexes put aside; seconds taken.

    What keeps data safe when the power goes is off meanwhile, and on again before anything is
    measured.
    """
    began = time.perf_counter()
    with psycopg.connect(url, autocommit=True) as admin:
        for setting in _ONLY_WHILE_FILLING:
            admin.execute(b"ALTER SYSTEM SET " + setting.encode())
        admin.execute("SELECT pg_reload_conf()")
        with ThreadPoolExecutor(len(TABLES)) as both:
            list(both.map(lambda half: _grow(url, half, first, last), TABLES))
        for setting in _ONLY_WHILE_FILLING:
            admin.execute(b"ALTER SYSTEM RESET " + setting.partition(" ")[0].encode())
        admin.execute("SELECT pg_reload_conf()")
        admin.execute("CHECKPOINT")
    return time.perf_counter() - began


def _grow(url: str, tables: Sequence[str], first: int, last: int) -> None:
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("SET maintenance_work_mem = '1GB'")
        admin.execute("SET max_parallel_maintenance_workers = 0")
        for table in tables:
            about = {"table": f"registry_{table}"}
            indexes = admin.execute(SQL.indexes, about).fetchall()
            for index, _, constraint, _, name in indexes:
                if constraint:
                    _run(admin, "ALTER TABLE {} DROP CONSTRAINT {}", name, constraint)
                else:
                    _run(admin, "DROP INDEX {}", index)
            for start in range(first, last + 1, AT_A_TIME):
                numbers = {"first": start, "last": min(start + AT_A_TIME - 1, last)}
                admin.execute(SQL[f"copy_{table}"], numbers)
            for _, definition, constraint, key, name in indexes:
                if constraint:
                    text = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} " + key)
                    admin.execute(text.format(sql.Identifier(name), sql.Identifier(constraint)))
                else:
                    admin.execute(sql.SQL(definition))
            _run(admin, "VACUUM (ANALYZE) {}", f"registry_{table}")


def _run(admin: psycopg.Connection[Any], text: str, *names: str) -> None:
    admin.execute(sql.SQL(text).format(*map(sql.Identifier, names)))
