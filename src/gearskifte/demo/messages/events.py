# SPDX-License-Identifier: EUPL-1.2
"""Event messages of the Beskedfordeler: what Digital Post and the national register tell.

The UUIDs written out are those of the published samples. A letter's event is linked to the document
by using the document's UUID as the post's own (MessageUUID), and to the case as related object.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from gearskifte.demo import roles
from gearskifte.demo.identity import identify
from gearskifte.demo.organisation import FOLKETAL, MUNICIPALITY, POSTDUE
from gearskifte.demo.story import Case, Custody, Document, Move

POST_STATUS: Final = UUID("d2bed63c-4853-4008-b6e0-a74c15b15fbf")
POST_MESSAGE: Final = UUID("9a7be69f-b736-4e0e-9d5b-78d4f43e7ad7")
POST_DELIVERED: Final = UUID("f7161a89-5068-4023-bc80-d7f4daad2a2e")
POST_FAILED: Final = UUID("e225a75c-4b63-46c4-9423-77f5c8762445")
POST_SECRECY: Final = UUID("1d81c472-0808-44cc-963d-f5ef0170ae1d")
PERSON_EVENT: Final = UUID("7654895c-a3f3-4c77-8afd-4c77330f963c")
PERSON: Final = UUID("ce7fcf97-a8a2-447a-8690-d38aa0f6e23c")
PERSON_SECRECY: Final = UUID("44f4108b-26d4-46de-a90f-35e35b55b8d8")
MOVED: Final = identify("event", "Tilflytning")
CUSTODY_BEGINS: Final = identify("event", "Forældremyndighed begynder")

_ENVELOPE: Final = (
    'xmlns="urn:oio:sagdok:3.0.0" xmlns:ns2="urn:oio:besked:kuvert:1.0" '
    'xmlns:ns4="urn:oio:sts:1.0.0"'
)
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CPR_BASIC: Final = "http://serviceplatformen.dk/xml/wsdl/soap11/CPRBasicInformationService/1/"
_FAILURE: Final = (
    "<FejlDetaljer><FejlKode>recipient.unsubscribed</FejlKode>"
    "<FejlTekst>Modtageren er fritaget for Digital Post</FejlTekst></FejlDetaljer>"
)


def post_status(case: Case, document: Document, told: datetime) -> bytes:
    """Digital Post answers whether it delivered a letter (ModtagBeskedInput, PKO_PostStatus)."""
    delivered = document.delivery != "Fejlet"
    transmission = identify("transmission", document.id)
    content = base64.b64encode(_status(document, transmission, told).encode()).decode()
    inside = (
        _head(identify("message", document.id), POST_STATUS, POSTDUE.id)
        + _related(_id(case.id), roles.CASE)
        + _registration(
            transmission,
            told,
            _id(document.id),
            POST_MESSAGE,
            POST_DELIVERED if delivered else POST_FAILED,
        )
        + "</ns2:Filtreringsdata>"
        + _delivery(told, POSTDUE.id, POST_SECRECY)
        + "</ns2:Beskedkuvert><ns2:Beskeddata>"
        '<Base64 xmlns="urn:besked:kuvert:1.0" content-type="application/xml" '
        f'encoding="UTF-8" file-type=".xml">{content}</Base64></ns2:Beskeddata>'
    )
    return (
        f"{_DECLARATION}<ns4:ModtagBeskedInput {_ENVELOPE}><ns2:Haendelsesbesked>{inside}"
        "</ns2:Haendelsesbesked></ns4:ModtagBeskedInput>"
    ).encode()


def moved_in(move: Move, told: datetime) -> bytes:
    """The national register tells of a new citizen (Haendelsesbesked)."""
    person = f"<URNIdentifikator>{move.party.urn}</URNIdentifikator>"
    day = move.start.date().isoformat()
    inside = (
        _head(identify("message", move.key), PERSON_EVENT, FOLKETAL.id)
        + _related(person, PERSON)
        + _registration(identify("registration", move.key), told, person, PERSON, MOVED)
        + "</ns2:Filtreringsdata>"
        + _delivery(told, FOLKETAL.id, PERSON_SECRECY)
        + f"<ns2:GyldighedFra>{_stamp(move.start)}</ns2:GyldighedFra></ns2:Beskedkuvert>"
        f'<ns2:Beskeddata><callCPRBasicInformationResponse xmlns="{_CPR_BASIC}">'
        f"<pnr>{move.party.urn[-10:]}</pnr><status>1</status><statusdato>{day}</statusdato>"
        f"<tilflytningsdato>{day}</tilflytningsdato></callCPRBasicInformationResponse>"
        "</ns2:Beskeddata>"
    )
    return (
        f"{_DECLARATION}<ns2:Haendelsesbesked {_ENVELOPE}>{inside}</ns2:Haendelsesbesked>"
    ).encode()


def custody_given(custody: Custody, told: datetime) -> bytes:
    """The national register tells who has custody of a child (Haendelsesbesked)."""
    child, holder = (
        f"<URNIdentifikator>{each.urn}</URNIdentifikator>"
        for each in (custody.child, custody.holder)
    )
    inside = (
        _head(identify("message", custody.key), PERSON_EVENT, FOLKETAL.id)
        + _related(holder, PERSON)
        + _registration(identify("registration", custody.key), told, child, PERSON, CUSTODY_BEGINS)
        + "</ns2:Filtreringsdata>"
        + _delivery(told, FOLKETAL.id, PERSON_SECRECY)
        + f"<ns2:GyldighedFra>{_stamp(custody.start)}</ns2:GyldighedFra></ns2:Beskedkuvert>"
        "<ns2:Beskeddata/>"
    )
    return (
        f"{_DECLARATION}<ns2:Haendelsesbesked {_ENVELOPE}>{inside}</ns2:Haendelsesbesked>"
    ).encode()


def _head(message: UUID, kind: UUID, sender: UUID) -> str:
    authority = f"urn:oio:cvr:{MUNICIPALITY.code}"
    return (
        f"<ns2:BeskedId>{_id(message)}</ns2:BeskedId><ns2:BeskedVersion>1.0</ns2:BeskedVersion>"
        f"<ns2:Beskedkuvert><ns2:Filtreringsdata><ns2:Beskedtype>{_id(kind)}</ns2:Beskedtype>"
        f"<ns2:BeskedAnsvarligAktoer>{_id(sender)}</ns2:BeskedAnsvarligAktoer>"
        f"<ns2:TilladtModtager><URNIdentifikator>{authority}</URNIdentifikator>"
        "</ns2:TilladtModtager>"
    )


def _related(target: str, kind: UUID) -> str:
    return (
        f"<ns2:RelateretObjekt><ns2:ObjektId>{target}</ns2:ObjektId>"
        f"<ns2:ObjektType>{_id(kind)}</ns2:ObjektType></ns2:RelateretObjekt>"
    )


def _registration(key: UUID, told: datetime, target: str, kind: UUID, action: UUID) -> str:
    authority = f"urn:oio:cvr-nr:{MUNICIPALITY.code}"
    return (
        f"<ns2:ObjektRegistrering><ns2:ObjektRegistreringId>{_id(key)}</ns2:ObjektRegistreringId>"
        f"<ns2:Registreringstidspunkt>{_stamp(told)}</ns2:Registreringstidspunkt>"
        "<ns2:ObjektAnsvarligMyndighed>"
        f"<URNIdentifikator>{authority}</URNIdentifikator></ns2:ObjektAnsvarligMyndighed>"
        f"<ns2:ObjektId>{target}</ns2:ObjektId><ns2:ObjektType>{_id(kind)}</ns2:ObjektType>"
        f"<ns2:ObjektHandling>{_id(action)}</ns2:ObjektHandling></ns2:ObjektRegistrering>"
    )


def _delivery(told: datetime, sender: UUID, secrecy: UUID) -> str:
    return (
        f"<ns2:Leveranceinformation><ns2:Dannelsestidspunkt>{_stamp(told)}"
        f"</ns2:Dannelsestidspunkt><ns2:Kildesystem>{_id(sender)}</ns2:Kildesystem>"
        f"<ns2:Sikkerhedsklassificering>{_id(secrecy)}"
        "</ns2:Sikkerhedsklassificering></ns2:Leveranceinformation>"
    )


def _status(document: Document, transmission: UUID, told: datetime) -> str:
    failure = _FAILURE if document.delivery == "Fejlet" else "<FejlDetaljer/>"
    return (
        '<PKO_PostStatus xmlns="http://serviceplatformen.dk/xml/print/PKO_PostStatus/1/types">'
        f"<TransmissionId>{transmission}</TransmissionId><MessageUUID>{document.id}</MessageUUID>"
        f"<MessageId>{identify('post', document.id)}</MessageId>"
        f"<KanalKode>Digital Post</KanalKode><TransaktionsDatoTid>{_utc(told)}"
        f"</TransaktionsDatoTid><TransaktionsStatusKode>{document.delivery}"
        f"</TransaktionsStatusKode><CorrelationId>{transmission}</CorrelationId>{failure}"
        "</PKO_PostStatus>"
    )


def _id(value: UUID) -> str:
    return f"<UUIDIdentifikator>{value}</UUIDIdentifikator>"


def _stamp(moment: datetime) -> str:
    return f"<TidsstempelDatoTid>{_utc(moment)}</TidsstempelDatoTid>"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
