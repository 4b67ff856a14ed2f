# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.ingest`: prints one JSON of ratios, repeats and sizes."""

from __future__ import annotations

import http.client
import json
import os
import platform
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import click
import psycopg

from benchmarks.event_to_visible.message import case_of
from benchmarks.ingest.bulk import IN_A_MESSAGE, measured
from benchmarks.ingest.copying import insert_seconds
from benchmarks.ingest.kinds import forget_to_analyse, microseconds_by_kind
from benchmarks.vendor_swap.messages import OLD, messages
from gearskifte.app import boot, serving
from gearskifte.app.boot import Installation
from gearskifte.connectors.public import read
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import (
    Intake,
    Message,
    add_sender,
    take_in,
    usual_processes,
)

BULK_GOAL: Final = 0.40
SINGLE_GOAL: Final = 1 / 20
BYTES_GOAL: Final = 1536
DEAREST_GOAL: Final = 4
SYSTEM: Final = "00000000-0000-4000-8000-000000000001"
_WRITTEN: Final = """SELECT pg_stat_force_next_flush(),
       (SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint
        FROM pg_stat_user_tables)"""
_SIZES: Final = """SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class
WHERE relkind = 'r' AND relname LIKE 'registry\\_%' AND pg_total_relation_size(oid) > 65536"""


@click.command()
@click.option("--objects", default=30_000, show_default=True, help="Objects in each import.")
@click.option("--rounds", default=5, show_default=True, help="How often; the middle counts.")
@click.option("--processes", default="1,2", show_default=True, help="Numbers that prepare.")
@click.option("--singles", default=200, show_default=True, help="Messages one by one.")
def main(objects: int, rounds: int, processes: str, singles: int) -> None:
    """Measure ingest against COPY and INSERT."""
    for name in [each for each in os.environ if each.startswith("GEARSKIFTE_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    numbers = sorted({*map(int, processes.split(",")), usual_processes()})
    with tempfile.TemporaryDirectory(prefix="gearskifte-ingest-") as folder:
        Path(folder).chmod(0o755)
        os.environ["GEARSKIFTE_DATA_DIR"] = folder
        with (
            boot.running("worker") as installed,
            psycopg.connect(installed.database.worker_url) as connection,
        ):
            every = messages(OLD, (rounds + 1) * len(numbers) * objects + IN_A_MESSAGE * 50)
            bulk = measured(
                installed, connection, every, objects=objects, rounds=rounds, processes=numbers
            )
            report = {**bulk, **_measure(installed, connection, list(every), singles)}
            with psycopg.connect(installed.database.owner_url) as owner:
                forget_to_analyse(owner)
            kinds = microseconds_by_kind(connection, objects)
            report["microseconds_by_kind"] = kinds
            report["dearest_kind_to_cases"] = round(max(kinds.values()) / kinds["cases"], 2)
    ratio = report["bulk_to_copy"][f"{usual_processes()}"]["clock"]
    dearest = report["dearest_kind_to_cases"]
    report["goals"] |= {"dearest_kind_to_cases": DEAREST_GOAL}
    report["goals_met"] &= ratio >= BULK_GOAL and dearest <= DEAREST_GOAL
    print(json.dumps(report, indent=1))
    sys.exit(0 if report["goals_met"] else 1)


def _measure(
    installed: Installation, connection: psycopg.Connection[Any], rest: list[Message], singles: int
) -> dict[str, Any]:
    take_in(_reading(installed, connection), rest)
    repeat = _rows_of_a_repeat(installed, connection, rest)
    with psycopg.connect(installed.database.owner_url) as owner:
        inserted = insert_seconds(owner, singles)
        room = _room(owner)
    single = _single(installed, singles)
    ratio = round(inserted / single["accepted_seconds_p50"], 3)
    return {
        "processes_where_nothing_is_said": usual_processes(),
        "insert_commit_seconds_p50": round(inserted, 5),
        "single": single,
        "single_api_to_insert": ratio,
        "rows_of_a_repeat": repeat,
        "room": room,
        "goals": {"bulk_to_copy": BULK_GOAL, "single_api_to_insert": SINGLE_GOAL,
                  "bytes_an_object": BYTES_GOAL, "rows_of_a_repeat": 0},
        "goals_met": ratio >= SINGLE_GOAL
        and room["bytes_an_object"] <= BYTES_GOAL
        and repeat == 0,
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(),
                    "load": round(os.getloadavg()[0], 1)},
    }  # fmt: skip


def _reading(installed: Installation, connection: psycopg.Connection[Any]) -> Intake:
    return Intake(
        connection, lambda body: read(body, max_bytes=len(body)), installed.vault, system_now
    )


def _rows_of_a_repeat(
    installed: Installation, connection: psycopg.Connection[Any], wanted: list[Message]
) -> int:
    """How many rows the same messages again write, in any table."""
    intake = _reading(installed, connection)
    with psycopg.connect(installed.database.owner_url, autocommit=True) as owner:
        before = _settled(owner, connection)
        take_in(intake, wanted)
        return _settled(owner, connection) - before


def _settled(owner: psycopg.Connection[Any], connection: psycopg.Connection[Any]) -> int:
    connection.execute("SELECT pg_stat_force_next_flush()")
    connection.commit()
    time.sleep(1.2)
    ((_, number),) = owner.execute(_WRITTEN).fetchall()
    return int(number)


def _room(owner: psycopg.Connection[Any]) -> dict[str, Any]:
    ((objects,),) = owner.execute("SELECT count(*) FROM registry_object").fetchall()
    owner.commit()
    owner.autocommit = True
    owner.execute("VACUUM ANALYZE")
    tables = owner.execute(_SIZES).fetchall()
    total = sum(table + index for _, table, index in tables)
    return {
        "bytes_an_object": round(total / objects),
        "indexes": round(sum(index for *_, index in tables) / objects),
        "tables": {
            name.removeprefix("registry_"): round((table + index) / objects)
            for name, table, index in tables
        },
    }


def _single(installed: Installation, number: int) -> dict[str, float]:
    """One message after the other through the API: until accepted, and until applied."""
    with psycopg.connect(installed.database.worker_url) as connection:
        key = add_sender(connection.cursor(), SYSTEM, name="Fag", now=system_now()).text
    port = serving.free_port()
    web = serving.start(serving.command("127.0.0.1", port))
    worker = serving.start([sys.executable, "-m", "gearskifte", "worker"])
    try:
        serving.await_page(f"http://127.0.0.1:{port}/sundhed/", web)
        return _posted(port, key, number)
    finally:
        serving.stop([web, worker])


def _posted(port: int, key: str, number: int) -> dict[str, float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/xml"}
    accepted, applied = [], []
    for each in range(number):
        body = case_of(each + 10_000_000)
        began = time.perf_counter()
        where = _asked(connection, "POST", "/api/v1/messages", body, headers)
        accepted.append(time.perf_counter() - began)
        if each % 10 == 0:
            while _asked(connection, "GET", where, None, headers) == "waiting":
                time.sleep(0.005)
            applied.append(time.perf_counter() - began)
    return {
        "accepted_seconds_p50": round(sorted(accepted)[len(accepted) // 2], 5),
        "applied_seconds_p50": round(sorted(applied)[len(applied) // 2], 5),
    }


def _asked(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: bytes | None,
    headers: dict[str, str],
) -> str:
    """A POST's Location, a GET's status."""
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    text = answer.read()
    if method == "POST":
        return answer.headers["Location"]
    status: str = json.loads(text)["status"]
    return status


if __name__ == "__main__":
    main()
