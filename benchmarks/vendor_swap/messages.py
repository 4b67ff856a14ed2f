# SPDX-License-Identifier: EUPL-1.2
"""The same cases as two systems send them: SF1470 messages of fifty cases each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

from gearskifte.registry.public import Message

IN_ONE_MESSAGE: Final = 50
CASES_OF_ONE: Final = 4
_SPACES: Final = (
    'xmlns:x="urn:oio:sts:sagdok:sagdokumentindeks:6" xmlns:d="urn:oio:sagdok:3.0.0" '
    'xmlns:g="urn:oio:sts:generelledefinitioner:6" xmlns:s="urn:oio:sts:sagdok:sag:6" '
    'xmlns:i="urn:oio:sts:sagdok:sagindeks:6"'
)
_OWNER: Final = "9e979b84-b846-4472-8622-58007dc63c7e"
_PRIMARY_PART: Final = "d839f26a-d4d1-4441-b2d6-3dbbb12a9404"
_PRIMARY_CLASS: Final = "a86c6581-ec85-412d-a655-31a1f1d5b14f"
_MASTER: Final = "251c24fd-57b0-4afc-9d73-b063d1957eb3"


@dataclass(frozen=True, slots=True)
class Vendor:
    """A system: its id, its name, and since when the cases lie in it."""

    system: str
    name: str
    since: str

    def case_id(self, number: int) -> UUID:
        """The id it gives a case."""
        return uuid5(NAMESPACE_OID, f"{self.system} case {number}")


OLD: Final = Vendor("0a000000-0000-4000-8000-000000000001", "Det gamle", "2024-01-01T09:00:00Z")
NEW: Final = Vendor("0b000000-0000-4000-8000-000000000002", "Det nye", "2024-06-01T09:00:00Z")


def cpr_of(citizen: int) -> str:
    """The number of a synthetic citizen: sixty is added to the day, so that nobody has it."""
    return f"{61 + citizen % 28:02}{1 + citizen // 28 % 12:02}{citizen // 336:06}"


def messages(vendor: Vendor, cases: int) -> Iterator[Message]:
    """All cases as a vendor sends them."""
    for first in range(0, cases, IN_ONE_MESSAGE):
        inside = "".join(
            _case(vendor, number) for number in range(first, min(first + IN_ONE_MESSAGE, cases))
        )
        root = "x:ImporterSagDokumentIndeksInput"
        yield Message(f"{vendor.name} {first}", f"<{root} {_SPACES}>{inside}</{root}>".encode())


def _case(vendor: Vendor, number: int) -> str:
    cpr = cpr_of(number // CASES_OF_ONE)
    person = f"<d:URNIdentifikator>urn:oio:cpr-nr:{cpr}</d:URNIdentifikator>"
    holds = _holds("s", vendor.since)
    relations = (
        _relation(vendor, "Sagsaktoer", _OWNER, _uuid(UUID(int=1, version=4)), _CVR),
        _relation(vendor, "Sagsklasse", _PRIMARY_CLASS, _uuid(UUID(int=3, version=4)), _KLE),
        _relation(vendor, "Sagspart", _PRIMARY_PART, person, "<i:FuldtNavn>En</i:FuldtNavn>"),
        _relation(
            vendor,
            "SagsitsystemRelation",
            _MASTER,
            _uuid(vendor.system),
            f"<i:SystemNavn>{vendor.name}</i:SystemNavn>",
        ),
    )
    return (
        f"<x:SagIndeks>{_uuid(vendor.case_id(number))}<s:Registrering>"
        f"<d:Tidspunkt>{vendor.since}</d:Tidspunkt>"
        "<d:LivscyklusKode>Importeret</d:LivscyklusKode><s:AttributListe><s:Egenskaber>"
        f"{holds}<s:Sagsnummer>24-{number}</s:Sagsnummer><s:Titel>Sag nr. {number}</s:Titel>"
        "</s:Egenskaber><g:LokalUdvidelseListe><i:SagIndeksEgenskaber>"
        f"{_holds('g', vendor.since)}<i:Foelsomhed>IKKE_FORTROLIGE_DATA</i:Foelsomhed>"
        "</i:SagIndeksEgenskaber></g:LokalUdvidelseListe></s:AttributListe><s:TilstandListe>"
        f"<s:Fremdrift>{holds}"
        "<s:FremdriftStatusKode>Opstaaet</s:FremdriftStatusKode></s:Fremdrift></s:TilstandListe>"
        f"<s:RelationListe>{''.join(relations)}</s:RelationListe></s:Registrering></x:SagIndeks>"
    )


_CVR: Final = "<i:CVR-Nummer>11111111</i:CVR-Nummer>"
_KLE: Final = "<i:BrugervendtNoegle>27.36.04</i:BrugervendtNoegle>"


def _relation(vendor: Vendor, element: str, role: str, target: str, inside: str) -> str:
    if element != "SagsitsystemRelation":
        wrapper = f"i:{element}LokalUdvidelse"
        inside = f"<g:LokalUdvidelseListe><{wrapper}>{inside}</{wrapper}></g:LokalUdvidelseListe>"
    relation = (
        f"{_holds('g', vendor.since)}<g:Rolle>{_uuid(role)}</g:Rolle>"
        f"<g:ReferenceID>{target}</g:ReferenceID>{inside}"
    )
    if element == "SagsitsystemRelation":
        return (
            f"<g:LokalUdvidelseListe><i:{element}>{relation}</i:{element}></g:LokalUdvidelseListe>"
        )
    return f"<s:{element}>{relation}</s:{element}>"


def _holds(prefix: str, since: str) -> str:
    return (
        f"<{prefix}:Virkning><d:FraTidspunkt><d:TidsstempelDatoTid>{since}"
        "</d:TidsstempelDatoTid></d:FraTidspunkt><d:TilTidspunkt><d:GraenseIndikator>true"
        f"</d:GraenseIndikator></d:TilTidspunkt></{prefix}:Virkning>"
    )


def _uuid(value: object) -> str:
    return f"<d:UUIDIdentifikator>{value}</d:UUIDIdentifikator>"
