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
from itertools import islice
from pathlib import Path
from statistics import quantiles
from typing import Any, Final

import click
import psycopg

from benchmarks.event_to_visible.message import case_of
from benchmarks.ingest.copying import copy_seconds, insert_seconds, processor
from benchmarks.vendor_swap.messages import CASES_OF_ONE, OLD, cpr_of, messages
from benchmarks.vendor_swap.reading import page
from gearskifte.app import boot, serving
from gearskifte.app.boot import Installation
from gearskifte.connectors.public import read
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import Intake, Message, Reading, add_sender, take_in

BULK_GOAL: Final = 0.40
SINGLE_GOAL: Final = 1 / 20
BYTES_GOAL: Final = 1536
SYSTEM: Final = "00000000-0000-4000-8000-000000000001"
_WRITTEN: Final = """SELECT pg_stat_force_next_flush(),
       (SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint
        FROM pg_stat_user_tables)"""
_SIZES: Final = """SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class
WHERE relkind = 'r' AND relname LIKE 'registry\\_%' AND pg_total_relation_size(oid) > 65536"""


@click.command()
@click.option("--sizes", default="5000,10000,40000", show_default=True, help="Objects in all.")
@click.option("--singles", default=200, show_default=True, help="Messages one by one.")
def main(sizes: str, singles: int) -> None:
    """Measure ingest against COPY and INSERT at growing sizes."""
    for name in [each for each in os.environ if each.startswith("GEARSKIFTE_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="gearskifte-ingest-") as folder:
        Path(folder).chmod(0o755)
        os.environ["GEARSKIFTE_DATA_DIR"] = folder
        with (
            boot.running("worker") as installed,
            psycopg.connect(installed.database.worker_url) as connection,
        ):
            report = _measure(installed, connection, list(map(int, sizes.split(","))), singles)
    print(json.dumps(report, indent=1))
    sys.exit(0 if report["goals_met"] else 1)


def _measure(
    installed: Installation, connection: psycopg.Connection[Any], sizes: list[int], singles: int
) -> dict[str, Any]:
    curve, repeat = [], 0
    every = messages(OLD, sizes[-1])
    before = 0
    for size in sizes:
        wanted = list(islice(every, (size - before) // 50))
        point = _grow(installed, connection, wanted, (before, size))
        repeat = _rows_of_a_repeat(installed, connection, wanted)
        curve.append({"objects": size, **point})
        before = size
        print(json.dumps(curve[-1]), file=sys.stderr)
    with psycopg.connect(installed.database.owner_url) as owner:
        copied, copied_cpu = copy_seconds(owner, references=True)
        bare, bare_cpu = copy_seconds(owner, references=False)
        inserted = insert_seconds(owner, singles)
        room = _room(owner, sizes[-1])
    ingested = sum(point["validated_ingest_seconds"] for point in curve)
    ingested_cpu = sum(point["validated_ingest_processor_seconds"] for point in curve)
    single = _single(installed, singles)
    ratios = {
        "bulk_to_copy_processor_time": round(copied_cpu / ingested_cpu, 3),
        "bulk_to_copy": round(copied / ingested, 3),
        "bulk_to_copy_without_references_processor_time": round(bare_cpu / ingested_cpu, 3),
        "bulk_to_copy_without_references": round(bare / ingested, 3),
        "single_api_to_insert": round(inserted / single["accepted_seconds_p50"], 3),
    }
    return {
        "curve": curve,
        "copy_seconds": round(copied, 3),
        "validated_ingest_seconds": round(ingested, 3),
        "copy_processor_seconds": round(copied_cpu, 3),
        "copy_without_references_seconds": round(bare, 3),
        "copy_without_references_processor_seconds": round(bare_cpu, 3),
        "validated_ingest_processor_seconds": round(ingested_cpu, 3),
        "insert_commit_seconds_p50": round(inserted, 5),
        "single": single,
        "ratios": ratios,
        "goals": {"bulk_to_copy": BULK_GOAL, "single_api_to_insert": SINGLE_GOAL,
                  "bytes_an_object": BYTES_GOAL, "rows_of_a_repeat": 0},
        "rows_of_a_repeat": repeat,
        "room": room,
        "goals_met": ratios["bulk_to_copy"] >= BULK_GOAL
        and ratios["single_api_to_insert"] >= SINGLE_GOAL
        and room["bytes_an_object"] <= BYTES_GOAL
        and repeat == 0,
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(),
                    "load": round(os.getloadavg()[0], 1)},
    }  # fmt: skip


def _grow(
    installed: Installation,
    connection: psycopg.Connection[Any],
    wanted: list[Message],
    span: tuple[int, int],
) -> dict[str, Any]:
    """Take in messages that have been read and validated before the clock starts."""
    readings: dict[bytes, Reading] = {}
    began = time.perf_counter()
    for each in wanted:
        readings[each.body] = read(each.body, max_bytes=len(each.body))
    reading = time.perf_counter() - began
    intake = Intake(connection, readings.__getitem__, installed.vault, system_now)
    began, cpu = time.perf_counter(), processor(connection)
    take_in(intake, wanted)
    taken, cpu = time.perf_counter() - began, processor(connection) - cpu
    return {
        "read_and_validate_seconds": round(reading, 3),
        "validated_ingest_seconds": round(taken, 3),
        "validated_ingest_processor_seconds": round(cpu, 3),
        "objects_a_second": round((span[1] - span[0]) / taken, 1),
        "objects_a_second_with_reading": round((span[1] - span[0]) / (taken + reading), 1),
        **_looks(installed, span[1] // CASES_OF_ONE),
    }


def _looks(installed: Installation, citizens: int) -> dict[str, float]:
    persons = [installed.vault.person_id(cpr_of(each)) for each in range(citizens)]
    seconds = []
    with psycopg.connect(installed.database.web_url) as web:
        for number in range(400):
            began = time.perf_counter()
            seen = page(web, persons[number * 7 % len(persons)])
            seconds.append(time.perf_counter() - began)
            assert len(seen.objects) == CASES_OF_ONE
    cuts = quantiles(seconds, n=100)
    return {
        "overview_read_p50_seconds": round(cuts[49], 5),
        "overview_read_p99_seconds": round(cuts[98], 5),
    }


def _rows_of_a_repeat(
    installed: Installation, connection: psycopg.Connection[Any], wanted: list[Message]
) -> int:
    """How many rows the same messages again write, in any table."""
    intake = Intake(
        connection, lambda body: read(body, max_bytes=len(body)), installed.vault, system_now
    )
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


def _room(owner: psycopg.Connection[Any], objects: int) -> dict[str, Any]:
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
