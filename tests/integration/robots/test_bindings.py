# SPDX-License-Identifier: EUPL-1.2
"""What is filled in for a robot: kept, recorded with each item, and what its secrets belong to."""

from __future__ import annotations

from importlib import import_module

import psycopg
import pytest
from django.apps import apps
from django.db import connections

from gearskifte.robots import queries, service
from gearskifte.robots.driving.secrets import SecretStore, give
from gearskifte.robots.ledger import SQL
from gearskifte.robots.rules.binding import BindingsRefused, bind
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.refusals import StepRefused
from tests.builders.recipes import NOTES, WHERE, NotesWorld
from tests.builders.shop import Shop

pytestmark = pytest.mark.integration

ELSEWHERE = {"fag": "https://andet.test"}


def test_a_version_is_approved_and_gets_items_when_everything_is_filled_in(shop: Shop) -> None:
    """Who approves sees where it will work; without that there is nothing to approve."""
    with shop.connection.cursor() as cursor:
        now = shop.one("SELECT now()")
        made = service.make_version(cursor, NOTES, by="Lone", now=now)
        with pytest.raises(BindingsRefused, match="GS-ROB-034"):
            service.approve(cursor, made.version, by="Per", now=now)
        with pytest.raises(BindingsRefused, match="address"):
            service.fill_in(cursor, made.slug, {"fag": "fag.test"}, by="Lone", now=now)
        assert shop.one("SELECT count(*) FROM robots_binding") == 0
        service.fill_in(cursor, made.slug, {"fag": WHERE["fag"]}, by="Lone", now=now)
        service.fill_in(cursor, made.slug, {"fag": WHERE["fag"]}, by="Lone", now=now)
        assert shop.one("SELECT count(*) FROM robots_binding") == 1
        service.approve(cursor, made.version, by="Per", now=now)
    assert service.put_in_line(shop.connection, shop.vault, made.slug, [{"sagsnr": "S-1"}]) == 1


def test_an_item_says_what_it_was_worked_on_with(shop: Shop) -> None:
    """Each run records its bindings, in the ledger's log too; what came later changes nothing."""
    made = shop.open(NOTES, [{"sagsnr": "S-1"}])
    shop.work(NotesWorld())
    with shop.connection.cursor() as cursor:
        service.fill_in(cursor, made.slug, ELSEWHERE, by="Lone", now=shop.one("SELECT now()"))
    item = shop.one("SELECT id FROM robots_item")
    used = queries.bindings_of_item(shop.connection, item)
    assert used is not None
    assert used.given == {"fag": WHERE["fag"]}
    noted = shop.one("SELECT entry ->> 'binding' FROM robots_log WHERE entry ->> 'did' = 'done'")
    assert int(noted) == used.id
    assert shop.rows(SQL.breaks) == []


@pytest.mark.parametrize("moment", ["get", "after send"])
def test_a_change_that_was_begun_is_looked_for_where_it_was_begun(shop: Shop, moment: str) -> None:
    """A new address is for items that have begun no change; the rest are ended where they began."""
    made = shop.open(NOTES, [{"sagsnr": "S-1"}])
    world = NotesWorld()

    def dies(when: str) -> None:
        if when == moment:
            raise psycopg.OperationalError("killed")

    world.interrupt = dies
    with pytest.raises(psycopg.OperationalError):
        shop.work(world)
    with shop.connection.cursor() as cursor:
        service.fill_in(cursor, made.slug, ELSEWHERE, by="Lone", now=shop.one("SELECT now()"))
    shop.connection.execute("UPDATE robots_item SET lease_until = now() - interval '1 second'")
    ledger = shop.ledger()
    ledger.reclaim()
    held = ledger.claim()
    assert held is not None
    (given,) = shop.rows("SELECT given FROM robots_binding WHERE id = %s", held.binding)[0]
    assert given == (ELSEWHERE if moment == "get" else {"fag": WHERE["fag"]})


def test_a_secret_goes_nowhere_else_than_where_it_was_given(shop: Shop) -> None:
    """An address that is changed has no secrets until somebody gives them to it."""
    made = shop.open(NOTES)
    recipe = read_recipe(NOTES)
    here, there = bind(recipe, WHERE), bind(recipe, ELSEWHERE)
    give(
        shop.connection,
        shop.vault,
        robot=made.robot,
        bound=here,
        name="fag.kode",
        secret="u7",
        by="Ib",
    )
    assert SecretStore(shop.connection, shop.vault, made.robot, here).use("fag.kode") == "u7"
    with pytest.raises(StepRefused, match="GS-ROB-140"):
        SecretStore(shop.connection, shop.vault, made.robot, there).use("fag.kode")


def test_addresses_in_older_texts_become_what_is_filled_in(
    shop: Shop, owner: psycopg.Connection[object]
) -> None:
    """A recipe from before keeps working: its text without address, the address and the secret."""
    made = shop.open(NOTES)
    older = NOTES.replace("{fag: fagsystemet}", '{fag: "https://fag.test/"} # her')
    give(
        shop.connection,
        shop.vault,
        robot=made.robot,
        bound=bind(read_recipe(NOTES), WHERE),
        name="fag.kode",
        secret="u7",
        by="Ib",
    )
    owner.execute("DELETE FROM robots_binding")
    owner.execute("UPDATE robots_version SET source = %s, digest = 'before'", (older,))
    owner.execute("UPDATE robots_secret SET digest = 'before', address = ''")
    owner.commit()
    migration = import_module("gearskifte.robots.migrations.0003_bindings")
    migration.move_addresses(apps, connections["owner"].schema_editor())
    _, source = queries.newest_text(shop.connection, made.slug)
    bound = service.bound_now(shop.connection, made.slug)
    assert "systemer: {fag: fag} # her" in source
    assert bound.addresses == {"fag": "https://fag.test"}
    assert SecretStore(shop.connection, shop.vault, made.robot, bound).use("fag.kode") == "u7"
