# SPDX-License-Identifier: EUPL-1.2
"""The order of states, the periods of Virkning, and relations that must agree."""

from __future__ import annotations

import re

import pytest

from gearskifte.connectors.public import check
from gearskifte.registry.public import Severity
from tests.unit.connectors.conformance import good, good_case, good_document
from tests.unit.connectors.conformance.good import el

pytestmark = pytest.mark.unit

DAYS = tuple(f"2024-0{month}-02T08:00:00.000+02:00" for month in (1, 2, 3, 4))


def _found(body: bytes) -> dict[str, Severity]:
    found = check(body, max_bytes=good.LARGEST)
    return {each.rule.partition(".")[2]: each.severity for each in found}


def _errors(body: bytes) -> list[str]:
    return [rule for rule, severity in _found(body).items() if severity is Severity.ERROR]


def _with_states(*codes: str) -> str:
    states = good_case.states(zip(codes, DAYS, strict=False))
    return re.sub(
        r"<sag:TilstandListe>.*</sag:TilstandListe>",
        el("sag:TilstandListe", states),
        good_case.case().decode(),
    )


@pytest.mark.parametrize(
    "codes",
    [
        ("Opstaaet",),
        ("Opstaaet", "Afsluttet"),
        ("Opstaaet", "Afgjort"),
        ("Opstaaet", "Oplyst", "Afsluttet"),
        ("Opstaaet", "Oplyst", "Afgjort", "Afsluttet"),
    ],
)
def test_states_may_be_skipped(codes: tuple[str, ...]) -> None:
    """A case goes forward, through as many states as it has."""
    assert _errors(_with_states(*codes).encode()) == []


@pytest.mark.parametrize(
    "codes",
    [
        ("Opstaaet", "Afgjort", "Oplyst"),
        ("Oplyst", "Opstaaet", "Afgjort"),
        ("Opstaaet", "Oplyst", "Afsluttet", "Afgjort"),
    ],
)
def test_states_do_not_go_back(codes: tuple[str, ...]) -> None:
    """A state before an earlier one is an error unless its note says why."""
    body = re.sub(r"<sd:NoteTekst>[^<]*</sd:NoteTekst>", "", _with_states(*codes))
    assert _errors(body.encode()) == ["Sag.Fremdrift.FremdriftStatusKode.order"]
    told = _found(_with_states(*codes).encode())
    assert told["Sag.Fremdrift.FremdriftStatusKode.order-told"] is Severity.WARNING


def test_an_imported_case_begins_somewhere() -> None:
    """All earlier states are sent with an import, so Opstaaet is always there."""
    body = _with_states("Afgjort", "Afsluttet").encode()
    assert _errors(body) == ["Sag.Fremdrift.FremdriftStatusKode.first"]


def test_two_states_do_not_hold_at_once() -> None:
    """A state that begins before the last one ended overlaps it."""
    body = _with_states("Opstaaet", "Oplyst").replace(
        el("sd:FraTidspunkt", el("sd:TidsstempelDatoTid", DAYS[1])),
        el("sd:FraTidspunkt", el("sd:TidsstempelDatoTid", "2024-01-20T08:00:00.000+01:00")),
    )
    assert _errors(body.encode()) == ["Sag.Fremdrift.overlap"]


def test_a_gap_between_states_is_a_warning() -> None:
    """A time without any state is worth a look."""
    body = _with_states("Opstaaet", "Oplyst").replace(
        el("sd:FraTidspunkt", el("sd:TidsstempelDatoTid", DAYS[1])),
        el("sd:FraTidspunkt", el("sd:TidsstempelDatoTid", DAYS[2])),
    )
    assert _errors(body.encode()) == []
    assert _found(body.encode())["Sag.Fremdrift.gap"] is Severity.WARNING


def test_two_sets_of_properties_do_not_hold_at_once() -> None:
    """A case has one title at a time."""
    again = good_case.properties()
    body = good_case.case().decode().replace(again, again + again)
    assert _errors(body.encode()) == ["Sag.Egenskaber.overlap"]


def test_an_owner_does_not_end_without_another() -> None:
    """The owner is until further notice, or until the next one begins."""
    text = good_case.case().decode()
    first = re.search(r"<sag:Sagsaktoer>.*?</sag:Sagsaktoer>", text)
    assert first is not None
    ended = first[0].replace(
        el("sd:GraenseIndikator", "true"), el("sd:TidsstempelDatoTid", "2025-01-01T00:00:00.000Z")
    )
    rule = "Sag.Sagsaktoer.Ejer.Virkning.TilTidspunkt"
    assert _errors(text.replace(first[0], ended).encode()) == [f"{rule}.ends"]
    update = good_case.case_update(el("sag:RelationListe", ended))
    assert _errors(update) == []
    assert _found(update)[f"{rule}.ends-unseen"] is Severity.WARNING


def test_an_update_does_not_leave_out_what_a_relation_must_have() -> None:
    """A relation that goes on is told whole; one that is only closed need not be."""
    first = re.search(r"<sag:Sagsaktoer>.*?</sag:Sagsaktoer>", good_case.case().decode())
    assert first is not None
    nameless = re.sub(r"<si:FuldtNavn>.*?</si:FuldtNavn>", "", first[0])
    assert nameless != first[0]
    rule = "Sag.Sagsaktoer.Ejer.FuldtNavn"
    update = good_case.case_update(el("sag:RelationListe", nameless))
    assert [each for each in _errors(update) if each.startswith(rule)]
    closed = nameless.replace(
        el("sd:GraenseIndikator", "true"), el("sd:TidsstempelDatoTid", "2025-01-01T00:00:00.000Z")
    )
    update = good_case.case_update(el("sag:RelationListe", closed))
    assert not [each for each in _errors(update) if each.startswith(rule)]


def test_the_authority_is_not_responsible_for_a_document() -> None:
    """Responsible is a unit or an institution, never the municipality itself."""
    body = good_document.document().decode().replace(good.UNIT, good.OWNER)
    assert "Dokument.Dokumentaktoer.Ansvarlig.ReferenceID.authority-as-unit" in _errors(
        body.encode()
    )


def test_an_end_long_after_all_times_is_a_warning() -> None:
    """Infinity is written as a limit, not as the year 9999."""
    body = (
        good_case.case()
        .decode()
        .replace(
            el("sd:GraenseIndikator", "true"),
            el("sd:TidsstempelDatoTid", "9999-12-31T00:00:00.000Z"),
        )
    )
    assert _errors(body.encode()) == []
    assert "Sag.Egenskaber.Virkning.TilTidspunkt.far-end" in _found(body.encode())
