# SPDX-License-Identifier: EUPL-1.2
"""The API keeps what systems send, tells them what became of it, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from django.db import connections

from gearskifte.app import boot
from gearskifte.connectors.public import read as read_xml
from gearskifte.kernel.database import roles
from gearskifte.kernel.errors import Text
from gearskifte.registry.public import (
    Finding,
    Reading,
    Reference,
    ReferenceKind,
    Severity,
    read_new,
)
from tests.builders.caller import (
    OTHER_SYSTEM,
    SYSTEM,
    Caller,
    issue,
    problem,
    told,
)
from tests.builders.desk import Desk
from tests.builders.facts import case
from tests.builders.messages import INTERFACE, message, refusal
from tests.builders.people import ANNA, BO, VAULT
from tests.builders.xml import case_message

pytestmark = pytest.mark.integration

KEPT = "SELECT body, origin, size, status, held FROM registry_raw_message ORDER BY id"
MESSAGE = message(case("a", ANNA)).body


@pytest.fixture
def caller(desk: Desk) -> Caller:
    """A system that may send."""
    return Caller(issue(desk.connection).text)


@pytest.fixture
def other(desk: Desk, caller: Caller) -> Caller:
    """Another system that may send."""
    return Caller(issue(desk.connection, OTHER_SYSTEM, "Nabosystem").text)


def test_a_message_is_kept_at_once_and_read_later(desk: Desk, caller: Caller) -> None:
    """202 means kept byte for byte; the worker reads it, and its address tells the rest."""
    answer = caller.post(MESSAGE)
    content = told(answer)
    assert (answer.status_code, content["status"], content["new"]) == (202, "waiting", True)
    ((body, origin, size, status, held),) = desk.rows(KEPT)
    assert (VAULT.decipher(body), origin, size) == (MESSAGE, "API: Prøvesystem", len(MESSAGE))
    assert (status, held) == ("received", False)
    assert told(caller.get(answer["Location"]))["status"] == "waiting"
    assert read_new(desk.intake)
    after = told(caller.get(answer["Location"]))
    assert (after["status"], after["interface"], after["id"]) == ("applied", "Test", content["id"])
    assert desk.count("object") == 1


def test_the_same_bytes_are_the_same_message(desk: Desk, caller: Caller) -> None:
    """Sent again, before or after it was read, it has the same id and changes nothing."""
    first = told(caller.post(MESSAGE))
    again = caller.post(MESSAGE, "text/xml")
    read_new(desk.intake)
    later = caller.post(MESSAGE)
    assert [answer.status_code for answer in (again, later)] == [200, 200]
    assert {told(answer)["id"] for answer in (again, later)} == {first["id"]}
    assert (told(again)["status"], told(later)["status"]) == ("waiting", "applied")
    assert desk.count("raw_message") == 1
    assert not read_new(desk.intake)


def test_a_message_is_shown_to_nobody_but_who_sent_it(caller: Caller, other: Caller) -> None:
    """Another system gets 404 for it; who sends the same bytes too has an address of its own."""
    answer = caller.post(MESSAGE)
    assert problem(other.get(answer["Location"])) == (404, "GS-API-014")
    assert problem(caller.get(f"/api/v1/messages/{uuid4()}")) == (404, "GS-API-014")
    own = other.post(MESSAGE)
    assert own.status_code == 200
    assert own["Location"] != answer["Location"]
    assert other.get(own["Location"]).status_code == 200
    assert problem(caller.get(own["Location"])) == (404, "GS-API-014")


def test_refusals_and_findings_are_told_to_the_sender(desk: Desk, caller: Caller) -> None:
    """What could not be used and what was wrong is told with rule, place and words."""
    finding = Finding("TEST.rule", Severity.WARNING, "/Sag", Text("Dansk.", "English."))
    sent = message(case("a", ANNA), findings=(finding,), refusals=(refusal(),))
    answer = caller.post(sent.body)
    read_new(desk.intake)
    content = told(caller.get(answer["Location"]))
    assert (content["status"], content["refusal_count"], content["finding_count"]) == (
        "quarantined",
        1,
        1,
    )
    assert content["refusals"][0]["code"] == "GS-TEST-001"
    assert content["findings"][0] == {
        "rule": "TEST.rule",
        "severity": "warning",
        "path": "/Sag",
        "object_id": None,
        "text": {"da": "Dansk.", "en": "English."},
    }


def test_what_was_decided_is_told_to_the_sender(desk: Desk, caller: Caller, other: Caller) -> None:
    """A message in quarantine that a later one settles tells which; nobody is told of others'."""
    good = case_message("a", ANNA)
    broken = caller.post(good[:-60])
    desk.read = partial(read_xml, max_bytes=2**20)
    read_new(desk.intake)
    assert told(caller.get(broken["Location"]))["decision"] is None
    corrected = caller.post(good)
    read_new(desk.intake)
    content = told(caller.get(broken["Location"]))
    assert content["status"] == "quarantined"
    assert content["decision"]["outcome"] == "settled"
    assert content["decision"]["message"] == told(corrected)["id"]
    theirs = other.post(good[:-60])
    assert told(other.get(theirs["Location"]))["decision"]["message"] is None


def test_the_source_is_who_proved_it_and_what_the_message_says_is_kept(
    desk: Desk, caller: Caller
) -> None:
    """A message naming another sender counts as its key's, with a finding, through a replay too."""
    for registration, system in ((case("a", ANNA), OTHER_SYSTEM), (case("b", BO), SYSTEM)):
        named = Reference(ReferenceKind.UUID, system)
        said = Reading(INTERFACE, system=named, registrations=(registration,))
        caller.post(msgspec.json.encode(said))
    read_new(desk.intake)
    for _ in range(2):
        systems = desk.rows("SELECT system, stated_system FROM registry_raw_message ORDER BY id")
        assert systems == [(SYSTEM, OTHER_SYSTEM), (SYSTEM, "")]
        found = desk.rows("SELECT message_id, rule FROM registry_finding")
        assert found == [(1, "REG-2026-11.Afsender.other")]
        desk.replay()


def test_an_idempotency_key_belongs_to_one_message(desk: Desk, caller: Caller) -> None:
    """The same key and bytes are the same call; other bytes are refused, kept, and not read."""
    key = {"Idempotency-Key": "besked-1"}
    other = message(case("b", BO)).body
    assert caller.post(MESSAGE, **key).status_code == 202
    assert caller.post(MESSAGE, **key).status_code == 200
    for refused in (caller.post(other, **key), caller.post(other, **key)):
        assert problem(refused) == (422, "GS-API-012")
    read_new(desk.intake)
    desk.replay()
    content = told(caller.get(refused["Location"]))
    assert (content["status"], content["id"]) == ("quarantined", told(refused)["message"])
    assert content["refusals"][0]["code"] == "GS-REG-002"
    assert VAULT.decipher(desk.rows(KEPT)[1][0]) == other
    assert desk.count("object") == 1


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "besked-2"}])
def test_a_message_held_back_is_read_when_it_is_sent_rightly(
    desk: Desk, caller: Caller, headers: dict[str, str]
) -> None:
    """Sent again with a key of its own or none, it is taken in, and its quarantine is over."""
    other = message(case("b", BO)).body
    caller.post(MESSAGE, **{"Idempotency-Key": "besked-1"})
    held = caller.post(other, **{"Idempotency-Key": "besked-1"})
    read_new(desk.intake)
    answer = caller.post(other, **headers)
    assert (answer.status_code, answer["Location"]) == (202, held["Location"])
    read_new(desk.intake)
    content = told(caller.get(answer["Location"]))
    assert (content["status"], content["refusal_count"]) == ("applied", 0)
    assert desk.count("object") == 2


def test_a_key_used_for_bytes_that_are_known_holds_nothing_back(desk: Desk, caller: Caller) -> None:
    """What was taken in before stays so, though it is refused under another message's key."""
    caller.post(MESSAGE)
    caller.post(message(case("b", BO)).body, **{"Idempotency-Key": "besked-1"})
    read_new(desk.intake)
    assert problem(caller.post(MESSAGE, **{"Idempotency-Key": "besked-1"}))[0] == 422
    assert desk.rows("SELECT DISTINCT status, held FROM registry_raw_message") == [
        ("applied", False)
    ]


def test_idempotency_keys_of_two_systems_do_not_meet(caller: Caller, other: Caller) -> None:
    """Each system has its own keys."""
    assert caller.post(MESSAGE, **{"Idempotency-Key": "1"}).status_code == 202
    sent = other.post(message(case("b", BO)).body, **{"Idempotency-Key": "1"})
    assert sent.status_code == 202


def test_an_idempotency_key_is_not_readable_in_the_database(desk: Desk, caller: Caller) -> None:
    """A system may name its messages by CPR number: only a keyed HMAC of the name is kept."""
    caller.post(MESSAGE, **{"Idempotency-Key": f"sag-{ANNA.cpr}"})
    ((row,),) = _as_owner("SELECT to_jsonb(k)::text FROM registry_idempotency_key AS k")
    assert ANNA.cpr not in row
    assert ANNA.cpr.encode().hex() not in row


def _as_owner(query: str) -> list[Any]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(query)
        found: list[Any] = cursor.fetchall()
    connections["owner"].close()
    return found


def test_a_batch_is_kept_whole_and_told_in_order(desk: Desk, caller: Caller) -> None:
    """Every part is one message of its own, the same bytes twice one and the same."""
    bodies = [message(case(name)).body for name in "abc"]
    answer = caller.post_batch([*bodies, bodies[0]])
    content = told(answer)["messages"]
    assert answer.status_code == 202
    assert content[3] == content[0]
    assert len({each["id"] for each in content}) == 3
    assert caller.post_batch(bodies).status_code == 200
    read_new(desk.intake)
    for body, each in zip(bodies, content, strict=False):
        assert told(caller.post(body))["id"] == each["id"]
        assert told(caller.get(each["location"]))["status"] == "applied"


def test_no_answer_sets_a_cookie_or_may_be_stored(caller: Caller) -> None:
    """The API knows callers by key alone, and nothing on the way keeps an answer."""
    for answer in (
        caller.post(MESSAGE),
        caller.get(caller.post(MESSAGE)["Location"]),
        caller.get("/api/v1/openapi.json"),
        caller.get("/api/"),
    ):
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"


def test_the_web_role_has_no_right_on_what_the_api_writes(web: Any) -> None:
    """The tables of messages, senders and keys are closed to the web role."""
    roles.check_web_role(web, boot.PUBLISHED, boot.TRUSTED_FUNCTIONS)
    tables = (
        "raw_message",
        "sender",
        "source_key",
        "delivery",
        "idempotency_key",
        "finding",
        "quarantine",
    )
    query = "SELECT has_table_privilege(%s, 'SELECT, INSERT, UPDATE, DELETE')"
    for table in tables:
        assert web.execute(query, [f"registry_{table}"]).fetchone() == (False,)


def test_a_message_left_behind_by_a_killed_importer_is_read_after_a_while(desk: Desk) -> None:
    """The worker leaves others' messages alone for five minutes, and takes them up then."""

    class Killed(BaseException):
        pass

    def die(body: bytes) -> Any:
        raise Killed

    reader, desk.read = desk.read, die
    with pytest.raises(Killed):
        desk.take(case("a", ANNA))
    desk.read = reader
    desk.now += timedelta(minutes=4)
    assert not read_new(desk.intake)
    desk.now += timedelta(minutes=2)
    assert read_new(desk.intake)
    assert desk.count("object") == 1


def test_a_replay_is_no_news_and_does_not_wait_for_the_worker(desk: Desk, caller: Caller) -> None:
    """What a replay has still to read is neither announced again nor counted as waiting."""
    for name in "abc":
        caller.post(message(case(name, ANNA)).body)
    read_new(desk.intake)
    wanted = desk.state
    announced = desk.one("SELECT count(*) FROM kernel_outbox")
    desk.connection.execute("UPDATE registry_raw_message SET status = 'received'")
    desk.connection.commit()
    assert not read_new(desk.intake)
    desk.resume()
    desk.replay()
    assert desk.state == wanted
    assert desk.one("SELECT count(*) FROM kernel_outbox") == announced
