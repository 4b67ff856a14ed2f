# SPDX-License-Identifier: EUPL-1.2
"""Whatever is killed, whenever: what was answered with 202 is kept, and read once."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from django.db import connections

from gearskifte.kernel.database import binaries, provider
from gearskifte.kernel.database.attach import attach
from gearskifte.kernel.database.server import Server
from tests.builders.caller import SYSTEM, issue
from tests.builders.people import CITIZENS
from tests.builders.site import ROOT, Answer, Site, ending, serve, wait_until
from tests.builders.xml import case_message

pytestmark = pytest.mark.acceptance

MESSAGES = 240
STATUSES = "SELECT status, count(*)::int FROM registry_raw_message GROUP BY status"


def _message(number: int) -> bytes:
    return case_message(f"k{number}", CITIZENS[number % len(CITIZENS)])


class Sender(threading.Thread):
    """A system that sends each of its messages until it is taken in, as docs/api.md advises."""

    def __init__(self, site: Site, key: str, numbers: range) -> None:
        super().__init__()
        self._site, self._key, self._numbers = site, key, numbers
        self.taken: dict[int, str] = {}
        self.answers: list[int] = []

    def run(self) -> None:
        """Send them all."""
        for number in self._numbers:
            while number not in self.taken:
                answer = self._try(_message(number))
                if answer is not None and answer.status in (200, 202):
                    self.taken[number] = answer.json["id"]
                else:
                    time.sleep(0.05)

    def _try(self, body: bytes) -> Answer | None:
        with suppress(OSError, http.client.HTTPException):
            answer = self._site.post(self._key, body)
            self.answers.append(answer.status)
            return answer
        return None


@contextmanager
def _sending(site: Site, key: str) -> Iterator[list[Sender]]:
    """Three senders at work; they have come to their end when the block has."""
    senders = [Sender(site, key, range(start, MESSAGES, 3)) for start in range(3)]
    for sender in senders:
        sender.start()
    yield senders
    for sender in senders:
        sender.join()


def _taken(senders: list[Sender]) -> dict[int, str]:
    return {number: id_ for sender in senders for number, id_ in sender.taken.items()}


def test_every_202_is_kept_when_the_web_server_is_killed(
    worker: psycopg.Connection[Any],
) -> None:
    """Killed three times while three systems send, it has lost nothing that it answered for."""
    key = issue(worker).text
    dice = Random(3)
    with serve() as site:
        with _sending(site, key) as senders:
            for _ in range(3):
                time.sleep(0.1 + dice.random() * 0.4)
                acknowledged = _taken(senders)
                site.kill()
                assert _kept(worker) >= set(acknowledged.values())
                site.start()
        taken = _taken(senders)
        assert len(set(taken.values())) == len(taken) == MESSAGES
        with site.worker("--once") as process:
            assert process.wait() == 0
    assert worker.execute(STATUSES).fetchall() == [("applied", MESSAGES)]


def _kept(worker: psycopg.Connection[Any]) -> set[str]:
    """The deliveries there are, by asking as the owner, who alone may see them."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id::text FROM registry_delivery")
        return {row[0] for row in cursor.fetchall()}


def test_every_message_is_read_once_when_the_worker_is_killed(
    worker: psycopg.Connection[Any],
) -> None:
    """Killed four times while it reads, it has read every message, and none of them by half."""
    key = issue(worker).text
    dice = Random(5)
    with serve() as site, _sending(site, key):
        for _ in range(4):
            with site.worker() as process:
                time.sleep(0.5 + dice.random())
                process.kill()
    with site.worker("--once") as process:
        assert process.wait() == 0
    assert worker.execute(STATUSES).fetchall() == [("applied", MESSAGES)]
    objects = "SELECT count(DISTINCT object_id)::int FROM registry_audience"
    assert worker.execute(objects).fetchall() == [(MESSAGES,)]


@pytest.fixture
def installation(folder: Path) -> dict[str, str]:
    """The environment of an installation of its own, with an embedded database."""
    environ = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GEARSKIFTE_") and name != "DATABASE_URL"
    }
    environ["GEARSKIFTE_DATA_DIR"] = str(folder)
    if folder_of_programs := os.environ.get("GEARSKIFTE_POSTGRES_BIN"):
        environ["GEARSKIFTE_POSTGRES_BIN"] = folder_of_programs
    return environ


def test_every_202_is_kept_when_postgresql_is_killed(installation: dict[str, str]) -> None:
    """Killed twice while systems send, it is started again with all that was answered for."""
    server = Server(
        Path(installation["GEARSKIFTE_DATA_DIR"]),
        binaries.locate(installation.get("GEARSKIFTE_POSTGRES_BIN", "")),
    )
    with attach(server):
        _run(installation, "migrate")
        database = provider.embedded(server)
        with psycopg.connect(database.worker_url) as connection:
            key = issue(connection, SYSTEM).text
        with serve(installation) as site, ending(site.worker()):
            with _sending(site, key) as senders:
                for read in (20, 60):  # so that the worker is at work, however busy the machine is
                    wait_until(partial(_has_applied, database.worker_url, read))
                    os.kill(_postmaster(server), signal.SIGKILL)
            assert len(set(_taken(senders).values())) == MESSAGES
            assert {status for sender in senders for status in sender.answers} <= {200, 202, 503}
            wait_until(partial(_has_applied, database.worker_url, MESSAGES))


def _run(environ: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, "-m", "gearskifte", *arguments]
    subprocess.run(command, cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)


def _postmaster(server: Server) -> int:
    return int(server.lock_files[0].read_text(encoding="utf-8").split()[0])


def _has_applied(url: str, number: int) -> bool:
    """Whether so many messages are read; not that we know of while the server is started again."""
    query = "SELECT count(*) >= %s FROM registry_raw_message WHERE status = 'applied'"
    with suppress(psycopg.OperationalError), psycopg.connect(url) as connection:
        ((many,),) = connection.execute(query, [number]).fetchall()
        return bool(many)
    return False
