# SPDX-License-Identifier: EUPL-1.2
"""Deletion when the period has run out: gone from every table and message, and it stays gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
import pytest

from gearskifte.registry.public import (
    Fact,
    Message,
    Named,
    Refusal,
    Registration,
    SubjectClass,
    due,
    erase,
    erasures,
    rehearse,
    reject,
    swap,
    waiting,
)
from gearskifte.registry.public import fields as f
from tests.builders.desk import Desk
from tests.builders.facts import MASTER_ID, START, case, document, filed, object_id, relation, state
from tests.builders.messages import message, refusal
from tests.builders.people import ANNA, BO, DORTE, NOW, VAULT, Person

pytestmark = pytest.mark.integration

PLAN = SubjectClass(
    "KLE", "27.35.04", "Hjælpemidler", date(2024, 1, 1), retention="K", deletion_period="P30D"
)
NEW_ID = "eeeeeeee-0000-4000-8000-0000000000e2"
TODAY = NOW.date()


def _closed(name: str, *letters: str) -> Registration:
    """A case that was closed on the second day of 2024."""
    end = START + timedelta(days=1)
    return case(
        name,
        ANNA,
        more=[
            state("Afsluttet", end),
            relation(f.CLASS, f.PRIMARY, class_key="27.35.04", name="Hjælpemidler"),
            *(filed(letter) for letter in letters),
        ],
    )


def _open(name: str, *letters: str) -> Registration:
    return case(name, BO, more=[filed(letter) for letter in letters])


def _write(told: Sequence[Registration]) -> bytes:
    return message(*told).body


def _bodies(desk: Desk) -> bytes:
    kept = desk.rows("SELECT body FROM registry_raw_message WHERE body <> ''")
    return b"\n".join(VAULT.decipher(body) for (body,) in kept)


def _ids(desk: Desk) -> set[object]:
    return {id_ for (id_,) in desk.rows("SELECT id FROM registry_object")}


def test_nothing_is_due_without_a_plan(desk: Desk) -> None:
    """Where nobody has said how long, everything is kept."""
    desk.take(_closed("a"))
    (told,) = due(desk.connection.cursor(), NOW)
    assert (told.verdict.on, told.verdict.why) == (None, "no-period")


def test_a_closed_case_is_due_when_its_period_is_over(desk: Desk) -> None:
    """Thirty days after it was closed, with the letters that are on no other case."""
    desk.take(message(classes=(PLAN,)), message(_closed("a", "own", "shared")))
    desk.take(message(_open("b", "shared")), message(document("own")), message(document("shared")))
    found = {each.id: each.verdict.on for each in due(desk.connection.cursor(), NOW)}
    day = date(2024, 2, 1)
    assert found == {object_id("a"): day, object_id("own"): day, object_id("shared"): None}


def test_what_is_deleted_is_gone_from_tables_and_messages(desk: Desk) -> None:
    """The proof says so, and so does looking; what else a message told is still told."""
    desk.take(message(classes=(PLAN,)), message(_closed("a"), _open("b")), message(_closed("c")))
    run = erase(desk.intake, _write, due_by=TODAY, by="test")
    assert run.number == 2
    assert (run.proof["messages_emptied"], run.proof["messages_rewritten"]) == (1, 1)
    assert run.proof["found_in_tables_afterwards"] == 0
    assert run.proof["found_in_messages_afterwards"] == 0
    assert _ids(desk) == {object_id("b")}
    for name in ("a", "c"):
        assert str(object_id(name)).encode() not in _bodies(desk)
    assert [each.id for each in erasures(desk.connection.cursor())] == [run.id]


def _refused(name: str, person: Person) -> Refusal:
    told = refusal()
    return Refusal(told.code, told.path, told.reason, object_id(name), Named((person.cpr,)))


def _unread(desk: Desk) -> set[tuple[object, object]]:
    return set(desk.rows("SELECT person_id, object_id FROM registry_unread"))


def test_nobody_waits_any_more_for_what_is_deleted(desk: Desk) -> None:
    """Neither by the object nor by what was refused in a message that told of it; others do."""
    desk.take(message(classes=(PLAN,)), message(_closed("a"), refusals=(_refused("a", ANNA),)))
    desk.take(message(_open("b"), refusals=(_refused("b", BO),)), message(_closed("c")))
    desk.take(message(refusals=(_refused("a", DORTE),)))
    before = _unread(desk)
    assert {(ANNA.id, None), (DORTE.id, None), (ANNA.id, object_id("a"))} <= before
    erase(desk.intake, _write, due_by=TODAY, by="test")
    after = _unread(desk)
    gone = {(ANNA.id, None), (DORTE.id, None), (None, object_id("a")), (ANNA.id, object_id("a"))}
    assert after == before - gone
    state = desk.state
    desk.replay()
    assert (desk.state, _unread(desk)) == (state, after)


def test_a_broken_message_about_what_is_deleted_is_deleted(desk: Desk) -> None:
    """Its reader knew what it was about, and nobody has to decide on it any more."""
    desk.take(message(classes=(PLAN,)), message(_closed("a")))
    desk.take(message(refusals=(_refused("a", ANNA),)))
    run = erase(desk.intake, _write, due_by=TODAY, by="test")
    told = run.proof["messages_emptied"], run.proof["unread_messages_that_name_them"]
    assert told == (2, 0)
    assert str(object_id("a")).encode() not in _bodies(desk)


def test_a_message_nobody_could_read_that_names_what_is_deleted_is_told_of(desk: Desk) -> None:
    """What it is about nobody knows, so it stays until somebody decides; then it is emptied too."""
    desk.take(message(classes=(PLAN,)), message(_closed("a")))
    desk.take(Message("broken", f"<torn>{object_id('a')}".encode()))
    first = erase(desk.intake, _write, due_by=TODAY, by="test")
    told = first.proof["messages_emptied"], first.proof["unread_messages_that_name_them"]
    assert told == (1, 1)
    assert str(object_id("a")).encode() in _bodies(desk)
    _reject_the_only_one(desk)
    second = erase(desk.intake, _write, due_by=TODAY, by="test")
    told = second.proof["messages_emptied"], second.proof["unread_messages_that_name_them"]
    assert told == (1, 0)
    assert str(object_id("a")).encode() not in _bodies(desk)


def _reject_the_only_one(desk: Desk) -> None:
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        (broken,) = waiting(cursor)
        reject(cursor, broken.id, by="test", reason="not wanted", now=NOW)


def test_what_was_used_of_a_rejected_message_is_kept(desk: Desk) -> None:
    """Where the refused part names what is deleted, the proof says so; the rest is still told."""
    desk.take(message(classes=(PLAN,)), message(_closed("a")))
    desk.take(message(_open("b"), refusals=(_refused("a", ANNA),)))
    _reject_the_only_one(desk)
    run = erase(desk.intake, _write, due_by=TODAY, by="test")
    assert run.proof["unread_messages_that_name_them"] == 1
    state = desk.state
    desk.replay()
    assert (desk.state, _ids(desk)) == (state, {object_id("b")})


@pytest.mark.parametrize("also", [(), ("b",)])
def test_a_broken_message_is_deleted_with_the_one_that_says_all_of_it(
    desk: Desk, also: tuple[str, ...]
) -> None:
    """Nobody can read what it is about, but all of it stands in the other, which is known."""
    good = message(_closed("a"), *map(_open, also))
    desk.take(message(classes=(PLAN,)), Message("brudt", good.body[:-3]), good)
    assert desk.count("resolution") == 1
    erase(desk.intake, _write, due_by=TODAY, by="test")
    assert str(object_id("a")).encode() not in _bodies(desk)
    assert _ids(desk) == {object_id(name) for name in also}
    before = desk.state
    desk.replay()
    assert desk.state == before


def test_what_was_deleted_does_not_come_back(desk: Desk) -> None:
    """Neither by a replay, nor by the same bytes again, nor by the same case in a new message."""
    sent = message(_closed("a"), _open("b"))
    desk.take(message(classes=(PLAN,)), sent)
    erase(desk.intake, _write, due_by=TODAY, by="test")
    before = desk.state
    desk.replay()
    assert desk.state == before
    desk.take(sent, Message("again", message(_closed("a"), message_id="new").body))
    assert (desk.state, _ids(desk)) == (before, {object_id("b")})


def test_what_a_new_system_sent_under_its_own_id_goes_too(desk: Desk) -> None:
    """After a swap the case is deleted from both systems' messages, and a replay finds the same."""
    desk.take(message(classes=(PLAN,)), message(_closed("a")))
    told = msgspec.structs.replace(
        _closed("new"), facts=_with_key(_closed("new"), "2024-a"), source_time=START + timedelta(2)
    )
    rehearsal = rehearse(
        desk.intake, MASTER_ID, NEW_ID, [message(told)], {object_id("new"): object_id("a")}
    )
    swap(desk.intake, rehearsal, [message(told)], "test")
    assert _ids(desk) == {object_id("a")}
    assert erase(desk.intake, _write, due_by=TODAY, by="test").proof["messages_emptied"] == 2
    for name in ("a", "new"):
        assert str(object_id(name)).encode() not in _bodies(desk)
    before = desk.state
    desk.replay()
    assert desk.state == before


def _with_key(told: Registration, key: str) -> tuple[Fact, ...]:
    return tuple(
        msgspec.structs.replace(fact, values={**fact.values, f.NUMBER: key})
        if f.NUMBER in fact.values
        else fact
        for fact in told.facts
    )


def test_nothing_is_deleted_before_its_day(desk: Desk) -> None:
    """A run for a day deletes what is due that day, and no more."""
    desk.take(message(classes=(PLAN,)), message(_closed("a")))
    before = desk.state
    assert erase(desk.intake, _write, due_by=date(2024, 1, 31), by="test").number == 0
    assert desk.state == before
    assert erase(desk.intake, _write, due_by=date(2024, 2, 1), by="test").number == 1


def test_a_late_message_about_what_was_deleted_is_emptied_by_the_next_run(desk: Desk) -> None:
    """It is kept as it came only until then."""
    desk.take(message(classes=(PLAN,)), message(_closed("a")))
    erase(desk.intake, _write, due_by=TODAY, by="test")
    desk.take(Message("late", message(_closed("a"), message_id="late").body))
    assert str(object_id("a")).encode() in _bodies(desk)
    assert erase(desk.intake, _write, due_by=TODAY, by="test").proof["messages_emptied"] == 1
    assert str(object_id("a")).encode() not in _bodies(desk)
