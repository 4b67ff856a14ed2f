# SPDX-License-Identifier: EUPL-1.2
"""Beskedfordeler: events, their objects, and the plain facts of known content."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from gearskifte.registry.public import Reference, ReferenceKind
from tests.unit.connectors.messages import TEST_CPR, load, reading, rules, urn

pytestmark = pytest.mark.unit


def test_a_post_status_gives_the_delivery_and_no_content() -> None:
    """Channel, status, message and error, with numbers in the error's text blotted out."""
    result = reading(load("event_post_status.xml"))
    (event,) = result.events
    assert result.message_id == event.message_id == "f0f0f0f0-0000-4000-8000-000000000002"
    assert event.details == {
        "channel": "Digital Post",
        "status": "Fejlet",
        "occurred_at": "2023-02-13T12:04:12+00:00",
        "message_uuid": "77777777-0000-4000-8000-0000000000aa",
        "error_code": "memo.invalid",
        "error_text": "No mailbox for …",
    }


def test_an_event_says_what_it_is_about_first() -> None:
    """The object of the registration comes before the related ones."""
    (event,) = reading(load("event_post_status.xml")).events
    assert [str(each.uuid) for each in event.objects] == [
        "77777777-0000-4000-8000-0000000000aa",
        "77777777-0000-4000-8000-0000000000f1",
    ]
    assert event.authority == Reference(ReferenceKind.CVR, "11111111")
    assert event.subject == Reference(ReferenceKind.KLE, "98.01.01")
    assert event.system == Reference(ReferenceKind.UUID, "eeeeeeee-0000-4000-8000-0000000000e3")
    assert event.registered_at == event.happened_at
    assert event.registered_at == datetime(2023, 2, 13, 12, 4, 12, 845_000, tzinfo=UTC)


def test_a_person_event_tells_a_status_and_never_who() -> None:
    """Of CPR basic information only status and its date are taken; the reference hides itself."""
    result = reading(load("event_person.xml"))
    (event,) = result.events
    assert event.details == {"cpr_status": "90", "cpr_status_date": "2023-07-01"}
    assert event.happened_at == datetime(2023, 7, 1, tzinfo=UTC)
    assert event.objects[0] == Reference(ReferenceKind.CPR, TEST_CPR)
    assert TEST_CPR not in repr(result)


@pytest.mark.parametrize("wrapper", ["<a>{}</a>", '<w:a xmlns:w="urn:w"><b><c>{}</c></b></w:a>'])
def test_an_event_is_found_in_any_wrapper(wrapper: str) -> None:
    """However it is wrapped, the event is the same."""
    event = load("event_person.xml").decode().partition("-->")[2]
    assert reading(wrapper.format(event)).events == reading(event).events


def test_every_event_of_a_wrapper_is_read() -> None:
    """Two events give two, and one without an id is refused by its place."""
    event = load("event_person.xml").decode().partition("-->")[2]
    bad = event.replace("BeskedId>", "Andet>")
    result = reading(f"<a>{event}{bad}{event}</a>")
    assert len(result.events) == 2
    assert [refusal.path for refusal in result.refusals] == ["/a/Haendelsesbesked[2]/BeskedId"]


def test_a_persons_number_is_no_message_id() -> None:
    """A message id goes into logs, so a CPR number is refused as one."""
    body = load("event_person.xml").decode()
    stated = "<d:UUIDIdentifikator>f0f0f0f0-0000-4000-8000-000000000003</d:UUIDIdentifikator>"
    assert stated in body
    (refusal,) = reading(body.replace(stated, urn(f"urn:oio:cpr-nr:{TEST_CPR}"))).refusals
    assert refusal.code == "GS-CON-030"


@pytest.mark.parametrize(
    "content",
    [
        "not base64!",
        base64.b64encode(b"no xml").decode(),
        base64.b64encode(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>").decode(),
        "",
    ],
)
def test_content_that_cannot_be_read_leaves_the_envelope(content: str) -> None:
    """The event is taken in without details, and the vendor is warned."""
    body = load("event_post_status.xml").decode()
    start = body.index(">", body.index("<Base64")) + 1
    result = reading(body[:start] + content + body[body.index("</Base64>") :])
    assert [event.details for event in result.events] == [{}]
    assert rules(result)["content"].severity == "warning"


def test_content_that_is_not_known_is_passed_over() -> None:
    """Other content gives no details and no complaint."""
    body = load("event_person.xml").replace(b"callCPRBasicInformationResponse", b"other")
    result = reading(body)
    assert result.events[0].details == {}
    assert "content" not in rules(result)


def test_a_time_that_is_none_is_left_out_of_an_event() -> None:
    """Then it happened when it was registered, and the error says where."""
    body = load("event_person.xml").replace(b"2023-07-01T02:00:00<", b"i dag<")
    result = reading(body)
    assert result.events[0].happened_at == result.events[0].registered_at
    assert rules(result)["time"].path.endswith("/GyldighedFra/TidsstempelDatoTid")
