# SPDX-License-Identifier: EUPL-1.2
"""What a citizen says is wrong travels to its source and comes back, and goes nowhere else."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from gearskifte.kernel.audit import read_log
from gearskifte.kernel.time import system_now
from gearskifte.overview.queries import read_corrections, read_inbox
from gearskifte.overview.service import send_correction
from tests.builders import facts
from tests.builders.caller import OTHER_SYSTEM, issue
from tests.builders.desk import Desk
from tests.builders.people import ANNA, CARLA, own_access
from tests.conftest import Connection

pytestmark = pytest.mark.integration

LIST = "/api/v1/corrections"


def _call(key: str, path: str = "", body: dict[str, Any] | None = None) -> Any:
    client, head = Client(SERVER_NAME="localhost"), {"Authorization": f"Bearer {key}"}
    if body is None:
        return client.get(LIST + path, headers=head)
    return client.post(LIST + path, json.dumps(body), "application/json", headers=head)


@pytest.fixture
def key(desk: Desk) -> str:
    """The key of the system that Anna's case lies in."""
    desk.take(facts.case("a", ANNA))
    return issue(desk.connection, facts.MASTER_ID, "Fagsystemet").text


@pytest.fixture
def matter(key: str, web: Connection) -> UUID:
    """What Anna has said is wrong in it."""
    said = uuid4()
    access = own_access(ANNA, system_now())
    with web.transaction(), web.cursor() as cursor:
        send_correction(
            cursor, access, correction=said, text="To fald, ikke fire", about=facts.object_id("a")
        )
    return said


def test_it_travels_and_comes_back(key: str, matter: UUID, web: Connection) -> None:
    """Fetched with its object and deadline, received once, answered once; all see each step."""
    (told,) = json.loads(_call(key).content)["corrections"]
    assert (told["id"], told["object"]) == (str(matter), str(facts.object_id("a")))
    assert (told["text"], told["due_at"] > told["sent_at"]) == ("To fald, ikke fire", True)
    for _ in range(2):
        assert _call(key, f"/{matter}/receipt", {"reference": "F-7"}).status_code == 200
    assert json.loads(_call(key).content) == {"corrections": []}
    with web.transaction(), web.cursor() as cursor:
        assert read_inbox(cursor, CARLA.authority, most=5)[0].received_at is not None
    outcome = {"outcome": "corrected", "answer": "Det er rettet i sagen."}
    assert _call(key, f"/{matter}/outcome", outcome).status_code == 200
    assert _call(key, f"/{matter}/outcome", outcome).status_code == 409
    access = own_access(ANNA, system_now())
    with web.transaction(), web.cursor() as cursor:
        (line,) = read_corrections(cursor, access)
        log = read_log(cursor, access, before=None, most=9, own=False)
    assert (line.outcome, line.answered_by) == ("corrected", "Fagsystemet")
    assert [each.entry.what for each in log] == ["correction-answer", "correction"]
    assert {each.entry.actor.unit for each in log} == {"Fagsystemet"}


def test_another_source_sees_and_does_nothing(
    key: str, matter: UUID, desk: Desk, web: Connection
) -> None:
    """A key opens the matters of its own system only, and no key opens none."""
    other = issue(desk.connection, OTHER_SYSTEM, "Et andet").text
    outcome = {"outcome": "corrected", "answer": "Nej"}
    assert json.loads(_call(other).content) == {"corrections": []}
    assert _call(other, f"/{matter}/receipt", {}).status_code == 404
    assert _call(other, f"/{matter}/outcome", outcome).status_code == 404
    assert _call(other, f"/{matter}/receipt", {"reference": "a\0b"}).status_code == 422
    for wrong in ("", "gsk_00000000_" + "a" * 43):
        assert _call(wrong).status_code == 401
        assert _call(wrong, f"/{matter}/outcome", outcome).status_code == 401
    with web.transaction(), web.cursor() as cursor:
        assert read_corrections(cursor, own_access(ANNA, system_now()))[0].answered_at is None


def test_what_is_behind_the_door_opens_nothing(matter: UUID, web: Connection) -> None:
    """Called past the door of keys, what sources may do finds no matters and writes none."""
    behind = (
        "overview_fetch_matters(%(system)s, 'x', now(), 9)::text",
        "overview_receive_matter(%(system)s, now(), %(id)s, 'x')",
        "overview_answer_matter(%(system)s, 'x', now(), %(id)s, 'corrected', 'x')",
    )
    asked = {"system": facts.MASTER_ID, "id": matter}
    with web.transaction(), web.cursor() as cursor:
        found = [cursor.execute(f"SELECT {each}".encode(), asked).fetchone() for each in behind]
        assert found == [("[]",), ("",), ("",)]
    with web.transaction(), web.cursor() as cursor:
        (line,) = read_corrections(cursor, own_access(ANNA, system_now()))
    assert (line.received_at, line.answered_at) == (None, None)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"outcome": "ok", "answer": "x"},
        {"outcome": "corrected", "answer": "  "},
        {"outcome": "corrected", "answer": "a\0b"},
        {"a": 1},
    ],
)
def test_an_answer_that_says_nothing_is_refused(
    key: str, matter: UUID, body: dict[str, Any]
) -> None:
    """The citizen is given words and an outcome, or the source is told what is missing."""
    answer = _call(key, f"/{matter}/outcome", body)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (422, "GS-OVW-022")
