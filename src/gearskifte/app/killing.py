# SPDX-License-Identifier: EUPL-1.2
"""The kill test from end to end: a database of its own, workers as the command starts them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import psycopg

from gearskifte.app import boot, serving
from gearskifte.app.boot import Installation
from gearskifte.kernel.database import lifecycle
from gearskifte.kernel.errors import GearskifteError
from gearskifte.kernel.time import system_now
from gearskifte.robots import cli as robots
from gearskifte.robots.cli import Plan, killing

LONGEST_SECONDS: Final = 3 * 3600


def run(
    *, items: int, kills: int, workers: int, lease: float, seconds: float, seed: int
) -> dict[str, Any]:
    """Run the test in a folder of its own; what was killed, and what became of the items.

    As many kills as wanted are spread over the items: when all items are done before, more are put
    in line, so that every kill meets work.
    """
    for name in [each for each in os.environ if each.startswith("GEARSKIFTE_")]:
        if name != "GEARSKIFTE_POSTGRES_BIN":
            del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    plan = Plan(items, kills, workers, 25, seed)
    with tempfile.TemporaryDirectory(prefix="gearskifte-kill-test-") as folder:
        Path(folder).chmod(0o755)
        os.environ["GEARSKIFTE_DATA_DIR"] = folder
        with boot.running("worker") as installed:
            return _run(installed, plan, lease, seconds)


def _run(installed: Installation, plan: Plan, lease: float, seconds: float) -> dict[str, Any]:
    port = serving.free_port()
    target = killing.start_target(port, seconds)
    with psycopg.connect(installed.database.worker_url) as connection:
        made = robots.make_version(connection.cursor(), killing.RECIPE, by="a", now=system_now())
        where = {"fag": f"http://127.0.0.1:{port}"}
        robots.fill_in(connection.cursor(), made.slug, where, by="a", now=system_now())
        robots.approve(connection.cursor(), made.version, by="b", now=system_now())
        given = [{"sagsnr": str(number)} for number in range(plan.items)]
        robots.put_in_line(connection, installed.vault, made.slug, given)
    began = time.monotonic()
    pool = serving.start(
        [
            *(sys.executable, "-m", "gearskifte", "robots", "worker"),
            *("--processes", str(plan.workers), "--lease", str(lease)),
        ]
    )
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(installed, began, over))
    try:
        watch.start()
        tally = killing.kill_at_random(
            plan,
            lambda: killing.notes_so_far(port),
            lambda: _children(pool),
            os.kill,
            lambda: _kill_database(installed),
            over,
        )
        watch.join()
        counted = killing.books(port)
    finally:
        over.set()
        serving.stop([pool, target])
    with psycopg.connect(installed.database.worker_url) as connection:
        states = robots.status(connection)[made.slug]
        broken = robots.breaks(connection)
    return {
        **killing.judged(plan, counted, states),
        "workers_killed": tally.workers,
        "databases_killed": tally.databases,
        "kills": tally.all,
        "log_breaks": len(broken),
        "seconds": round(time.monotonic() - began, 1),
        "workers": plan.workers,
        "lease_seconds": lease,
    }


def _watch(installed: Installation, began: float, over: threading.Event) -> None:
    """Until everything is done, or it has taken far too long."""
    while killing.items_left(installed.database.worker_url) != 0:
        if over.wait(0.5) or time.monotonic() - began > LONGEST_SECONDS:
            break
    over.set()


def _children(pool: subprocess.Popen[bytes]) -> list[int]:
    try:
        text = Path(f"/proc/{pool.pid}/task/{pool.pid}/children").read_text("ascii")
    except OSError:
        return []
    return [int(each) for each in text.split()]


def _kill_database(installed: Installation) -> None:
    """Kill the database server as a power cut would, and start it again."""
    server = installed.database.managed
    if server is None:
        return
    with suppress(OSError, ValueError, IndexError):
        os.kill(int(server.lock_files[0].read_text("utf-8").split()[0]), 9)
    while True:
        with suppress(GearskifteError):
            lifecycle.start(server)
            return
        time.sleep(0.2)
