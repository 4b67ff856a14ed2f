# SPDX-License-Identifier: EUPL-1.2
"""Whom messages are about that lie here unread: known exactly, told to nobody but themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from gearskifte.kernel.access import BEHALF, WHOLE, Access, Mandate, grant_by_mandate
from gearskifte.kernel.database.reading import reading
from gearskifte.registry.public import (
    Kind,
    LeftUnread,
    Message,
    Named,
    Refusal,
    left_unread,
    mend,
    read_everything,
    read_list,
    read_object,
    read_overview,
    reject,
    run_again,
    unread_since,
    waiting,
)
from gearskifte.registry.public import fields as f
from tests.builders.desk import Desk
from tests.builders.facts import (
    case,
    document,
    filed,
    grant,
    hidden,
    master,
    object_id,
    payment,
    registration,
    relation,
    to_object,
)
from tests.builders.messages import message, refusal
from tests.builders.people import (
    ANNA,
    BO,
    DAY,
    DORTE,
    EMIL,
    HOUR,
    NOW,
    VAULT,
    Person,
    official_access,
    own_access,
)

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]


def _refused(name: str, *people: Person, also: tuple[str, ...] = ()) -> Refusal:
    """An object that cannot be used, with these persons in it, that follows from others."""
    names = Named(tuple(each.cpr for each in people), tuple(map(object_id, also)))
    told = refusal()
    return Refusal(told.code, told.path, told.reason, object_id(name), names)


def _left(person: Person) -> tuple[LeftUnread, ...]:
    return reading(lambda cursor: read_overview(cursor, own_access(person))).unread


def _waiting(*people: Person) -> set[str]:
    return {each.name for each in people if _left(each)}


def test_only_those_in_the_refused_part_wait(desk: Desk, web: Connection) -> None:
    """Of a message with two cases, one of which was read, the other's person waits."""
    desk.take(message(case("a", ANNA), refusals=(_refused("b", BO),)))
    assert _waiting(ANNA, BO, DORTE) == {BO.name}


def test_where_nobody_says_which_part_everybody_in_the_message_waits(
    desk: Desk, web: Connection
) -> None:
    """A reader that says nothing of whom it refused leaves all of them in doubt."""
    desk.take(message(case("a", ANNA), refusals=(refusal(),)))
    desk.take(Message("fremmed", f"hvem? {BO.cpr[:6]}-{BO.cpr[6:]}".encode("utf-16")))
    assert _waiting(ANNA, BO, DORTE) == {ANNA.name, BO.name}


def test_whom_an_object_concerns_waits_for_its_newer_version(desk: Desk, web: Connection) -> None:
    """Also those whom the refused version does not name: parties, and those of its case."""
    desk.take(case("a", ANNA, more=[filed("d")]), grant("g", BO))
    desk.take(message(refusals=(_refused("a"), _refused("p", also=("g",)))))
    assert _waiting(ANNA, BO, DORTE) == {ANNA.name, BO.name}


def test_it_is_the_same_whatever_comes_first(desk: Desk, web: Connection) -> None:
    """A document that was refused before the case that it lies in, or after it; then a replay."""
    desk.take(message(refusals=(_refused("d"),)))
    assert _waiting(ANNA, BO) == set()
    desk.take(case("a", ANNA, more=[filed("d")]))
    assert _waiting(ANNA, BO) == {ANNA.name}
    before = desk.state
    desk.replay()
    assert (desk.state, _waiting(ANNA, BO)) == (before, {ANNA.name})


def test_a_decision_ends_it(desk: Desk, web: Connection) -> None:
    """Rejected at once; mended when the new one is read; read again when it can be used."""
    cursor = desk.connection.cursor()
    for person, name in ((ANNA, "a"), (BO, "b"), (DORTE, "d")):
        desk.take(Message(name, f"kan ikke læses {person.cpr}".encode()))
    first, second, third = sorted(each.id for each in waiting(cursor))
    assert _waiting(ANNA, BO, DORTE) == {ANNA.name, BO.name, DORTE.name}
    reject(cursor, first, by="test", reason="dublet", now=NOW)
    mend(cursor, VAULT, second, message(case("b", BO)).body, by="test", reason="", now=NOW)
    desk.connection.commit()
    assert _waiting(ANNA, BO, DORTE) == {BO.name, DORTE.name}
    desk.resume()
    assert _waiting(ANNA, BO, DORTE) == {DORTE.name}
    reader, good = desk.read, message(case("d", DORTE)).body
    desk.read = lambda body: reader(good if DORTE.cpr.encode() in body else body)
    run_again(desk.intake, [third])
    assert _waiting(ANNA, BO, DORTE) == set()
    before = desk.state
    desk.replay()
    assert (desk.state, _waiting(ANNA, BO, DORTE)) == (before, set())


def test_a_message_mended_by_one_that_is_here_already_waits_no_more(
    desk: Desk, web: Connection
) -> None:
    """What the new bytes say was read before; a replay knows that too."""
    good = message(case("a", ANNA))
    desk.take(good, Message("a", f"kan ikke læses {ANNA.cpr}".encode()))
    cursor = desk.connection.cursor()
    (held,) = waiting(cursor)
    mend(cursor, VAULT, held.id, good.body, by="test", reason="", now=NOW)
    desk.connection.commit()
    assert _waiting(ANNA) == set()
    before = desk.state
    desk.replay()
    assert (desk.state, _waiting(ANNA)) == (before, set())


def test_the_person_is_told_which_system_and_when(desk: Desk, web: Connection) -> None:
    """The newest and the number of each system; on an object whether it is about that."""
    desk.take(case("a", ANNA), case("b", ANNA))
    desk.take(message(refusals=(_refused("a"),)))
    desk.now += HOUR
    desk.take(message(case("e", EMIL), refusals=(_refused("x", ANNA),)))
    assert {(each.number, each.at) for each in _left(ANNA)} == {(2, NOW + HOUR)}
    assert [_here(name) for name in ("a", "b")] == [True, False]


def _here(name: str) -> bool:
    access, about = own_access(ANNA), object_id(name)
    found = reading(lambda cursor: read_object(cursor, access, about))
    assert found is not None
    return any(each.here for each in found.unread)


def _readings(access: Access) -> list[tuple[LeftUnread, ...]]:
    asked: dict[str, Any] = {"kind": Kind.CASE, "finished": False, "most": 9, "skip": 0}
    found = reading(lambda cursor: read_object(cursor, access, object_id("a")))
    return [
        reading(lambda cursor: read_overview(cursor, access)).unread,
        reading(lambda cursor: read_everything(cursor, access)).unread,
        reading(lambda cursor: read_list(cursor, access, **asked)).unread,
        *([found.unread] if found else []),
    ]


@pytest.mark.parametrize("scope", ["", f"case:{object_id('a')}", WHOLE])
def test_whoever_else_reads_is_told_only_that_something_may_be_missing(
    desk: Desk, web: Connection, scope: str
) -> None:
    """An official, and whoever acts by a mandate however wide: no system, no time, no number."""
    desk.entitle()
    desk.take(case("a", ANNA), message(refusals=(_refused("a"), _refused("x", ANNA))))
    by_mandate = "" if scope == WHOLE else scope
    access = _by_mandate(by_mandate) if scope else official_access(ANNA)
    for told in _readings(access):
        assert told == (LeftUnread("", "", None, 0, here=False),)


def _by_mandate(scope: str) -> Access:
    mandate = Mandate(UUID(int=7), ANNA.id, BO.id, BEHALF, scope, NOW - DAY, None)
    return grant_by_mandate(actor=BO.actor, mandate=mandate, at=NOW)


def test_what_is_closed_to_the_person_is_not_told_of(desk: Desk, web: Connection) -> None:
    """Of a case that its source keeps from the citizen nothing is said of the system."""
    desk.take(case("a", ANNA, more=[hidden()]), message(refusals=(_refused("a"),)))
    assert _left(ANNA) == (LeftUnread("", "", None, 0, here=False),)


def test_the_web_cannot_read_whom_messages_name(desk: Desk, web: Connection) -> None:
    """Neither the table nor whom an object concerns, and nothing where no person was opened."""
    desk.take(message(refusals=(_refused("a", ANNA),)))
    for statement in (
        "SELECT * FROM registry_unread",
        "SELECT registry_concern_unread('{}')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute(statement.encode())
        web.rollback()
    assert left_unread(web.cursor()) == ()
    web.rollback()


def test_those_that_citizens_wait_for_come_first(desk: Desk, web: Connection) -> None:
    """A count of citizens beside each message, and no word of who they are."""
    desk.take(message(refusals=(_refused("a", ANNA, BO),)))
    desk.take(Message("b", b"kan ikke bruges"))
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        assert [each.citizens for each in waiting(cursor)] == [2, 0]


def test_a_message_that_nobody_has_read_is_known_by_its_age(
    desk: Desk, web: Connection, owner: Connection
) -> None:
    """The oldest that waits; one that was read and lies in quarantine waits for nobody to read."""
    desk.take(Message("b", f"kan ikke bruges {ANNA.cpr}".encode()))
    assert reading(unread_since) is None
    with owner.transaction():
        owner.execute("UPDATE registry_raw_message SET status = 'received', interface = ''")
    assert reading(unread_since) is None  # it is read again, and who waits for it is known
    with owner.transaction():
        owner.execute("DELETE FROM registry_unread")
    assert reading(unread_since) == NOW


def test_nothing_is_told_of_persons_where_a_refusal_is_shown() -> None:
    """The numbers of a refused part stand in no text that is made of it."""
    told = _refused("a", ANNA)
    assert ANNA.cpr not in repr(told)
    assert ANNA.cpr not in str(told.names)


def test_a_grant_that_follows_from_a_case_is_waited_for(desk: Desk, web: Connection) -> None:
    """A newer version of a grant concerns those of its case too, as it does when it is read."""
    following = relation(f.CASE, f.GRANT_CASE, to_object("a"))
    desk.take(case("a", ANNA), grant("g", more=[following]))
    desk.take(message(refusals=(_refused("g"),)))
    assert _waiting(ANNA, BO) == {ANNA.name}


def test_who_is_no_party_any_more_waits_no_more_for_what_never_was(
    desk: Desk, web: Connection
) -> None:
    """The rows of an object are made anew with its parties."""
    desk.take(message(refusals=(_refused("p"),)))
    desk.take(grant("g", ANNA), payment("p", of="g"))
    assert _waiting(ANNA, BO) == {ANNA.name}
    desk.take(
        registration("p", Kind.PAYMENT, master(), at=NOW + timedelta(minutes=1)),
        document("other"),
    )
    assert _waiting(ANNA, BO) == {ANNA.name}
