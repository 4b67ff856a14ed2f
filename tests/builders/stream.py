# SPDX-License-Identifier: EUPL-1.2
"""A stream of messages as vendors really send them: late, corrected, contradicting, repeated."""

from __future__ import annotations

from datetime import date
from random import Random
from uuid import UUID

from gearskifte.registry.public import Event, Fact, Kind, Message, Registration, SubjectClass
from gearskifte.registry.public import fields as f
from tests.builders.facts import (
    START,
    attributes,
    cpr,
    filed,
    hidden,
    master,
    owner,
    party,
    registration,
    state,
    to_object,
)
from tests.builders.messages import message, refusal
from tests.builders.people import ANNA, CITIZENS, DAY, OTHER_CVR, OUR_CVR


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


def random_messages(dice: Random, number: int) -> list[Message]:
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
        # One with an id of its own is not said again by another, whichever comes first.
        refused = dice.random() < 0.1
        sent.append(
            message(
                *told,
                message_id=str(UUID(int=each)) if refused else f"m{each // 2}",
                events=(event,) if dice.random() < 0.2 else (),
                classes=(subject,) if dice.random() < 0.2 else (),
                refusals=(refusal(),) if refused else (),
            )
        )
    return sent
