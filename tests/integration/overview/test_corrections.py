# SPDX-License-Identifier: EUPL-1.2
"""What a citizen says is wrong reaches who answers, comes back, and is nobody else's to read."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from gearskifte.kernel.access import CASEWORK, Access, Actor, Role, grant_access
from gearskifte.kernel.audit import read_log
from gearskifte.overview.queries import (
    read_correction,
    read_corrections,
    read_inbox,
    whom,
)
from gearskifte.overview.rules.corrections import ANSWER_DAYS, CorrectionOutcome
from gearskifte.overview.service import answer_correction, send_correction
from gearskifte.registry.public import fields, read_overview
from tests.builders import facts
from tests.builders.desk import Desk
from tests.builders.people import (
    ANNA,
    BO,
    CARLA,
    CECIL,
    DAY,
    NOW,
    OTHER_CVR,
    official_access,
    own_access,
)

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture
def told(desk: Desk) -> Desk:
    """A case of Anna's, one of Bo's, and one of a neighbour municipality's."""
    subject = facts.relation(
        fields.CLASS, fields.PRIMARY, class_key="27.35.04", name="Hjælpemidler"
    )
    desk.entitle()
    desk.take(
        facts.case("anna", ANNA, more=[subject]),
        facts.case("bo", BO),
        facts.case("far", ANNA, cvr=OTHER_CVR),
    )
    return desk


def _send(web: Connection, access: Access, **about: Any) -> UUID | None:
    correction = uuid4()
    with web.transaction(), web.cursor() as cursor:
        sent = send_correction(
            cursor, access, correction=correction, text=" Forkert dato ", **about
        )
    return correction if sent else None


def _inbox(web: Connection, actor: Actor) -> list[UUID]:
    with web.transaction(), web.cursor() as cursor:
        return _inbox_of(cursor, actor)


def _inbox_of(cursor: psycopg.Cursor[Any], actor: Actor) -> list[UUID]:
    return [line.id for line in read_inbox(cursor, actor.authority, most=10)]


def test_it_goes_to_the_unit_that_has_the_case_and_comes_back(told: Desk, web: Connection) -> None:
    """Unit, system and subject come from the case; the answer is the citizen's to read."""
    sent = _send(web, own_access(ANNA), about=facts.object_id("anna"))
    assert sent is not None
    with web.transaction(), web.cursor() as cursor:
        (line,) = read_inbox(cursor, CARLA.authority, most=10)
        assert (line.unit, line.subject) == ("Team Hjælpemidler", "Hjælpemidler")
        assert line.system == facts.MASTER_ID
        assert line.due_at == NOW + ANSWER_DAYS * DAY
    with web.transaction(), web.cursor() as cursor:
        assert whom(cursor, CARLA.authority, sent) == ANNA.id
    access = official_access(ANNA, at=NOW + DAY)
    with web.transaction(), web.cursor() as cursor:
        read = read_correction(cursor, access, sent)
        assert read is not None
        assert (read.text, read.name) == ("Forkert dato", ANNA.name)
    for answer in ("Datoen er rettet.", "En gang til"):
        with web.transaction(), web.cursor() as cursor:
            done = answer_correction(
                cursor,
                access,
                correction=sent,
                outcome=CorrectionOutcome.CORRECTED,
                answer=answer,
            )
            assert done is (answer == "Datoen er rettet.")
    for seen in (False, True):
        with web.transaction(), web.cursor() as cursor:
            (mine,) = read_corrections(cursor, own_access(ANNA, NOW + 2 * DAY))
        assert (mine.outcome, mine.answer) == ("corrected", "Datoen er rettet.")
        assert mine.answered_by == CARLA.unit
        assert (mine.seen_at is not None) is seen


def test_it_is_nobody_elses(told: Desk, web: Connection) -> None:
    """Not another citizen's, not another authority's, and not about what one cannot see."""
    sent = _send(web, own_access(ANNA), about=facts.object_id("anna"))
    far = _send(web, own_access(ANNA), about=facts.object_id("far"))
    assert _send(web, own_access(ANNA), about=facts.object_id("bo")) is None
    assert _send(web, own_access(ANNA), authority="99999999") is None
    assert _inbox(web, CARLA) == [sent]
    assert _inbox(web, CECIL) == [far]
    assert sent is not None
    with web.transaction(), web.cursor() as cursor:
        assert whom(cursor, CECIL.authority, sent) is None
    for person, actor in ((ANNA, CECIL), (BO, CARLA)):
        with web.transaction(), web.cursor() as cursor:
            assert read_correction(cursor, official_access(person, actor), sent) is None
    with web.transaction(), web.cursor() as cursor:
        assert read_corrections(cursor, own_access(BO)) == []
    nobody = web.execute("SELECT count(*) FROM overview_correction").fetchall()
    assert nobody == [(0,)]


def test_who_may_not_see_the_case_may_not_open_what_is_said_of_it(
    told: Desk, web: Connection
) -> None:
    """Nor answer it: the same rights as for the case. What is about no case is open to the desk."""
    about = _send(web, own_access(ANNA), about=facts.object_id("anna"))
    missing = _send(web, own_access(ANNA), authority=CARLA.authority)
    assert about is not None
    assert missing is not None
    with told.connection.transaction():
        told.connection.execute("UPDATE registry_right SET ends = starts")
    told.entitle(CARLA.id, of_subjects="85")
    access = official_access(ANNA, CARLA)
    with web.transaction(), web.cursor() as cursor:
        assert read_correction(cursor, access, about) is None
        assert not answer_correction(
            cursor, access, correction=about, outcome=CorrectionOutcome.CORRECTED, answer="Rettet."
        )
        assert read_correction(cursor, access, missing) is not None
        assert set(_inbox_of(cursor, CARLA)) == {about, missing}
    told.entitle(CARLA.id, of_subjects="27")
    with web.transaction(), web.cursor() as cursor:
        read = read_correction(cursor, access, about)
        assert read is not None
        assert read.answered_at is None


def test_a_line_of_the_log_can_be_called_wrong(told: Desk, web: Connection) -> None:
    """It goes to the authority that looked; one's own line, or another's, goes nowhere."""
    with web.transaction(), web.cursor() as cursor:
        read_overview(cursor, official_access(ANNA, CECIL))
    with web.transaction(), web.cursor() as cursor:
        read_overview(cursor, official_access(BO))
    with web.transaction(), web.cursor() as cursor:
        lines = read_log(cursor, own_access(ANNA), before=None, most=10, own=True)
    by_role = {line.entry.actor.role: line.id for line in lines}
    sent = _send(web, own_access(ANNA), line=by_role[Role.CASE_WORKER])
    assert _inbox(web, CECIL) == [sent]
    assert _send(web, own_access(ANNA), line=by_role[Role.CITIZEN]) is None
    assert _send(web, own_access(BO), line=by_role[Role.CASE_WORKER]) is None


def test_sending_twice_is_sending_once(told: Desk, web: Connection) -> None:
    """A form that is sent again, and somebody else's number, change nothing."""
    first = own_access(ANNA)
    correction = uuid4()
    for access, object_id in ((first, "anna"), (first, "anna"), (own_access(BO), "bo")):
        with web.transaction(), web.cursor() as cursor:
            sent = send_correction(
                cursor,
                access,
                correction=correction,
                text="Forkert",
                about=facts.object_id(object_id),
            )
        assert sent is (object_id == "anna")
    assert _inbox(web, CARLA) == [correction]


def test_every_reading_and_answer_is_in_the_citizens_log(told: Desk, web: Connection) -> None:
    """Sending, reading and answering leave one line each."""
    sent = _send(web, own_access(ANNA), about=facts.object_id("anna"))
    assert sent is not None
    access = grant_access(actor=CARLA, subject=ANNA.id, purpose=CASEWORK, at=NOW)
    with web.transaction(), web.cursor() as cursor:
        read_correction(cursor, access, sent)
    with web.transaction(), web.cursor() as cursor:
        answer_correction(
            cursor, access, correction=sent, outcome=CorrectionOutcome.EXPLAINED, answer="Nej"
        )
    with web.transaction(), web.cursor() as cursor:
        lines = read_log(cursor, own_access(ANNA), before=None, most=10, own=True)
    assert [line.entry.what for line in lines] == [
        "log",
        "correction-answer",
        "correction",
        "correction",
    ]
