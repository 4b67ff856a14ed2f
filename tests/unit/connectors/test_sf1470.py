# SPDX-License-Identifier: EUPL-1.2
"""SF1470: cases, documents and journal posts."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from gearskifte.registry.public import (
    Kind,
    Operation,
    Reference,
    ReferenceKind,
    Registration,
    Section,
    fields,
)
from tests.unit.connectors.messages import (
    CASE_ID,
    at,
    by_key,
    case,
    importing,
    load,
    only_registration,
    only_relation,
    properties,
    reading,
    registration,
    relation,
    rules,
    state,
    urn,
    validity,
)

pytestmark = pytest.mark.unit

SYSTEM = "eeeeeeee-0000-4000-8000-0000000000e1"
START = datetime(2023, 3, 1, 8, tzinfo=UTC)


@pytest.fixture(name="imported")
def imported_message() -> tuple[Registration, ...]:
    """The registrations of a case (two) and a document."""
    return reading(load("case_import.xml")).registrations


def test_every_registration_of_an_object_is_read(imported: tuple[Registration, ...]) -> None:
    """A case with two registrations and a document give three."""
    assert [(found.kind, found.operation) for found in imported] == [
        (Kind.CASE, Operation.IMPORT),
        (Kind.CASE, Operation.IMPORT),
        (Kind.DOCUMENT, Operation.IMPORT),
    ]
    first = imported[0]
    assert str(first.object_id) == CASE_ID
    assert (first.lifecycle, first.note) == ("Importeret", "Oprettet")
    assert first.actor == Reference(ReferenceKind.IT_SYSTEM, SYSTEM)


def test_a_cases_properties_have_english_names(imported: tuple[Registration, ...]) -> None:
    """What is stated as empty is None, what is left out is not there, and comments are nothing."""
    fact = by_key(imported[0])[fields.PROPERTIES]
    assert (fact.section, fact.start, fact.end) == (Section.ATTRIBUTES, START, None)
    assert fact.actor_type == "Bruger"
    assert fact.values == {
        fields.USER_KEY: "2023-17",
        fields.DELIVERED: None,
        fields.DESCRIPTION: "Ansøgning om hjælp & støtte",
        fields.LEGAL_BASIS: "Serviceloven § 112",
        fields.DISPOSAL_CODE: "B",
        fields.TITLE_NOT_PUBLIC: "Hemmelig titel",
        fields.EXEMPT_BASIS: "Offentlighedsloven § 30",
        fields.PRINCIPAL: False,
        fields.NUMBER: "2023-17",
        fields.TITLE: "Hjælpemiddel  søgt",
    }


def test_a_cases_index_properties_are_a_set_of_their_own(
    imported: tuple[Registration, ...],
) -> None:
    """SagIndeksEgenskaber stand in the extension list and carry the sensitivity."""
    assert by_key(imported[0])[fields.INDEX].values == {
        fields.LOCAL_STATUS: "Oplysninger indhentes",
        fields.SENSITIVITY: "FORTROLIGE_PERSONOPLYSNINGER",
        fields.CREATED_AT: "2023-03-01T08:00:00+00:00",
    }


def test_states_are_dated(imported: tuple[Registration, ...]) -> None:
    """Each state keeps the stretch of time it holds."""
    states = [fact for fact in imported[0].facts if fact.section is Section.STATE]
    april = datetime(2023, 4, 1, 7, tzinfo=UTC)
    assert [(fact.values[fields.STATE], fact.start, fact.end) for fact in states] == [
        ("Opstaaet", START, april),
        ("Oplyst", april, None),
    ]
    assert [fact.values for fact in imported[1].facts] == [{fields.STATE: "Afgjort"}]


def test_relations_have_type_role_and_target(imported: tuple[Registration, ...]) -> None:
    """The owner of the case, by reference, name and CVR number."""
    owner = by_key(imported[0])["actor:owner:"].values
    assert owner[fields.TYPE] == fields.ACTOR
    assert owner[fields.ROLE] == fields.OWNER
    assert owner[fields.TARGET] == Reference(
        ReferenceKind.UUID, "bbbbbbbb-0000-4000-8000-0000000000b1"
    )
    assert (owner[fields.NAME], owner[fields.CVR]) == ("Prøveby Kommune", "11111111")


def test_roles_of_a_case_are_read_whether_known_or_shown(
    imported: tuple[Registration, ...],
) -> None:
    """Primary class and party by UUID; display, decision, filed and note by form."""
    roles = [
        (fact.values[fields.TYPE], fact.values[fields.ROLE])
        for fact in imported[0].facts
        if fact.section is Section.RELATION
    ]
    assert roles == [
        (fields.ACTOR, fields.OWNER),
        (fields.ACTOR, fields.RESPONSIBLE),
        (fields.CLASS, fields.PRIMARY),
        (fields.CLASS, fields.DISPLAY),
        (fields.CLASS, fields.DECISION),
        (fields.PARTY, fields.PRIMARY),
        (fields.PARTY, fields.UNKNOWN),
        (fields.JOURNAL, fields.FILED),
        (fields.JOURNAL, fields.NOTE),
        (fields.SYSTEM, fields.MASTER),
        (fields.SYSTEM, fields.SENDER),
    ]


def test_a_journal_note_is_decoded(imported: tuple[Registration, ...]) -> None:
    """Its title, its text out of base64 and its format are read."""
    (note,) = (f.values for f in imported[0].facts if f.values.get(fields.ROLE) == fields.NOTE)
    assert note[fields.NOTE_TITLE] == "Samtale"
    assert note[fields.NOTE_TEXT] == "Ringet om ansøgningen.\nAftalt møde på rådhuset."
    assert note[fields.NOTE_FORMAT] == "12121212-0000-4000-8000-0000000000ce"


def test_a_document_is_read(imported: tuple[Registration, ...]) -> None:
    """Letter date, type and version, and the actors' CVR-Nr, which is spelled its own way."""
    document = by_key(imported[2])
    assert document[fields.PROPERTIES].values[fields.LETTER_DATE] == "2023-02-28"
    assert document[fields.PROPERTIES].values[fields.DOCUMENT_TYPE] == "Brev, indgaaende"
    assert document[fields.PROPERTIES].values[fields.VERSION] == "2"
    assert document[fields.PROGRESS].values == {fields.STATE: "Modtaget"}
    assert document["actor:owner:"].values[fields.CVR] == "11111111"
    assert document["class:primary:"].values[fields.CLASS_KEY] == "98.01.01"


def test_the_sending_system_is_the_readings_own() -> None:
    """The IT system with the role Afsender sent the message."""
    assert reading(load("case_import.xml")).system == Reference(ReferenceKind.UUID, SYSTEM)


def test_an_update_carries_only_what_changed() -> None:
    """Tidspunkt stands last, there is no lifecycle, and a closed relation has its end."""
    result = reading(load("case_update.xml"))
    assert result.message_id == "f0f0f0f0-0000-4000-8000-000000000001"
    changed, document = result.registrations
    assert (changed.operation, changed.lifecycle) == (Operation.UPDATE, "")
    assert changed.note == "Part fjernet"
    assert changed.source_time == datetime(2023, 6, 1, 6, 30, 0, 500_000, tzinfo=UTC)
    party = changed.facts[1]
    assert party.end == datetime(2023, 6, 1, 22, tzinfo=UTC)
    assert document.kind is Kind.DOCUMENT


@pytest.mark.parametrize(
    ("content", "text", "rule"),
    [
        ("Møde på torsdag".encode(), "Møde på torsdag", None),
        ("Møde på torsdag".encode("utf-16"), "Møde på torsdag", None),
        ("Møde på torsdag".encode("cp1252"), "Møde på torsdag", None),
        (b"\xef\xbb\xbfKort", "Kort", None),
        (rb"{\rtf1\ansi Kort}", None, "format"),
        (b"PK\x03\x04\x14\x00", None, "format"),
        (b"a\x00b", None, "format"),
        (b"\x81\x8d", None, "format"),
        (b"\xff\xfe\x00", None, "format"),
    ],
)
def test_only_plain_text_is_read_from_a_note(
    content: bytes, text: str | None, rule: str | None
) -> None:
    """Text in UTF-8, UTF-16 or Windows-1252 is read; RTF and office formats are left out."""
    coded = base64.encodebytes(content).decode()
    result = reading(importing(case(registration(relations=_note(coded)))))
    (fact,) = result.registrations[0].facts
    assert fact.values.get(fields.NOTE_TEXT) == text
    assert fact.values[fields.NOTE_TITLE] == "Samtale"
    assert ("format" in rules(result)) == (rule == "format")


def test_a_note_that_is_not_base64_is_left_out() -> None:
    """The note keeps its title, and the vendor is warned."""
    result = reading(importing(case(registration(relations=_note("Ringet i dag!")))))
    assert fields.NOTE_TEXT not in result.registrations[0].facts[0].values
    assert rules(result)["base64"].severity == "warning"


def _note(coded: str) -> str:
    content = (
        "<s:JournalpostEgenskaber><s:JournalnotatEgenskaber><s:Titel>Samtale</s:Titel>"
        f"<s:Notat>{coded}</s:Notat></s:JournalnotatEgenskaber></s:JournalpostEgenskaber>"
    )
    return relation("Journalpost", target=urn("URN:Empty"), content=content)


def test_a_value_outside_a_code_list_is_kept_and_noted() -> None:
    """An unknown state is kept verbatim with a warning."""
    result = reading(importing(case(registration(states=state("Opstået")))))
    (fact,) = result.registrations[0].facts
    assert fact.values == {fields.STATE: "Opstået"}
    assert rules(result)["code"].rule == "SF1470-2023-07.Fremdrift.FremdriftStatusKode.code"


def test_a_flag_that_is_neither_is_left_out() -> None:
    """Not stated is not the same as false, so "nej" states nothing."""
    content = "<s:Titel>T</s:Titel><s:AfleveretIndikator>nej</s:AfleveretIndikator>"
    result = reading(importing(case(registration(properties(content)))))
    assert result.registrations[0].facts[0].values == {fields.TITLE: "T"}
    assert rules(result)["code"].severity == "error"


@pytest.mark.parametrize("content", ["", "<s:Titel/>", "<s:Titel>  </s:Titel>"])
def test_an_empty_title_is_noted(content: str) -> None:
    """The citizen would see a case without a name."""
    findings = reading(importing(case(registration(properties(content))))).findings
    assert "SF1470-2023-07.Egenskaber.Titel.missing" in {finding.rule for finding in findings}


def test_a_state_that_goes_backwards_is_noted() -> None:
    """Decided before arisen is a warning on the object."""
    later = validity(start=at("2023-05-01T00:00:00Z"))
    first = validity(end=at("2023-05-01T00:00:00Z"))
    states = state("Afgjort", first) + state("Opstaaet", later)
    result = reading(importing(case(registration(states=states))))
    assert rules(result)["order"].severity == "warning"
    assert "overlap" not in rules(result)


def test_states_that_hold_at_once_are_noted() -> None:
    """Two open states are a warning."""
    states = state("Opstaaet") + state("Oplyst", validity(start=at("2023-05-01T00:00:00Z")))
    result = reading(importing(case(registration(states=states))))
    assert rules(result)["overlap"].severity == "warning"
    assert "order" not in rules(result)


def test_what_an_import_lacks_for_the_page_is_noted() -> None:
    """No state, sensitivity, owner or primary class: four warnings."""
    result = reading(importing(case(registration(properties()))))
    assert [finding.rule for finding in result.findings] == [
        "SF1470-2023-07.SagIndeks.Fremdrift.missing",
        "SF1470-2023-07.SagIndeks.Foelsomhed.missing",
        "SF1470-2023-07.SagIndeks.Sagsaktoer.owner",
        "SF1470-2023-07.SagIndeks.Sagsklasse.primary",
    ]


def test_an_element_that_is_not_known_is_mentioned() -> None:
    """Foreign content in a list is passed over, and its name does not get into the rule."""
    foreign = '<g:LokalUdvidelseListe><f:Ekstra xmlns:f="urn:x"/></g:LokalUdvidelseListe>'
    result = reading(importing(case(registration(properties() + foreign))))
    assert len(result.registrations[0].facts) == 1
    assert rules(result)["unknown"].rule == "SF1470-2023-07.Registrering.AttributListe.unknown"


def test_a_foreign_element_is_not_taken_for_the_standards() -> None:
    """A Titel of another namespace is not the case's title."""
    found = only_registration(
        importing(case(registration(properties('<f:Titel xmlns:f="urn:x">Nej</f:Titel>'))))
    )
    assert found.facts[0].values == {}


def test_a_repeated_finding_is_told_twenty_times() -> None:
    """Of the same rule on the same object, the 21st would tell the vendor nothing new."""
    result = reading(importing(case(registration(states=state("Forkert") * 30))))
    codes = [finding for finding in result.findings if finding.rule.endswith(".code")]
    assert len(codes) == 20
    assert len(result.registrations[0].facts) == 30


def test_a_security_profile_restricts_whatever_its_role() -> None:
    """The standard has one role for it, so an unknown one is taken as that."""
    profile = relation("Sikkerhedsprofil").replace("s:Sikkerhedsprofil", "i:Sikkerhedsprofil")
    listed = f"<g:LokalUdvidelseListe>{profile}</g:LokalUdvidelseListe>"
    values = only_relation(importing(case(registration(relations=listed))))
    assert (values[fields.TYPE], values[fields.ROLE]) == (fields.SECURITY, fields.ACCESS)
