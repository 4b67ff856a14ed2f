# SPDX-License-Identifier: EUPL-1.2
"""Programs from outside, killed with -9 in the middle: what is lost, and what is done twice.

`python -m benchmarks.robots_lending` prints one JSON object. The target is a case system that
de-duplicates nothing; the person who is asked looks there. With `--openorchestrator` a robot that
is written for OpenOrchestrator works too, with the published package (fetched once): by the ledger
and on a database of its own, killed in the same way; and two of it drain one queue in both places.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

import httpx
import psycopg

from benchmarks.robots_lending import claims, ledger
from benchmarks.robots_lending.published import openorchestrator
from gearskifte.app import serving
from gearskifte.robots import cli as robots
from gearskifte.robots.cli import killing
from gearskifte.robots.rules.asking import DONE, NOT_DONE

SAVE_SECONDS = 0.25
LEASE = timedelta(seconds=2)
MOST_SECONDS = 420
PAUSE = (1.5, 3.0)
"""Seconds between two kills: a program has begun to work before it is killed."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=300)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--programs", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--openorchestrator", action="store_true")
    parser.add_argument("--claims", type=int, default=400, help="items that two robots drain")
    parser.add_argument("--only", choices=PARTS, help="one part, in this process")
    given = parser.parse_args()
    if given.only:
        chance = random.Random(given.seed)  # noqa: S311 - reproducible, not secret
        print(json.dumps(PARTS[given.only](given, chance)))
        return
    report: dict[str, Any] = {}
    parts = ["here"]
    if given.openorchestrator:
        os.environ["PYTHONPATH"] = str(openorchestrator())
        report["two_robots_drain"] = claims.drained_twice(given.claims)
        parts = list(PARTS)
    report |= {"items": given.items, "kills": given.kills, "programs": given.programs}
    for part in parts if given.kills else ():
        # In a process of its own: each part starts an installation of its own.
        command = [sys.executable, "-m", "benchmarks.robots_lending", *sys.argv[1:]]
        done = subprocess.run([*command, "--only", part], check=True, stdout=subprocess.PIPE)
        report[part] = json.loads(done.stdout)
    print(json.dumps(report))


def _here(
    given: argparse.Namespace, chance: random.Random, *, orchestrated: bool
) -> dict[str, Any]:
    """On the ledger: a client of the automation server, or OpenOrchestrator's."""
    with ledger.served(given.items, LEASE) as lent, _target() as target:
        return _lent(lent, target, given, chance, orchestrated=orchestrated)


def _lent(
    lent: ledger.Lent,
    target: str,
    given: argparse.Namespace,
    chance: random.Random,
    *,
    orchestrated: bool,
) -> dict[str, Any]:
    connection = lent.connection
    command = [sys.executable, "-m", "benchmarks.robots_lending.program"]
    command += [lent.address, lent.key, str(lent.queue), target]
    if orchestrated:
        command = [*ledger.ORCHESTRATED, lent.database, target]
    asked = 0

    def left() -> int:
        nonlocal asked
        connection.execute("SELECT robots_reclaim()")
        asked += _ask_people(connection, lent.vault, target)
        row = connection.execute(
            "SELECT count(*) FROM robots_item WHERE state NOT IN ('done', 'handed')"
        ).fetchone()
        return int(row[0]) if row else 0

    _work(command, left, given, chance)
    return {
        **_result(target, given.items),
        "hanging": left(),
        "asked_people": asked,
        "broken_log": len(robots.breaks(connection)),
    }


def _ask_people(connection: psycopg.Connection[Any], vault: Any, target: str) -> int:
    """Everybody who is asked looks in the case system, and says what is so."""
    rows = connection.execute(
        "SELECT t.id, i.label FROM robots_task AS t JOIN robots_item AS i ON i.id = t.item_id"
        " WHERE t.answered_at IS NULL"
    ).fetchall()
    for task, case in rows:
        notes = httpx.get(f"{target}/sager/{case}/notater").json()
        said = DONE if notes else NOT_DONE
        robots.answer(connection.cursor(), vault, task, said=said, by="ida", minutes=None)
    return len(rows)


def _there(given: argparse.Namespace, chance: random.Random) -> dict[str, Any]:
    """The same on OpenOrchestrator, on SQLite, as its own tests run it."""
    with tempfile.TemporaryDirectory() as folder, _target() as target:
        base = [*ledger.ORCHESTRATED, f"sqlite:///{folder}/oo.db"]
        subprocess.run([*base, "fill", str(given.items)], check=True)

        def states() -> dict[str, int]:
            out = subprocess.run([*base, "count"], check=True, capture_output=True).stdout
            counted: dict[str, int] = json.loads(out)
            return counted

        def left() -> int:
            return states().get("New", 0)

        _work([*base, target], left, given, chance)
        return {**_result(target, given.items), "hanging": states().get("In Progress", 0)}


def _work(
    command: list[str],
    left: Callable[[], int],
    given: argparse.Namespace,
    chance: random.Random,
) -> None:
    """Let programs work, kill them at random and start others, until nothing is left."""
    living = [subprocess.Popen(command) for _ in range(given.programs)]
    killed, until = 0, time.monotonic() + MOST_SECONDS
    try:
        while time.monotonic() < until:
            time.sleep(chance.uniform(*PAUSE))
            if killed < given.kills:
                at = chance.randrange(given.programs)
                living[at].kill()
                living[at].wait()
                living[at] = subprocess.Popen(command)
                killed += 1
            if left() == 0 and killed >= given.kills:
                break
    finally:
        for each in living:
            each.kill()
            each.wait()


@contextmanager
def _target() -> Iterator[str]:
    port = serving.free_port()
    process = killing.start_target(port, SAVE_SECONDS)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _result(target: str, items: int) -> dict[str, int]:
    notes: dict[str, int] = httpx.get(f"{target}/alle").json()
    once = sum(count == 1 for count in notes.values())
    return {
        "exactly_once": once,
        "lost": items - len(notes),
        "double": sum(count > 1 for count in notes.values()),
    }


PARTS: Final[Mapping[str, Callable[[argparse.Namespace, random.Random], dict[str, Any]]]] = {
    "here": lambda given, chance: _here(given, chance, orchestrated=False),
    "openorchestrator_here": lambda given, chance: _here(given, chance, orchestrated=True),
    "openorchestrator": _there,
}

if __name__ == "__main__":
    main()
