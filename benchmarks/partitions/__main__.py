# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.partitions`: one JSON of processor time beside one table.

The table is `registry_audience`, which every page is read from: looked up by person (the page) and
by object (row security, and every time an object is written anew).
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import click
import psycopg
from psycopg import sql

from benchmarks.overview_read.cpu import used
from gearskifte.app import boot

PARTITIONS: Final = 16
BATCH: Final = 5000
READS: Final = 4000
_FILL: Final = """INSERT INTO {} (person_id, object_id, starts, citizen, ends, owner, kind,
                          finished, sorted_at)
SELECT md5('p' || (n / 10))::uuid, md5('o' || n)::uuid, '2024-01-01', true, NULL, '11111111',
       'case', false, '2024-01-01'::timestamptz + n * interval '1 s'
FROM generate_series(%(first)s::bigint, %(last)s) AS n"""
_BY_PERSON: Final = "SELECT object_id FROM {} WHERE person_id = md5('p' || %(number)s::text)::uuid"
_BY_OBJECT: Final = "SELECT person_id FROM {} WHERE object_id = md5('o' || %(number)s::text)::uuid"


@click.command()
@click.option("--rows", default=500_000, show_default=True, help="Rows in each table.")
def main(rows: int) -> None:
    """Fill one table and sixteen hash partitions with the same rows, and read them."""
    for name in [each for each in os.environ if each.startswith("GEARSKIFTE_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="gearskifte-partitions-") as folder:
        Path(folder).chmod(0o755)
        os.environ["GEARSKIFTE_DATA_DIR"] = folder
        with (
            boot.running("worker") as installed,
            psycopg.connect(installed.database.owner_url, autocommit=True) as owner,
        ):
            _make(owner)
            one, many = (_measure(owner, name, rows) for name in ("one_table", "partitioned"))
    ratios = {name: round(many[name] / one[name], 2) for name in one}
    print(json.dumps({"rows": rows, "partitions": PARTITIONS, "one_table": one,
                      "partitioned": many, "ratios": ratios}, indent=1))  # fmt: skip
    sys.exit(0)


def _make(owner: psycopg.Connection[Any]) -> None:
    owner.execute("CREATE TABLE one_table (LIKE registry_audience INCLUDING ALL)")
    owner.execute(
        "CREATE TABLE partitioned (LIKE registry_audience INCLUDING ALL)"
        " PARTITION BY HASH (person_id)"
    )
    part = "CREATE TABLE {} PARTITION OF partitioned FOR VALUES WITH (MODULUS {}, REMAINDER {})"
    for number in range(PARTITIONS):
        name = sql.Identifier(f"partitioned_{number}")
        owner.execute(sql.SQL(part).format(name, PARTITIONS, number))


def _measure(owner: psycopg.Connection[Any], name: str, rows: int) -> dict[str, float]:
    """Processor time of the server (µs) for a row written, and for each way of reading."""
    table = sql.Identifier(name)
    server = owner.info.backend_pid
    began = used(server)
    for first in range(0, rows, BATCH):
        numbers = {"first": first, "last": first + BATCH - 1}
        owner.execute(sql.SQL(_FILL).format(table), numbers)
    written = used(server) - began
    owner.execute(sql.SQL("ANALYZE {}").format(table))
    found = {"write": round(written / rows * 1e6, 2)}
    for what, statement, most in (
        ("read_by_person", _BY_PERSON, rows // 10),
        ("read_by_object", _BY_OBJECT, rows),
    ):
        query = sql.SQL(statement).format(table)
        began = used(server)
        for number in range(READS):
            owner.execute(query, {"number": number * 7919 % most}, prepare=True)
        found[what] = round((used(server) - began) / READS * 1e6, 1)
    return found


if __name__ == "__main__":
    main()
