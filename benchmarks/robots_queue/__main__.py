# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.robots_queue`: prints one JSON; exit status 1 if a goal is missed.

Two worker processes of each engine, one item at a time, items that do nothing, on one PostgreSQL,
in alternating rounds; a ratio is the median of the rounds' own. The peers are installed in a
throw-away environment.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

import click
import psycopg

from benchmarks.fresh import fresh
from gearskifte.app import boot, serving
from gearskifte.app.boot import Installation
from gearskifte.kernel.database.server import ADMIN
from gearskifte.kernel.time import system_now

PEERS: Final = {
    "procrastinate": "SELECT count(*) FROM procrastinate_jobs WHERE status <> 'succeeded'",
    "pgqueuer": "SELECT count(*) FROM pgqueuer",
    "dbos": "SELECT count(*) FROM dbos.workflow_status WHERE status <> 'SUCCESS'",
}
"""Each peer, and how many of its items are not done."""
OPEN: Final = "SELECT count(*) FROM robots_item WHERE state <> 'done'"
WORKERS: Final = 2
FASTER: Final = {"procrastinate": 2.0, "pgqueuer": 2.0, "dbos": 10.0}
START_MILLISECONDS: Final = 10.0
RECIPE: Final = "opskrift: Intet\nsag: {felter: [n], nøgle: '{n}'}\ntrin:\n  - afslut: intet\n"
PROGRAM: Final = Path(__file__).with_name("peers.py")


@click.command()
@click.option("--items", default=500, show_default=True, help="Items in each round.")
@click.option("--rounds", default=3, show_default=True)
@click.option("--singles", default=60, show_default=True, help="Items for the start latency.")
@click.option("--python", "given", help="A Python that has the peers; else one is made.")
def main(items: int, rounds: int, singles: int, given: str | None) -> None:
    """Measure items a second and start latency of the ledger and its peers."""
    with fresh("robots-queue") as folder:
        python = given or _environment(folder / "peers")
        with boot.running("worker") as installed:
            engines: list[_Own | _Peer] = [
                _Own(installed),
                *(_Peer(installed, name, python) for name in PEERS),
            ]
            rates: dict[str, list[float]] = {each.name: [] for each in engines}
            starts: dict[str, list[float]] = {each.name: [] for each in engines}
            for _ in range(rounds):
                for each in engines:
                    rates[each.name].append(each.rate(items))
                    starts[each.name] += each.starts(singles)
    report = _report(rates, starts)
    print(json.dumps(report, indent=2))
    sys.exit(0 if report["goals_met"] else 1)


def _environment(folder: Path) -> str:
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    packages = ["procrastinate", "pgqueuer", "dbos", "psycopg[binary,pool]", "asyncpg"]
    subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    return python


def _report(rates: dict[str, list[float]], starts: dict[str, list[float]]) -> dict[str, Any]:
    told: dict[str, Any] = {
        name: {
            "items_a_second": round(median(each), 1),
            "range": [round(min(each), 1), round(max(each), 1)],
            "start_ms_p50": round(median(starts[name]) * 1000, 1),
            "start_ms_p95": round(quantiles(starts[name], n=20)[-1] * 1000, 1),
        }
        for name, each in rates.items()
    }
    own = rates["gearskifte"]
    ratios = {
        name: round(median(a / b for a, b in zip(own, rates[name], strict=True)), 2)
        for name in PEERS
    }
    start = told["gearskifte"]["start_ms_p50"]
    return {
        **told,
        "times_faster_than": ratios,
        "goals": {"times_faster": FASTER, "start_ms_p50": START_MILLISECONDS},
        "goals_met": start <= START_MILLISECONDS
        and all(ratios[name] >= least for name, least in FASTER.items()),
        "machine": {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)},
    }


def _await(url: str, query: str) -> float:
    """When nothing is left."""
    with psycopg.connect(url, autocommit=True) as connection:
        while True:
            row = connection.execute(query.encode()).fetchone()
            if row is None or row[0] == 0:
                return time.perf_counter()
            time.sleep(0.01)


class _Own:
    """The ledger."""

    name = "gearskifte"

    def __init__(self, installed: Installation) -> None:
        from gearskifte.robots import cli as robots
        from gearskifte.robots.ledger import add_items
        from gearskifte.robots.rules.reading import read_recipe

        self._installed = installed
        self._url = installed.database.worker_url
        self._number = 0
        with psycopg.connect(self._url) as connection:
            made = robots.make_version(connection.cursor(), RECIPE, by="a", now=system_now())
        recipe = read_recipe(RECIPE)

        def add(connection: psycopg.Connection[Any], number: int) -> None:
            items = [{"n": str(self._number + each)} for each in range(number)]
            self._number += number
            add_items(
                connection,
                installed.vault,
                recipe,
                robot=made.robot,
                version=made.version,
                items=items,
            )

        self._add = add

    @contextmanager
    def _workers(self) -> Iterator[None]:
        pool = serving.start(
            [sys.executable, "-m", "gearskifte", "robots", "worker", "--processes", str(WORKERS)]
        )
        try:
            with psycopg.connect(self._url, autocommit=True) as connection:
                self._add(connection, 2)
                _await(self._url, OPEN)
            time.sleep(1)
            yield
        finally:
            serving.stop([pool])

    def rate(self, items: int) -> float:
        """Items a second."""
        with self._workers(), psycopg.connect(self._url) as connection:
            self._add(connection, items)
            began = time.perf_counter()
            connection.commit()
            return items / (_await(self._url, OPEN) - began)

    def starts(self, number: int) -> list[float]:
        """Seconds from before it is put in line until it is done, one at a time.

        More than until the work begins, which is somewhere between the claim and the end.
        """
        query = "SELECT extract(epoch FROM max(ended_at))::float8 FROM robots_item"
        found = []
        with self._workers(), psycopg.connect(self._url, autocommit=True) as connection:
            for _ in range(number):
                asked = time.time()
                self._add(connection, 1)
                while connection.execute(OPEN.encode()).fetchone() != (0,):
                    time.sleep(0.01)
                row = connection.execute(query).fetchone()
                found.append((row[0] if row else 0.0) - asked)
        return found


class _Peer:
    """Another engine, in its own environment and database."""

    def __init__(self, installed: Installation, name: str, python: str) -> None:
        self.name = name
        self._python = python
        assert installed.database.managed is not None
        server = installed.database.managed
        with psycopg.connect(server.address(ADMIN, "postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        self._url = server.address(ADMIN, name)
        self._do("setup")

    def _do(self, action: str, *more: str) -> None:
        subprocess.run(self._command(action, *more), check=True, stdout=subprocess.DEVNULL)

    def _command(self, action: str, *more: str) -> list[str]:
        return [self._python, str(PROGRAM), self.name, action, self._url, *more]

    @contextmanager
    def _workers(self) -> Iterator[None]:
        workers = [
            subprocess.Popen(
                self._command("work"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            for _ in range(WORKERS)
        ]
        try:
            self._do("fill", "2")
            _await(self._url, PEERS[self.name])
            time.sleep(1)
            yield
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()

    def rate(self, items: int) -> float:
        """Items a second, from when all have been put in line (with the workers at it already)."""
        with self._workers():
            filled: list[float] = []
            query = PEERS[self.name]

            def watch() -> None:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    while True:
                        row = connection.execute(query.encode()).fetchone()
                        if row and row[0]:
                            filled.append(time.perf_counter())
                            return
                        time.sleep(0.002)

            thread = threading.Thread(target=watch)
            thread.start()
            self._do("fill", str(items))
            thread.join()
            return items / (_await(self._url, query) - filled[0])

    def starts(self, number: int) -> list[float]:
        """Seconds from asking until the work begins, one at a time."""
        with self._workers():
            for _ in range(number):
                self._do("one")
                _await(self._url, PEERS[self.name])
        with psycopg.connect(self._url, autocommit=True) as connection:
            rows = connection.execute("SELECT kind, at FROM bench ORDER BY id").fetchall()
            connection.execute("TRUNCATE bench")
        return [
            after[1] - before[1]
            for before, after in pairwise(rows)
            if (before[0], after[0]) == ("asked", "began")
        ]


if __name__ == "__main__":
    main()
