# SPDX-License-Identifier: EUPL-1.2
"""Nobody sees what is not theirs to see, in any sequence of reads, and every read is in the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any, Final

import msgspec
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Cursor

from gearskifte.app.subscriptions import SUBSCRIPTIONS
from gearskifte.kernel.access import (
    CASEWORK,
    OWN,
    Access,
    Mandate,
    grant_access,
    grant_by_mandate,
)
from gearskifte.kernel.audit import read_log, verify
from gearskifte.kernel.errors import AccessDenied
from gearskifte.kernel.events import deliver
from gearskifte.overview.queries import read_news
from gearskifte.registry.public import Kind, read_list, read_object, read_overview
from tests.builders.desk import Desk
from tests.builders.facts import object_id
from tests.builders.people import CARLA, CECIL, CITIZENS, DAY, NOW, Person
from tests.integration.overview.world import World, random_mandate, random_world, registrations

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]
Read = Callable[[Cursor[Any], Access, World, str], None]

ACTORS: Final = (*(person.actor for person in CITIZENS), CARLA, CECIL)
MANDATES: Final = 24
MOMENTS: Final = tuple(NOW + DAY * days for days in (-31, -1, 0, 1, 2, 45))
MOST: Final = {Kind.CASE: 50, Kind.DOCUMENT: 10, Kind.GRANT: 30, Kind.PAYMENT: 24}


@pytest.fixture(params=range(3))
def world(request: pytest.FixtureRequest, desk: Desk) -> World:
    """A random municipality that has been taken in, with its news delivered."""
    made = random_world(request.param)
    desk.take(*registrations(made))
    deliver(desk.connection, SUBSCRIPTIONS, NOW)
    return made


def _overview(cursor: Cursor[Any], access: Access, world: World, name: str) -> None:
    read = read_overview(cursor, access)
    wanted = _ids(world, access)
    shown = {held.id for held in read.objects}
    totals = {total.kind: total.number for total in read.totals}
    for kind in Kind:
        there = {each for each in wanted if wanted[each] is kind}
        listed = {held.id for held in read.objects if held.kind is kind}
        assert totals.get(kind, 0) == len(there)
        assert len(listed) == min(len(there), MOST[kind])
    assert shown <= wanted.keys()
    _names_nobody_else(read, access)


def _list(cursor: Cursor[Any], access: Access, world: World, name: str) -> None:
    kind = world.things[name].kind
    read = read_list(cursor, access, kind=kind, finished=False, most=99, skip=0)
    wanted = _ids(world, access)
    assert {held.id for held in read.objects} == {each for each in wanted if wanted[each] is kind}


def _object(cursor: Cursor[Any], access: Access, world: World, name: str) -> None:
    found = read_object(cursor, access, object_id(name))
    wanted = _ids(world, access)
    assert (found is not None) == (object_id(name) in wanted)
    if found is not None:
        assert {held.id for held in found.linked} <= wanted.keys()
        _names_nobody_else((found.name, found.held, found.linked), access)


def _news(cursor: Cursor[Any], access: Access, world: World, name: str) -> None:
    told = read_news(cursor, access)
    assert {line.object_id for line in told} <= _ids(world, access).keys()
    assert access.mandate is None or not told


def _log(cursor: Cursor[Any], access: Access, world: World, name: str) -> None:
    lines = read_log(cursor, access, before=None, most=10_000, own=True)
    if access.mandate is not None:
        assert lines == []  # the log is the person's own, whoever else may act for them
        return
    person = next(each for each in CITIZENS if each.id == access.subject)
    assert len(lines) == world.reads[person] + 1


READS: Final[tuple[Read, ...]] = (_overview, _list, _object, _object, _news, _log)
STEP: Final = st.tuples(
    st.integers(0, len(ACTORS) - 1),
    st.integers(0, len(CITIZENS) - 1),
    st.integers(0, len(MOMENTS) - 1),
    st.integers(0, len(READS) - 1),
    st.integers(0, 39),
    st.integers(0, 2 * MANDATES - 1),
)


def _ids(world: World, access: Access) -> dict[Any, Kind]:
    """The things that may be seen, by id, with their kind."""
    return {object_id(name): world.things[name].kind for name in world.seen(access)}


def _names_nobody_else(read: Any, access: Access) -> None:
    written = msgspec.json.encode(read).decode()
    assert not [each for each in CITIZENS if each.id != access.subject and each.name in written]


def _acting(mandates: list[Mandate], number: int, at: datetime) -> Access | None:
    """The access that a mandate gives its holder; None where it gives none, as to anybody else."""
    mandate = mandates[number]
    holder = next(each for each in CITIZENS if each.id == mandate.holder)
    for other in ACTORS:
        if other != holder.actor:
            with pytest.raises(AccessDenied):
                grant_by_mandate(actor=other, mandate=mandate, at=at)
    try:
        return grant_by_mandate(actor=holder.actor, mandate=mandate, at=at)
    except AccessDenied:
        assert not mandate.holds_at(at)
        return None


def _accessing(actor: int, person: Person, at: datetime) -> Access | None:
    """The access of an actor to a person; None where the rules give none."""
    who = ACTORS[actor]
    purpose = CASEWORK if who in (CARLA, CECIL) else OWN
    try:
        return grant_access(actor=who, subject=person.id, purpose=purpose, at=at)
    except AccessDenied:
        assert who.id != str(person.id)
        return None


@settings(
    max_examples=800,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEP, min_size=1, max_size=6))
def test_no_sequence_of_reads_shows_what_is_not_to_be_seen(
    world: World, web: Connection, steps: list[tuple[int, int, int, int, int, int]]
) -> None:
    """Whoever reads whatever whenever sees what brute force says, and leaves one line each."""
    names = list(world.things)
    mandates = [random_mandate(Random(number), world) for number in range(MANDATES)]
    for actor, whom, moment, read, thing, mandate in steps:
        # A citizen mostly asks for their own; a few ask for somebody else's, in vain.
        person = CITIZENS[actor if actor < len(CITIZENS) and thing % 8 else whom]
        if mandate < MANDATES:
            access = _acting(mandates, mandate, MOMENTS[moment])
        else:
            access = _accessing(actor, person, MOMENTS[moment])
        if access is None:
            continue
        person = next(each for each in CITIZENS if each.id == access.subject)
        # An official's own pages are the overview, the lists and single objects.
        chosen = READS[read % 4 if access.authority else read]
        with web.transaction(), web.cursor() as cursor:
            chosen(cursor, access, world, names[thing])
        world.reads[person] += 1
    with web.transaction():
        assert web.execute("SELECT count(*) FROM registry_object").fetchall() == [(0,)]


def test_after_many_reads_the_log_is_whole_and_complete(
    world: World, web: Connection, owner: Connection
) -> None:
    """As many lines as reads, for each person, and the chains hold."""
    for number in range(200):
        person = CITIZENS[number % len(CITIZENS)]
        access = _accessing(4 + number % 2, person, NOW)
        assert access is not None
        with web.transaction(), web.cursor() as cursor:
            _object(cursor, access, world, list(world.things)[number % 40])
        world.reads[person] += 1
    query = "SELECT subject, count(*) FROM kernel_audit GROUP BY subject"
    assert dict(owner.execute(query).fetchall()) == {p.id: n for p, n in world.reads.items()}
    assert verify(owner) == []
