# SPDX-License-Identifier: EUPL-1.2
"""A message that breaks no rule earns no error, however it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from gearskifte.connectors.public import check, check_together
from gearskifte.registry.public import Severity
from tests.unit.connectors.conformance import good, good_case, good_document, good_money
from tests.unit.connectors.conformance.good import SHARED, by_uuid, el, made_up

pytestmark = pytest.mark.unit

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d")
_UUID = re.compile(r"(?<=>)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=<)")
_LATER = "2024-05-01T09:00:00.000+02:00"

CASES = sorted(good_case.OPTIONAL)
DOCUMENTS = sorted(good_document.OPTIONAL)
MONEY: list[Callable[[], bytes]] = [
    good_money.grant,
    good_money.payment,
    good_money.grant_and_payment,
    good_money.grant_update,
]
SCHEMAS = {
    "sf1470/xsd/6.0.STS-0/SagDokumentIndeksOperationer.xsd": [
        good_case.case(good_case.OPTIONAL),
        good_document.document(good_document.OPTIONAL),
    ],
    "sf1491_ydelse/xsd/6.0.STS-0/YdelseIndeksOperationer.xsd": [make() for make in MONEY],
}


def errors(*bodies: bytes) -> list[str]:
    """The rules broken by messages checked together."""
    found = check_together(bodies, max_bytes=good.LARGEST)
    return [each.rule for _, each in found if each.severity is Severity.ERROR]


@pytest.mark.parametrize("part", ["", *CASES])
def test_a_good_case_breaks_no_rule(part: str) -> None:
    """The mandatory parts with each optional relation, alone."""
    assert errors(good_case.case([part])) == []


@pytest.mark.parametrize("part", ["", *DOCUMENTS])
def test_a_good_document_breaks_no_rule(part: str) -> None:
    """The mandatory parts with each optional relation, alone."""
    assert errors(good_document.document([part])) == []


@pytest.mark.parametrize("make", MONEY, ids=lambda make: make.__name__)
def test_good_grants_and_payments_break_no_rule(make: Callable[[], bytes]) -> None:
    """Grant, payment, both in one message, and a new amount."""
    assert errors(make()) == []


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_good_messages_are_valid_by_the_schema(schema: str) -> None:
    """What the tests call good is good by KOMBIT's own XSD too."""
    if not (SHARED / schema).exists():
        pytest.skip(f"no schemas at {SHARED}")
    xsd = etree.XMLSchema(etree.parse(SHARED / schema))
    for body in SCHEMAS[schema]:
        xsd.assertValid(etree.fromstring(body))


@given(st.sets(st.sampled_from(CASES)), st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_choice_of_optional_relations_is_good(parts: set[str], exempt: bool) -> None:
    """A case may have any of its optional relations beside each other."""
    assert errors(good_case.case(parts, exempt=exempt)) == []


@given(st.sets(st.sampled_from(DOCUMENTS)), st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_choice_of_a_documents_relations_is_good(parts: set[str], exempt: bool) -> None:
    """A document may have any of its optional relations beside each other."""
    assert errors(good_document.document(parts, exempt=exempt)) == []


@given(
    prefix=st.sampled_from(["a", "ns", "X"]),
    capitals=st.booleans(),
    hours=st.integers(-11, 13),
    indented=st.booleans(),
    backwards=st.booleans(),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_how_it_is_written_does_not_matter(
    prefix: str, capitals: bool, hours: int, indented: bool, backwards: bool
) -> None:
    """Prefixes, their order, letter case of UUIDs, other zones and layout change nothing."""
    for body in (
        good_case.case(good_case.OPTIONAL),
        good_document.document(good_document.OPTIONAL),
        good_money.grant_and_payment(),
    ):
        text = body.decode()
        text = _STAMP.sub(lambda found: _in_zone(found[0], hours), text)
        if capitals:
            text = _UUID.sub(lambda found: found[0].upper(), text)
        text = _renamed(text, prefix, backwards=backwards)
        if indented:
            text = text.replace("><", ">\r\n  <!-- luft -->\r\n  <")
        assert errors(text.encode()) == []


def _in_zone(stamp: str, hours: int) -> str:
    moved = datetime.fromisoformat(stamp).astimezone(timezone(timedelta(hours=hours)))
    written = moved.isoformat(timespec="milliseconds")
    return written.replace("+00:00", "Z")


def _renamed(text: str, prefix: str, *, backwards: bool) -> str:
    for name in good._SPACES:
        text = re.sub(rf"(</?){name}:", rf"\g<1>{prefix}{name}:", text)
    declared = re.findall(r' xmlns:\w+="[^"]+"', text)
    turned = declared[::-1] if backwards else declared
    for before in declared:
        text = text.replace(before, "", 1)
    spaces = "".join(turned).replace("xmlns:", f"xmlns:{prefix}")
    return re.sub(r"(<\w+:\w+Input)>", rf"\g<1>{spaces}>", text, count=1)


def test_the_standards_namespace_may_be_the_default_one() -> None:
    """A message without prefixes on its outermost elements is read alike."""
    text = good_case.case().decode().replace("sdi:", "").replace("xmlns:sdi=", "xmlns=")
    text = text.replace('xmlns="urn', 'xmlns="urn', 1)
    assert errors(text.replace(":sdi=", "=").encode()) == []


def test_a_soap_envelope_does_not_matter() -> None:
    """The message inside the envelope is checked."""
    inside = good_case.case().decode().partition("?>")[2]
    soap = "http://www.w3.org/2003/05/soap-envelope"
    body = f'<e:Envelope xmlns:e="{soap}"><e:Body>{inside}</e:Body></e:Envelope>'
    assert errors(body.encode()) == []


def test_a_second_registration_tells_only_what_changed() -> None:
    """Of several registrations only the first must hold everything."""
    second = el(
        "sag:Registrering",
        good.header(_LATER),
        el("sag:AttributListe"),
        el(
            "sag:TilstandListe",
            el(
                "sag:Fremdrift",
                good.validity("sag", _LATER),
                el("sag:FremdriftStatusKode", "Afsluttet"),
            ),
        ),
        el("sag:RelationListe"),
    )
    text = good_case.case().decode().replace("</sdi:SagIndeks>", f"{second}</sdi:SagIndeks>")
    assert errors(text.encode()) == []


def test_an_update_carries_only_what_changed() -> None:
    """An update of a state, a relation or the properties needs nothing else."""
    state = el(
        "sag:TilstandListe",
        el("sag:Fremdrift", good.validity("sag"), el("sag:FremdriftStatusKode", "Oplyst")),
    )
    journal = el("sag:RelationListe", good_case.OPTIONAL["Journalpost/Journalnotat"]())
    properties = el("sag:AttributListe", good_case.properties())
    letter = el("di:AttributListe", good_document.properties())
    assert errors(good_case.case_update(state)) == []
    assert errors(good_case.case_update(journal)) == []
    assert errors(good_case.case_update(properties, state)) == []
    assert errors(good_document.document_update(letter)) == []


def test_an_update_may_close_a_relation() -> None:
    """Logical removal (AM-02): the relation once more, with an end."""
    party = good_case.OPTIONAL["Sagspart/SekundaerPart"]()
    closed = party.replace(el("sd:GraenseIndikator", "true"), el("sd:TidsstempelDatoTid", _LATER))
    assert errors(good_case.case_update(el("sag:RelationListe", closed))) == []


def test_an_owner_may_follow_an_owner() -> None:
    """Two relations of a role that is had once are good when one begins as the other ends."""
    text = good_case.case().decode()
    first = re.search(r"<sag:Sagsaktoer>.*?</sag:Sagsaktoer>", text)
    assert first is not None
    ended = first[0].replace(el("sd:GraenseIndikator", "true"), el("sd:TidsstempelDatoTid", _LATER))
    following = (
        first[0]
        .replace(good.DAY, _LATER)
        .replace(by_uuid(good.OWNER), by_uuid(made_up("merged municipality")))
    )
    assert errors(text.replace(first[0], ended + following).encode()) == []


def test_case_letter_and_money_fit_together() -> None:
    """Messages that refer to each other break no rule together."""
    objects = good_case.case_object(["Journalpost/Vedlagt"], key="2024-18", uuid=made_up("other"))
    letter = good_document.document_object(exempt=False)
    both = good.message("sdi:ImporterSagDokumentIndeksInput", letter, objects)
    assert errors(both, good_case.case(), good_money.grant(), good_money.payment()) == []


def test_written_line_breaks_may_be_windows_own() -> None:
    """A line break written as the two characters themselves is as good as by reference."""
    text = good_case.case().decode().replace("&#13;&#10;", "\r\n")
    assert errors(text.encode()) == []


@pytest.mark.parametrize("on", ["2020-02-01", "2020-09-01", "2021-07-01"])
def test_what_is_good_now_was_good_before(on: str) -> None:
    """A plain case breaks no rule of the editions since actors were named as users."""
    day = datetime.fromisoformat(on).date()
    found = check(good_case.case(), max_bytes=good.LARGEST, ruleset=day)
    assert [each.rule for each in found if each.severity is Severity.ERROR] == []
