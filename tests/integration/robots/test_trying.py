# SPDX-License-Identifier: EUPL-1.2
"""A robot is tried on one item: everything is told, nothing is changed, nothing is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from gearskifte.kernel.time import system_now
from gearskifte.robots import service, trying
from gearskifte.robots.ledger import Ledger
from gearskifte.robots.queries import SQL
from gearskifte.robots.rules.driver import Tools
from gearskifte.robots.worker import Program
from tests.builders.people import ANNA
from tests.builders.recipes import NOTES, NotesWorld
from tests.builders.shop import Shop

pytestmark = pytest.mark.integration

CITIZEN = NOTES.replace(
    'sag: {felter: [sagsnr], nøgle: "{sagsnr}"}',
    'sag: {felter: [sagsnr, cpr], nøgle: "{sagsnr}", borger: "{cpr}"}',
)
FIELDS = {"sagsnr": "S-7", "cpr": ANNA.cpr}


def _try(shop: Shop, world: NotesWorld) -> int:
    @contextmanager
    def tools(ledger: Ledger, program: Program) -> Iterator[Tools]:
        yield Tools(pause=lambda _: None, api=world)

    return trying.try_due(shop.ledger(), tools, "01-12-2026")


def _newest(shop: Shop, version: int) -> trying.Result | None:
    found = trying.newest(shop.connection.cursor(), shop.vault, version)
    assert found is not None
    return found.result


def test_a_try_out_tells_everything_and_changes_nothing(shop: Shop) -> None:
    """What would be changed is held back; there is no item, no act and no step of it."""
    made, world = shop.open(CITIZEN), NotesWorld()
    cursor = shop.connection.cursor()
    trying.ask(cursor, shop.vault, made.version, FIELDS, by="Lone")
    assert _newest(shop, made.version) is None
    assert _try(shop, world) == 1
    assert _try(shop, world) == 0
    result = _newest(shop, made.version)
    assert result is not None
    assert result.ended == "færdig"
    assert [each.said for each in result.steps if each.held_back] != []
    assert world.notes == {}
    assert shop.one("SELECT count(*) FROM robots_item") == 0
    assert shop.one("SELECT count(*) FROM robots_act") == 0


def test_what_was_typed_is_gone_and_reading_is_in_the_citizens_log(shop: Shop) -> None:
    """The fields are deleted, no CPR number is in the result, and the citizen sees the reading."""
    made = shop.open(CITIZEN)
    trying.ask(shop.connection.cursor(), shop.vault, made.version, FIELDS, by="Lone")
    _try(shop, NotesWorld())
    assert shop.one("SELECT length(data) FROM robots_tryout") == 0
    assert ANNA.cpr not in str(_newest(shop, made.version))
    subject = shop.vault.person_id(ANNA.cpr)
    ((line,),) = shop.rows("SELECT entry FROM kernel_audit WHERE subject = %s", subject)
    assert line["action"] == "read"
    assert line["what"].startswith("Læste i ")


def test_what_cannot_be_tried_says_why(shop: Shop) -> None:
    """A recipe whose systems are not filled in is a result, and no dead worker."""
    cursor = shop.connection.cursor()
    made = service.make_version(cursor, CITIZEN, by="Lone", now=system_now())
    trying.ask(cursor, shop.vault, made.version, FIELDS, by="Lone")
    assert _try(shop, NotesWorld()) == 1
    result = _newest(shop, made.version)
    assert result is not None
    assert (result.ended, result.said != "") == ("fejl", True)


def test_only_the_owners_department_asks_and_sees(
    shop: Shop, web: psycopg.Connection[tuple[Any, ...]]
) -> None:
    """Another department, a case worker and a director neither ask nor see."""
    made = shop.open(CITIZEN)
    shop.connection.execute("UPDATE robots_robot SET department = 'Jobcenter'")

    def asks(role: str, unit: str) -> bool:
        try:
            with web.transaction(), web.cursor() as cursor:
                cursor.execute(SQL.open_as, {"role": role, "unit": unit})
                trying.ask(cursor, shop.vault, made.version, FIELDS, by="x")
                return trying.newest(cursor, shop.vault, made.version) is not None
        except psycopg.errors.InsufficientPrivilege:
            return False

    assert not any(
        asks(role, unit)
        for role, unit in (
            ("department_head", "Skoler"),
            ("case_worker", "Jobcenter"),
            ("director", "Jobcenter"),
            ("", ""),
        )
    )
    assert shop.one("SELECT count(*) FROM robots_tryout") == 0
    assert asks("department_head", "Jobcenter")
