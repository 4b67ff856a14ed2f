# SPDX-License-Identifier: EUPL-1.2
"""One of the peers: `python peers.py ENGINE ACTION ADDRESS [NUMBER]` in an environment that has it.

setup        make its tables
work         a worker that does nothing to one item at a time, and writes down when it began with
             those whose start is measured
fill N       N items at once
singles N    N items, one at a time; prints the seconds until a worker began with each
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import threading
import time
from typing import Any
from urllib.parse import quote

import psycopg

MADE = "CREATE TABLE IF NOT EXISTS bench (id serial, at double precision)"
BEGAN = "SELECT at FROM bench ORDER BY id OFFSET %s"
CALM = 0.02
"""Seconds between two looks, and for a worker to write down that an item has ended."""


class Notes:
    """When workers began."""

    def __init__(self, address: str) -> None:
        self._connection: psycopg.Connection[Any] = psycopg.connect(address, autocommit=True)

    def make(self) -> None:
        """The table that they write in."""
        self._connection.execute(MADE)

    def forget(self) -> None:
        """Begin anew."""
        self._connection.execute("TRUNCATE bench")

    def began(self) -> None:
        """A worker has begun."""
        self._connection.execute("INSERT INTO bench (at) VALUES (%s)", [time.time()])

    def moment(self, number: int) -> float | None:
        """When the item of this number was begun, counted from 0."""
        row = self._connection.execute(BEGAN, [number]).fetchone()
        return None if row is None else float(row[0])


async def procrastinate(action: str, address: str, number: int) -> None:
    """procrastinate, with its own defaults and one item at a time."""
    import procrastinate as engine

    app = engine.App(connector=engine.PsycopgConnector(conninfo=address))
    notes = Notes(address)

    @app.task(queue="bench", name="nothing")
    async def nothing() -> None:
        """Does nothing."""

    @app.task(queue="bench", name="noted")
    async def noted() -> None:
        """Writes down when it began."""
        notes.began()

    async with app.open_async():
        if action == "setup":
            notes.make()
            await app.schema_manager.apply_schema_async()
        elif action == "work":
            await app.run_worker_async(concurrency=1, install_signal_handlers=False)
        elif action == "fill":
            await nothing.batch_defer_async(*[{} for _ in range(number)])
        else:
            await _singles(noted.defer_async, notes, number)


async def pgqueuer(action: str, address: str, number: int) -> None:
    """pgqueuer, one item in each claim, on the event loop that its own command takes."""
    import asyncpg
    from pgqueuer import PgQueuer
    from pgqueuer.db import AsyncpgDriver
    from pgqueuer.queries import Queries

    connection = await asyncpg.connect(address)
    driver = AsyncpgDriver(connection)
    queries = Queries(driver)
    notes = Notes(address)
    if action == "setup":
        notes.make()
        await queries.install()
    elif action == "work":
        worker = PgQueuer(driver)

        @worker.entrypoint("nothing")
        async def nothing(job: Any) -> None:
            """Does nothing."""

        @worker.entrypoint("noted")
        async def noted(job: Any) -> None:
            """Writes down when it began."""
            notes.began()

        # It takes no limit under two items for each claim; without one it does the most.
        await worker.run(batch_size=1)
    elif action == "fill":
        await queries.enqueue(["nothing"] * number, [None] * number, [0] * number)
    else:
        await _singles(lambda: queries.enqueue("noted", None), notes, number)


def dbos(action: str, address: str, number: int) -> None:
    """DBOS, one item at a time in each worker. It polls: here 20 times a second, else once."""
    from dbos import DBOS

    plain = psycopg.conninfo.conninfo_to_dict(address)
    parts = {name: quote(str(plain[name]), safe="") for name in ("user", "host", "port", "dbname")}
    url = "postgresql+psycopg://{user}@/{dbname}?host={host}&port={port}".format(**parts)
    notes = Notes(address)
    DBOS(
        config={
            "name": "bench",
            "system_database_url": url,
            "log_level": "ERROR",
            "console_log_level": "ERROR",
            "application_version": "1",
            "executor_id": str(os.getpid()),
        }
    )

    @DBOS.workflow(name="nothing")
    def nothing() -> None:
        """Does nothing."""

    @DBOS.workflow(name="noted")
    def noted() -> None:
        """Writes down when it began."""
        notes.began()

    async def single() -> None:
        DBOS.enqueue_workflow("bench", noted)

    if action != "work":
        # Whoever puts in line takes nothing out.
        DBOS.listen_queues([])
    DBOS.launch()
    DBOS.register_queue("bench", worker_concurrency=1, polling_interval_sec=0.05)
    if action == "setup":
        notes.make()
    elif action == "work":
        threading.Event().wait()
    elif action == "fill":
        for _ in range(number):
            DBOS.enqueue_workflow("bench", nothing)
    else:
        asyncio.run(_singles(single, notes, number))
    sys.stdout.flush()
    # Its threads are waited for up to ten seconds each by `DBOS.destroy`.
    os._exit(0)


async def _singles(put_in_line: Any, notes: Notes, number: int) -> None:
    """Print the seconds from before each item is put in line until a worker begins with it."""
    notes.forget()
    found = []
    for each in range(number):
        asked = time.time()
        await put_in_line()
        while (began := notes.moment(each)) is None:
            await asyncio.sleep(CALM)
        found.append(began - asked)
        await asyncio.sleep(CALM)
    print(json.dumps(found))


def main() -> None:
    """Do what the command line says."""
    logging.disable()
    engine, action, address, *more = sys.argv[1:]
    number = int(more[0]) if more else 0
    if engine == "dbos":
        dbos(action, address, number)
    elif engine == "procrastinate":
        asyncio.run(procrastinate(action, address, number))
    else:
        import uvloop

        uvloop.run(pgqueuer(action, address, number))


if __name__ == "__main__":
    main()
