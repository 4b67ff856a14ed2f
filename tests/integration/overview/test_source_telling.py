# SPDX-License-Identifier: EUPL-1.2
"""What a source tells stands where it belongs, once, and nowhere else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from gearskifte.kernel.access import Actor
from gearskifte.kernel.audit import read_log, verify
from gearskifte.kernel.identity import COOKIE, sign_in
from gearskifte.kernel.time import system_now
from gearskifte.overview.queries import read_deliveries, read_telling
from gearskifte.overview.rules.readers import Reader, readers
from gearskifte.overview.service import send_correction
from gearskifte.registry.public import read_overview, revoke
from tests.builders import facts
from tests.builders.caller import OTHER_SYSTEM, Caller, issue
from tests.builders.desk import Desk
from tests.builders.people import ANNA, BO, OUR_CVR, own_access
from tests.conftest import Connection

pytestmark = pytest.mark.integration

AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
LATER = (AT + timedelta(hours=1)).isoformat()
GRANT = str(facts.object_id("g"))


def _look_up(name: str = "o-1", **more: Any) -> dict[str, Any]:
    line = {
        "id": name,
        "at": AT.isoformat(),
        "person": f"urn:oio:cpr-nr:{ANNA.cpr}",
        "purpose": "casework",
        "authority": OUR_CVR,
        "unit": "Team Hjælpemidler",
    }
    return {**line, **more}


@pytest.fixture
def caller(desk: Desk) -> Caller:
    """The system that Anna's case lies in."""
    desk.take(facts.case("a", ANNA), facts.grant("g", ANNA))
    return Caller(issue(desk.connection, facts.MASTER_ID, "Fagsystemet").text)


def _tell(caller: Caller, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
    sent = json.dumps(body).encode()
    answer = caller.call("POST", f"/api/v1/{path}", sent, "application/json")
    return answer.status_code, json.loads(answer.content)


def _log(web: Connection, person: Any = ANNA) -> list[Reader]:
    access = own_access(person, system_now())
    with web.transaction(), web.cursor() as cursor:
        lines = read_log(cursor, access, before=None, most=50, own=False)
    return readers(lines, person.id)


def test_a_look_up_stands_in_its_persons_log(caller: Caller, web: Connection, desk: Desk) -> None:
    """With the system, the unit, the time it was, its purpose and law; chained like every line."""
    law = "Serviceloven § 112"
    sent = [_look_up("o-2", by="robot", purpose="supervision", at=LATER), _look_up(legal_basis=law)]
    assert _tell(caller, "look-ups", look_ups=sent) == (200, {"new": 2, "known": 0})
    robot, line = _log(web)
    assert (line.source, line.unit, line.at) == ("Fagsystemet", "Team Hjælpemidler", AT)
    assert (line.role.value, line.purpose, line.legal_basis) == ("case_worker", "casework", law)
    assert (line.told_at or AT) > line.at
    assert (robot.role.value, robot.legal_basis) == ("robot", "Retssikkerhedsloven § 16")
    assert _log(web, BO) == []
    assert verify(desk.connection) == []


def test_the_same_again_is_told_once(caller: Caller, web: Connection, desk: Desk) -> None:
    """By its system and the system's own name for it; another system's is another look-up."""
    assert _tell(caller, "look-ups", look_ups=[_look_up()])[1]["new"] == 1
    again = [_look_up(), _look_up("o-2")]
    assert _tell(caller, "look-ups", look_ups=again) == (200, {"new": 1, "known": 1})
    other = Caller(issue(desk.connection, OTHER_SYSTEM, "Et andet").text)
    assert _tell(other, "look-ups", look_ups=[_look_up()])[1]["new"] == 1
    assert sorted(line.source for line in _log(web)) == ["Et andet", "Fagsystemet", "Fagsystemet"]


def test_nobody_has_looked_is_told_too(caller: Caller, web: Connection) -> None:
    """An empty list says that all is told until its moment; an older one takes nothing back."""
    for until in (AT, AT - timedelta(days=1)):
        body = {"look_ups": [], "until": until.isoformat()}
        assert _tell(caller, "look-ups", **body) == (200, {"new": 0, "known": 0})
    with web.transaction(), web.cursor() as cursor:
        (told,) = read_telling(cursor)
    assert (told.name, told.until) == ("Fagsystemet", AT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""},
        {"id": ANNA.cpr},
        {"at": "2026-03-01T09:30:00"},
        {"at": "2999-01-01T00:00:00Z"},
        {"person": "Anna"},
        {"person": f"urn:uuid:{ANNA.id}"},
        {"purpose": "curiosity"},
        {"authority": ""},
        {"unit": f"Team {ANNA.cpr[:6]}-{ANNA.cpr[6:]}"},
        {"by": "neighbour"},
        {"employee": "Carla"},
    ],
)
def test_a_line_that_cannot_be_used_refuses_all(
    caller: Caller, web: Connection, wrong: dict[str, Any]
) -> None:
    """Nothing is written, and the answer says which line is wrong without repeating it."""
    sent = [_look_up("o-0"), _look_up(**wrong)]
    status, told = _tell(caller, "look-ups", look_ups=sent)
    assert (status, told["code"]) == (422, "GS-OVW-023")
    assert told["lines"]
    assert ANNA.cpr not in json.dumps(told)
    assert _log(web) == []


def test_no_key_tells_nothing(caller: Caller, desk: Desk, web: Connection) -> None:
    """A key that is unknown or taken back writes to nobody's log and tells of no delivery."""
    for wrong in ("", "gsk_00000000_" + "a" * 43):
        assert _tell(Caller(wrong), "look-ups", look_ups=[_look_up()])[0] == 401
        assert _tell(Caller(wrong), "deliveries", deliveries=[])[0] == 401
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        revoke(cursor, facts.MASTER_ID, prefix="", now=system_now())
    assert _tell(caller, "look-ups", look_ups=[_look_up()])[0] == 401
    assert _log(web) == []


def test_a_wrong_look_up_travels_to_its_system(caller: Caller, web: Connection) -> None:
    """What the citizen says of it is fetched by the system, by the system's own name for it."""
    _tell(caller, "look-ups", look_ups=[_look_up("o-77")])
    (line,) = _log(web)
    access = own_access(ANNA, system_now())
    with web.transaction(), web.cursor() as cursor:
        said = facts.object_id("said")
        send_correction(cursor, access, correction=said, text="Hvem var det?", line=line.id)
    answer = caller.get("/api/v1/corrections")
    (told,) = json.loads(answer.content)["corrections"]
    assert (told["look_up"], told["text"]) == ("o-77", "Hvem var det?")


def test_the_page_says_who_tells(caller: Caller) -> None:
    """Who tells and until when, who does not, and each look-up with its system."""
    _tell(caller, "look-ups", look_ups=[_look_up()], until=system_now().isoformat())
    response = HttpResponse()
    sign_in(response, Actor(str(ANNA.id), ANNA.name, ANNA.actor.role))
    client = Client(SERVER_NAME="localhost")
    client.cookies[COOKIE] = response.cookies[COOKIE].value
    page = client.get("/hvem-har-set/").content.decode()
    assert "2 af 2 systemer fortæller, hvem der slår op." in page
    assert "har fortalt alt til og med" in page
    assert "Team Hjælpemidler" in page
    assert 'datetime="2026-03-01T09:30+01:00"' in page


def _delivered(**more: Any) -> dict[str, Any]:
    line = {
        "grant": GRANT,
        "service": "Rengøring",
        "first": "2026-11-02",
        "last": "2026-11-08",
        "amount": 1.5,
        "unit": "timer",
    }
    return {**line, **more}


def test_what_was_delivered_is_told_by_its_system(caller: Caller, web: Connection) -> None:
    """New once, unchanged after that, mended in its place; seen by whoever sees the grant."""
    for amount, new in ((1.5, 1), (1.5, 0), ("2.25", 1)):
        sent = [_delivered(amount=amount)]
        assert _tell(caller, "deliveries", deliveries=sent) == (200, {"new": new, "known": 1 - new})
    with web.transaction(), web.cursor() as cursor:
        read_overview(cursor, own_access(ANNA, system_now()))
        (line,) = read_deliveries(cursor)
    assert (line.amount, line.unit, line.source) == (Decimal("2.25"), "timer", "Fagsystemet")


@pytest.mark.parametrize(
    "wrong",
    [
        {"grant": "7"},
        {"first": "2026-11-09"},
        {"amount": -1},
        {"amount": 1.234},
        {"amount": 10_000_000},
        {"unit": "t"},
        {"cpr": ANNA.cpr},
        {},
    ],
)
def test_a_row_that_cannot_be_used_refuses_all(
    caller: Caller, web: Connection, wrong: dict[str, Any]
) -> None:
    """A fault in one row, or the same row twice, changes nothing."""
    status, told = _tell(caller, "deliveries", deliveries=[_delivered(), _delivered(**wrong)])
    assert (status, told["code"], bool(told["lines"])) == (422, "GS-OVW-023", True)
    with web.transaction(), web.cursor() as cursor:
        read_overview(cursor, own_access(ANNA, system_now()))
        assert read_deliveries(cursor) == []


def test_what_is_answered_is_as_described(caller: Caller, web: Connection) -> None:
    """The description of the API holds the answers, and the problems lead to their descriptions."""
    described = json.loads(caller.get("/api/v1/openapi.json").content)
    schemas = described["components"]["schemas"]
    _, told = _tell(caller, "look-ups", look_ups=[_look_up()])
    assert set(told) == set(schemas["Answer"]["properties"])
    access = own_access(ANNA, system_now())
    with web.transaction(), web.cursor() as cursor:
        said = facts.object_id("said")
        send_correction(cursor, access, correction=said, text="Nej", about=facts.object_id("a"))
    (matter,) = json.loads(caller.get("/api/v1/corrections").content)["corrections"]
    assert set(matter) == set(schemas["Matter"]["properties"])
    _, problem = _tell(caller, "look-ups", look_ups=[{}])
    assert set(problem) <= set(schemas["Problem"]["properties"])
    assert problem["type"].endswith(f"#/x-problems/{problem['code']}")
    assert described["x-problems"][problem["code"]]["status"] == 422
