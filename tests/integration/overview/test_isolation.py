# SPDX-License-Identifier: EUPL-1.2
"""Nobody sees what is not theirs to see, in any sequence of reads, and every read is in the log."""

from __future__ import annotations

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
from tests.integration.overview.tellings import tell
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
from tests.integration.overview.world import World, random_world, registrations

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]

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
    desk.take(*registrations(made))
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
