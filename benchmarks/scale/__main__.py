# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.scale`: prints one JSON with a point for each size."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from statistics import quantiles
from typing import Any, Final
from uuid import UUID

import click
import psycopg

from benchmarks.overview_read.cpu import used
from benchmarks.scale.filling import SQL, WORST, grow, prepare
from benchmarks.vendor_swap.messages import OLD, Vendor, messages
from benchmarks.vendor_swap.reading import page
from gearskifte.app import boot
from gearskifte.app.boot import Installation
from gearskifte.connectors.public import read
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import Intake, take_in

PATTERN: Final = 4000
FRESH: Final = 2000
READS: Final = 2000
GROWTH_GOAL: Final = 1.5
WORST_GOAL: Final = 2.0
_KIB: Final = 1024


@click.command()
@click.option("--sizes", default="600000,6000000,12000000", show_default=True, help="Objects.")
def main(sizes: str) -> None:
    """Fill a registry of its own to each size in turn, and measure at each."""
    for name in [each for each in os.environ if each.startswith("GEARSKIFTE_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="gearskifte-scale-") as folder:
        Path(folder).chmod(0o755)
        os.environ["GEARSKIFTE_DATA_DIR"] = folder
        with boot.running("worker") as installed:
            report = _measure(installed, list(map(int, sizes.split(","))))
    print(json.dumps(report, indent=1))
    sys.exit(0 if report["goals_met"] else 1)


def _measure(installed: Installation, sizes: list[int]) -> dict[str, Any]:
    _take_in(installed, OLD, PATTERN)
    curve: list[dict[str, Any]] = []
    with psycopg.connect(installed.database.admin_url) as admin:
        prepare(admin)
        copies = 0
        for number, size in enumerate(sizes):
            wanted = max(size // PATTERN - 1, copies + 1)
            filled = grow(installed.database.admin_url, copies + 1, wanted)
            objects = (wanted - copies) * PATTERN
            copies = wanted
            citizens = [row[0] for row in admin.execute(SQL.citizens, {"copies": copies})]
            admin.commit()
            total = PATTERN * (copies + 1)
            point = {
                "objects": total,
                "copied_a_second": round(objects / filled),
                "bytes_an_object": _bytes(admin, total),
                **_reads(installed, citizens),
                **_take_in(installed, _vendor(number), FRESH),
                "load": round(os.getloadavg()[0], 1),
            }
            curve.append(point)
            print(json.dumps(point), file=sys.stderr, flush=True)
    small, large = curve[0], curve[-1]
    ratios = {
        "p99_largest_to_smallest": round(large["read_p99_seconds"] / small["read_p99_seconds"], 2),
        "server_cpu_largest_to_smallest": round(
            large["server_cpu_seconds_a_read"] / small["server_cpu_seconds_a_read"], 2
        ),
        "worst_to_typical": round(large["worst_p50_seconds"] / large["read_p50_seconds"], 2),
        "worst_to_typical_p99": round(large["worst_p99_seconds"] / large["read_p99_seconds"], 2),
    }
    return {
        "curve": curve,
        "ratios": ratios,
        "goals": {"p99_largest_to_smallest": GROWTH_GOAL, "worst_to_typical": WORST_GOAL},
        "goals_met": ratios["p99_largest_to_smallest"] <= GROWTH_GOAL
        and ratios["worst_to_typical"] <= WORST_GOAL,
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _KIB,
        "worst_citizens_cases": WORST,
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
    }


def _vendor(number: int) -> Vendor:
    return Vendor(f"0c000000-0000-4000-8000-{number:012}", "Et fagsystem", OLD.since)


def _take_in(installed: Installation, vendor: Vendor, objects: int) -> dict[str, float]:
    """Objects that come now, by messages that are read and checked on the way."""
    with psycopg.connect(installed.database.worker_url) as connection:
        intake = Intake(
            connection, lambda body: read(body, max_bytes=len(body)), installed.vault, system_now
        )
        wanted = list(islice(messages(vendor, objects), objects))
        began, cpu = time.perf_counter(), time.process_time()
        server = used(connection.info.backend_pid)
        take_in(intake, wanted)
        return {
            "taken_in_a_second": round(objects / (time.perf_counter() - began), 1),
            "python_cpu_ms_an_object": round((time.process_time() - cpu) / objects * 1000, 3),
            "server_cpu_ms_an_object": round(
                (used(connection.info.backend_pid) - server) / objects * 1000, 3
            ),
        }


def _reads(installed: Installation, citizens: Sequence[UUID]) -> dict[str, float]:
    worst = UUID(hashlib.md5(b"worst", usedforsecurity=False).hexdigest())
    with psycopg.connect(installed.database.web_url) as web:
        _timed(web, citizens[:50])
        began = used(web.info.backend_pid)
        every = [citizens[number % len(citizens)] for number in range(READS)]
        typical = _timed(web, every)
        server = used(web.info.backend_pid) - began
        long = _timed(web, [worst] * 200)
    return {
        "read_p50_seconds": typical[0],
        "read_p99_seconds": typical[1],
        "server_cpu_seconds_a_read": round(server / READS, 6),
        "worst_p50_seconds": long[0],
        "worst_p99_seconds": long[1],
    }


def _timed(web: psycopg.Connection[Any], persons: Sequence[UUID]) -> tuple[float, float]:
    seconds = []
    for person in persons:
        began = time.perf_counter()
        seen = page(web, person)
        seconds.append(time.perf_counter() - began)
        assert seen.objects
    cuts = quantiles(seconds, n=100)
    return round(cuts[49], 5), round(cuts[98], 5)


def _bytes(admin: psycopg.Connection[Any], objects: int) -> dict[str, int]:
    rows = admin.execute(SQL.sizes).fetchall()
    admin.commit()
    return {
        "all": round(sum(table + index for _, table, index in rows) / objects),
        "indexes": round(sum(index for *_, index in rows) / objects),
    }


if __name__ == "__main__":
    main()
