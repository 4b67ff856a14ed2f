# SPDX-License-Identifier: EUPL-1.2
"""A robots' workshop in a test's database: a recipe in force, items in line, workers at will."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from typing import Any

import psycopg

from gearskifte.kernel.secrets import Vault
from gearskifte.kernel.time import system_now
from gearskifte.robots import service
from gearskifte.robots.ledger import Ledger
from gearskifte.robots.notice import notice
from gearskifte.robots.rules.driver import Api, Tools
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.values import Value
from gearskifte.robots.service import MadeVersion
from gearskifte.robots.worker import Equipment, Program, Worker
from tests.builders.recipes import WHERE

Connection = psycopg.Connection[tuple[Any, ...]]


class Shop:
    """Makes robots and lets them work."""

    def __init__(self, connection: Connection, url: str) -> None:
        """`connection` is the worker role's; `url` is where workers get their own."""
        connection.autocommit = True
        self.connection = connection
        self.vault = Vault(bytes.fromhex("7e57" * 16))
        self._url = url
        self._opened: list[Connection] = []

    def open(self, recipe: str, items: Iterable[Mapping[str, Value]] = ()) -> MadeVersion:
        """A recipe in force, with items in line."""
        with self.connection.cursor() as cursor:
            made = service.make_version(cursor, recipe, by="Lone Madsen", now=system_now())
            asked = {each.name for each in read_recipe(recipe).parameters}
            given = {name: where for name, where in WHERE.items() if name in asked}
            service.fill_in(cursor, made.slug, given, by="Lone Madsen", now=system_now())
            service.approve(cursor, made.version, by="Per Holm", now=system_now())
        service.put_in_line(self.connection, self.vault, made.slug, items)
        return made

    def ledger(self, name: str = "w", lease: float = 30.0) -> Ledger:
        """A worker's ledger on a connection of its own."""
        own = psycopg.connect(self._url, autocommit=True)
        self._opened.append(own)
        return Ledger(own, self.vault, name, timedelta(seconds=lease))

    def claimed_together(self, workers: int) -> Counter[int]:
        """How often each item was claimed by workers that all take what they can at once."""
        claimed: Counter[int] = Counter()
        lock = threading.Lock()

        def claim_all(name: str) -> None:
            ledger = self.ledger(name)
            while held := ledger.claim():
                with lock:
                    claimed[held.item] += 1
            ledger.connection.close()

        threads = [
            threading.Thread(target=claim_all, args=(f"w{number}",)) for number in range(workers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return claimed

    def work(self, api: Api | None = None, name: str = "w") -> int:
        """Work everything off that can be; how many items ended."""

        def tools(ledger: Ledger, program: Program) -> AbstractContextManager[Tools]:
            return nullcontext(Tools(pause=lambda _: None, api=api))

        def describe(case: str, what: str) -> bytes:
            return notice(case, what, system_now())

        equipment = Equipment(tools, lambda: None, describe, system_now)
        ledger = self.ledger(name)
        worker = Worker(ledger, equipment)
        try:
            worker.work(threading.Event(), once=True)
        finally:
            ledger.connection.close()
        return worker.ended

    def close(self) -> None:
        """Close what was opened for workers."""
        for each in self._opened:
            each.close()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database says."""
        return self.connection.execute(query.encode(), values or None).fetchall()

    def one(self, query: str) -> Any:
        """The only value that the database says."""
        ((value,),) = self.rows(query)
        return value
