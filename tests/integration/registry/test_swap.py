# SPDX-License-Identifier: EUPL-1.2
"""A vendor swap: the same pages, ids and history under a new system's ids."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import psycopg
import pytest

from gearskifte.kernel.access import Actor, Role
from gearskifte.kernel.database.reading import reading
from gearskifte.registry.public import (
    Message,
    Named,
    Refusal,
    Registration,
    export,
    find_system,
    read_overview,
    rehearse,
    swap,
)
from gearskifte.registry.public import fields as f
from tests.builders.desk import Desk
from tests.builders.facts import (
    MASTER_ID,
    START,
    case,
    document,
    filed,
    hidden,
    master,
    object_id,
)
from tests.builders.messages import message, refusal
from tests.builders.people import ANNA, BO, Person, own_access

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]
OPERATOR = Actor("uid 0", "", Role.OPERATOR, authority="Prøveby Kommune")
NEW_ID = "eeeeeeee-0000-4000-8000-0000000000e2"
LATER = START + timedelta(days=100)
SEEN = """SELECT person_id, object_id FROM registry_audience WHERE citizen
          ORDER BY person_id, object_id"""


def _old(name: str, person: Person = ANNA) -> Registration:
    return case(name, person, more=[filed(f"letter {name}")])


def _new(name: str, key: str, person: Person = ANNA) -> Registration:
    """The same case as the new system sends it: another id, its own numbers for relations."""
    told = case(name, person, more=[filed(f"new letter {key}"), master("Nyt", NEW_ID)])
    facts = tuple(
        msgspec.structs.replace(
            fact,
            start=LATER if fact.values.get(f.TYPE) == f.SYSTEM else fact.start,
            values={**fact.values, **_numbered(fact.values, key)},
        )
        for fact in told.facts
        if fact.values.get(f.NAME) != "Prøvefag"
    )
    return msgspec.structs.replace(told, facts=facts, source_time=LATER)


def _numbered(values: dict[str, object], key: str) -> dict[str, object]:
    return {name: key for name in (f.NUMBER, f.USER_KEY) if name in values}


def _numbers(desk: Desk) -> dict[object, str]:
    return dict(desk.rows("SELECT id, card ->> 'number' FROM registry_object WHERE kind = 'case'"))


def _before(desk: Desk, *names: str) -> None:
    desk.take(*(message(_old(name)) for name in names))
    desk.take(*(message(document(f"letter {name}")) for name in names))


def _sent(desk: Desk, *names: str, person: Person = ANNA) -> list[Message]:
    numbers = _numbers(desk)
    return [message(_new(f"new {name}", numbers[object_id(name)], person)) for name in names]


def test_a_rehearsal_writes_nothing(desk: Desk) -> None:
    """A dry run tells what a swap would do and leaves the registry as it was."""
    _before(desk, "a", "b")
    state_before, messages = desk.state, desk.count("raw_message")
    told = rehearse(desk.intake, MASTER_ID, NEW_ID, _sent(desk, "a"), {})
    assert told.matched == {object_id("new a"): object_id("a")}
    assert (dict(told.by), told.new, told.left, dict(told.troubles)) == ({"key": 1}, 0, 3, {})
    assert (desk.state, desk.count("raw_message"), desk.count("alias")) == (
        state_before,
        messages,
        0,
    )


def test_a_swap_keeps_ids_pages_and_history(desk: Desk) -> None:
    """What the new system sends is told of the objects that were here; nobody sees a change."""
    _before(desk, "a", "b")
    seen, objects = desk.rows(SEEN), desk.count("object")
    sent = _sent(desk, "a", "b")
    listed = {
        object_id(f"new letter {number}"): id_
        for name, number in ((n, _numbers(desk)[object_id(n)]) for n in ("a", "b"))
        for id_ in (object_id(f"letter {name}"),)
    }
    letters = [
        message(
            msgspec.structs.replace(
                document("x", more=[master("Nyt", NEW_ID)]), object_id=new, source_time=LATER
            )
        )
        for new in listed
    ]
    told = rehearse(desk.intake, MASTER_ID, NEW_ID, [*sent, *letters], listed)
    assert told.left == 0
    outcome = swap(desk.intake, told, [*sent, *letters], "test")
    assert outcome.same_pages
    assert outcome.taken == 4
    assert desk.rows(SEEN) == seen
    assert desk.count("object") == objects
    assert desk.count("registration") == 8
    systems = desk.rows("SELECT DISTINCT system FROM registry_object WHERE kind = 'case'")
    assert systems == [(NEW_ID,)]
    journal = desk.rows(
        "SELECT jsonb_array_length(card -> 'journal') FROM registry_object WHERE kind = 'case'"
    )
    assert journal == [(1,), (1,)]


def test_a_replay_after_a_swap_gives_the_same(desk: Desk) -> None:
    """The new ids are remembered, so that the messages mean the same when read again."""
    _before(desk, "a", "b")
    sent = _sent(desk, "a", "b")
    swap(desk.intake, rehearse(desk.intake, MASTER_ID, NEW_ID, sent, {}), sent, "test")
    before = desk.state
    desk.replay()
    assert desk.state == before


def test_a_swap_again_changes_nothing(desk: Desk) -> None:
    """A swap that was stopped is carried through by the same command; twice is once."""
    _before(desk, "a")
    sent = _sent(desk, "a")
    swap(desk.intake, rehearse(desk.intake, MASTER_ID, NEW_ID, sent, {}), sent, "test")
    before = desk.state
    again = rehearse(desk.intake, MASTER_ID, NEW_ID, sent, {})
    outcome = swap(desk.intake, again, sent, "test")
    assert (desk.state, outcome.tally.unchanged) == (before, 1)


def test_a_swap_that_is_killed_on_the_way_is_carried_through(desk: Desk) -> None:
    """After the ids are written and only some messages taken in, the same command ends it well."""
    _before(desk, "a", "b")
    sent = _sent(desk, "a", "b")
    told = rehearse(desk.intake, MASTER_ID, NEW_ID, sent, {})

    def cut_off() -> Iterator[Message]:
        yield sent[0]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        swap(desk.intake, told, cut_off(), "test")
    assert set(_numbers(desk)) == {object_id("a"), object_id("b")}
    again = rehearse(desk.intake, MASTER_ID, NEW_ID, sent, {})
    swap(desk.intake, again, sent, "test")
    finished = desk.state
    assert set(_numbers(desk)) == {object_id("a"), object_id("b")}
    desk.replay()
    assert desk.state == finished


def test_what_the_new_system_had_sent_before_is_one_with_the_old(desk: Desk) -> None:
    """Objects that stood twice, under both systems' ids, stand once after the swap."""
    _before(desk, "a", "b")
    desk.take(*_sent(desk, "a", "b"))
    assert len(_numbers(desk)) == 4
    told = rehearse(desk.intake, MASTER_ID, NEW_ID, [], {})
    assert len(told.matched) == 2
    swap(desk.intake, told, [], "test")
    assert set(_numbers(desk)) == {object_id("a"), object_id("b")}
    before = desk.state
    desk.replay()
    assert desk.state == before


def test_a_key_with_another_person_is_not_believed(desk: Desk) -> None:
    """A case of the same number about somebody else is a trouble, and is not taken over."""
    _before(desk, "a")
    sent = _sent(desk, "a", person=BO)
    told = rehearse(desk.intake, MASTER_ID, NEW_ID, sent, {})
    assert (dict(told.troubles), told.ready) == ({"other-person": 1}, {})


def test_two_new_objects_cannot_be_one_old(desk: Desk) -> None:
    """The second that claims an object is a trouble."""
    _before(desk, "a")
    number = _numbers(desk)[object_id("a")]
    sent = [message(_new(name, number)) for name in ("one", "two")]
    told = rehearse(desk.intake, MASTER_ID, NEW_ID, sent, {})
    assert (dict(told.troubles), len(told.ready)) == ({"taken": 1}, 1)


def test_a_case_that_would_vanish_from_a_page_is_held_back(desk: Desk) -> None:
    """Where the new system hides a case that its citizen sees, somebody must look first."""
    _before(desk, "a")
    told = _new("new a", _numbers(desk)[object_id("a")])
    hiding = msgspec.structs.replace(told, facts=(*told.facts, hidden()))
    rehearsal = rehearse(desk.intake, MASTER_ID, NEW_ID, [message(hiding)], {})
    assert (dict(rehearsal.troubles), rehearsal.ready) == ({"unseen": 1}, {})


def test_what_waits_under_the_new_systems_ids_goes_by_those_that_are_here(
    desk: Desk, web: Connection
) -> None:
    """Whoever the object concerns waits from the swap on, for what came before it and after it."""
    _before(desk, "a", "b")
    sent = _sent(desk, "a", "b")
    desk.take(_refused("new a"))
    assert _waiting(ANNA) == 0
    swap(desk.intake, rehearse(desk.intake, MASTER_ID, NEW_ID, sent, {}), sent, "test")
    assert _waiting(ANNA) == 1
    desk.take(_refused("new b"))
    assert (_waiting(ANNA), _waiting(BO)) == (2, 0)
    about = desk.rows("SELECT DISTINCT object_id FROM registry_unread ORDER BY object_id")
    assert {id_ for (id_,) in about} == {object_id("a"), object_id("b")}
    before = desk.state
    desk.replay()
    assert (desk.state, _waiting(ANNA)) == (before, 2)


def _refused(name: str) -> Message:
    """A message about an object that cannot be used, and that names nobody."""
    told = refusal()
    return message(refusals=(Refusal(told.code, told.path, told.reason, object_id(name), Named()),))


def _waiting(person: Person) -> int:
    found = reading(lambda cursor: read_overview(cursor, own_access(person)))
    return sum(each.number for each in found.unread)


def test_a_system_is_found_by_name_or_id(desk: Desk) -> None:
    """Both name the one system; a name nobody has is refused."""
    _before(desk, "a")
    with desk.connection.cursor() as cursor:
        assert find_system(cursor, "Prøvefag") == find_system(cursor, MASTER_ID) == MASTER_ID
    desk.connection.commit()


def test_an_export_after_a_swap_names_the_ids_that_are_here(desk: Desk) -> None:
    """What is taken out again is one object with both systems' registrations."""
    _before(desk, "a")
    sent = _sent(desk, "a")
    swap(desk.intake, rehearse(desk.intake, MASTER_ID, NEW_ID, sent, {}), sent, "test")
    ((*told,),) = export(desk.intake, OPERATOR, objects=[object_id("a")])
    assert {each.object_id for each in told} == {object_id("a")}
    assert len(told) == 2
