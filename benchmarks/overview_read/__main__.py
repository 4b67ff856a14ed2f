# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.overview_read`: prints one JSON; exit status 1 if a goal is not met."""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click
import psycopg
from django.db import connections

from gearskifte.app import boot
from gearskifte.app.boot import Installation
from gearskifte.kernel.database.attach import attach, erase
from gearskifte.kernel.database.migrate import migrate
from gearskifte.kernel.database.server import ADMIN, Server

MEASURING: Final = {"shared_buffers": "1GB", "max_wal_size": "2GB"}
# Filling anew is cheaper than surviving a power cut.
FILLING: Final = {
    **MEASURING,
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
}
COUNTING: Final = {**MEASURING, "shared_preload_libraries": "pg_stat_statements"}
TO_COUNT: Final = 20


@click.command()
@click.option("--cases", default=1_000_000, show_default=True, help="Cases in the registry.")
@click.option("--rounds", default=5, show_default=True, help="Rounds of raw, JSON and HTML.")
@click.option("--seconds", default=4, show_default=True, help="Seconds of each part of a round.")
@click.option("--clients", default=4, show_default=True, help="How many ask at a time.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Kept and used again.")
def main(cases: int, rounds: int, seconds: int, clients: int, data_dir: Path | None) -> None:
    """Measure what one citizen's whole overview costs, beside a raw look-up of the same rows."""
    folder = data_dir or Path(tempfile.gettempdir(), f"gearskifte-overview-read-{cases}")
    for name in [each for each in os.environ if each.startswith("GEARSKIFTE_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    os.environ["GEARSKIFTE_DATA_DIR"] = str(folder.absolute())
    installed = boot.installation()
    boot.set_up_django(installed, "owner")
    _prepare(installed, cases)
    report = _measure(installed, cases, rounds, seconds, clients)
    print(json.dumps(report, indent=2, ensure_ascii=False))
    sys.exit(0 if report["goals_met"] else 1)


@contextmanager
def _running(installed: Installation, settings: dict[str, str]) -> Iterator[Server]:
    """The embedded server with these settings; stopped afterwards."""
    assert installed.database.managed is not None
    server = replace(installed.database.managed, settings=settings)
    with attach(server):
        try:
            yield server
        finally:
            connections.close_all()


def _prepare(installed: Installation, cases: int) -> None:
    """Migrate, and fill the registry unless that was done by an earlier run."""
    from benchmarks.overview_read.registry import fill

    assert installed.database.managed is not None
    stamp = installed.database.managed.home / f"filled-{cases}"
    if not stamp.exists():
        erase(installed.database.managed)
    with _running(installed, FILLING):
        migrate(installed.database)
        if not stamp.exists():
            fill(installed, cases)
            stamp.touch()


def _measure(
    installed: Installation, cases: int, rounds: int, seconds: int, clients: int
) -> dict[str, Any]:
    from benchmarks.overview_read import raw, report, web
    from benchmarks.overview_read.registry import groups

    typical, cases_only, many = groups(cases)
    with _running(installed, COUNTING) as server, web.serve(server) as site:
        statements = _statements(installed, site, (typical, many))
    with _running(installed, MEASURING) as server, web.serve(server) as site:
        for page in web.PATHS:
            site.ask(page, typical, clients=clients, seconds=2)
        measured, loads = [], []
        for number in range(1, rounds + 1):
            print(f"round {number} of {rounds}", file=sys.stderr)
            loads.append(os.getloadavg()[0])
            samples = {
                "raw": raw.look_up(
                    server, installed.database, typical, clients=clients, seconds=seconds
                ),
                **{
                    page: site.ask(page, typical, clients=clients, seconds=seconds)
                    for page in web.PATHS
                },
            }
            measured.append({name: sample.figures() for name, sample in samples.items()})
        others = {
            f"{page}, {what}": site.ask(page, group, clients=clients, seconds=seconds).figures()
            for what, group in (("20 running cases", cases_only), ("500 running cases", many))
            for page in web.PATHS
        }
        held = _held(installed)
    ratios = report.ratios(measured)
    return {
        "registry": held,
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "load": [round(load, 1) for load in loads],
        },
        "statements_per_request": statements,
        "rounds": measured,
        "medians": report.medians(measured),
        "others": others,
        "ratios": ratios,
        "goals": report.GOALS,
        "goals_met": report.goals_met(ratios, statements),
    }


def _statements(installed: Installation, site: Any, asking: tuple[Any, ...]) -> dict[str, int]:
    """How many statements the web role sends for one page, for citizens with little and much."""
    from benchmarks.overview_read import web
    from benchmarks.overview_read.registry import SQL

    # In another database, as the product refuses to run where the web role can see statistics.
    address = site.database.address(ADMIN, "postgres")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(SQL.watch_statements)
        found = {}
        for group in asking:
            for page in web.PATHS:
                site.ask(page, group, clients=1, seconds=0.5)
                connection.execute(SQL.forget_statements)
                sample = site.ask(page, group, clients=1, seconds=0.5)
                number = connection.execute(SQL.statements).fetchall()[0][0]
                found[f"{page}, {group.name}"] = -(-number // len(sample.milliseconds))
    return found


def _held(installed: Installation) -> dict[str, Any]:
    from benchmarks.overview_read.registry import SQL

    with psycopg.connect(installed.database.owner_url) as connection:
        row = connection.execute(SQL.sizes).fetchone()
    assert row is not None
    return dict(zip(("cases", "objects", "people", "mib", "postgresql"), row, strict=True))


if __name__ == "__main__":
    main()
