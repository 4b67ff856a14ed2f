# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.replica`: prints one JSON of how the second machine follows the first.

A registry is built on the first machine and copied to the second, which follows it. Then a message
comes, the cable is pulled out and plugged in, the first machine is killed, and the second takes
over. A citizen's page is written to the log when it is read, so it is refused on a replica.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg

from benchmarks.fresh import fresh, need_machines
from benchmarks.overview_read.servers import managed, postmaster
from benchmarks.replica.machines import NETWORK, Machine, connected
from benchmarks.replica.servers import (
    PORT,
    answers,
    await_true,
    end_server,
    open_server,
    program_of,
    start_server,
)
from benchmarks.vendor_swap.messages import NEW, OLD, cpr_of, messages
from benchmarks.vendor_swap.reading import page
from gearskifte.app import boot
from gearskifte.app.boot import Installation
from gearskifte.connectors.public import read
from gearskifte.kernel.database.server import ADMIN, Server
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import Intake, state_hash, take_in

OBJECTS: Final = 2000
WORKER: Final = "gearskifte_worker"
WEB: Final = "gearskifte_web"


def main() -> None:
    """Build both machines, and tell how they get on."""
    need_machines()
    with fresh("replica") as folder:
        with boot.running("worker") as installed:
            _take_in(installed, installed.database.worker_url, 0, OBJECTS)
        with connected() as (first, second):
            report = _follow(installed, folder, first, second)
    print(json.dumps(report, indent=1))
    sys.exit(0 if report["goals_met"] else 1)


def _follow(
    installed: Installation, folder: Path, first: Machine, second: Machine
) -> dict[str, Any]:
    server = managed(installed)
    user = server.data.stat()
    open_server(server, f"host replication {ADMIN} {NETWORK}")
    copy = folder / "copy"
    sockets = folder / "sockets"
    for made in (copy, sockets):
        made.mkdir(mode=0o700)
        os.chown(made, user.st_uid, user.st_gid)
    started = start_server(server, first, server.data, server.runtime)
    began = time.perf_counter()
    _copy(server, first, second, copy)
    replica = start_server(server, second, copy, sockets)
    url = f"host={server.runtime} port={PORT} dbname=gearskifte user={WORKER}"
    there = f"host={sockets} port={PORT} dbname=gearskifte"
    try:
        await_true(lambda: _count(f"{there} user={WORKER}") == OBJECTS)
        built = time.perf_counter() - began
        report = _measure(installed, server, second, url, there)
        return {"objects": OBJECTS, "built_seconds": round(built, 2), **report}
    finally:
        for process, data in ((replica, copy), (started, server.data)):
            end_server(process, data)


def _measure(
    installed: Installation, server: Server, second: Machine, url: str, there: str
) -> dict[str, Any]:
    refused = _refused(f"{there} user={WEB}", installed.vault.person_id(cpr_of(0)))
    seen = _seconds_until_seen(installed, url, f"{there} user={WORKER}", OBJECTS, 50)
    second.pull_out()
    _take_in(installed, url, OBJECTS + 50, 200)
    behind = OBJECTS + 250 - _count(f"{there} user={WORKER}")
    second.plug_in()
    began = time.perf_counter()
    await_true(lambda: _count(f"{there} user={WORKER}") == OBJECTS + 250)
    caught_up = time.perf_counter() - began
    same = _hash(url) == _hash(f"{there} user={WORKER}")
    before = _count(url)
    os.kill(postmaster(server), signal.SIGKILL)
    began = time.perf_counter()
    with psycopg.connect(f"{there} user={ADMIN}", autocommit=True) as admin:
        admin.execute("SELECT pg_promote(wait => true)")
    promoted = time.perf_counter() - began
    with psycopg.connect(f"{there} user={WEB}") as web:
        shown = len(page(web, installed.vault.person_id(cpr_of(0))).objects)
    lost = before - _count(f"{there} user={WORKER}")
    return {
        "page_refused_on_replica": refused,
        "message_seen_on_replica_seconds": round(seen, 3),
        "behind_while_cable_was_out": behind,
        "caught_up_seconds": round(caught_up, 2),
        "same_state_hash": same,
        "promoted_seconds": round(promoted, 2),
        "objects_lost": lost,
        "page_after_promotion_shows": shown,
        "goals_met": refused and same and behind == 200 and lost == 0 and shown > 0,
    }


def _copy(server: Server, first: Machine, second: Machine, copy: Path) -> None:
    user = server.data.stat()
    await_true(lambda: answers(f"host={server.runtime} port={PORT} dbname=postgres user={ADMIN}"))
    address = f"host={first.address} port={PORT} user={ADMIN}"
    program = program_of(server, "pg_basebackup")
    second.run(user.st_uid, user.st_gid, program, "-d", address, "-D", copy, "-R", "-c", "fast")


def _take_in(installed: Installation, url: str, first: int, number: int) -> None:
    """Messages of the next cases; those before `first` have come."""
    vendor = OLD if first == 0 else NEW
    with psycopg.connect(url) as connection:
        intake = Intake(
            connection, lambda body: read(body, max_bytes=len(body)), installed.vault, system_now
        )
        every = messages(vendor, first + number)
        wanted = [each for at, each in enumerate(every) if at * 50 >= first]
        take_in(intake, wanted)


def _seconds_until_seen(
    installed: Installation, url: str, there: str, first: int, number: int
) -> float:
    _take_in(installed, url, first, number)
    began = time.perf_counter()
    await_true(lambda: _count(there) == first + number)
    return time.perf_counter() - began


def _refused(url: str, person: UUID) -> bool:
    """Whether a page that cannot be logged is not shown."""
    with psycopg.connect(url) as web:
        try:
            page(web, person)
        except psycopg.errors.ReadOnlySqlTransaction:
            return True
    return False


def _count(url: str) -> int:
    with psycopg.connect(url) as connection:
        ((number,),) = connection.execute("SELECT count(*) FROM registry_object").fetchall()
    return int(number)


def _hash(url: str) -> str:
    with psycopg.connect(url) as connection:
        return state_hash(connection)


if __name__ == "__main__":
    main()
