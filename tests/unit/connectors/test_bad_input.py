# SPDX-License-Identifier: EUPL-1.2
"""Bad input gives one clear refusal: a code, where, and what the sender should do."""

from __future__ import annotations

import pytest

from tests.unit.connectors.messages import (
    CASE_ID,
    TEST_CPR,
    case,
    importing,
    load,
    properties,
    reading,
    registration,
)

pytestmark = pytest.mark.unit

LATIN = "<a>ø</a>".encode("latin-1")
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;">]><x:ImporterSagDokumentIndeksInput '
    b'xmlns:x="urn:oio:sts:sagdok:sagdokumentindeks:6">&c;</x:ImporterSagDokumentIndeksInput>'
)
OUTSIDE = b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]><a>&f;</a>'
SOAP = 'xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"'
INDEX = "urn:oio:sts:sagdok:sagdokumentindeks"
CASES = 'xmlns="urn:oio:sts:sagdok:sagdokumentindeks:6"'
BENEFITS = 'xmlns="urn:oio:sts:ydelse:ydelseindeks:6"'

REFUSED: dict[str, tuple[bytes | str, str]] = {
    "empty": (b"", "GS-CON-002"),
    "only white space": (b" \n\t\r\n", "GS-CON-002"),
    "only a byte order mark": (b"\xef\xbb\xbf", "GS-CON-002"),
    "only a declaration": (b'<?xml version="1.0"?>\n<!-- nothing -->', "GS-CON-002"),
    "json": (b'{"sag": 1}', "GS-CON-003"),
    "a zip": (b"PK\x03\x04\x14", "GS-CON-003"),
    "zeros": (b"\x00\x00\x00\x00", "GS-CON-003"),
    "mismatched elements": (b"<a><b></a></b>", "GS-CON-004"),
    "a bare ampersand": (b"<a>hjem & bolig</a>", "GS-CON-004"),
    "an undeclared prefix": (b"<x:a/>", "GS-CON-004"),
    "a control character": (b"<a>\x02</a>", "GS-CON-004"),
    "cut inside a text": (load("case_import.xml")[:4000], "GS-CON-005"),
    "cut after an element": (b"<a><b></b>", "GS-CON-005"),
    "latin-1 without saying so": (LATIN, "GS-CON-006"),
    "latin-1 called utf-8": (b'<?xml version="1.0" encoding="UTF-8"?>\n' + LATIN, "GS-CON-006"),
    "utf-8 called utf-16": (b'<?xml version="1.0" encoding="utf-16"?><a/>', "GS-CON-006"),
    "half a utf-16": ("<a>ø</a>".encode("utf-16")[:-1], "GS-CON-006"),
    "an unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><a/>', "GS-CON-007"),
    "an encoding that is none": (b'<?xml version="1.0" encoding="base64"?><a/>', "GS-CON-007"),
    "an unread encoding": (b'<?xml version="1.0" encoding="utf-7"?><a/>', "GS-CON-007"),
    "an entity bomb": (BOMB, "GS-CON-008"),
    "a file from outside": (OUTSIDE, "GS-CON-008"),
    "a bomb in utf-16": (BOMB.decode().encode("utf-16"), "GS-CON-008"),
    "nested too deep": (b"<a>" * 5000 + b"</a>" * 5000, "GS-CON-009"),
    "one text of 11 MB": (b"<a>" + b"x" * 11_000_000 + b"</a>", "GS-CON-009"),
    "another standard": (b"<invoice xmlns='urn:oasis:ubl'/>", "GS-CON-010"),
    "no namespace": (b"<ImporterSagDokumentIndeksInput/>", "GS-CON-010"),
    "version 5": (f"<ImporterSagDokumentIndeksInput xmlns='{INDEX}:5'/>", "GS-CON-011"),
    "version 7": (f"<ImporterSagDokumentIndeksInput xmlns='{INDEX}:7'/>", "GS-CON-011"),
    "an old part": (
        importing(case(registration())).replace("sagdok:sag:6", "sagdok:sag:5"),
        "GS-CON-011",
    ),
    "an event of version 2": (
        b"<Haendelsesbesked xmlns='urn:oio:besked:kuvert:2.0'/>",
        "GS-CON-011",
    ),
    "no such message": (f"<SagIndeks {CASES}/>", "GS-CON-012"),
    "a question about cases": (f"<FremsoegSagDokumentIndeksInput {CASES}/>", "GS-CON-013"),
    "a question about benefits": (f"<FremsoegYdelseIndeksInput {BENEFITS}/>", "GS-CON-013"),
    "a reply": (f"<ImporterSagDokumentIndeksOutput {CASES}/>", "GS-CON-014"),
    "a fault": (f"<e:Envelope {SOAP}><e:Body><e:Fault/></e:Body></e:Envelope>", "GS-CON-014"),
    "a removal": (f"<FjernSagDokumentIndeksInput {CASES}/>", "GS-CON-015"),
    "a value list": (
        "<OpretInput xmlns='urn:oio:sts:beskedfordeler:vaerdiliste:1.0.0'/>",
        "GS-CON-016",
    ),
    "an envelope without a body": (f"<e:Envelope {SOAP}/>", "GS-CON-017"),
    "an empty body": (f"<e:Envelope {SOAP}><e:Body/></e:Envelope>", "GS-CON-017"),
    "no case": (importing(), "GS-CON-018"),
    "no grant": (f"<ImporterYdelseIndeksInput {BENEFITS}/>", "GS-CON-018"),
    "a plan of nothing": (
        "<KLE-Emneplan><UdgivelsesDato>2024-01-01</UdgivelsesDato></KLE-Emneplan>",
        "GS-CON-018",
    ),
    "a case without id": (importing(case(registration(), object_id="")), "GS-CON-020"),
    "a case with half an id": (importing(case(registration(), object_id="aaaa")), "GS-CON-020"),
    "a case that says nothing": (importing(case()), "GS-CON-021"),
    "a case of no time": (importing(case(registration(time=""))), "GS-CON-022"),
    "an event without id": (
        b"<Haendelsesbesked xmlns='urn:oio:besked:kuvert:1.0'/>",
        "GS-CON-030",
    ),
    "a plan without edition": (b"<KLE-Emneplan/>", "GS-CON-040"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_bad_input_gives_exactly_one_refusal(kind: str) -> None:
    """Every kind of bad input has its code, a reason in two languages, and nothing is read."""
    body, code = REFUSED[kind]
    result = reading(body)
    (refusal,) = result.refusals
    assert refusal.code == code
    assert len(refusal.reason.da) > 30
    assert len(refusal.reason.en) > 30
    assert (result.registrations, result.events, result.classes) == ((), (), ())


def test_broken_xml_is_placed_by_line_and_column() -> None:
    """The reason says where the XML breaks, counted in the file as it was sent."""
    body = b'\n\n<?xml version="1.0"?><a>\n  <b></a>'
    (refusal,) = reading(body).refusals
    assert "linje 4, kolonne 10" in refusal.reason.da


def test_a_wrong_encoding_is_placed_by_line() -> None:
    """The reason says on which line the bytes stop being what they should be."""
    (refusal,) = reading(b"<a>\n<b/>\n" + LATIN).refusals
    assert "line 3" in refusal.reason.en


@pytest.mark.parametrize("version", ["5", "7"])
def test_a_wrong_version_is_named_beside_the_right_one(version: str) -> None:
    """The reason names the version that was sent and the one that is read."""
    (refusal,) = reading(f"<ImporterSagDokumentIndeksInput xmlns='{INDEX}:{version}'/>").refusals
    assert f"{INDEX}:{version}" in refusal.reason.da
    assert f"{INDEX}:6" in refusal.reason.da


def test_a_reason_does_not_repeat_a_persons_number() -> None:
    """What is quoted from a message is masked."""
    (refusal,) = reading(f"<a{TEST_CPR} xmlns='urn:x:{TEST_CPR}'/>").refusals
    assert TEST_CPR not in str(refusal)
    assert "urn:x:…" in refusal.reason.da


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252"])
def test_an_encoding_that_is_declared_or_marked_is_read(encoding: str) -> None:
    """UTF-16 with and without mark, UTF-8 with mark and Windows-1252 give the same cases."""
    name = encoding.removesuffix("-le").removesuffix("-be").removesuffix("-sig")
    plain = importing(case(registration(properties("<s:Titel>Prøve på æøå</s:Titel>"))))
    body = f'<?xml version="1.0" encoding="{name}"?>{plain}'
    assert reading(body.encode(encoding)) == reading(plain)
    assert reading(plain).refusals == ()


def test_one_bad_object_does_not_stop_the_rest() -> None:
    """Of three cases the one without an id is refused and the two others are read."""
    other = CASE_ID.replace("a", "b")
    good = [case(registration()), case(registration(), object_id=other)]
    result = reading(importing(good[0], case(registration(), object_id=""), good[1]))
    assert [str(found.object_id) for found in result.registrations] == [CASE_ID, other]
    (refusal,) = result.refusals
    assert refusal.path == "/ImporterSagDokumentIndeksInput/SagIndeks[2]/UUIDIdentifikator"


def test_a_registration_without_a_time_is_left_out_of_its_object() -> None:
    """The object's other registrations are read, and the finding is an error."""
    result = reading(importing(case(registration(time=""), registration())))
    assert (len(result.registrations), result.refusals) == (1, ())
    (finding,) = (f for f in result.findings if f.rule.endswith("Registrering.Tidspunkt.missing"))
    assert finding.severity == "error"
    assert finding.path == "/ImporterSagDokumentIndeksInput/SagIndeks/Registrering[1]/Tidspunkt"
