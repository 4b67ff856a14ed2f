# SPDX-License-Identifier: EUPL-1.2
"""What the web role sees before and after a person's data is opened, and how look-ups close."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from gearskifte.app.boot import PUBLISHED
from gearskifte.kernel.access import CASEWORK, GUIDANCE, Access, Actor, Role
from gearskifte.kernel.errors import AccessDenied
from gearskifte.kernel.lookups import (
    OPEN_FOR,
    LookUp,
    access_by_look_up,
    keep_look_up,
    open_look_up,
)
from gearskifte.registry.public import Kind, read_overview
from tests.builders.desk import Desk
from tests.builders.facts import case, document, filed, registration, state
from tests.builders.people import ANNA, CARLA, CECIL, HOUR, NOW, OUR_CVR, own_access

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]
READABLE = """
SELECT c.relname FROM pg_class AS c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v')
  AND has_table_privilege('gearskifte_web', c.oid, 'SELECT')
ORDER BY c.relname
"""


NOBODYS = {*PUBLISHED, "kernel_lookup", "robots_chain"}
"""What is not empty though it is about nobody: look-ups that are open, and heads of hash chains."""


def _counts(web: Connection) -> dict[str, int]:
    """How many rows the web role sees of every table and view it may read."""
    counts = {}
    for (name,) in web.execute(READABLE).fetchall():
        query = SQL("SELECT count(*) FROM {}").format(Identifier(name))
        ((counts[name],),) = web.execute(query).fetchall()
    return counts


@pytest.fixture
def filled(desk: Desk, web: Connection) -> Desk:
    """A registry with something about Anna in every table, and a log."""
    desk.take(
        case("a", ANNA, more=[filed("d")]),
        document("d"),
        registration("a", Kind.CASE, state("Oplyst", NOW), at=NOW),
    )
    with web.transaction(), web.cursor() as cursor:
        read_overview(cursor, own_access(ANNA))
    return desk


@pytest.fixture
def desk(worker: Connection) -> Desk:
    """Somewhere to hand messages in."""
    return Desk(worker)


def test_without_a_person_opened_nothing_about_anybody_is_visible(
    filled: Desk, web: Connection
) -> None:
    """Row security shows the web role no row until one person's data is opened and logged."""
    seen = {name for name, count in _counts(web).items() if count}
    assert seen <= NOBODYS
    assert "registry_pub_source" in seen


@pytest.mark.parametrize("subject", ["", "00000000-0000-0000-0000-000000000000"])
def test_an_empty_subject_opens_nothing(filled: Desk, web: Connection, subject: str) -> None:
    """Nobody, and the nil id, are no person."""
    web.execute("SELECT set_config('gearskifte.subject', %s, true)", [subject])
    web.execute("SELECT set_config('gearskifte.moment', '2024-06-03', true)")
    assert {name for name, count in _counts(web).items() if count} <= NOBODYS


def test_what_was_opened_is_closed_with_the_transaction(filled: Desk, web: Connection) -> None:
    """The next request on the same connection begins with nothing."""
    with web.transaction(), web.cursor() as cursor:
        read_overview(cursor, own_access(ANNA))
        inside = _counts(web)
    assert inside["registry_object"] == 2
    assert inside["registry_person"] == 1
    assert _counts(web)["registry_object"] == 0


def _kept(web: Connection, actor: Actor = CARLA, at: datetime = NOW) -> LookUp:
    look_up = open_look_up(actor=actor, subject=ANNA.id, purpose=CASEWORK, at=at)
    with web.transaction(), web.cursor() as cursor:
        keep_look_up(cursor, look_up)
    return look_up


def _access(web: Connection, look_up: LookUp, actor: Actor = CARLA, at: datetime = NOW) -> Access:
    with web.transaction(), web.cursor() as cursor:
        return access_by_look_up(cursor, look_up=look_up.id, actor=actor, at=at)


def test_a_look_up_gives_its_opener_access_for_half_an_hour(web: Connection) -> None:
    """It opens at once, holds for thirty minutes and not a second longer."""
    look_up = _kept(web)
    second = timedelta(seconds=1)
    for at in (NOW, NOW + OPEN_FOR - second):
        access = _access(web, look_up, at=at)
        assert (access.subject, access.purpose, access.at) == (ANNA.id, CASEWORK, at)
        assert access.authority == OUR_CVR
    for at in (NOW - second, NOW + OPEN_FOR, NOW + 24 * HOUR):
        with pytest.raises(AccessDenied, match="GS-ACC-004"):
            _access(web, look_up, at=at)


def test_a_look_up_is_nobody_elses(web: Connection) -> None:
    """The address of a colleague's look-up, and one that was guessed, open nothing."""
    look_up = _kept(web)
    with pytest.raises(AccessDenied, match="GS-ACC-004"):
        _access(web, look_up, actor=CECIL)
    guessed = LookUp(uuid4(), ANNA.id, CARLA.id, CASEWORK, NOW)
    with pytest.raises(AccessDenied, match="GS-ACC-004"):
        _access(web, guessed)


def test_a_look_up_does_not_outlive_its_openers_role(web: Connection) -> None:
    """Who is no case worker any more reads nothing, though the look-up is still open."""
    look_up = _kept(web)
    promoted = Actor(CARLA.id, CARLA.name, Role.DEPARTMENT_HEAD, CARLA.unit, OUR_CVR)
    with pytest.raises(AccessDenied, match="GS-ACC-001"):
        _access(web, look_up, actor=promoted)


def test_a_look_up_that_is_kept_twice_stays_as_it_was(web: Connection) -> None:
    """Writing it again neither fails nor prolongs it, nor changes its purpose."""
    look_up = _kept(web)
    later = LookUp(look_up.id, ANNA.id, CARLA.id, GUIDANCE, NOW + HOUR)
    with web.transaction(), web.cursor() as cursor:
        keep_look_up(cursor, later)
    assert _access(web, look_up).purpose is CASEWORK
    with pytest.raises(AccessDenied):
        _access(web, look_up, at=NOW + HOUR)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM kernel_lookup", "UPDATE kernel_lookup SET actor = 'x'"]
)
def test_the_web_role_cannot_change_look_ups(web: Connection, statement: str) -> None:
    """A look-up is written once; it can be neither passed on nor removed."""
    _kept(web)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(statement.encode())
