# SPDX-License-Identifier: EUPL-1.2
"""Several importers at once wait for each other, and end where one alone would have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from random import Random
from threading import Barrier
from typing import Any
from uuid import UUID

import psycopg
import pytest

from gearskifte.kernel.database.provider import Database
from gearskifte.registry.public import Kind, Message, Tally
from tests.builders.desk import Desk
from tests.builders.facts import START, case, document, filed, grant, party, payment, registration
from tests.builders.messages import message, refusal
from tests.builders.people import CITIZENS, DAY

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]


def _shared_work(dice: Random) -> list[Message]:
    """Messages whose objects, people and neighbours overlap as much as they can."""
    names = ("a", "b", "c", "d")
    sent = []
    for each in range(60):
        name, person = dice.choice(names), dice.choice(CITIZENS)
        at = START + DAY * dice.randint(0, 9)
        told = dice.choice(
            (
                case(name, person, title=f"T{each}", at=at, more=[filed(f"{name}-brev")]),
                document(f"{name}-brev", title=f"B{each}", at=at),
                grant(f"{name}-ydelse", person, at=at),
                payment(f"{name}-penge", of=f"{name}-ydelse", at=at),
                registration(name, Kind.CASE, party(person, name=f"N{each}"), at=at),
            )
        )
        if each % 20 == 0:
            # With an id of its own it is not said again by another, whichever comes first.
            own = str(UUID(int=each))
            sent.append(message(told, message_id=own, refusals=(refusal(),)))
        else:
            sent.append(message(told))
    return sent


def _at_once(database: Database, works: Sequence[Callable[[Desk], Tally]]) -> list[Tally]:
    """Each piece of work by an importer of its own, all starting together."""
    start = Barrier(len(works))

    def work(job: Callable[[Desk], Tally]) -> Tally:
        with closing(psycopg.connect(database.worker_url)) as connection:
            start.wait()
            return job(Desk(connection))

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(work, works))


def _taking(sent: Sequence[Message], size: int) -> Callable[[Desk], Tally]:
    """Take messages in, so many at a time; the tally of all."""

    def job(desk: Desk) -> Tally:
        total = Tally()
        for at in range(0, len(sent), size):
            tally = desk.take(*sent[at : at + size])
            total.messages += tally.messages
            total.applied += tally.applied
            total.quarantined += tally.quarantined
        return total

    return job


@pytest.mark.parametrize("seed", range(4))
def test_importers_of_the_same_objects_end_as_one_would(
    desk: Desk, owner: Connection, database: Database, seed: int
) -> None:
    """Three importers with the same messages in other orders never deadlock and lose nothing."""
    dice = Random(seed)
    sent = _shared_work(dice)
    desk.take(*sent)
    wanted, people = desk.state, desk.count("person")
    desk.forget(owner)
    orders = [dice.sample(sent, len(sent)) for _ in range(3)]
    jobs = [_taking(order, size) for order, size in zip(orders, (60, 7, 1), strict=True)]
    tallies = _at_once(database, jobs)
    assert desk.state == wanted
    assert desk.count("person") == people
    assert desk.count("raw_message") == len({each.body for each in sent})
    assert sum(each.messages for each in tallies) == 3 * len(sent)


@pytest.mark.parametrize("seed", range(3))
def test_broken_and_corrected_messages_of_several_importers_end_as_a_replay_does(
    desk: Desk, database: Database, seed: int
) -> None:
    """A corrected one that came later settles the broken one, whichever of them was read first."""
    dice = Random(seed)
    good = [message(case(f"c{n % 20}", CITIZENS[0], title=f"T{n}")) for n in range(60)]
    broken = [Message("brudt", each.body[: -dice.randint(3, 60)]) for each in good]
    orders = [dice.sample(good + broken, 2 * len(good)) for _ in range(3)]
    _at_once(
        database, [_taking(order, size) for order, size in zip(orders, (40, 7, 1), strict=True)]
    )
    settled = desk.count("resolution")
    assert 0 < settled < len(broken)
    before = desk.state
    desk.replay()
    assert (desk.state, desk.count("resolution")) == (before, settled)


def test_a_message_that_two_importers_have_is_judged_once(desk: Desk, database: Database) -> None:
    """Its findings and its quarantine are written by whoever reads it first."""
    sent = [message(case(f"c{n}", CITIZENS[0]), refusals=(refusal(),)) for n in range(30)]
    _at_once(database, [_taking(order, 30) for order in (sent, sent[::-1])])
    assert desk.count("quarantine") == len(sent)
    assert desk.rows("SELECT DISTINCT status FROM registry_raw_message") == [("quarantined",)]


def test_a_message_is_read_once_though_two_resume(desk: Desk, database: Database) -> None:
    """Messages that wait are shared out, and each leaves its findings once."""
    desk.take(*(message(case("x", more=[filed(f"d{n}")], at=START + DAY * n)) for n in range(30)))
    state, findings = desk.state, desk.count("finding")
    desk.connection.execute("DELETE FROM registry_found")
    desk.connection.execute("UPDATE registry_raw_message SET status = 'received'")
    desk.connection.commit()
    _at_once(database, [Desk.resume, Desk.resume, Desk.resume])
    assert desk.state == state
    assert desk.count("finding") == findings
