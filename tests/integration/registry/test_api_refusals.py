# SPDX-License-Identifier: EUPL-1.2
"""What the API does not take in, it says so, why, and what to do; and keeps nothing of it."""

from __future__ import annotations

import dataclasses
import logging
from typing import Any

import pytest
from django.conf import settings

from gearskifte.registry.public import (
    read_new,
)
from tests.builders.caller import (
    BOUNDARY,
    Caller,
    batch_of,
    issue,
    problem,
    told,
)
from tests.builders.desk import Desk
from tests.builders.facts import case
from tests.builders.messages import message
from tests.builders.people import ANNA

pytestmark = pytest.mark.integration

KEPT = "SELECT body, origin, size, status, held FROM registry_raw_message ORDER BY id"
MESSAGE = message(case("a", ANNA)).body


@pytest.fixture
def caller(desk: Desk) -> Caller:
    """A system that may send."""
    return Caller(issue(desk.connection).text)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Bearer",
        "Basic Zm9v",
        "Bearer gsk_aaaaaaaa_" + "A" * 43,
        "Bearer æøå",
        "Bearer " + "x" * 9000,
    ],
)
def test_who_shows_no_live_key_gets_nothing(desk: Desk, caller: Caller, given: str) -> None:
    """Without a key that is live there is 401, no body is read, and nothing is kept."""
    for method, path in (
        ("POST", "/api/v1/messages"),
        ("GET", "/api/v1/messages/0c0ffee0-0000-4000-8000-000000000001"),
    ):
        answer = caller.call(method, path, MESSAGE, headers={"Authorization": given})
        assert problem(answer) == (401, "GS-API-001")
        assert answer["WWW-Authenticate"].startswith("Bearer")
    assert desk.count("raw_message") == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (batch_of([b"<a/>", b"<b/>"])[:-8], "GS-API-009"),
        (batch_of([b"<a/>", b"<b/>"])[: -len(BOUNDARY) - 30], "GS-API-009"),
        (b"<a/>", "GS-API-009"),
        (batch_of([]), "GS-API-009"),
        (batch_of([b"<a/>", b""]), "GS-API-006"),
        (b"foran\r\n" + batch_of([b"<a/>"]), "GS-API-009"),
        (
            batch_of([b"<a/>"]).replace(
                b"form-data;", b"x\r\nContent-Transfer-Encoding: base64\r\nY:"
            ),
            "GS-API-009",
        ),
    ],
)
def test_a_batch_that_is_not_whole_is_refused_as_a_whole(
    desk: Desk, caller: Caller, body: bytes, code: str
) -> None:
    """Of a batch that was cut off or cannot be split, nothing is kept."""
    content_type = f'multipart/form-data; boundary="{BOUNDARY}"'
    answer = caller.call("POST", "/api/v1/messages/batch", body, content_type)
    assert problem(answer) == (400, code)
    assert desk.count("raw_message") == 0


def test_a_batch_has_a_greatest_number(desk: Desk, caller: Caller) -> None:
    """More than a thousand messages are refused, and the limit is told."""
    answer = caller.post_batch([b"<a/>"] * 1001)
    assert problem(answer) == (413, "GS-API-010")
    assert told(answer)["most_messages"] == 1000
    assert desk.count("raw_message") == 0


@pytest.mark.parametrize(
    ("path", "content_type", "coding"),
    [
        ("/api/v1/messages", "application/pdf", "identity"),
        ("/api/v1/messages", "multipart/form-data; boundary=x", "identity"),
        ("/api/v1/messages", "application/x-www-form-urlencoded", "identity"),
        ("/api/v1/messages", "application/xml", "gzip"),
        ("/api/v1/messages/batch", "application/xml", "identity"),
        ("/api/v1/messages/batch", "application/zip", "identity"),
    ],
)
def test_content_of_another_kind_is_refused(
    desk: Desk, caller: Caller, path: str, content_type: str, coding: str
) -> None:
    """415 names what can be used; compressed content, which could blow up, never can."""
    answer = caller.call("POST", path, MESSAGE, content_type, {"Content-Encoding": coding})
    assert problem(answer) == (415, "GS-API-005")
    assert answer["Accept-Post"]
    assert desk.count("raw_message") == 0


@pytest.mark.parametrize(
    ("length", "status", "code"),
    [
        (None, 411, "GS-API-008"),
        ("", 411, "GS-API-008"),
        ("ti", 411, "GS-API-008"),
        ("-1", 411, "GS-API-008"),
        ("0", 400, "GS-API-006"),
        ("33554433", 413, "GS-API-004"),
        ("9" * 5000, 413, "GS-API-004"),
        ("1000", 400, "GS-API-007"),
    ],
)
def test_the_length_of_a_message_is_known_before_it_is_read(
    desk: Desk, caller: Caller, length: str | None, status: int, code: str
) -> None:
    """A body without a length, too long, empty or shorter than promised is not kept."""
    environ: dict[str, Any] = {"CONTENT_LENGTH": length, "wsgi.input": _Short()}
    answer = caller.call("POST", "/api/v1/messages", b"<a/>", **environ)
    assert problem(answer) == (status, code)
    assert desk.count("raw_message") == 0


class _Short:
    """Four bytes, and then the caller is gone."""

    def __init__(self) -> None:
        self._rest = b"<a/>"

    def read(self, size: int = -1) -> bytes:
        rest, self._rest = self._rest, b""
        return rest

    readline = read


def test_senders_are_asked_to_wait_when_too_much_waits(
    desk: Desk, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the limit there is 429 with Retry-After, nothing is kept silently, and asking goes on."""
    limited = _with_limit(monkeypatch, 2)
    addresses = [caller.post(message(case(name)).body)["Location"] for name in "ab"]
    refused = caller.post(message(case("c")).body)
    assert problem(refused) == (429, "GS-API-013")
    assert int(refused["Retry-After"]) > 0
    assert problem(caller.post_batch([b"<a/>"]))[0] == 429
    assert desk.count("raw_message") == limited
    assert caller.get(addresses[0]).status_code == 200
    read_new(desk.intake)
    assert caller.post(message(case("c")).body).status_code == 202


def _with_limit(monkeypatch: pytest.MonkeyPatch, limit: int) -> int:
    limited = dataclasses.replace(settings.GEARSKIFTE, max_waiting=limit)
    monkeypatch.setattr(settings, "GEARSKIFTE", limited)
    return limit


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/messages", 405),
        ("PUT", "/api/v1/messages", 405),
        ("DELETE", "/api/v1/messages/0c0ffee0-0000-4000-8000-000000000001", 405),
        ("POST", "/api/v1/openapi.json", 405),
        ("OPTIONS", "/api/v1/messages/batch", 405),
        ("GET", "/api/v1/messages/", 404),
        ("GET", "/api/v1/messages/1", 404),
        ("POST", "/api/", 404),
        ("GET", "/api/v2/messages", 404),
        ("GET", "/api/v1/messages/%00%ff", 404),
    ],
)
def test_what_is_no_address_or_method_is_told_as_a_problem(
    caller: Caller, method: str, path: str, status: int
) -> None:
    """404 and 405 are problems too, and 405 says what the address can do."""
    answer = caller.call(method, path)
    assert problem(answer)[0] == status
    assert answer.has_header("Allow") == (status == 405)


def test_a_wrong_host_is_told_as_a_problem(caller: Caller) -> None:
    """Even what Django refuses before any view is told as a problem below /api/."""
    answer = caller.call("GET", "/api/v1/openapi.json", headers={"Host": "et andet"})
    assert problem(answer) == (400, "GS-API-015")


def test_what_was_sent_is_never_repeated(caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """No problem and no line of the log holds what stood in the call, nor the key."""
    secret = f"{ANNA.cpr}"
    answers = [
        caller.post(b"", "text/" + secret),
        caller.call("POST", f"/api/v1/{secret}", secret.encode()),
        caller.post(secret.encode(), f"multipart/form-data; boundary={secret}"),
        caller.post(b"<a/>", **{"Idempotency-Key": f"{secret} æ"}),
        Caller(secret).post(b"<a/>"),
    ]
    assert all(answer.status_code >= 400 for answer in answers)
    said = b"".join(answer.content for answer in answers).decode() + caplog.text
    assert secret not in said
    assert caller.key not in said


def test_a_fault_of_ours_is_a_problem_and_the_log_says_where_without_words(
    desk: Desk, caller: Caller, caplog: pytest.LogCaptureFixture, owner: Any
) -> None:
    """A fault nobody foresaw is 500 with a code; the log has its kind and place alone."""
    owner.execute("ALTER TABLE registry_delivery RENAME TO registry_delivery_away")
    owner.commit()
    try:
        with caplog.at_level(logging.ERROR):
            answer = caller.post(MESSAGE)
    finally:
        owner.execute("ALTER TABLE registry_delivery_away RENAME TO registry_delivery")
        owner.commit()
    assert problem(answer) == (500, "GS-API-016")
    assert "UndefinedTable at " in caplog.text
    assert "deliveries.py:" in caplog.text
    assert "registry_delivery" not in caplog.text
    assert desk.count("raw_message") == 0
    assert caller.post(MESSAGE).status_code == 202
