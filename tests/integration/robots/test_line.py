# SPDX-License-Identifier: EUPL-1.2
"""The line: however long it is, whoever waits in it, whatever the machines' clocks say."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Final

import psycopg
import pytest

from gearskifte.kernel.time import system_now
from gearskifte.robots import lending, service
from gearskifte.robots.ledger import SQL, Held
from gearskifte.robots.rules.driver import Tools
from gearskifte.robots.service import MadeVersion
from gearskifte.robots.worker import Equipment, Worker
from tests.builders.recipes import NOTES, NotesWorld
from tests.builders.shop import Shop

pytestmark = pytest.mark.integration

LONG: Final = 5_000
READ: Final = "SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0) FROM pg_stat_xact_user_tables"
"""Rows that this transaction has read."""
FILL: Final = """
INSERT INTO robots_item (robot_id, version_id, key, label, data, state, priority, deadline,
                         not_before, made_at, attempts, failures, worker, token, reason)
SELECT i.robot_id, i.version_id, i.key || int8send(n), i.label, i.data, 'ready', i.priority,
       i.deadline, now() + %s, now() - %s, 0, 0, '', 0, ''
FROM robots_item AS i, generate_series(1, %s) AS n
"""
NONE: Final = timedelta(0)
MOST: Final = 6
"""Rows that a claim reads: the item, its robot's key and binding, and the heads of its line."""


def _many(shop: Shop, number: int, *, later: timedelta = NONE, ago: timedelta = NONE) -> None:
    """As many like the only item; put in line some time `ago`, to be begun `later`."""
    shop.connection.execute(FILL.encode(), [later, ago, number])


def _more(shop: Shop, made: MadeVersion, first: int, number: int, priority: int) -> None:
    items = [{"sagsnr": f"S-{first + each}"} for each in range(number)]
    service.put_in_line(shop.connection, shop.vault, made.slug, items, priority=priority)


def _read_by_a_claim(shop: Shop) -> int:
    ledger = shop.ledger()
    ledger.connection.execute("BEGIN")
    assert ledger.claim() is not None
    row = ledger.connection.execute(READ.encode()).fetchone()
    ledger.connection.execute("ROLLBACK")
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("known", ["empty", "nothing", "all"])
def test_a_claim_reads_as_much_of_a_long_line_as_of_a_short_one(
    shop: Shop, owner: psycopg.Connection[object], known: str
) -> None:
    """Whatever the database knows, or believes, of how long the line is."""
    shop.open(NOTES, [{"sagsnr": "S-1"}])
    short = _read_by_a_claim(shop)
    analyze = b"ANALYZE robots_item"
    if known == "empty":
        owner.execute(b"UPDATE robots_item SET state = 'stopped'")
        owner.execute(analyze)
        owner.execute(b"UPDATE robots_item SET state = 'ready'")
        owner.commit()
    _many(shop, LONG)
    if known == "all":
        owner.execute(analyze)
        owner.commit()
    assert _read_by_a_claim(shop) <= short + 2


def test_what_waits_for_its_time_is_passed_without_being_read(shop: Shop) -> None:
    """Thousands that failed and wait, at the head of the line, cost a claim no row."""
    made = shop.open(NOTES, [{"sagsnr": "S-1"}])
    short = _read_by_a_claim(shop)
    shop.connection.execute("UPDATE robots_item SET not_before = now() + interval '1 hour'")
    _many(shop, LONG, later=timedelta(hours=1))
    _more(shop, made, 2, 1, 0)
    assert _read_by_a_claim(shop) <= short + 2


def test_what_is_lent_to_programs_stands_in_no_workers_way(shop: Shop) -> None:
    """Thousands of them, lent before or after they were put in line, cost a claim no row."""
    lent = shop.open(NOTES, [{"sagsnr": "S-1"}])
    _many(shop, LONG)
    lending.give_key(shop.connection.cursor(), lent.slug, by="Lone", at=system_now())
    _more(shop, lent, 2, 20, 1)
    mine = shop.open(NOTES.replace("opskrift: Notat", "opskrift: Eget notat"), [{"sagsnr": "S-1"}])
    assert _read_by_a_claim(shop) <= MOST
    held = shop.ledger().claim()
    assert held is not None
    assert held.robot == mine.robot


def _claims(shop: Shop, number: int) -> list[int]:
    ledger = shop.ledger()
    return [held.item for _ in range(number) if (held := ledger.claim()) is not None]


def test_who_has_waited_for_an_hour_is_not_overtaken_for_ever(shop: Shop) -> None:
    """Of eight claims one is for whoever has waited longest; the others are for the urgent."""
    made = shop.open(NOTES, [{"sagsnr": "S-1"}])
    old = shop.one("SELECT id FROM robots_item")
    shop.connection.execute("UPDATE robots_item SET made_at = now() - interval '61 minutes'")
    _more(shop, made, 2, 40, 1)
    first = _claims(shop, 8)
    assert first.count(old) == 1
    assert len(set(first)) == 8


def test_urgency_alone_decides_between_those_that_are_not_old(shop: Shop) -> None:
    """For the first hour a hundred claims are by priority, deadline and age, without exception."""
    made = shop.open(NOTES, [{"sagsnr": "S-1"}])
    low = shop.one("SELECT id FROM robots_item")
    _more(shop, made, 2, 60, 1)
    _more(shop, made, 62, 39, 2)
    urgency = [
        priority
        for each in _claims(shop, 100)
        for (priority,) in shop.rows("SELECT priority FROM robots_item WHERE id = %s", each)
    ]
    assert urgency == [2] * 39 + [1] * 60 + [0]
    assert shop.rows("SELECT worker FROM robots_item WHERE id = %s", low) == [("w",)]


def test_sixteen_workers_that_want_the_oldest_and_the_most_urgent_take_each_once(
    shop: Shop,
) -> None:
    """However claims from both ends of the line meet, no item is held by two."""
    made = shop.open(NOTES, [{"sagsnr": "S-1"}])
    _many(shop, 99, ago=timedelta(hours=2))
    _more(shop, made, 2, 100, 1)
    claimed = shop.claimed_together(16)
    assert len(claimed) == 200
    assert set(claimed.values()) == {1}


def test_what_is_lent_to_programs_keeps_no_idle_worker_awake(shop: Shop) -> None:
    """Items that only a program from outside may take are no reason to look again at once."""
    made = shop.open(NOTES, [{"sagsnr": "S-1"}])
    assert shop.one(SQL.next_due) <= 0
    lending.give_key(shop.connection.cursor(), made.slug, by="Lone", at=system_now())
    assert shop.ledger().claim() is None
    assert shop.one(SQL.next_due) is None


@pytest.mark.parametrize("off", [timedelta(days=-400), timedelta(days=400)])
def test_a_worker_whose_clock_is_wrong_holds_and_waits_like_any_other(
    shop: Shop, off: timedelta
) -> None:
    """Leases, waits, ends and the log are by the database's clock, the one that all share."""
    shop.open(NOTES, [{"sagsnr": f"S-{number}"} for number in range(3)])
    world = NotesWorld()
    ledger = shop.ledger()
    held: list[Held] = []
    worker = Worker(ledger, _equipment(world, lambda: datetime.now(UTC) + off, held))
    worker.work(threading.Event(), once=True)
    assert set(map(len, world.notes.values())) == {1}
    moments = shop.rows(
        "SELECT i.started_at, i.ended_at, s.done_at, l.at FROM robots_item AS i "
        "JOIN robots_step AS s ON s.item_id = i.id JOIN robots_log AS l ON l.item_id = i.id"
    )
    now = shop.one("SELECT clock_timestamp()")
    assert max(abs(now - each) for row in moments for each in row) < timedelta(minutes=10)
    assert shop.rows(SQL.breaks) == []


def _equipment(world: NotesWorld, clock: Callable[[], datetime], held: list[Held]) -> Equipment:
    return Equipment(
        lambda ledger, program: nullcontext(Tools(pause=lambda _: None, api=world)),
        lambda: None,
        lambda case, what: b"",
        clock,
    )
