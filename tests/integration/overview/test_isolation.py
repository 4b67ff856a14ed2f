# SPDX-License-Identifier: EUPL-1.2
"""Nobody sees what is not theirs to see, in any sequence of reads, and every read is in the log."""

from __future__ import annotations

from importlib.resources import files
from random import Random
from typing import Any, Final

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gearskifte.app.subscriptions import SUBSCRIPTIONS
from gearskifte.kernel.audit import verify
from gearskifte.kernel.events import deliver
from tests.builders.desk import Desk
from tests.builders.people import CITIZENS, NOW
from tests.integration.overview.tellings import TABLES, tell
from tests.integration.overview.visits import (
    ACTORS,
    MANDATES,
    MOMENTS,
    READS,
    Step,
    accessing,
    mandates_of,
    read_one,
    take,
)
from tests.integration.overview.world import World, random_world, registrations, unreadable

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]

FUNCTIONS: Final = (
    files("gearskifte.overview").joinpath("sql", "functions.sql").read_text(encoding="utf-8")
)
ADDRESS_RULES: Final = {
    "whom an object tells of": ("WHERE c.object_id = ANY(p_objects)", "WHERE false"),
    "who has custody of them": ("m.purpose IN ('custody', 'guardian')", "false"),
    "one's own address is shown": ("n.person_id <> p_reader AND", "true AND"),
    "protected from a day on": ("x.starts <= p_at AND (x.ends", "(x.ends"),
    "protected until a day": ("(x.ends IS NULL OR x.ends > p_at);\nEND", "x.ends IS NULL;\nEND"),
}
"""A rule of protected addresses, what stands for it, and what stands there when it is left out."""
STEP: Final = st.tuples(
    st.integers(0, len(ACTORS) - 1),
    st.integers(0, len(CITIZENS) - 1),
    st.integers(0, len(MOMENTS) - 1),
    st.integers(0, len(READS) - 1),
    st.integers(0, 39),
    st.integers(0, 2 * MANDATES - 1),
)


@pytest.fixture(params=range(3))
def world(request: pytest.FixtureRequest, desk: Desk, web: Connection) -> World:
    """A random municipality that has been taken in, with its news delivered."""
    made = random_world(request.param)
    desk.entitle(level=4)
    desk.take(*registrations(made), *unreadable(made))
    deliver(desk.connection, SUBSCRIPTIONS, NOW)
    tell(made, desk.connection, web)
    assert len(made.said) == len(CITIZENS)
    return made


@settings(
    max_examples=800,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEP, min_size=1, max_size=6))
def test_no_sequence_of_reads_shows_what_is_not_to_be_seen(
    world: World, web: Connection, steps: list[Step]
) -> None:
    """Whoever reads whatever whenever sees what brute force says, and leaves one line each."""
    mandates = mandates_of(world)
    for step in steps:
        take(web, world, mandates, step)
    with web.transaction():
        assert web.execute("SELECT count(*) FROM registry_object").fetchall() == [(0,)]


def test_no_rule_of_addresses_can_be_left_out_unseen(
    desk: Desk, web: Connection, owner: Connection
) -> None:
    """With any one rule of whose address is closed switched off, some read tells an address."""
    unseen = dict(ADDRESS_RULES)
    for number in range(6):
        desk.forget(owner)
        owner.execute(f"TRUNCATE kernel_audit, {', '.join(TABLES)}".encode())
        owner.execute("UPDATE kernel_chain SET seq = 0")
        owner.commit()
        made = random_world(number)
        desk.entitle(level=4)
        desk.take(*registrations(made), *unreadable(made))
        tell(made, desk.connection, web)
        for rule in list(unseen):
            if _is_missed(rule, made, web, owner, Random(number)):
                del unseen[rule]
    assert not unseen


def _is_missed(rule: str, world: World, web: Connection, owner: Connection, dice: Random) -> bool:
    """Whether brute force finds that one rule is left out."""
    there, instead = ADDRESS_RULES[rule]
    assert there in FUNCTIONS, f"{rule} is not where it was"
    mandates = mandates_of(world)
    _run(owner, FUNCTIONS.replace(there, instead))
    try:
        for _ in range(300):
            who, whom, moment = dice.randrange(4), dice.randrange(4), dice.randrange(len(MOMENTS))
            read, mandate = dice.randrange(len(READS) - 1), dice.randrange(2 * MANDATES)
            take(web, world, mandates, (who, whom, moment, read, dice.randrange(40), mandate))
    except AssertionError:
        return True
    finally:
        _run(owner, FUNCTIONS)
    return False


def _run(owner: Connection, statements: str) -> None:
    with owner.transaction():
        owner.execute(statements.encode())


def test_after_many_reads_the_log_is_whole_and_complete(
    world: World, web: Connection, owner: Connection
) -> None:
    """As many lines as reads, for each person, and the chains hold."""
    for number in range(200):
        person = CITIZENS[number % len(CITIZENS)]
        access = accessing(4 + number % 2, person, NOW)
        assert access is not None
        with web.transaction(), web.cursor() as cursor:
            read_one(cursor, access, world, list(world.things)[number % 40])
        world.reads[person] += 1
    query = "SELECT subject, count(*) FROM kernel_audit GROUP BY subject"
    assert dict(owner.execute(query).fetchall()) == {p.id: n for p, n in world.reads.items()}
    assert verify(owner) == []
