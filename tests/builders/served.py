# SPDX-License-Identifier: EUPL-1.2
"""Cases as messages tell them, counted by kind of case as the worker counts them."""

from __future__ import annotations

from typing import Any, Final

from psycopg import Connection

from gearskifte.app.subscriptions import SUBSCRIPTIONS
from gearskifte.effects.public import Topic, read_topics, refresh_pictures
from gearskifte.kernel.events import deliver
from gearskifte.registry.public import Kind, Registration
from gearskifte.registry.public import fields as f
from tests.builders.desk import Desk
from tests.builders.facts import attributes, owner, registration, relation, state
from tests.builders.people import DAY, NOW, OUR_CVR

TOPIC: Final = "99.10.01"


def served(
    name: str, began: int, days: int | None = 30, *, cvr: str = OUR_CVR, decision: str = ""
) -> Registration:
    """A case that began so many days before now, decided after `days`, or still open."""
    start = NOW - DAY * began
    decided = None if days is None else start + DAY * days
    facts = [
        attributes(f.PROPERTIES, start, number=name),
        state("Opstaaet", start, decided),
        owner(cvr, f"Kommune {cvr}"),
        relation(f.CLASS, f.PRIMARY, class_key=TOPIC, name="Hjælpemidler"),
    ]
    if decided is not None:
        facts.append(state("Afgjort", decided))
        if decision:
            facts.append(relation(f.CLASS, f.DECISION, start=decided, name=decision))
    return registration(name, Kind.CASE, *facts, at=start if decided is None else decided)


def counted(desk: Desk) -> None:
    """Tell all that has happened, and count every kind of case that it concerns."""
    while deliver(desk.connection, SUBSCRIPTIONS, desk.now):
        pass
    while refresh_pictures(desk.connection, desk.now):
        pass


def topics_of(web: Connection[Any], whose: str = OUR_CVR) -> list[Topic]:
    """The kinds of case of an authority, as its pages read them."""
    with web.transaction(), web.cursor() as cursor:
        return read_topics(cursor, whose)
