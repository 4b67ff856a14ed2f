# SPDX-License-Identifier: EUPL-1.2
"""Lines of a log that wait by law: the decision is a line itself, and both are shown afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import msgspec
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gearskifte.kernel.access import CASEWORK, OWN, Actor, Role, grant_access
from gearskifte.kernel.audit import Delay, delay_log, read_delays, read_log, verify
from gearskifte.kernel.errors import InputRefused
from gearskifte.overview.rules.readers import readers
from gearskifte.overview.service import send_correction
from gearskifte.registry.public import read_overview
from tests.builders.desk import Desk
from tests.builders.facts import case
from tests.builders.people import (
    ANNA,
    BO,
    CARLA,
    CECIL,
    DAY,
    HOUR,
    NOW,
    OUR_CVR,
    official_access,
    own_access,
)
from tests.conftest import Connection

pytestmark = pytest.mark.integration

JURIST = Actor("jurist", "Jytte Jurist", Role.CASE_WORKER, "Jura", OUR_CVR)
LAW = "Databeskyttelsesloven § 22, stk. 2, nr. 4"
ENDS = NOW + 30 * DAY


@pytest.fixture
def looked(desk: Desk, web: Connection) -> Desk:
    """Officials of two authorities have looked at Anna, and one decision lets ours wait."""
    desk.take(case("a", ANNA), case("b", BO))
    for actor, at in ((CARLA, NOW - 2 * DAY), (CECIL, NOW), (CARLA, NOW + HOUR)):
        with web.transaction(), web.cursor() as cursor:
            read_overview(cursor, official_access(ANNA, actor, at=at))
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        delay_log(cursor, JURIST, ANNA.id, Delay(LAW, NOW - DAY, ENDS), NOW + 2 * HOUR)
    return desk


def _seen(web: Connection, at: datetime) -> list[tuple[str, str]]:
    """What Anna's log tells her at a moment: who did what, the oldest first."""
    with web.transaction(), web.cursor() as cursor:
        lines = read_log(cursor, own_access(ANNA, at), before=None, most=99, own=False)
    return [(line.entry.actor.id, line.entry.what) for line in reversed(lines)]


def test_what_waits_is_shown_with_the_decision_when_it_ends(looked: Desk, web: Connection) -> None:
    """Only that authority's lines of that time wait; afterwards who decided and why stand there."""
    before = [("carla", "overview"), ("cecil", "overview")]
    assert _seen(web, NOW + 3 * HOUR) == before
    assert _seen(web, ENDS - timedelta(microseconds=1)) == before
    assert _seen(web, ENDS) == [*before, ("carla", "overview"), ("jurist", "log-delay")]
    with web.transaction(), web.cursor() as cursor:
        lines = read_log(cursor, own_access(ANNA, ENDS), before=None, most=99, own=False)
    (told,) = [each for each in readers(lines, ANNA.id) if each.delay]
    assert (told.legal_basis, told.unit, told.name) == (LAW, "Jura", "")
    assert told.delay == Delay(LAW, NOW - DAY, ENDS)
    assert verify(looked.connection) == []


def test_a_line_that_waits_cannot_be_reached_in_another_way(looked: Desk, web: Connection) -> None:
    """Neither by its number, as something that is wrong, nor past the page's own statement."""
    lines = "SELECT id FROM kernel_audit WHERE entry ->> 'what' = 'log-delay'"
    with looked.connection.transaction():
        ((line,),) = looked.connection.execute(lines).fetchall()
    access = own_access(ANNA, NOW + DAY)
    with web.transaction(), web.cursor() as cursor:
        assert not send_correction(cursor, access, correction=ANNA.id, text="Forkert", line=line)
        assert cursor.execute(lines).fetchall() == []
    access = own_access(ANNA, ENDS + DAY)
    with web.transaction(), web.cursor() as cursor:
        assert send_correction(cursor, access, correction=ANNA.id, text="Forkert", line=line)


def test_every_decision_can_be_listed_about_nobody(looked: Desk) -> None:
    """Who decided, by which law and until when; whose log it is is not told."""
    with looked.connection.transaction(), looked.connection.cursor() as cursor:
        ((at, entry),) = read_delays(cursor)
    assert at == NOW + 2 * HOUR
    assert entry.actor == JURIST
    assert entry.delay == Delay(LAW, NOW - DAY, ENDS)
    assert str(ANNA.id) not in msgspec.json.encode(entry).decode()


@pytest.mark.parametrize(
    ("actor", "delay"),
    [
        (JURIST, Delay(" ", NOW - DAY, ENDS)),
        (JURIST, Delay(LAW, NOW - DAY, NOW)),
        (JURIST, Delay(LAW, NOW - DAY, NOW + 400 * DAY)),
        (JURIST, Delay(LAW, NOW + DAY, ENDS)),
        (msgspec.structs.replace(JURIST, name=""), Delay(LAW, NOW - DAY, ENDS)),
        (msgspec.structs.replace(JURIST, authority=""), Delay(LAW, NOW - DAY, ENDS)),
    ],
)
def test_no_delay_without_law_name_and_end(desk: Desk, actor: Actor, delay: Delay) -> None:
    """Nothing waits without a law, a name and an end within a year; nothing is written then."""
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        with pytest.raises(InputRefused, match="GS-AUD-001"):
            delay_log(cursor, actor, ANNA.id, delay, NOW)
        assert read_delays(cursor) == []


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    looks=st.lists(st.integers(0, 20), min_size=1, max_size=5),
    delays=st.lists(
        st.tuples(st.integers(0, 10), st.integers(11, 30), st.integers(0, 10)), max_size=3
    ),
    asked=st.integers(21, 40),
)
def test_a_line_waits_exactly_as_long_as_a_decision_in_force_says(
    worker: psycopg.Connection[tuple[object, ...]],
    web: Connection,
    looks: list[int],
    delays: list[tuple[int, int, int]],
    asked: int,
) -> None:
    """Against brute force: shown unless a decision in force covers its moment; all at the end."""
    person = uuid4()
    citizen = Actor(str(person), "", Role.CITIZEN)
    with worker.transaction(), worker.cursor() as cursor:
        for starts, ends, _ in delays:
            decided = NOW + max(starts, 10) * DAY
            delay_log(
                cursor, JURIST, person, Delay(LAW, NOW + starts * DAY, NOW + ends * DAY), decided
            )
    for day in looks:
        with web.transaction(), web.cursor() as cursor:
            at = NOW + day * DAY
            access = grant_access(actor=CARLA, subject=person, purpose=CASEWORK, at=at)
            read_overview(cursor, access)

    def seen(day: int) -> int:
        at = NOW + day * DAY
        access = grant_access(actor=citizen, subject=person, purpose=OWN, at=at)
        with web.transaction(), web.cursor() as cursor:
            lines = read_log(cursor, access, before=None, most=999, own=False)
        return sum(line.entry.what == "overview" for line in lines)

    waiting = [
        any(starts <= day < ends and asked < ends for starts, ends, _ in delays) for day in looks
    ]
    assert seen(asked) == waiting.count(False)
    assert seen(99) == len(looks)
