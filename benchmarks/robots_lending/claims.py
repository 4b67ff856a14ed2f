# SPDX-License-Identifier: EUPL-1.2
"""Two robots, written for OpenOrchestrator, drain one queue: how often both get the same item.

`python -m benchmarks.robots_lending.claims here|openorchestrator ITEMS` measures one place and
prints it; each place is measured in a process of its own, since each starts a database of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

import psycopg

from benchmarks.fresh import fresh
from benchmarks.robots_lending import ledger
from gearskifte.app import boot

ROBOTS = 2
LEASE = timedelta(minutes=15)


def drained_twice(items: int) -> dict[str, Any]:
    """On a PostgreSQL of OpenOrchestrator's own, and through the ledger, without a kill."""
    report: dict[str, Any] = {"items": items}
    for place in PLACES:
        command = [sys.executable, "-m", "benchmarks.robots_lending.claims", place, str(items)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
        report[place] = json.loads(done.stdout)
    return report


def _here(items: int) -> dict[str, Any]:
    with ledger.served(items, LEASE) as lent:
        return _drained(lent.database, items)


def _there(items: int) -> dict[str, Any]:
    with fresh("orchestrator"), boot.running("worker") as installed:
        address = installed.database.admin_url
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE DATABASE openorchestrator")
            known = connection.info
            login = f"{known.user}:{known.password}" if known.password else known.user
            host = f"/openorchestrator?host={known.host}&port={known.port}"
        database = f"postgresql+psycopg://{login}@{host}"
        subprocess.run([*ledger.ORCHESTRATED, database, "fill", str(items)], check=True)
        return _drained(database, items)


def _drained(database: str, items: int) -> dict[str, Any]:
    command = [*ledger.ORCHESTRATED, database, "drain"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(ROBOTS)]
    taken = Counter[str]()
    for each in running:
        told = each.communicate()[0]
        assert each.returncode == 0, command[1]
        taken.update(json.loads(told))
    twice = sum(count > 1 for count in taken.values())
    return {"taken": len(taken), "twice": twice, "twice_share": round(twice / items, 3)}


PLACES: Final[Mapping[str, Callable[[int], dict[str, Any]]]] = {
    "openorchestrator": _there,
    "here": _here,
}

if __name__ == "__main__":
    print(json.dumps(PLACES[sys.argv[1]](int(sys.argv[2]))))
