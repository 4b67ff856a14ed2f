# SPDX-License-Identifier: EUPL-1.2
"""The kill test from end to end: a database of its own, workers as the command starts them."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
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
from gearskifte.robots.cli import Living, Plan, Round, Tally, killing

LONGEST_SECONDS: Final = 3 * 3600


def run(
    *, items: int, screens: int, kills: int, workers: int, lease: float, seconds: float, seed: int
) -> dict[str, Any]:
    """Run the test in a folder of its own; what was killed, and what became of the items.

    `screens` of the items are worked on in a browser, and the same share of the kills, but ten at
    least, is for then.
    """
    for name in [each for each in os.environ if each.startswith("GEARSKIFTE_")]:
        if name != "GEARSKIFTE_POSTGRES_BIN":
            del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    share = max(kills * screens // items, min(10, kills)) if screens else 0
    plan = Plan(items, screens, kills, share, workers, 25, seed)
    with tempfile.TemporaryDirectory(prefix="gearskifte-kill-test-") as folder:
        Path(folder).chmod(0o755)
        os.environ["GEARSKIFTE_DATA_DIR"] = folder
        with boot.running("worker") as installed:
            return _run(installed, plan, lease, seconds)


def _run(installed: Installation, plan: Plan, lease: float, seconds: float) -> dict[str, Any]:
    port = serving.free_port()
    target = killing.start_target(port, seconds)
    began = time.monotonic()
    pool = serving.start(
        [
            *(sys.executable, "-m", "gearskifte", "robots", "worker"),
            *("--processes", str(plan.workers), "--lease", str(lease)),
        ]
    )
    tally, took = Tally(), []
    try:
        for each in plan.rounds:
            since = time.monotonic()
            _put_in_line(installed, each, port)
            _kill_meanwhile(installed, plan, each, pool.pid, port, tally)
            took.append(round(time.monotonic() - since, 1))
        counted = killing.books(port)
    finally:
        serving.stop([pool, target])
    with psycopg.connect(installed.database.worker_url) as connection:
        states: Counter[str] = Counter()
        for robot in robots.status(connection).values():
            states.update(robot)
        broken = robots.breaks(connection)
    return {
        **killing.judged(plan, counted, states),
        "workers_killed": tally.workers,
        "browsers_killed": tally.browsers,
        "databases_killed": tally.databases,
        "kills": tally.all,
        "log_breaks": len(broken),
        "seconds": round(time.monotonic() - began, 1),
        "seconds_of_rounds": took,
        "workers": plan.workers,
        "lease_seconds": lease,
    }


def _put_in_line(installed: Installation, work: Round, port: int) -> None:
    with psycopg.connect(installed.database.worker_url) as connection:
        made = robots.make_version(connection.cursor(), work.recipe, by="a", now=system_now())
        where = {"fag": f"http://127.0.0.1:{port}"}
        robots.fill_in(connection.cursor(), made.slug, where, by="a", now=system_now())
        robots.approve(connection.cursor(), made.version, by="b", now=system_now())
        given = [{"sagsnr": str(number)} for number in work.cases]
        robots.put_in_line(connection, installed.vault, made.slug, given)


def _kill_meanwhile(
    installed: Installation, plan: Plan, work: Round, pool: int, port: int, tally: Tally
) -> None:
    """Kill while the items of a round are worked on; returns when all are done."""
    over, before = threading.Event(), killing.notes_so_far(port)
    watch = threading.Thread(target=_watch, args=(installed, time.monotonic(), over))
    watch.start()
    try:
        killing.kill_at_random(
            plan,
            work,
            lambda: killing.notes_so_far(port) - before,
            lambda: _living(pool),
            os.kill,
            lambda: _kill_database(installed),
            over,
            tally,
        )
        watch.join()
    finally:
        over.set()


def _watch(installed: Installation, began: float, over: threading.Event) -> None:
    """Until everything is done, or it has taken far too long."""
    while killing.items_left(installed.database.worker_url) != 0:
        if over.wait(0.5) or time.monotonic() - began > LONGEST_SECONDS:
            break
    over.set()


def _living(pool: int) -> Living:
    """The workers, and the browsers that they started: not the parts a browser is made of."""
    workers = _children(pool)
    below = [each for worker in workers for each in _below(worker)]
    return Living(workers, [each for each in below if _is_browser(each)])


def _below(process: int) -> Iterator[int]:
    for child in _children(process):
        yield child
        yield from _below(child)


def _is_browser(process: int) -> bool:
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return False
    # Its renderers and helpers say their kind, and a browser that was killed says nothing any more.
    return any(each.startswith("--remote-debugging") for each in words) and not any(
        each.startswith("--type=") for each in words
    )


def _children(process: int) -> list[int]:
    found: list[int] = []
    # Playwright's driver may start a browser from any of its threads.
    for each in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, each.read_text("ascii").split())
    return found


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
