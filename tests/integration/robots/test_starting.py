# SPDX-License-Identifier: EUPL-1.2
"""Robots that begin by themselves: exactly once, whatever dies and whatever the clock says."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from gearskifte.registry.public import CaseCourse, CaseProgressed
from gearskifte.robots import service
from gearskifte.robots.starting import begin_due, begin_for_case
from tests.builders.recipes import NOTES
from tests.builders.shop import Shop

pytestmark = pytest.mark.integration

ITEM = '{felter: [sagsnr], nøgle: "{sagsnr}"}'
DAILY = NOTES.replace(
    f"sag: {ITEM}",
    'start: {hver: dag kl. 7 og 19}\nsag: {felter: [dag, klokken], nøgle: "{dag} {klokken}"}',
).replace("{sagsnr}", "{dag}")
CASES = NOTES.replace(
    f"sag: {ITEM}",
    'start: {hændelse: sag afgjort}\nsag: {felter: [sag, dag], nøgle: "{sag} {dag}"}',
).replace("{sagsnr}", "{sag}")
LIST = NOTES.replace(
    f"sag: {ITEM}",
    "start: {arbejdsliste: udtræk}\nlokalt: {udtræk: {slags: "
    f'arbejdsliste, hvad: Nattens udtræk, forslag: "udtræk*.csv"}}}}\nsag: {ITEM}',
)
NOON = datetime(2026, 12, 1, 11, tzinfo=UTC)
LABELS = "SELECT label FROM robots_item ORDER BY id"


def _begin(shop: Shop, files: Path, now: datetime) -> int:
    return begin_due(shop.ledger().connection, shop.vault, files, now)


def test_each_turn_of_a_plan_is_one_item(shop: Shop, tmp_path: Path) -> None:
    """What was missed is made up for once; a clock that is put back adds nothing."""
    shop.open(DAILY)
    assert _begin(shop, tmp_path, NOON) == 0, "what lies before is not made up for"
    assert _begin(shop, tmp_path, NOON + timedelta(hours=8)) == 1
    assert _begin(shop, tmp_path, NOON + timedelta(hours=8)) == 0
    assert _begin(shop, tmp_path, NOON + timedelta(days=2)) == 3
    for back in (timedelta(days=1), timedelta(days=400)):
        assert _begin(shop, tmp_path, NOON - back) == 0
    assert _begin(shop, tmp_path, NOON + timedelta(days=2)) == 0
    assert [label for (label,) in shop.rows(LABELS)][:2] == ["01-12-2026 19.00", "02-12-2026 07.00"]


def test_a_worker_that_dies_while_it_begins_leaves_the_turn_to_the_next(
    shop: Shop, tmp_path: Path
) -> None:
    """Items and how far was looked are kept together or not at all."""
    shop.open(DAILY)
    _begin(shop, tmp_path, NOON)
    later = NOON + timedelta(hours=8)
    killed = shop.ledger().connection
    pid = killed.execute("SELECT pg_backend_pid()").fetchone()

    def dies_before_it_commits() -> None:
        with killed.transaction():
            assert begin_due(killed, shop.vault, tmp_path, later) == 1
            shop.connection.execute("SELECT pg_terminate_backend(%s)", pid)

    with pytest.raises(psycopg.OperationalError):
        dies_before_it_commits()
    assert shop.rows(LABELS) == []
    assert _begin(shop, tmp_path, later) == 1


def test_many_workers_begin_a_turn_once(shop: Shop, tmp_path: Path) -> None:
    """However many look at the same moment."""
    shop.open(DAILY)
    _begin(shop, tmp_path, NOON)
    later = NOON + timedelta(hours=8)
    connections = [shop.ledger().connection for _ in range(8)]
    found: list[int] = []
    threads = [
        threading.Thread(
            target=lambda c=each: found.append(begin_due(c, shop.vault, tmp_path, later))
        )
        for each in connections
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(found) + _begin(shop, tmp_path, later) == 1
    assert len(shop.rows(LABELS)) == 1


def test_the_rows_of_a_work_list_are_items_once(shop: Shop, tmp_path: Path) -> None:
    """A file is read once; one that has grown brings what is new; others are left alone."""
    made = shop.open(LIST)
    folder = tmp_path / made.slug
    folder.mkdir()
    (folder / "andet.csv").write_text("sagsnr\nX-1\n", "utf-8")
    file = folder / "udtræk 1.csv"
    file.write_text("sagsnr\nS-1\nS-2\n", "utf-8")
    assert _begin(shop, tmp_path, NOON) == 2
    assert _begin(shop, tmp_path, NOON) == 0
    file.write_text("sagsnr\nS-1\nS-2\nS-3\n", "utf-8")
    assert _begin(shop, tmp_path, NOON) == 1
    assert [label for (label,) in shop.rows(LABELS)] == ["S-1", "S-2", "S-3"]


@pytest.mark.parametrize(
    ("kle", "state", "new"),
    [
        ("15.20.04", "Afgjort", 1),
        ("15.20.041", "Afgjort", 0),
        ("15.20", "Afgjort", 0),
        ("15.20.04", "Oplyst", 0),
    ],
)
def test_a_case_that_goes_on_is_an_item_once(shop: Shop, kle: str, state: str, new: int) -> None:
    """Only for the state and the subject of the recipe, and once however often it is told."""
    shop.open(CASES)
    person = uuid4()
    told = CaseProgressed(uuid4(), (person,), state, NOON)
    course = CaseCourse(told.object_id, "owner", "system", kle, "", "Jobcenter", (), "")
    with shop.connection.cursor() as cursor:
        assert begin_for_case(cursor, shop.vault, told, course) == new
        assert begin_for_case(cursor, shop.vault, told, course) == 0
    assert [row[0] for row in shop.rows("SELECT subject FROM robots_item")] == [person] * new


def test_a_stopped_robot_holds_back_what_begins(shop: Shop, tmp_path: Path) -> None:
    """Its turns are not lost: they wait until it is started."""
    made = shop.open(DAILY)
    _begin(shop, tmp_path, NOON)
    with shop.connection.cursor() as cursor:
        service.stop(cursor, made.robot, by="Lone")
    assert _begin(shop, tmp_path, NOON + timedelta(hours=8)) == 1
    assert shop.ledger().claim() is None
