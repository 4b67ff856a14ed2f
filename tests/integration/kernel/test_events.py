# SPDX-License-Identifier: EUPL-1.2
"""The outbox: heard if and only if the change was committed, and by every receiver once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from threading import Barrier
from typing import Any

import psycopg
import pytest
from psycopg import Cursor

from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.events import LONGEST_WAIT, Announcement, Delivered, deliver, publish
from tests.builders.people import NOW

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture
def diary(database: Database, owner: Connection) -> Iterable[Connection]:
    """A table of the test's own in which receivers write what they heard."""
    owner.execute("CREATE TABLE test_heard (receiver text, event bigint)")
    owner.execute("GRANT SELECT, INSERT ON test_heard TO gearskifte_worker")
    owner.commit()
    yield owner
    owner.rollback()
    owner.execute("DROP TABLE test_heard")
    owner.commit()


def _publish(worker: Connection, *names: str) -> None:
    with worker.transaction(), worker.cursor() as cursor:
        publish(cursor, [Announcement(name, {"name": name}) for name in names], NOW)


def _hear(receiver: str, cursor: Cursor[Any], event: Delivered) -> None:
    cursor.execute("INSERT INTO test_heard VALUES (%s, %s)", [receiver, event.id])


def first(cursor: Cursor[Any], event: Delivered) -> None:
    """Hears everything."""
    _hear("first", cursor, event)


def second(cursor: Cursor[Any], event: Delivered) -> None:
    """Hears everything too."""
    _hear("second", cursor, event)


def failing(cursor: Cursor[Any], event: Delivered) -> None:
    """Writes, and then fails."""
    _hear("failing", cursor, event)
    raise RuntimeError("Anna har CPR-nummer 610170-9990")


def breaking(cursor: Cursor[Any], event: Delivered) -> None:
    """Makes the database itself refuse."""
    cursor.execute("SELECT 1 / 0")


def _heard(connection: Connection) -> Counter[tuple[str, int]]:
    found = connection.execute("SELECT receiver, event FROM test_heard").fetchall()
    connection.commit()
    return Counter((receiver, event) for receiver, event in found)


def _outbox(worker: Connection) -> list[tuple[Any, ...]]:
    found = worker.execute(
        "SELECT attempts, delivered_at, not_before, last_error FROM kernel_outbox ORDER BY id"
    ).fetchall()
    worker.commit()
    return found


def test_an_event_is_written_with_the_change_and_gone_with_it(worker: Connection) -> None:
    """Nobody hears of what was rolled back, and what was committed waits to be heard."""
    with worker.transaction(force_rollback=True), worker.cursor() as cursor:
        publish(cursor, [Announcement("Undone", {})], NOW)
    assert _outbox(worker) == []
    _publish(worker, "Done")
    assert _outbox(worker) == [(0, None, None, "")]


def test_nothing_to_announce_writes_nothing(worker: Connection) -> None:
    """An empty announcement costs no statement and leaves no row."""
    _publish(worker)
    assert _outbox(worker) == []


def test_every_receiver_hears_each_event_once(worker: Connection, diary: Connection) -> None:
    """In the order they were published, with their content, and never again."""
    heard: list[Delivered] = []
    receivers = {"A": [first, second, lambda _, event: heard.append(event)], "B": [first]}
    _publish(worker, "A", "B", "Unknown")
    assert deliver(worker, receivers, NOW) == 3
    assert deliver(worker, receivers, NOW) == 0
    assert _heard(diary) == {("first", 1): 1, ("second", 1): 1, ("first", 2): 1}
    assert heard == [Delivered(1, "A", NOW, {"name": "A"})]
    assert [(attempts, at) for attempts, at, *_ in _outbox(worker)] == 3 * [(1, NOW)]


@pytest.mark.parametrize("broken", [failing, breaking])
def test_a_receiver_that_fails_leaves_no_trace_and_is_tried_again(
    worker: Connection, diary: Connection, broken: Any
) -> None:
    """All receivers of an event hear it or none does, and other events are not held up."""
    _publish(worker, "A", "B")
    deliver(worker, {"A": [first, broken], "B": [first]}, NOW)
    assert _heard(diary) == {("first", 2): 1}
    again = NOW + timedelta(seconds=2)
    assert deliver(worker, {"A": [first]}, again - timedelta(microseconds=1)) == 0
    assert deliver(worker, {"A": [first]}, again) == 1
    assert _heard(diary) == {("first", 1): 1, ("first", 2): 1}
    assert _outbox(worker)[0] == (2, again, again, "")


def test_the_wait_doubles_up_to_an_hour(worker: Connection, diary: Connection) -> None:
    """A receiver that keeps failing is tried ever more seldom, but never given up."""
    _publish(worker, "A")
    now, waits = NOW, []
    for _ in range(15):
        assert deliver(worker, {"A": [failing]}, now) == 1
        ((_, delivered, not_before, _),) = _outbox(worker)
        assert delivered is None
        waits.append(not_before - now)
        now = not_before
    assert waits[:4] == [timedelta(seconds=each) for each in (2, 4, 8, 16)]
    assert all(one <= other for one, other in pairwise(waits))
    assert waits[-1] == LONGEST_WAIT


def test_what_went_wrong_is_kept_without_what_was_told(
    worker: Connection, diary: Connection
) -> None:
    """The kind of fault stands in the outbox; its message could hold a person's data."""
    _publish(worker, "A")
    deliver(worker, {"A": [failing]}, NOW)
    ((attempts, _, _, error),) = _outbox(worker)
    assert (attempts, error) == (1, "RuntimeError")


def test_several_workers_share_the_events(
    database: Database, worker: Connection, diary: Connection
) -> None:
    """Four workers at once deliver each of sixty events to each receiver exactly once."""
    _publish(worker, *(["A"] * 60))
    start = Barrier(4)

    def work(_: int) -> int:
        with closing(psycopg.connect(database.worker_url)) as connection:
            start.wait()
            return deliver(connection, {"A": [first, second]}, NOW)

    with ThreadPoolExecutor(4) as pool:
        tried = list(pool.map(work, range(4)))
    assert sum(tried) == 60
    assert _heard(diary) == {(name, n): 1 for name in ("first", "second") for n in range(1, 61)}


def test_an_event_that_one_worker_holds_is_passed_over_by_the_next(
    database: Database, worker: Connection, diary: Connection
) -> None:
    """A slow receiver holds up its own event and no other."""
    _publish(worker, "Slow", "Quick")
    with closing(psycopg.connect(database.worker_url)) as other:

        def slow(cursor: Cursor[Any], event: Delivered) -> None:
            assert deliver(other, {"Quick": [first]}, NOW) == 1

        deliver(worker, {"Slow": [slow]}, NOW)
    assert _heard(diary) == {("first", 2): 1}


def test_no_more_is_delivered_at_a_time_than_asked_for(
    worker: Connection, diary: Connection
) -> None:
    """A worker comes up for air between portions."""
    _publish(worker, "A", "A", "A")
    portions = [deliver(worker, {"A": [first]}, NOW, most=2) for _ in range(3)]
    assert portions == [2, 1, 0]
