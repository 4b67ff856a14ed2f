# SPDX-License-Identifier: EUPL-1.2
"""Robot workers as processes: told to stop, frozen past their lease, cut off from the database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import psycopg
import pytest

from gearskifte.app import boot, serving
from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.time import system_now
from gearskifte.robots import cli as robots
from gearskifte.robots.cli import killing
from tests.builders.recipes import TWO_NOTES

pytestmark = pytest.mark.acceptance

PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Site:
    """A robot in force, the case system it works on, and what the ledger says."""

    connection: psycopg.Connection[Any]
    port: int
    robot: str

    def add(self, number: int, first: int = 0) -> None:
        """Put items in line."""
        items = [{"sagsnr": str(first + each)} for each in range(number)]
        robots.put_in_line(self.connection, boot.installation().vault, self.robot, items)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the ledger says."""
        return self.connection.execute(query.encode()).fetchall()

    def holder(self, number: int) -> int:
        """The worker that has an item, or had it last."""
        query = "SELECT worker FROM robots_item WHERE label = %s"
        ((worker,),) = self.connection.execute(query, [str(number)]).fetchall()
        return int(worker.rpartition(":")[2])

    def has_done(self, number: int) -> bool:
        """Whether so many items are done, or more."""
        ((done,),) = self.rows("SELECT count(*) FROM robots_item WHERE state = 'done'")
        return bool(done >= number)

    def notes(self) -> dict[str, int]:
        """How many notes each case has, by the case system's own account."""
        return killing.books(self.port)


def _await(holds: Callable[[], object]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < give_up, "it did not come about"
        time.sleep(0.02)


@contextmanager
def _site(database: Database, seconds: float) -> Iterator[Site]:
    port = serving.free_port(0)
    target = killing.start_target(port, seconds)
    try:
        with psycopg.connect(database.worker_url, autocommit=True) as connection:
            cursor = connection.cursor()
            made = robots.make_version(cursor, TWO_NOTES, by="lone", now=system_now())
            where = {"fag": f"http://127.0.0.1:{port}"}
            robots.fill_in(cursor, made.slug, where, by="lone", now=system_now())
            robots.approve(cursor, made.version, by="per", now=system_now())
            yield Site(connection, port, made.slug)
    finally:
        serving.stop([target])


@contextmanager
def _workers(number: int, lease: float) -> Iterator[subprocess.Popen[bytes]]:
    command = ["robots", "worker", "--processes", str(number), "--lease", str(lease)]
    pool = serving.start([sys.executable, "-m", "gearskifte", *command])
    try:
        yield pool
    finally:
        serving.stop([pool], PATIENCE)


def test_idle_workers_stop_when_they_are_told_to(database: Database) -> None:
    """They end by themselves with nothing to do, and take no item on their way out."""
    with _site(database, 0.0) as site, _workers(2, 5) as pool:
        site.add(2)
        _await(partial(site.has_done, 2))
        listening = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'ClientRead'"
        _await(lambda: site.rows(listening))
        pool.terminate()
        assert pool.wait(PATIENCE) == 0
        assert site.rows("SELECT DISTINCT attempts FROM robots_item") == [(1,)]


def _frozen_at_work(site: Site, number: int) -> int | None:
    """The worker of one more item, frozen at a step that it has begun; None if it was too fast."""
    begun = "SELECT FROM robots_step WHERE state = 'begun'"
    site.add(1, number)
    _await(lambda: site.rows(begun))
    # It has asked for a note, which takes a second, and waits for the answer.
    time.sleep(0.3)
    process = site.holder(number)
    os.kill(process, signal.SIGSTOP)
    if site.rows(begun):
        return process
    os.kill(process, signal.SIGCONT)
    _await(partial(site.has_done, number + 1))
    return None


def test_a_worker_that_was_frozen_past_its_lease_does_no_more_of_its_item(
    database: Database,
) -> None:
    """Another goes on at the step that was begun; the first wakes up to a spent token."""
    with _site(database, 1.0) as site:
        # The lease is longer than a note takes by enough for the case system to save it meanwhile.
        with _workers(2, 3):
            site.add(2)
            _await(partial(site.has_done, 2))
            last = 2
            while (frozen := _frozen_at_work(site, last)) is None:
                last += 1
            try:
                _await(partial(site.has_done, last + 1))
            finally:
                os.kill(frozen, signal.SIGCONT)
        # Whatever it does late, it has done when it has ended.
        assert site.holder(last) != frozen
        assert set(site.notes().values()) == {1}
        assert len(site.notes()) == 2 * (last + 1)
        ended = "SELECT count(*) FROM robots_log WHERE entry ->> 'did' = 'done'"
        assert site.rows(ended) == [(last + 1,)]
        assert robots.breaks(site.connection) == []


def test_sixteen_workers_go_on_when_the_database_ends_their_connections(
    database: Database,
) -> None:
    """As when it is restarted, again and again: each change once, nobody is asked, none is left."""
    with (
        _site(database, 0.02) as site,
        psycopg.connect(database.admin_url, autocommit=True) as admin,
        _workers(16, 1),
    ):
        site.add(60)
        for enough in (5, 20, 35, 50):
            _await(partial(site.has_done, enough))
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> ALL(%s)"
                " AND datname = current_database() AND usename = 'gearskifte_worker'",
                [[site.connection.info.backend_pid]],
            )
        _await(partial(site.has_done, 60))
        assert site.notes() == {f"{each}-{step}": 1 for each in range(60) for step in "ab"}
        assert site.rows("SELECT FROM robots_task") == []
        assert robots.breaks(site.connection) == []
