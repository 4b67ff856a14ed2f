# SPDX-License-Identifier: EUPL-1.2
"""Many rows into a table by COPY, the quickest way PostgreSQL has.

PostgreSQL copies into no table that has row policies, so the rows are copied into a temporary table
of the connection's own and inserted from there, past the policies like any other row. For 20,000
registrations that took 4.0 µs of the server's time each, COPY alone 3.5, and JSON 7 to 10.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import Cursor, sql


@dataclass(frozen=True, slots=True)
class Target:
    """A table and the columns that rows have, in order: name → PostgreSQL's name of the type."""

    table: str
    columns: Mapping[str, str]


def copy_in(cursor: Cursor[Any], target: Target, rows: Sequence[Iterable[object]]) -> None:
    """Add these rows to a table; at most once for each table in a transaction."""
    if not rows:
        return
    table = sql.Identifier(target.table)
    stage = sql.Identifier(f"staged_{target.table}")
    names = sql.SQL(", ").join(map(sql.Identifier, target.columns))
    create = (
        "CREATE TEMP TABLE IF NOT EXISTS {} ON COMMIT DELETE ROWS AS SELECT {} FROM {} WITH NO DATA"
    )
    cursor.execute(sql.SQL(create).format(stage, names, table))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(stage, names)
    with cursor.copy(statement) as copy:
        copy.set_types(list(target.columns.values()))
        for row in rows:
            copy.write_row(tuple(row))
    move = "INSERT INTO {} ({}) SELECT {} FROM {}"
    cursor.execute(sql.SQL(move).format(table, names, names, stage))


def array_of(ids: Iterable[UUID]) -> str:
    """PostgreSQL's text of an array of these ids, which is the quickest way to send many."""
    return "{" + ",".join([f"{each.int:032x}" for each in ids]) + "}"
