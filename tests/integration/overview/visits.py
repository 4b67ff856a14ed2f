# SPDX-License-Identifier: EUPL-1.2
"""Reads by anybody of anybody at any time, each held against brute force."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from random import Random
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Connection, Cursor

from gearskifte.kernel.access import (
    CASEWORK,
    OWN,
    Access,
    Actor,
    Mandate,
    grant_access,
    grant_by_mandate,
)
from gearskifte.kernel.audit import read_log
from gearskifte.kernel.errors import AccessDenied
from gearskifte.overview.guarding import guard_mandates, guard_of
from gearskifte.overview.queries import (
    read_corrections,
    read_deliveries,
    read_mandates,
    read_news,
)
from gearskifte.registry.public import (
    Held,
    Kind,
    LeftUnread,
    PersonOverview,
    read_everything,
    read_list,
    read_object,
    read_overview,
)
from tests.builders.facts import object_id
from tests.builders.people import CARLA, CECIL, CITIZENS, DAY, NOW, Person
from tests.integration.overview.world import ADDRESSES, World, random_mandate

Read = Callable[[Cursor[Any], Access, World, str], None]
Step = tuple[int, int, int, int, int, int]
"""Who asks, whom about, when, which read, about which thing, and by which mandate if by any."""

ACTORS: Final = (*(person.actor for person in CITIZENS), CARLA, CECIL)
MANDATES: Final = 24
MOMENTS: Final = tuple(NOW + DAY * days for days in (-31, -1, 0, 1, 2, 45))
MOST: Final = {Kind.CASE: 50, Kind.DOCUMENT: 10, Kind.GRANT: 30, Kind.PAYMENT: 24}
MOST_LINES: Final = 50


def mandates_of(world: World) -> list[Mandate]:
    """The mandates there are in a world."""
    return [random_mandate(Random(number), world) for number in range(MANDATES)]


def asked(mandates: Sequence[Mandate], step: Step) -> Access | None:
    """The access that the rules give for a step; None where they give none."""
    actor, whom, moment, _, thing, mandate = step
    if mandate < MANDATES:
        return _acting(mandates, mandate, MOMENTS[moment])
    # A citizen mostly asks for their own; a few ask for somebody else's, in vain.
    person = CITIZENS[actor if actor < len(CITIZENS) and thing % 8 else whom]
    return accessing(actor, person, MOMENTS[moment])


def read_of(access: Access, step: Step) -> int:
    """Which of `READS` a step makes."""
    return step[3] % OFFICIALS if access.authority else step[3]


def take(web: Connection[Any], world: World, mandates: Sequence[Mandate], step: Step) -> bool:
    """One request; whether the rules gave it at all.

    Raises:
        AssertionError: if it showed what brute force says it may not, or hid what it may.
    """
    access = asked(mandates, step)
    if access is None:
        return False
    person = next(each for each in CITIZENS if each.id == access.subject)
    with web.transaction(), web.cursor() as cursor:
        READS[read_of(access, step)](cursor, access, world, list(world.things)[step[4]])
    world.reads[person] += 1
    return True


def _overview(cursor: Cursor[Any], access: Access, world: World, name: str) -> None:
    read = _guarded(cursor, access, read_overview(cursor, access))
    wanted = _ids(world, access)
    shown = {held.id for held in read.objects}
    totals = {total.kind: total.number for total in read.totals}
    for kind in Kind:
        there = {each for each in wanted if wanted[each] is kind}
        listed = {held.id for held in read.objects if held.kind is kind}
        assert totals.get(kind, 0) == len(there)
        assert len(listed) == min(len(there), MOST[kind])
    assert shown <= wanted.keys()
    _tells_what_is_unread(read.unread, access, world)
    _names_nobody_else(read, access)
    _addresses(read.objects, access, world)


def _list(cursor: Cursor[Any], access: Access, world: World, name: str) -> None:
    kind = world.things[name].kind
    read = read_list(cursor, access, kind=kind, finished=False, most=99, skip=0)
    read = _guarded(cursor, access, read)
    wanted = _ids(world, access)
    assert {held.id for held in read.objects} == {each for each in wanted if wanted[each] is kind}
    _tells_what_is_unread(read.unread, access, world)
    _addresses(read.objects, access, world)


def _everything(cursor: Cursor[Any], access: Access, world: World, name: str) -> None:
    read = _guarded(cursor, access, read_everything(cursor, access))
    assert {held.id for held in read.objects} == _ids(world, access).keys()
    _tells_what_is_unread(read.unread, access, world)
    _names_nobody_else(read, access)
    _addresses(read.objects, access, world)


def read_one(cursor: Cursor[Any], access: Access, world: World, name: str) -> None:
    """Read one thing, which is there exactly if it may be seen."""
    found = read_object(cursor, access, object_id(name))
    if found is not None and not access.authority:
        found = guard_of(access).detail(cursor, found)
    wanted = _ids(world, access)
    assert (found is not None) == (object_id(name) in wanted)
    if found is not None:
        assert {held.id for held in found.linked} <= wanted.keys()
        _tells_what_is_unread(found.unread, access, world)
        _names_nobody_else((found.name, found.held, found.linked), access)
        _addresses((found.held, *found.linked), access, world)


def _deliveries(cursor: Cursor[Any], access: Access, world: World, name: str) -> None:
    read_overview(cursor, access)
    told = [line.grant for line in read_deliveries(cursor)]
    grants = {each for each, kind in _ids(world, access).items() if kind is Kind.GRANT}
    assert sorted(told) == sorted(grants)


def _corrections(cursor: Cursor[Any], access: Access, world: World, name: str) -> None:
    said = {line.id for line in read_corrections(cursor, access)}
    own = {world.said[access.subject]} if access.subject in world.said else set()
    assert said == (set() if access.mandate else own)


def _news(cursor: Cursor[Any], access: Access, world: World, name: str) -> None:
    told = read_news(cursor, access)
    told = guard_of(access).lines(cursor, told, "title", lambda line: line.object_id)
    _tells_no_closed_address(told, access, world)
    assert {line.object_id for line in told} <= _ids(world, access).keys()
    assert access.mandate is None or not told


def _mandates(cursor: Cursor[Any], access: Access, world: World, name: str) -> None:
    lines = read_mandates(cursor, access)
    lines = guard_mandates(cursor, lines, UUID(access.actor.id), access.at)
    if access.mandate is not None:
        assert lines == []  # whom somebody has given a mandate is their own
        return
    concerned = [access.subject in (each.giver, each.holder) for each in lines]
    assert all(concerned)
    mine = [each for each in world.given if access.subject in (each.giver.id, each.holder.id)]
    assert len([each for each in lines if each.scope]) == len(mine)
    _tells_no_closed_address(lines, access, world)
    written = msgspec.json.encode(lines).decode()
    assert not [each for each in world.closed_addresses(access) if each.name in written]


def _log(cursor: Cursor[Any], access: Access, world: World, name: str) -> None:
    lines = read_log(cursor, access, before=None, most=MOST_LINES, own=True)
    if access.mandate is not None:
        assert lines == []  # the log is the person's own, whoever else may act for them
        return
    person = next(each for each in CITIZENS if each.id == access.subject)
    assert len(lines) == min(world.reads[person] + 1, MOST_LINES)
    told = {line.entry.told.reference for line in lines if line.entry.told}
    assert told <= {f"of {person.id}"}


READS: Final[tuple[Read, ...]] = (
    *(_overview, _list, read_one, read_one, _deliveries),
    *(_news, _corrections, _everything, _mandates, _log),
)
OFFICIALS: Final = 5
"""An official's own are the first of them: the overview, lists, objects and deliveries."""


def _ids(world: World, access: Access) -> dict[Any, Kind]:
    """The things that may be seen, by id, with their kind."""
    return {object_id(name): world.things[name].kind for name in world.seen(access)}


def _tells_what_is_unread(left: Sequence[LeftUnread], access: Access, world: World) -> None:
    """That there is something is told exactly to whom it may be about, and more only to them."""
    number, told = world.unread(access)
    assert bool(left) == bool(number)
    assert sum(each.number for each in left) == told
    if not told:
        assert all(each == LeftUnread("", "") for each in left)


def _names_nobody_else(read: Any, access: Access) -> None:
    written = msgspec.json.encode(read).decode()
    assert not [each for each in CITIZENS if each.id != access.subject and each.name in written]


def _guarded(cursor: Cursor[Any], access: Access, read: PersonOverview) -> PersonOverview:
    """As the pages of a citizen have it; an official reads what their rights open."""
    return read if access.authority else guard_of(access).overview(cursor, read)


def _addresses(objects: Iterable[Held], access: Access, world: World) -> None:
    """No text tells where a protected other lives, and texts that tell of none are whole."""
    held = list(objects)
    _tells_no_closed_address(held, access, world)
    names = {object_id(name): name for name in world.things}
    for each in held:
        thing = world.things[names[each.id]]
        if thing.kind is not Kind.PAYMENT and world.whole(thing.name, access):
            assert thing.title in msgspec.json.encode(each).decode()


def _tells_no_closed_address(read: Any, access: Access, world: World) -> None:
    written = msgspec.json.encode(read).decode().casefold()
    for person in world.closed_addresses(access):
        assert not [word for word in _words_of(person) if word in written], "a closed address"


def _words_of(person: Person) -> list[str]:
    """What tells where somebody lives: the words of their address, without what all have."""
    return [each.casefold() for each in re.findall(r"[^\W\d_]{5,}", ADDRESSES[person])]


def _refused(actor: Actor, mandate: Mandate, at: datetime) -> bool:
    try:
        grant_by_mandate(actor=actor, mandate=mandate, at=at)
    except AccessDenied:
        return True
    return False


def _acting(mandates: Sequence[Mandate], number: int, at: datetime) -> Access | None:
    """The access that a mandate gives its holder; None where it gives none, as to anybody else."""
    mandate = mandates[number]
    holder = next(each for each in CITIZENS if each.id == mandate.holder)
    for other in ACTORS:
        if other != holder.actor:
            assert _refused(other, mandate, at), "a mandate gave somebody else access"
    try:
        return grant_by_mandate(actor=holder.actor, mandate=mandate, at=at)
    except AccessDenied:
        assert not mandate.holds_at(at)
        return None


def accessing(actor: int, person: Person, at: datetime) -> Access | None:
    """The access of an actor to a person; None where the rules give none."""
    who = ACTORS[actor]
    purpose = CASEWORK if who in (CARLA, CECIL) else OWN
    try:
        return grant_access(actor=who, subject=person.id, purpose=purpose, at=at)
    except AccessDenied:
        assert who.id != str(person.id)
        return None
