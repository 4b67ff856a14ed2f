# SPDX-License-Identifier: EUPL-1.2
"""The ledger and its peers, each with its workers: how fast they are, and what it costs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any, Final, LiteralString

import psycopg

from gearskifte.app import serving
from gearskifte.app.boot import Installation
from gearskifte.kernel.database.server import ADMIN
from gearskifte.kernel.time import system_now

PEERS: Final[dict[str, LiteralString]] = {
    "procrastinate": "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')",
    "pgqueuer": "SELECT count(*) FROM pgqueuer",
    "dbos": "SELECT count(*) FROM dbos.workflow_status WHERE status IN ('ENQUEUED', 'PENDING')",
}
"""Each peer, and how many of its items are not done."""
SHARES: Final = {"dbos": 0.1}
OPEN: Final = "SELECT count(*) FROM robots_item WHERE state IN ('ready', 'running')"
TWICE: Final = (
    "SELECT count(*) FROM robots_item AS i WHERE i.attempts <> 1 OR i.state <> 'done' OR 1 <> ("
    "SELECT count(*) FROM robots_log AS l WHERE l.item_id = i.id AND l.entry ->> 'did' = 'done')"
)
"""Items that were not claimed exactly once and ended exactly once."""
BACKENDS: Final = (
    "SELECT pid FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)
RECIPE: Final = "opskrift: Intet\nsag: {felter: [n], nøgle: '{n}'}\ntrin:\n  - afslut: intet\n"
PROGRAM: Final = Path(__file__).with_name("peers.py")
LOOK: Final = 0.01
AWAKE: Final = 0.2
"""Seconds for workers that were woken to do what had waited for them."""
_NUMBERS: Final = count()
"""No two items of a run are the same work."""
TICKS: Final = os.sysconf("SC_CLK_TCK")


class NotEnded(Exception):
    """A contender did not end what it was given in its time."""


@dataclass(frozen=True, slots=True)
class Drained:
    """How a queue was emptied: items a second, and milliseconds of processor time for each item."""

    items_a_second: float
    worker_ms: float
    database_ms: float

    @property
    def processor_ms(self) -> float:
        """Of the workers and of the database on their behalf."""
        return self.worker_ms + self.database_ms


class Contender:
    """An engine with `workers` processes of its own on a database of its own.

    Its workers are asleep (SIGSTOP) while another's turn is measured.
    """

    name: str
    share = 1.0
    """Of the items of a round; less for an engine that would take the whole time."""

    def __init__(self, url: str, left: LiteralString, *, workers: int, limit: float) -> None:
        """`left` counts items that are not done; nothing it is asked takes more than `limit`."""
        self._url = url
        self._left = left
        self._workers = workers
        self._limit = limit
        self._pids: list[int] = []

    @contextmanager
    def ready(self) -> Iterator[None]:
        """Its workers live, have shown that they work, and sleep.

        Raises:
            NotEnded: if they do not come to work.
        """
        with self._working() as self._pids:
            self._signal(signal.SIGSTOP)
            try:
                yield
            finally:
                self._signal(signal.SIGCONT)

    @contextmanager
    def _awake(self) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(self._url, autocommit=True) as watching:
            self._signal(signal.SIGCONT)
            time.sleep(AWAKE)
            try:
                yield watching
            finally:
                self._signal(signal.SIGSTOP)

    def _signal(self, number: signal.Signals) -> None:
        for pid in self._pids:
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def rate(self, items: int) -> Drained:
        """Empty a queue, counted from when whoever filled it has gone.

        Raises:
            NotEnded: if it takes too long.
        """
        with self._awake() as watching:
            backends = [pid for (pid,) in watching.execute(BACKENDS.encode()).fetchall()]
            self._fill(max(int(items * self.share), 1))
            before = _processor(self._pids), _processor(backends)
            began = time.perf_counter()
            number = self._count(watching)
            ended = self._await_empty(watching)
            after = _processor(self._pids), _processor(backends)
        worker, database = (
            sum(b[pid] - a[pid] for pid in b) for a, b in zip(before, after, strict=True)
        )
        each = 1000 / max(number, 1)
        return Drained(number / (ended - began), worker * each, database * each)

    def starts(self, number: int) -> list[float]:
        """Seconds from before an item is put in line until it is begun, one at a time.

        Raises:
            NotEnded: if it takes too long.
        """
        raise NotImplementedError

    def _fill(self, items: int) -> None:
        raise NotImplementedError

    @contextmanager
    def _working(self) -> Iterator[list[int]]:
        """The processes that work, once they have shown that they do."""
        raise NotImplementedError

    def _count(self, watching: psycopg.Connection[Any]) -> int:
        row = watching.execute(self._left).fetchone()
        return int(row[0]) if row else 0

    def _await_empty(self, watching: psycopg.Connection[Any]) -> float:
        """When nothing is left."""
        give_up = time.perf_counter() + self._limit
        while (left := self._count(watching)) > 0:
            if time.perf_counter() > give_up:
                raise NotEnded(f"{left} items were left after {self._limit:.0f} s")
            time.sleep(LOOK)
        return time.perf_counter()

    def _await_workers(self) -> None:
        """Until the workers have done as many items as they are, and then are idle."""
        self._fill(self._workers)
        with psycopg.connect(self._url, autocommit=True) as watching:
            self._await_empty(watching)
        time.sleep(1)


def _processor(pids: Sequence[int]) -> dict[int, float]:
    """Seconds of processor time that each process has taken, of those that live."""
    taken = {}
    for pid in pids:
        with suppress(FileNotFoundError, ProcessLookupError):
            told = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
            taken[pid] = (int(told[11]) + int(told[12])) / TICKS
    return taken


class Own(Contender):
    """The ledger."""

    name = "gearskifte"

    def __init__(self, installed: Installation, *, workers: int, limit: float) -> None:
        from gearskifte.robots import cli as robots
        from gearskifte.robots.rules.reading import read_recipe

        super().__init__(installed.database.worker_url, OPEN, workers=workers, limit=limit)
        self._vault = installed.vault
        with psycopg.connect(self._url) as connection:
            self._made = robots.make_version(connection.cursor(), RECIPE, by="a", now=system_now())
        self._recipe = read_recipe(RECIPE)

    def starts(self, number: int) -> list[float]:
        """Until it is done, which is more than until the work begins: between claim and end."""
        query = "SELECT extract(epoch FROM max(ended_at))::float8 FROM robots_item"
        found = []
        with self._awake() as watching:
            for _ in range(number):
                asked = time.time()
                self._add(watching, 1)
                self._await_empty(watching)
                row = watching.execute(query).fetchone()
                found.append((row[0] if row else 0.0) - asked)
        return found

    def twice(self) -> int:
        """Items that were not claimed once and ended once, of all that have been in line."""
        with psycopg.connect(self._url) as connection:
            row = connection.execute(TWICE.encode()).fetchone()
        return int(row[0]) if row else 0

    def _fill(self, items: int) -> None:
        with psycopg.connect(self._url) as connection:
            self._add(connection, items)

    def _add(self, connection: psycopg.Connection[Any], number: int) -> None:
        from gearskifte.robots.ledger import add_items

        items = [{"n": str(each)} for each in islice(_NUMBERS, number)]
        robot, version = self._made.robot, self._made.version
        add_items(connection, self._vault, self._recipe, robot=robot, version=version, items=items)

    @contextmanager
    def _working(self) -> Iterator[list[int]]:
        command = ["-m", "gearskifte", "robots", "worker", "--processes", str(self._workers)]
        pool = serving.start([sys.executable, *command])
        try:
            self._await_workers()
            children = Path(f"/proc/{pool.pid}/task/{pool.pid}/children").read_text("ascii")
            yield [pool.pid, *map(int, children.split())]
        finally:
            serving.stop([pool])


class Peer(Contender):
    """Another engine, in its own environment and database."""

    def __init__(
        self, installed: Installation, name: str, python: str, *, workers: int, limit: float
    ) -> None:
        self.name = name
        self.share = SHARES.get(name, 1.0)
        self._python = python
        assert installed.database.managed is not None
        server = installed.database.managed
        with psycopg.connect(server.address(ADMIN, "postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        super().__init__(server.address(ADMIN, name), PEERS[name], workers=workers, limit=limit)
        self._do("setup")

    def starts(self, number: int) -> list[float]:
        """Until the worker says that it begins."""
        with self._awake():
            found: list[float] = json.loads(self._do("singles", str(number)))
        return found

    def _fill(self, items: int) -> None:
        self._do("fill", str(items))

    def _do(self, action: str, *more: str) -> str:
        try:
            return subprocess.run(
                self._command(action, *more),
                check=True,
                stdout=subprocess.PIPE,
                text=True,
                timeout=self._limit,
            ).stdout
        except subprocess.TimeoutExpired:
            raise NotEnded(f"«{action}» had not ended after {self._limit:.0f} s") from None
        except subprocess.CalledProcessError as failed:
            raise NotEnded(f"«{action}» ended with status {failed.returncode}") from failed

    def _command(self, action: str, *more: str) -> list[str]:
        return [self._python, str(PROGRAM), self.name, action, self._url, *more]

    @contextmanager
    def _working(self) -> Iterator[list[int]]:
        workers = [
            subprocess.Popen(
                self._command("work"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                preexec_fn=serving.end_with_parent,  # noqa: PLW1509
            )
            for _ in range(self._workers)
        ]
        try:
            self._await_workers()
            yield [each.pid for each in workers]
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
