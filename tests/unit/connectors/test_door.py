# SPDX-License-Identifier: EUPL-1.2
"""Which standard a message follows is told by its content; what is no message is passed over."""

from __future__ import annotations

import pytest

from gearskifte.connectors.public import is_message, read
from tests.unit.connectors.messages import LARGEST, case, importing, load, reading, registration

pytestmark = pytest.mark.unit

SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"


@pytest.mark.parametrize(
    ("name", "interface"),
    [
        ("case_import.xml", "SF1470"),
        ("case_update.xml", "SF1470"),
        ("grant_import.xml", "SF1491"),
        ("grant_update.xml", "SF1491"),
        ("event_person.xml", "Beskedfordeler"),
        ("event_post_status.xml", "Beskedfordeler"),
        ("kle_plan.xml", "KLE"),
        ("kle_facets.xml", "KLE"),
    ],
)
def test_the_standard_is_told_by_the_outermost_element(name: str, interface: str) -> None:
    """Each message is read as its own standard, without a refusal."""
    result = reading(load(name))
    assert (result.interface, result.refusals) == (interface, ())


@pytest.mark.parametrize("soap", [SOAP_11, SOAP_12])
def test_a_soap_envelope_is_taken_off(soap: str) -> None:
    """The message in a SOAP 1.1 or 1.2 body is read, and TransactionUUID is its id."""
    inside = importing(case(registration()))
    enveloped = (
        f'<e:Envelope xmlns:e="{soap}"><e:Header><h:RequestHeader '
        'xmlns:h="http://kombit.dk/xml/schemas/RequestHeader/1/"><h:TransactionUUID> '
        "F0F0F0F0-0000-4000-8000-000000000001 </h:TransactionUUID></h:RequestHeader></e:Header>"
        f"<e:Body>{inside}</e:Body></e:Envelope>"
    )
    result = reading(enveloped)
    assert result.message_id == "f0f0f0f0-0000-4000-8000-000000000001"
    assert result.registrations == reading(inside).registrations
    assert result.findings == reading(inside).findings


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0"?>\n<!-- x --><schema xmlns="http://www.w3.org/2001/XMLSchema"/>',
        b'<xs:schema elementFormDefault="qualified"\n xmlns:xs="http://www.w3.org/2001/XMLSchema">',
        b'<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">',
        b"<!DOCTYPE html>\n<html><body>Sager</body></html>",
        b"# Sager\n\n<b>Se</b> listen.",
        b'{"sager": []}',
        b"nummer;titel\n1;Pr\xf8ve\n",
        b"PK\x03\x04",
    ],
)
def test_what_is_no_message_is_passed_over(body: bytes) -> None:
    """Schemas, web pages and what is not XML are not messages."""
    assert not is_message(body)


@pytest.mark.parametrize(
    "body",
    [
        load("case_import.xml"),
        load("kle_plan.xml"),
        "<a>ø</a>".encode("utf-16"),
        b"",
        b" \r\n",
        b"<schema/>",
        b'<?xml version="1.0" encoding="klingon"?><a/>',
        b"<a>\xf8</a>",
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a/>",
        b"<!--" + b"x" * 100_000 + b"--><a/>",
        b"<a>" + "æ".encode() * 50_000,
        b"<a",
    ],
)
def test_what_may_be_a_message_is_read(body: bytes) -> None:
    """XML, also broken, and empty files are read, so that they are refused with a reason."""
    assert is_message(body)


def test_size_is_looked_at_before_anything_else() -> None:
    """A message of more than max_bytes is refused, however well it is written."""
    body = load("case_import.xml")
    assert read(body, max_bytes=len(body)).refusals == ()
    (refusal,) = read(body, max_bytes=len(body) - 1).refusals
    assert refusal.code == "GS-CON-001"


def test_a_message_of_33_mib_is_refused_without_being_parsed() -> None:
    """What is too large is refused by its size alone, even where parsing it would fail."""
    body = b"<a>" + b"<b/>" * (33 * 1024 * 1024 // 4)
    (refusal,) = read(body, max_bytes=LARGEST).refusals
    assert refusal.code == "GS-CON-001"
