# SPDX-License-Identifier: EUPL-1.2
"""The order, the batches and the repetition of messages change nothing in the end."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from random import Random
from typing import Any, Final

import psycopg
import pytest

from gearskifte.registry import service
from gearskifte.registry.public import Event, Fact, Kind, Message, Registration, SubjectClass
from gearskifte.registry.public import fields as f
from tests.builders.desk import Desk
from tests.builders.facts import (
    START,
    attributes,
    case,
    cpr,
    document,
    filed,
    grant,
    hidden,
    master,
    owner,
    party,
    payment,
    registration,
    state,
    to_object,
)
from tests.builders.messages import message, refusal
from tests.builders.people import ANNA, BO, CITIZENS, DAY, OTHER_CVR, OUR_CVR

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]

STATUSES: Final = (
    "SELECT status, count(*) FROM registry_raw_message GROUP BY status ORDER BY status"
)
A_LIFE: Final = (
    message(case("a", ANNA, more=[filed("d")])),
    message(registration("a", Kind.CASE, state("Oplyst", START + DAY), at=START + DAY)),
    message(
        registration("a", Kind.CASE, party(ANNA, name="Anna Ny"), hidden(), at=START + 2 * DAY)
    ),
    message(document("d", title="Svar"), grant("g", ANNA)),
    message(payment("p", of="g")),
)


def _random_fact(dice: Random) -> Fact:
    start = START + DAY * dice.randint(0, 5)
    end = None if dice.random() < 0.6 else start + DAY * dice.randint(0, 3)
    name = dice.choice(("A", "B", "C"))
    roles = (f.PRIMARY, f.GRANT_RECIPIENT, f.PAYMENT_RECIPIENT)
    person, role = dice.choice(CITIZENS), dice.choice(roles)
    code = dice.choice(("Opstaaet", "Oplyst", "Afgjort", "Afsluttet"))
    return dice.choice(
        (
            attributes(f.PROPERTIES, start, end, title=name, number=name),
            state(code, start, end),
            party(person, role, start=start, end=end, name=name),
            filed(dice.choice("abcd"), start=start, end=end),
            hidden(start, end),
            owner(dice.choice((OUR_CVR, OTHER_CVR)), name),
            master(name),
        )
    )


def _random_messages(dice: Random, number: int) -> list[Message]:
    """Messages about four objects: late, corrected, contradicting, repeated, half refused."""
    sent = []
    for each in range(number):
        told: list[Registration] = [
            registration(
                name,
                {"a": Kind.CASE, "b": Kind.DOCUMENT, "c": Kind.GRANT, "d": Kind.PAYMENT}[name],
                *(_random_fact(dice) for _ in range(dice.randint(1, 3))),
                at=START + DAY * dice.randint(0, 5),
            )
            for name in dice.choices("abcd", k=dice.randint(0, 3))
        ]
        event = Event(f"e{each}", None, START, START, objects=(cpr(ANNA), to_object("a")))
        subject = SubjectClass("KLE", "27.35.04", f"Titel {each}", date(2024, 1, 1))
        sent.append(
            message(
                *told,
                message_id=f"m{each // 2}",
                events=(event,) if dice.random() < 0.2 else (),
                classes=(subject,) if dice.random() < 0.2 else (),
                refusals=(refusal(),) if dice.random() < 0.1 else (),
            )
        )
    return sent


def test_five_messages_in_any_order_give_the_same_state(desk: Desk, owner: Connection) -> None:
    """All 120 orders of a case, its progress, its hiding, its letter and its money end alike."""
    states = set()
    for order in permutations(A_LIFE):
        desk.take(*order)
        states.add(desk.state)
        desk.forget(owner)
    assert len(states) == 1


@pytest.mark.parametrize("seed", range(8))
def test_shuffled_messages_in_any_batches_give_the_same_state(
    desk: Desk, owner: Connection, seed: int
) -> None:
    """Forty messages end alike in any order, in intakes of any size, with any repeated."""
    dice = Random(seed)
    sent = _random_messages(dice, 40)
    states = set()
    for size in (40, 1, 7, 3):
        for at in range(0, len(sent), size):
            desk.take(*sent[at : at + size])
        desk.take(*dice.sample(sent, 5))
        states.add(desk.state)
        desk.forget(owner)
        dice.shuffle(sent)
    assert len(states) == 1


@pytest.mark.parametrize("seed", range(3))
def test_batches_prepared_while_others_are_written_give_the_same_state(
    desk: Desk, owner: Connection, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """A batch that was prepared before it was known what went before it becomes what it must."""
    sent = _random_messages(Random(seed), 40)
    states = set()
    for size in (40, 1, 3):
        monkeypatch.setattr(service, "MOST_TOGETHER", size)
        tally = desk.take(*sent)
        assert tally.messages == len(sent)
        states.add((desk.state, tuple(desk.rows(STATUSES))))
        desk.replay()
        assert (desk.state, tuple(desk.rows(STATUSES))) in states
        desk.forget(owner)
    assert len(states) == 1


@pytest.mark.parametrize("seed", range(4))
def test_a_replay_gives_the_identical_state(desk: Desk, seed: int) -> None:
    """Everything made anew from the kept messages is as it was, findings and quarantine too."""
    desk.take(*_random_messages(Random(seed), 30), message(case("z", ANNA, BO)))
    found = "SELECT message_id, rule, path FROM registry_finding ORDER BY 1, 2, 3"
    refused = "SELECT message_id, code FROM registry_quarantine ORDER BY 1, 2"
    people = "SELECT id, fingerprint, name FROM registry_person ORDER BY id"
    before = [desk.state, *map(desk.rows, (found, refused, people))]
    tally = desk.replay()
    assert [desk.state, *map(desk.rows, (found, refused, people))] == before
    assert tally.messages == desk.one("SELECT count(*) FROM registry_raw_message")


def test_a_replay_announces_nothing(desk: Desk) -> None:
    """What was news when it came is not news again."""
    desk.take(registration("a", Kind.CASE, state("Afgjort", desk.now), party(ANNA)))
    told = desk.rows("SELECT name FROM kernel_outbox ORDER BY id")
    assert sorted(told) == [("CaseProgressed",), ("CasesChanged",)]
    desk.replay()
    assert desk.rows("SELECT name FROM kernel_outbox ORDER BY id") == told


def test_the_state_changes_when_something_is_told(desk: Desk) -> None:
    """The hash is of what is told: every one of the five messages makes another."""
    states = [desk.state]
    for told in A_LIFE:
        desk.take(told)
        states.append(desk.state)
    assert len(set(states)) == len(states)
