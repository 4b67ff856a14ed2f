# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.vendor_swap`: prints one JSON; exit status 1 if a citizen would notice."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

import click
import psycopg

from benchmarks.vendor_swap.messages import CASES_OF_ONE, NEW, OLD, cpr_of, messages
from benchmarks.vendor_swap.reading import Reader, page
from gearskifte.app import boot
from gearskifte.app.boot import Installation
from gearskifte.connectors.public import read
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import (
    Intake,
    PersonOverview,
    rehearse,
    replay,
    state_hash,
    swap,
    take_in,
)


@click.command()
@click.option("--cases", default=100_000, show_default=True)
@click.option("--with-replay", is_flag=True, help="Also make all of it anew afterwards.")
def main(cases: int, with_replay: bool) -> None:
    """Let one system take over another's cases, and see whether anybody notices."""
    for name in [each for each in os.environ if each.startswith("GEARSKIFTE_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="gearskifte-vendor-swap-") as folder:
        Path(folder).chmod(0o755)
        os.environ["GEARSKIFTE_DATA_DIR"] = folder
        with (
            boot.running("worker") as installed,
            psycopg.connect(installed.database.worker_url) as connection,
        ):
            report = _measure(installed, connection, cases, with_replay)
    print(json.dumps(report, indent=1))
    sys.exit(0 if report["nobody_noticed"] else 1)


def _measure(
    installed: Installation, connection: psycopg.Connection[Any], cases: int, with_replay: bool
) -> dict[str, Any]:
    intake = Intake(
        connection, lambda body: read(body, max_bytes=len(body)), installed.vault, system_now
    )
    report: dict[str, Any] = {"cases": cases}
    _timed(report, "old_system_import", lambda: take_in(intake, messages(OLD, cases)))
    citizens = max(cases // CASES_OF_ONE, 1)
    persons = [
        installed.vault.person_id(cpr_of(each)) for each in range(0, citizens, citizens // 500 or 1)
    ]
    with psycopg.connect(installed.database.web_url) as web:
        before = [_shown(page(web, person)) for person in persons]
    reader = Reader(installed.database.web_url, persons)
    reader.start()
    told = _timed(
        report,
        "rehearsal",
        lambda: rehearse(intake, OLD.system, NEW.system, messages(NEW, cases), {}),
    )
    outcome = _timed(report, "swap", lambda: swap(intake, told, messages(NEW, cases), "benchmark"))
    looks, wrong = reader.finish()
    with psycopg.connect(installed.database.web_url) as web:
        after = [_shown(page(web, person)) for person in persons]
    cuts = quantiles(looks, n=100)
    report |= {
        "matched": len(told.matched),
        "by": dict(told.by),
        "troubles": dict(told.troubles),
        "left_with_old": told.left,
        "taken": outcome.taken,
        "same_pages_by_hash": outcome.same_pages,
        "pages_compared": len(persons),
        "pages_changed": sum(a != b for a, b in zip(before, after, strict=True)),
        "read_meanwhile": len(looks),
        "read_meanwhile_p99_seconds": round(cuts[98], 4),
        "read_meanwhile_most_seconds": round(max(looks), 4),
        "read_wrong": wrong,
        "objects": connection.execute("SELECT count(*) FROM registry_object").fetchone(),
        "systems": connection.execute(
            "SELECT system, count(*) FROM registry_object GROUP BY system"
        ).fetchall(),
    }
    connection.commit()
    report["nobody_noticed"] = (
        outcome.same_pages
        and report["pages_changed"] == 0
        and wrong == 0
        and report["objects"] == (cases,)
    )
    if with_replay:
        hash_before = state_hash(connection)
        _timed(report, "replay", lambda: replay(intake))
        report["same_state_after_replay"] = state_hash(connection) == hash_before
    return report


def _timed(report: dict[str, Any], name: str, work: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    result = work()
    report[f"{name}_seconds"] = round(time.perf_counter() - began, 2)
    print(f"{name}: {report[f'{name}_seconds']} s", file=sys.stderr)
    return result


def _shown(overview: PersonOverview) -> list[tuple[object, ...]]:
    """What of a page must not change: ids, and what the cases are called and how they stand."""
    return sorted(
        (
            each.id,
            each.kind,
            getattr(each.card, "title", ""),
            getattr(each.card, "number", ""),
            getattr(each.card, "states", ())[:1],
            each.finished,
        )
        for each in overview.objects
    )


if __name__ == "__main__":
    main()
