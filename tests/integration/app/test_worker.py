# SPDX-License-Identifier: EUPL-1.2
"""The worker as a process of its own: it tells what happened, and dies without doing harm."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from gearskifte.kernel.time import system_now
from gearskifte.registry.public import Kind
from tests.builders.desk import Desk
from tests.builders.facts import object_id, party, registration, state
from tests.builders.people import ANNA, HOUR

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[3]
PATIENCE = 300.0
Connection = psycopg.Connection[tuple[Any, ...]]


@contextmanager
def _worker() -> Iterator[subprocess.Popen[bytes]]:
    """A worker that is killed at the end, if it has not ended by itself."""
    command = [sys.executable, "-m", "gearskifte", "worker"]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ) as process:
        try:
            yield process
        finally:
            process.kill()


def _await(desk: Desk, query: str, wanted: int) -> None:
    """Wait until a count is what it should become."""
    give_up = time.monotonic() + PATIENCE
    while desk.one(query) != wanted and time.monotonic() < give_up:
        time.sleep(0.05)
    assert desk.one(query) == wanted


def _move(desk: Desk, number: int) -> None:
    """A case of Anna's that has just moved on."""
    now = system_now()
    moved = state("Afgjort", now - HOUR)
    desk.take(registration(f"w{number}", Kind.CASE, moved, party(ANNA), at=now))


NEWS = "SELECT count(*) FROM overview_news"
WAITING = "SELECT count(*) FROM kernel_outbox WHERE delivered_at IS NULL"


def test_the_worker_tells_what_happens_while_it_runs(worker: Connection) -> None:
    """What is committed while it runs is news soon after, and it stops when it is told to."""
    desk = Desk(worker, now=system_now())
    with _worker() as process:
        for number in range(3):
            _move(desk, number)
            _await(desk, NEWS, number + 1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert desk.one(WAITING) == 0


def test_a_worker_that_is_killed_leaves_no_double_and_no_missing_news(worker: Connection) -> None:
    """Killed three times in the middle of its work, each event is told exactly once in the end."""
    desk = Desk(worker, now=system_now())
    for number in range(60):
        _move(desk, number)
    for told in (1, 20, 40):
        with _worker():
            give_up = time.monotonic() + PATIENCE
            while desk.one(NEWS) < told and time.monotonic() < give_up:
                time.sleep(0.002)
    with _worker():
        _await(desk, WAITING, 0)
    assert desk.rows("SELECT object_id FROM overview_news ORDER BY object_id") == sorted(
        (object_id(f"w{number}"),) for number in range(60)
    )


def test_cards_are_kept_fresh_while_the_worker_runs(worker: Connection) -> None:
    """A case that closes by the clock is finished without any message coming."""
    now = system_now()
    desk = Desk(worker, now=now - 2 * HOUR)
    closing = state("Afsluttet", now - HOUR)
    desk.take(registration("a", Kind.CASE, closing, party(ANNA), at=now - 3 * HOUR))
    finished = "SELECT count(*) FROM registry_object WHERE finished"
    assert desk.one(finished) == 0
    with _worker():
        _await(desk, finished, 1)
