# SPDX-License-Identifier: EUPL-1.2
"""What other rooms are told, what the registry takes in, and who gets a secret."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest

from gearskifte.connectors.public import read
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import Intake, take_in
from gearskifte.robots.driving.secrets import SecretStore
from gearskifte.robots.notice import ROBOTS, notice
from gearskifte.robots.public import (
    add_sample,
    freed_minutes,
    give_secret,
    robot_runs,
    tell_acts,
)
from gearskifte.robots.rules.binding import bind
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.refusals import StepRefused
from tests.builders.recipes import NOTES, WHERE, NotesWorld
from tests.builders.shop import Shop

pytestmark = pytest.mark.integration

READ = partial(read, max_bytes=2**20)
ITEMS = [{"sagsnr": f"S-{number}"} for number in range(5)]


def test_freed_minutes_come_from_items_and_samples_alone(shop: Shop) -> None:
    """Net minutes with their interval, and draws, once five items were timed by hand."""
    made = shop.open(NOTES, ITEMS)
    shop.work(NotesWorld())
    now = system_now()
    since, until = now - timedelta(days=1), now + timedelta(days=1)
    with shop.connection.cursor() as cursor:
        (before,) = freed_minutes(cursor, since=since, until=until, draws=10)
        assert (before.items, before.interval, before.draws) == (5, None, ())
        for minutes in ("5", "6", "7", "6", "6"):
            add_sample(cursor, made.robot, minutes=Decimal(minutes), by="Lone", now=now)
        (after,) = freed_minutes(cursor, since=since, until=until, draws=10)
    assert after.net == 30.0
    assert after.interval is not None
    assert len(after.draws) == 10


def test_runs_are_counted_by_the_text_that_was_run(shop: Shop) -> None:
    """Runs name the digest of the recipe in force, by which a reuser's runs are known."""
    made = shop.open(NOTES, ITEMS)
    shop.work(NotesWorld())
    with shop.connection.cursor() as cursor:
        runs = robot_runs(cursor)[made.slug]
    assert (runs.done, runs.handed, runs.asked, runs.digest) == (5, 0, 0, made.digest)
    assert runs.alone == 5


def test_the_registry_is_told_of_each_act_once(shop: Shop) -> None:
    """An act becomes an event message that the registry's own connector reads; no act is twice."""
    shop.open(NOTES, ITEMS[:2])
    shop.work(NotesWorld())
    shop.connection.autocommit = False
    intake = Intake(shop.connection, READ, shop.vault, system_now)
    assert tell_acts(shop.connection, shop.vault, lambda acts: take_in(intake, acts)) == 2
    assert tell_acts(shop.connection, shop.vault, lambda acts: take_in(intake, acts)) == 0
    assert shop.one("SELECT count(*) FROM registry_event") == 2
    assert shop.one("SELECT count(*) FROM registry_raw_message WHERE status = 'applied'") == 2


def test_a_notice_is_a_whole_event_message() -> None:
    """The connector finds nothing to say of it, whatever stands in the words."""
    reading = READ(notice("S-1 <&>", "Rykkede & <skrev>", system_now()))
    assert reading.refusals == ()
    (event,) = reading.events
    assert event.system is not None
    assert event.system.value == str(ROBOTS)


def test_a_secret_is_for_one_text_of_one_recipe(shop: Shop) -> None:
    """A changed recipe has no secrets until they are given to it; each use is in the log."""
    made = shop.open(NOTES)
    give_secret(shop.connection, shop.vault, made, "fag.kode", "u7", by="Lone")
    here = bind(read_recipe(NOTES), WHERE)
    assert SecretStore(shop.connection, shop.vault, made.robot, here).use("fag.kode") == "u7"
    other = bind(read_recipe(NOTES + "  - afslut: slut\n"), WHERE)
    changed = SecretStore(shop.connection, shop.vault, made.robot, other)
    with pytest.raises(StepRefused, match="GS-ROB-140"):
        changed.use("fag.kode")
    used = "SELECT count(*) FROM robots_log WHERE entry ->> 'did' = 'secret used'"
    assert shop.one(used) == 1
    assert not [row for row in shop.rows("SELECT sealed FROM robots_secret") if b"u7" in row[0]]
