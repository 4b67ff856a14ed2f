# SPDX-License-Identifier: EUPL-1.2
"""What shows only between objects and messages: links, identities, keys and ids."""

from __future__ import annotations

import pytest

from gearskifte.connectors.public import ConformanceFinding, check_together
from gearskifte.registry.public import Severity
from tests.unit.connectors.conformance import good, good_case, good_document, good_money
from tests.unit.connectors.conformance.good import made_up

pytestmark = pytest.mark.unit

_SOAP = "http://www.w3.org/2003/05/soap-envelope"
_HEADER = "http://kombit.dk/xml/schemas/RequestHeader/1/"


def _found(*bodies: bytes) -> list[tuple[int, ConformanceFinding]]:
    return list(check_together(bodies, max_bytes=good.LARGEST))


def _errors(*bodies: bytes) -> list[tuple[int, str]]:
    """The message and the rule of each error, the rule without its edition."""
    return [
        (file, each.rule.partition(".")[2])
        for file, each in _found(*bodies)
        if each.severity is Severity.ERROR
    ]


def _ends(*bodies: bytes) -> dict[str, Severity]:
    """The last part of each rule that was found, and how much it matters."""
    return {each.rule.rpartition(".")[2]: each.severity for _, each in _found(*bodies)}


def _both(journal: str, *, exempt: bool = False) -> bytes:
    case = good_case.case_object([journal])
    letter = good_document.document_object(exempt=exempt)
    return good.message("sdi:ImporterSagDokumentIndeksInput", letter, case)


def test_a_letter_that_is_not_there_is_an_error_beside_letters() -> None:
    """A journal post that points at none of the documents sent with its case dangles."""
    body = _both("Journalpost/Vedlagt", exempt=False)
    astray = body.replace(good.LETTER.encode(), made_up("nowhere").encode())
    astray = astray.replace(made_up("nowhere").encode(), good.LETTER.encode(), 1)
    errors = _errors(astray)
    assert errors == [(0, "Sag.Journalpost.Vedlagt.ReferenceID.dangling")]


def test_a_letter_outside_the_message_is_for_information() -> None:
    """A case alone may point at documents that were sent before."""
    assert _ends(good_case.case(["Journalpost/Vedlagt"]))["unseen"] is Severity.INFO


def test_a_letter_in_none_of_the_messages_is_a_warning() -> None:
    """Where documents are checked too, a missing one is worth a look."""
    found = _ends(
        good_case.case(["Journalpost/Vedlagt"]), good_document.document(uuid=made_up("another"))
    )
    assert found["dangling-set"] is Severity.WARNING


def test_a_letter_in_another_message_is_found() -> None:
    """The messages may be given in any order."""
    letter = good_document.document(exempt=False)
    found = _ends(good_case.case(["Journalpost/Vedlagt"]), letter)
    assert not found.keys() & {"unseen", "dangling-set", "dangling"}


def test_only_one_of_letter_and_journal_post_may_exempt() -> None:
    """A journal post exempts a document only where the document does not itself."""
    assert _errors(_both("Journalpost/Vedlagt", exempt=True)) == [
        (0, "Sag.Journalpost.Vedlagt.ReferenceID.exempt-twice")
    ]


def test_a_payment_for_a_benefit_that_is_not_granted_dangles() -> None:
    """Both the grant and the benefit in it must be the ones that were sent."""
    body = good_money.grant_and_payment().decode()
    line = "OekonomiskEffektuering.OekonomiskYdelseEffektueringRelation.Ydelseseffektuering"
    expected = [(0, f"{line}.BevilgetYdelseRef.dangling")]
    before, reference, after = body.partition("<oei:BevilgetYdelseRef>")
    other = before + reference + after.replace(good.GRANT, made_up("other grant"), 1)
    assert _errors(other.encode()) == expected
    id_2 = body.replace("<oei:BevilgetYdelseId>1<", "<oei:BevilgetYdelseId>2<")
    assert _errors(id_2.encode()) == expected


def test_a_case_may_not_be_its_own_parent() -> None:
    """A relation to the object itself is an error."""
    body = good_case.case(["Sagsrelation/Oversag"]).decode()
    turned = body.replace(made_up("parent case"), good.CASE)
    assert _errors(turned.encode()) == [(0, "Sag.Sagsrelation.Oversag.ReferenceID.itself")]


def test_one_identity_for_a_unit_and_a_user_is_told_where_it_is_rarer() -> None:
    """The unit's UUID is the user's: told at the relation to the unit."""
    body = good_case.case().decode().replace(good.UNIT, good.USER)
    assert _errors(body.encode()) == [(0, "Sag.Sagsaktoer.Ansvarlig.ReferenceID.identity")]


def test_an_identity_is_judged_over_all_messages() -> None:
    """The message that uses it otherwise than the others is the wrong one, wherever it stands."""
    wrong = good_document.document(uuid=made_up("wrong")).decode().replace(good.USER, good.UNIT)
    body = wrong.replace("2024-17-1", "2024-17-2").encode()
    errors = _errors(body, good_case.case(), good_document.document())
    assert errors == [(0, "Dokument.Registrering.BrugerRef.identity")]


def test_one_uuid_is_one_object() -> None:
    """A UUID may not be a case's and a document's, nor stand twice in one import."""
    case, letter = good_case.case_object(), good_document.document_object(uuid=good.CASE)
    as_both = good.message("sdi:ImporterSagDokumentIndeksInput", letter, case)
    assert (0, "Sag.UUIDIdentifikator.two-objects") in _errors(as_both)
    twice = good.message("sdi:ImporterSagDokumentIndeksInput", case, case)
    assert _errors(twice) == [(0, "Sag.UUIDIdentifikator.two-objects")]


def test_the_same_object_may_be_sent_again() -> None:
    """Another message about the same object reuses nothing."""
    assert _errors(good_case.case(), good_case.case()) == []


def test_a_key_is_one_objects_in_a_municipality() -> None:
    """Two cases of one authority may not have one key; of two authorities they may."""
    second = good_case.case(uuid=made_up("second"))
    assert _errors(good_case.case(), second) == [(1, "Sag.Egenskaber.BrugervendtNoegle.reused-key")]
    elsewhere = second.replace(good.MUNICIPALITY.encode(), good.OTHER_MUNICIPALITY.encode())
    assert _errors(good_case.case(), elsewhere) == []


def _in_envelope(body: bytes, message_id: str) -> bytes:
    inside = body.decode().partition("?>")[2]
    header = (
        f'<h:RequestHeader xmlns:h="{_HEADER}"><h:TransactionUUID>{message_id}'
        "</h:TransactionUUID></h:RequestHeader>"
    )
    return (
        f'<e:Envelope xmlns:e="{_SOAP}"><e:Header>{header}</e:Header>'
        f"<e:Body>{inside}</e:Body></e:Envelope>"
    ).encode()


def test_a_message_id_is_one_messages() -> None:
    """Another message under the same id is an error, the same one again a warning."""
    one = _in_envelope(good_case.case(), made_up("transaction"))
    other = _in_envelope(good_document.document(), made_up("transaction"))
    assert _errors(one, other) == [(1, "Besked.message-id")]
    assert _ends(one, one)["duplicate"] is Severity.WARNING


def test_an_events_id_is_one_events() -> None:
    """Events have no field rules here, but their ids are compared."""
    folder = good.ROOT / "tests" / "fixtures" / "messages"
    one = (folder / "event_person.xml").read_bytes()
    assert _errors(one) == []
    other = one.replace(b"Haendelsesbesked>", b"Haendelsesbesked >", 1)
    assert _errors(one, other) == [(1, "Besked.message-id")]
