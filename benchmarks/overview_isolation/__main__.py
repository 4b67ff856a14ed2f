# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.overview_isolation`: prints one JSON; exit status 1 after a leak."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from random import Random
from typing import Any

import click
import psycopg
from psycopg import sql

from gearskifte.app import boot
from gearskifte.kernel.database import provider
from gearskifte.kernel.database.migrate import migrate

WORLD_LASTS = 100_000
"""Sequences before another municipality is drawn."""


@click.command()
@click.option("--sequences", default=1_000_000, show_default=True, help="Sequences of requests.")
@click.option("--longest", default=3, show_default=True, help="Requests in the longest of them.")
@click.option("--seed", default=1, show_default=True)
@click.option("--processes", default=2, show_default=True, help="Each with a database of its own.")
@click.option("--open-policy", help="Open this table's row policy first: leaks must be found.")
def main(sequences: int, longest: int, seed: int, processes: int, open_policy: str | None) -> None:
    """Draw sequences over roles, mandates, municipalities and time; brute force is the judge."""
    if processes > 1:
        found = _in_processes(sequences, longest, seed, processes, open_policy)
    else:
        found = _alone(sequences, longest, seed, open_policy)
    print(json.dumps(found, indent=2))
    sys.exit(1 if found["leaks"] else 0)


def _in_processes(
    sequences: int, longest: int, seed: int, processes: int, open_policy: str | None
) -> dict[str, Any]:
    """The sequences shared out, each process drawing other worlds than the rest; all added up."""
    began = time.perf_counter()
    started = []
    for number in range(processes):
        share = sequences // processes + (number < sequences % processes)
        asked = ("--sequences", share, "--longest", longest, "--seed", seed + number * 10**9)
        command = [sys.executable, "-m", "benchmarks.overview_isolation", "--processes", "1"]
        command += [*map(str, asked), *(("--open-policy", open_policy) if open_policy else ())]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
    found: dict[str, Any] = {}
    for process in started:
        written = process.communicate()[0]
        if not written:
            raise click.ClickException("a process ended without an answer")
        for name, value in json.loads(written).items():
            found[name] = found[name] + value if name in found else value
    return {**found, "processes": processes, "seconds": round(time.perf_counter() - began)}


def _alone(sequences: int, longest: int, seed: int, open_policy: str | None) -> dict[str, Any]:
    """The sequences on a database that is made for them."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101, S103 - root's database server runs as another user
        os.environ["GEARSKIFTE_DATA_DIR"] = folder
        os.environ["GEARSKIFTE_SECRET_KEY"] = "7e57" * 16  # of the tests' people
        os.environ.pop("DATABASE_URL", None)
        installed = boot.installation()
        with provider.serving(installed.database):
            boot.set_up_django(installed, "web")
            migrate(installed.database)
            if open_policy:
                _open(installed.database, open_policy)
            return _measure(installed.database, sequences, longest, seed)


def _open(database: provider.Database, table: str) -> None:
    """Let the web role see all of a table, as a mistake in a policy would."""
    policy = sql.SQL("ALTER POLICY {} ON {} USING (true)")
    names = (sql.Identifier(f"{table}_open"), sql.Identifier(table))
    with psycopg.connect(database.owner_url) as owner:
        owner.execute(policy.format(*names))


def _measure(
    database: provider.Database, sequences: int, longest: int, seed: int
) -> dict[str, Any]:
    from benchmarks.overview_isolation.sequences import BATCH, Counts, Town, others_refused, steps
    from tests.builders.desk import Desk
    from tests.builders.people import NOW
    from tests.integration.overview.tellings import TABLES, tell
    from tests.integration.overview.visits import mandates_of
    from tests.integration.overview.world import random_world, registrations, unreadable

    dice = Random(seed)  # noqa: S311 - the draws are to be repeatable
    counts = Counts(refused=others_refused(NOW))
    wall, processor = time.perf_counter(), time.process_time()
    with (
        psycopg.connect(database.worker_url) as worker,
        psycopg.connect(database.owner_url) as owner,
    ):
        desk = Desk(worker)
        for begun in range(0, sequences, WORLD_LASTS):
            desk.forget(owner)
            owner.execute(f"TRUNCATE kernel_audit, {', '.join(TABLES)}".encode())
            owner.execute("UPDATE kernel_chain SET seq = 0")
            owner.commit()
            world = random_world(seed + begun)
            desk.entitle(level=4)
            desk.take(*registrations(world), *unreadable(world))
            with psycopg.connect(database.web_url) as web:
                web.execute("SET synchronous_commit = off")
                web.commit()
                tell(world, worker, web)
                town = Town(web, world, mandates_of(world))
                waiting = []
                for sequence in steps(dice, min(WORLD_LASTS, sequences - begun), longest):
                    counts.sequences += 1
                    for step in sequence:
                        request = town.judge(step, counts)
                        counts.refused += request is None
                        if request is not None:
                            waiting.append(request)
                    if len(waiting) >= BATCH:
                        counts.requests += len(waiting)
                        town.send(waiting, counts)
                        waiting = []
                counts.requests += len(waiting)
                if waiting:
                    town.send(waiting, counts)
                town.check(owner, counts)
            print(f"{counts.sequences} of {sequences}, {counts.leaks} leaks", file=sys.stderr)
    return {
        **asdict(counts),
        "worlds": -(-sequences // WORLD_LASTS),
        "seconds": round(time.perf_counter() - wall),
        "own_processor_seconds": round(time.process_time() - processor),
    }


if __name__ == "__main__":
    main()
