# SPDX-License-Identifier: EUPL-1.2
"""One of the peers: `python peers.py ENGINE ACTION ADDRESS [NUMBER]` in an environment that has it.

setup      make its tables
work       a worker that does nothing to one item at a time, and writes down when it began
fill N     N items at once
one        one item, the moment before which is written down too
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
import time
from typing import Any
from urllib.parse import quote

import psycopg

MADE = "CREATE TABLE IF NOT EXISTS bench (id serial, kind text, at double precision)"


def _note(connection: psycopg.Connection[Any], kind: str) -> None:
    connection.execute("INSERT INTO bench (kind, at) VALUES (%s, %s)", [kind, time.time()])


async def procrastinate(action: str, address: str, number: int) -> None:
    """procrastinate, with its own defaults and one item at a time."""
    import procrastinate as engine

    app = engine.App(connector=engine.PsycopgConnector(conninfo=address))
    notes = psycopg.connect(address, autocommit=True)

    @app.task(queue="bench", name="nothing")
    async def nothing() -> None:
        """Does nothing."""

    @app.task(queue="bench", name="noted")
    async def noted() -> None:
        """Writes down when it began."""
        _note(notes, "began")

    async with app.open_async():
        if action == "setup":
            notes.execute(MADE)
            await app.schema_manager.apply_schema_async()
        elif action == "work":
            await app.run_worker_async(concurrency=1, install_signal_handlers=False)
        elif action == "fill":
            await nothing.batch_defer_async(*[{} for _ in range(number)])
        else:
            _note(notes, "asked")
            await noted.defer_async()


async def pgqueuer(action: str, address: str, number: int) -> None:
    """pgqueuer, one item at a time."""
    import asyncpg
    from pgqueuer import PgQueuer
    from pgqueuer.db import AsyncpgDriver
    from pgqueuer.queries import Queries

    connection = await asyncpg.connect(address)
    driver = AsyncpgDriver(connection)
    queries = Queries(driver)
    notes = psycopg.connect(address, autocommit=True)
    if action == "setup":
        notes.execute(MADE)
        await queries.install()
    elif action == "work":
        worker = PgQueuer(driver)

        @worker.entrypoint("nothing")
        async def nothing(job: Any) -> None:
            """Does nothing."""

        @worker.entrypoint("noted")
        async def noted(job: Any) -> None:
            """Writes down when it began."""
            _note(notes, "began")

        await worker.run(batch_size=1, max_concurrent_tasks=2)
    elif action == "fill":
        await queries.enqueue(["nothing"] * number, [None] * number, [0] * number)
    else:
        _note(notes, "asked")
        await queries.enqueue("noted", None)


def dbos(action: str, address: str, number: int) -> None:
    """DBOS, one item at a time in each worker. It polls: here 20 times a second, else once."""
    from dbos import DBOS

    plain = psycopg.conninfo.conninfo_to_dict(address)
    parts = {name: quote(str(plain[name]), safe="") for name in ("user", "host", "port", "dbname")}
    url = "postgresql+psycopg://{user}@/{dbname}?host={host}&port={port}".format(**parts)
    notes = psycopg.connect(address, autocommit=True)
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
        _note(notes, "began")

    if action != "work":
        # Whoever puts in line takes nothing out.
        DBOS.listen_queues([])
    DBOS.launch()
    DBOS.register_queue("bench", worker_concurrency=1, polling_interval_sec=0.05)
    if action == "setup":
        notes.execute(MADE)
    elif action == "work":
        threading.Event().wait()
    elif action == "fill":
        for _ in range(number):
            DBOS.enqueue_workflow("bench", nothing)
    else:
        _note(notes, "asked")
        DBOS.enqueue_workflow("bench", noted)
    DBOS.destroy()


def main() -> None:
    """Do what the command line says."""
    logging.disable()
    engine, action, address, *more = sys.argv[1:]
    number = int(more[0]) if more else 0
    if engine == "dbos":
        dbos(action, address, number)
        return
    work = {"procrastinate": procrastinate, "pgqueuer": pgqueuer}[engine]
    asyncio.run(work(action, address, number))


if __name__ == "__main__":
    main()
