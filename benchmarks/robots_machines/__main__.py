# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.robots_machines`: prints one JSON; exit status 1 if a goal is missed.

The first machine has the database and the case system, two others have a robot worker each and
reach the first by a cable. In the middle of an item's second step, while the case system is
saving, the machine that works on it is killed, or its cable is pulled out. The other must go on at
that step within the lease and five seconds, and a machine that comes back must do no more.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import click
import psycopg

from benchmarks.fresh import fresh, need_machines
from benchmarks.overview_read.servers import managed
from benchmarks.replica.machines import FIRST, NETWORKS, Machine, connected
from benchmarks.replica.servers import (
    PORT,
    answers,
    await_true,
    end_server,
    open_server,
    start_server,
)
from gearskifte.app import boot
from gearskifte.app.boot import Installation
from gearskifte.kernel.time import system_now
from gearskifte.robots import cli as robots
from tests.builders.recipes import TWO_NOTES

MOST_OVER_LEASE: Final = 5.0
SAVE_SECONDS: Final = 1.0
TARGET_PORT: Final = 8080
EVERYWHERE: Final = "0.0.0.0"  # noqa: S104 - of a network namespace of its own
BEGUN: Final = (
    "SELECT i.worker FROM robots_item AS i JOIN robots_step AS s ON s.item_id = i.id"
    " WHERE i.label = %s AND s.state = 'begun' AND s.at = '2'"
)


@click.command()
@click.option("--rounds", default=2, show_default=True, help="Of each: killed, and cut off.")
@click.option("--lease", default=3.0, show_default=True)
def main(rounds: int, lease: float) -> None:
    """Kill machines and pull out cables, and see how soon another goes on."""
    need_machines()
    with fresh("machines"):
        with boot.running("worker") as installed:
            pass
        with connected(third=True) as (first, *others):
            report = _measure(installed, first, others, rounds, lease)
    print(json.dumps(report, indent=1))
    sys.exit(0 if report["goals_met"] else 1)


def _measure(
    installed: Installation, first: Machine, others: list[Machine], rounds: int, lease: float
) -> dict[str, Any]:
    server = managed(installed)
    open_server(server, f"host all all {NETWORKS}")
    started = start_server(server, first, server.data, server.runtime, "*")
    module = "gearskifte.robots.proving.target"
    target = first.run(
        0, 0, sys.executable, "-m", module, TARGET_PORT, SAVE_SECONDS, EVERYWHERE, background=True
    )
    assert target is not None
    try:
        await_true(lambda: answers(installed.database.worker_url))
        with psycopg.connect(installed.database.worker_url, autocommit=True) as connection:
            made = _robot(installed, connection)
            workers = {each: _work(installed, each, lease) for each in others}
            took: dict[str, list[float]] = {"killed": [], "cut_off": []}
            for number in range(2 * rounds):
                how = "cut_off" if number % 2 else "killed"
                robots.put_in_line(connection, installed.vault, made, [{"sagsnr": str(number)}])
                took[how].append(_round(connection, installed, workers, str(number), how, lease))
            # A machine that was cut off has come back: whatever it does late, it does now.
            time.sleep(lease + 2)
            for worker in workers.values():
                _kill(worker)
            return _report(connection, took, 2 * rounds, lease)
    finally:
        target.kill()
        end_server(started, server.data)


def _robot(installed: Installation, connection: psycopg.Connection[Any]) -> str:
    made = robots.make_version(connection.cursor(), TWO_NOTES, by="a", now=system_now())
    where = {"fag": f"http://{FIRST.address}:{TARGET_PORT}"}
    robots.fill_in(connection.cursor(), made.slug, where, by="a", now=system_now())
    robots.approve(connection.cursor(), made.version, by="b", now=system_now())
    slug: str = made.slug
    return slug


def _work(installed: Installation, machine: Machine, lease: float) -> subprocess.Popen[bytes]:
    """A robot worker on a machine, which reaches the database over its cable."""
    url = f"postgresql://gearskifte_worker@{FIRST.address}:{PORT}/gearskifte"
    quick = "?connect_timeout=2&tcp_user_timeout=2000"
    environment = {
        "DATABASE_URL": url,
        "GEARSKIFTE_WORKER_DATABASE_URL": url + quick,
        "GEARSKIFTE_WEB_DATABASE_URL": url,
        "GEARSKIFTE_MODE": "demo",
        "GEARSKIFTE_SECRET_KEY": Path(os.environ["GEARSKIFTE_DATA_DIR"], "secret.key").read_text(),
    }
    words = [f"{name}={value}" for name, value in environment.items()]
    command = [sys.executable, "-m", "gearskifte", "robots", "worker", "--lease", str(lease)]
    process = machine.run(0, 0, "/usr/bin/env", *words, *command, background=True)
    assert process is not None
    return process


def _round(
    connection: psycopg.Connection[Any],
    installed: Installation,
    workers: dict[Machine, subprocess.Popen[bytes]],
    label: str,
    how: str,
    lease: float,
) -> float:
    """Seconds from the blow until another machine has the item."""
    first: list[str] = []

    def begun() -> bool:
        row = connection.execute(BEGUN, [label]).fetchone()
        first[:] = [row[0]] if row else []
        return bool(first)

    await_true(begun)
    machine = next(each for each, process in workers.items() if _has(process, first[0]))
    time.sleep(SAVE_SECONDS / 2)
    if how == "killed":
        _kill(workers[machine])
    else:
        machine.pull_out()
    blow = time.monotonic()
    taken = "SELECT worker <> %s OR state = 'done' FROM robots_item WHERE label = %s"
    await_true(lambda: connection.execute(taken, [first[0], label]).fetchone() == (True,))
    seconds = time.monotonic() - blow
    done = "SELECT state FROM robots_item WHERE label = %s"
    await_true(lambda: connection.execute(done, [label]).fetchone() == ("done",))
    if how == "killed":
        workers[machine] = _work(installed, machine, lease)
    else:
        machine.plug_in()
    return round(seconds, 2)


def _has(process: subprocess.Popen[bytes], worker: str) -> bool:
    """Whether a worker, by the name it gives the ledger, is this program's child."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
    return worker.rpartition(":")[2] in children


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The machine is gone: its worker and what that started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _report(
    connection: psycopg.Connection[Any], took: dict[str, list[float]], items: int, lease: float
) -> dict[str, Any]:
    inside = ["ip", "netns", "exec", FIRST.name, "curl", "-s"]
    books = subprocess.run(
        [*inside, f"http://127.0.0.1:{TARGET_PORT}/alle"], check=True, capture_output=True
    ).stdout
    notes: dict[str, int] = json.loads(books)
    broken = len(robots.breaks(connection))
    longest = max(each for some in took.values() for each in some)
    once = all(notes.get(f"{n}-{step}") == 1 for n in range(items) for step in "ab")
    return {
        "lease_seconds": lease,
        "seconds_until_another_machine_goes_on": took,
        "longest": longest,
        "goal": lease + MOST_OVER_LEASE,
        "items": items,
        "each_step_exactly_once": once,
        "log_breaks": broken,
        "goals_met": once and longest <= lease + MOST_OVER_LEASE and broken == 0,
    }


if __name__ == "__main__":
    main()
