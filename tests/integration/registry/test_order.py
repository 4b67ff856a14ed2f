# SPDX-License-Identifier: EUPL-1.2
"""The order, the batches and the repetition of messages change nothing in the end."""

from __future__ import annotations

from itertools import permutations
from random import Random
from typing import Any, Final

import psycopg
import pytest

from gearskifte.registry import batches
from gearskifte.registry.public import Kind
from tests.builders.desk import Desk
from tests.builders.facts import (
    START,
    case,
    document,
    filed,
    grant,
    hidden,
    party,
    payment,
    registration,
    state,
)
from tests.builders.messages import message
from tests.builders.people import ANNA, BO, DAY
from tests.builders.stream import random_messages

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
    sent = random_messages(dice, 40)
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
    sent = random_messages(Random(seed), 40)
    states = set()
    for size in (40, 1, 3):
        monkeypatch.setattr(batches, "MOST_TOGETHER", size)
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
    desk.take(*random_messages(Random(seed), 30), message(case("z", ANNA, BO)))
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
