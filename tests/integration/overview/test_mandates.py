# SPDX-License-Identifier: EUPL-1.2
"""Acting for others: only what the mandate says, only while it holds, all of it in the log."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from gearskifte.app.subscriptions import SUBSCRIPTIONS
from gearskifte.kernel.access import WHOLE, Access, grant_by_mandate
from gearskifte.kernel.audit import read_log
from gearskifte.kernel.errors import AccessDenied
from gearskifte.kernel.events import deliver
from gearskifte.overview.public import Guide, RegisterEvent, publish_guide
from gearskifte.overview.queries import held_mandate, read_mandates
from gearskifte.overview.rules.mandates import MandateState, new_code
from gearskifte.overview.service import accept_mandate, give_mandate, revoke_mandate
from gearskifte.registry.public import (
    Event,
    Reference,
    ReferenceKind,
    fields,
    read_overview,
)
from tests.builders import facts
from tests.builders.desk import Desk
from tests.builders.messages import message
from tests.builders.people import ANNA, BO, DAY, DORTE, NOW, VAULT, Person, own_access

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]

BEGINS, ENDS, DIED, HIDES, SHOWS = (str(uuid4()) for _ in range(5))


@pytest.fixture
def told(desk: Desk) -> Desk:
    """Anna has two cases, a letter in each, and a grant with a payment; Bo and Dorte are known."""

    def subject(number: str) -> Any:
        return facts.relation(fields.CLASS, fields.PRIMARY, class_key=number, name=f"KLE {number}")

    desk.take(
        facts.case("a", ANNA, more=[subject("27.35.04"), facts.filed("la")]),
        facts.case("b", ANNA, more=[subject("32.30.00"), facts.filed("lb")]),
        facts.document("la"),
        facts.document("lb"),
        facts.grant("g", ANNA),
        facts.payment("p", ANNA, of="g"),
        facts.case("bo", BO),
        facts.case("dorte", DORTE),
    )
    return desk


def _give(web: Connection, scope: str, days: int = 30, at: datetime = NOW) -> str | None:
    code = new_code()
    with web.transaction(), web.cursor() as cursor:
        label = give_mandate(
            cursor,
            own_access(ANNA, at),
            mandate=uuid4(),
            scope=scope,
            ends=at + timedelta(days=days),
            code=VAULT.fingerprint(code),
        )
    return code if label else None


def _accept(web: Connection, person: Person, code: str, at: datetime = NOW) -> UUID | None:
    with web.transaction(), web.cursor() as cursor:
        return accept_mandate(cursor, person.actor, VAULT.fingerprint(code), at)


def _access(web: Connection, person: Person, mandate: UUID, at: datetime) -> Access | None:
    with web.transaction(), web.cursor() as cursor:
        line = held_mandate(cursor, person.id, mandate, at)
    right = line.mandate if line else None
    if right is None:
        return None
    try:
        return grant_by_mandate(actor=person.actor, mandate=right, at=at)
    except AccessDenied:
        return None


def _seen(web: Connection, access: Access) -> set[UUID]:
    with web.transaction(), web.cursor() as cursor:
        return {held.id for held in read_overview(cursor, access).objects}


def _ids(*names: str) -> set[UUID]:
    return {facts.object_id(name) for name in names}


@pytest.mark.parametrize(
    ("scope", "opens"),
    [
        (f"case:{facts.object_id('a')}", ("a", "la")),
        ("kle:27.35.04", ("a", "la")),
        ("kle:32.30.00", ("b", "lb")),
    ],
)
def test_a_mandate_opens_what_it_says(
    told: Desk, web: Connection, scope: str, opens: tuple[str, ...]
) -> None:
    """The case, or the subject's cases, with their letters; nothing else of the giver's."""
    code = _give(web, scope)
    assert code is not None
    mandate = _accept(web, BO, code)
    assert mandate is not None
    access = _access(web, BO, mandate, NOW)
    assert access is not None
    assert _seen(web, access) == _ids(*opens)


def test_a_mandate_is_given_only_for_what_the_giver_can_see(told: Desk, web: Connection) -> None:
    """Not for somebody else's case, a subject one has no case of, or everything."""
    for scope in (f"case:{facts.object_id('bo')}", "kle:99.99.99", "", "alt", "case:x", "kle:27"):
        assert _give(web, scope) is None


def test_a_code_works_once_for_one_other_person_and_for_two_weeks(
    told: Desk, web: Connection
) -> None:
    """Not for the giver, not twice, not late, and not when it is another."""
    scope = f"case:{facts.object_id('a')}"
    code = _give(web, scope)
    late = _give(web, scope)
    assert code is not None
    assert late is not None
    assert _accept(web, ANNA, code) is None
    assert _accept(web, BO, new_code()) is None
    assert _accept(web, BO, late, NOW + 14 * DAY) is None
    assert _accept(web, BO, code, NOW + 13 * DAY) is not None
    assert _accept(web, DORTE, code, NOW + 13 * DAY) is None


def test_a_mandate_ends_by_time_and_when_it_is_taken_back(told: Desk, web: Connection) -> None:
    """From the moment it ends or is taken back it opens nothing, and it is only the holder's."""
    scope = f"case:{facts.object_id('a')}"
    code = _give(web, scope)
    assert code is not None
    mandate = _accept(web, BO, code)
    assert mandate is not None
    last = NOW + 30 * DAY
    assert _access(web, BO, mandate, last - timedelta(microseconds=1)) is not None
    assert _access(web, BO, mandate, last) is None
    assert _access(web, BO, mandate, NOW - DAY) is None
    assert _access(web, DORTE, mandate, NOW) is None
    with web.transaction(), web.cursor() as cursor:
        assert not revoke_mandate(cursor, own_access(BO), mandate)
    with web.transaction(), web.cursor() as cursor:
        assert revoke_mandate(cursor, own_access(ANNA, NOW + DAY), mandate)
    assert _access(web, BO, mandate, NOW + DAY) is None
    with web.transaction(), web.cursor() as cursor:
        (line,) = read_mandates(cursor, own_access(ANNA, NOW + 2 * DAY))
    assert line.state(NOW + 2 * DAY) is MandateState.REVOKED


def test_everything_done_by_mandate_is_in_the_givers_log(told: Desk, web: Connection) -> None:
    """Who used the code and who looked, by name, among what others have done."""
    code = _give(web, "kle:27.35.04")
    assert code is not None
    mandate = _accept(web, BO, code)
    assert mandate is not None
    access = _access(web, BO, mandate, NOW)
    assert access is not None
    _seen(web, access)
    with web.transaction(), web.cursor() as cursor:
        lines = read_log(cursor, own_access(ANNA), before=None, most=10, own=False)
    told_of = [(each.entry.what, each.entry.actor.name, each.entry.scope) for each in lines]
    assert told_of == [("overview", BO.name, "kle:27.35.04"), ("mandate", BO.name, "")]
    assert {each.entry.mandate for each in lines} == {str(mandate)}


def _happened(action: str, *people: Person, status: str = "") -> Any:
    event = Event(
        message_id=str(uuid4()),
        event_type=None,
        registered_at=NOW,
        happened_at=NOW,
        objects=tuple(Reference(ReferenceKind.CPR, person.cpr) for person in people),
        action=Reference(ReferenceKind.UUID, action),
        system=Reference(ReferenceKind.UUID, facts.MASTER_ID),
        details={"cpr_status": status} if status else {},
    )
    return message(message_id=event.message_id, events=(event,))


def _hear(desk: Desk, *messages: Any) -> None:
    desk.take(*messages)
    while deliver(desk.connection, SUBSCRIPTIONS, NOW):
        pass


@pytest.fixture
def register(told: Desk) -> Desk:
    """A register whose events have been given their meaning."""
    meanings = {BEGINS: "custody-begins", ENDS: "custody-ends", DIED: "died"}
    meanings |= {HIDES: "protection-begins", SHOWS: "protection-ends"}
    guide = Guide(events=tuple(RegisterEvent(*each) for each in meanings.items()))
    with told.connection.transaction(), told.connection.cursor() as cursor:
        publish_guide(cursor, guide, by="test", now=NOW)
    return told


def _held(web: Connection, person: Person, at: datetime = NOW) -> list[Access]:
    with web.transaction(), web.cursor() as cursor:
        lines = read_mandates(cursor, own_access(person, at))
    found = [_access(web, person, line.id, at) for line in lines if line.holder == person.id]
    return [access for access in found if access is not None]


def test_custody_comes_from_the_register_and_goes_with_it(register: Desk, web: Connection) -> None:
    """A parent sees all of the child's from the day the register says until the day it says."""
    _hear(register, _happened(BEGINS, ANNA, BO))
    (access,) = _held(web, BO)
    assert (access.purpose.code, access.scope) == ("custody", WHOLE)
    assert _seen(web, access) == _ids("a", "b", "la", "lb", "g", "p")
    assert _held(web, DORTE) == []
    _hear(register, _happened(BEGINS, ANNA, BO))
    assert len(_held(web, BO)) == 1
    _hear(register, _happened(ENDS, ANNA, BO))
    assert _held(web, BO) == []


@pytest.mark.parametrize("died", [ANNA, BO])
@pytest.mark.parametrize(
    ("action", "status"),
    [(DIED, ""), (str(uuid4()), "90")],
    ids=["told as a death", "told by the status"],
)
def test_every_right_ends_when_one_of_the_two_has_died(
    register: Desk, web: Connection, died: Person, action: str, status: str
) -> None:
    """By the register's event or by its status code; a code that nobody used is dead too."""
    code, unused = (
        _give(web, "kle:27.35.04", at=NOW - DAY),
        _give(web, "kle:27.35.04", at=NOW - DAY),
    )
    assert code is not None
    assert unused is not None
    assert _accept(web, BO, code, NOW - DAY) is not None
    assert _held(web, BO)
    _hear(register, _happened(action, died, status=status))
    assert _held(web, BO) == []
    if died is ANNA:
        assert _accept(web, DORTE, unused) is None


def test_a_protected_name_comes_from_the_register(register: Desk, web: Connection) -> None:
    """A parent acts for a child whose name is protected without being told it, until it is not."""
    _hear(register, _happened(BEGINS, ANNA, BO), _happened(HIDES, ANNA))
    names = []
    for event in (None, SHOWS):
        if event:
            _hear(register, _happened(event, ANNA))
        with web.transaction(), web.cursor() as cursor:
            (line,) = read_mandates(cursor, own_access(BO))
        names.append(line.giver_name)
    assert names == ["", ANNA.name]
