# SPDX-License-Identifier: EUPL-1.2
"""One new case of a citizen's, as an SF1470 message; its title tells which event it was."""

from __future__ import annotations

from typing import Final
from uuid import UUID

CITIZENS: Final = 200

_NAMESPACES: Final = (
    'xmlns:x="urn:oio:sts:sagdok:sagdokumentindeks:6" xmlns:d="urn:oio:sagdok:3.0.0" '
    'xmlns:g="urn:oio:sts:generelledefinitioner:6" xmlns:s="urn:oio:sts:sagdok:sag:6" '
    'xmlns:i="urn:oio:sts:sagdok:sagindeks:6"'
)
_SINCE: Final = "2024-01-01T09:00:00+01:00"
_OWNER: Final = "9e979b84-b846-4472-8622-58007dc63c7e"
_PRIMARY_PART: Final = "d839f26a-d4d1-4441-b2d6-3dbbb12a9404"
_MASTER: Final = "251c24fd-57b0-4afc-9d73-b063d1957eb3"


def cpr_of(citizen: int) -> str:
    """The number of a synthetic citizen: sixty is added to the day, so that nobody has it."""
    return f"{61 + citizen % 28:02}0170{9000 + citizen:04}"


def title_of(event: int) -> str:
    """What the case of an event is called."""
    return f"Hændelse {event:06}."


def case_of(event: int) -> bytes:
    """The message of an event: a new case with one citizen as its primary part."""
    cpr = f"<d:URNIdentifikator>urn:oio:cpr-nr:{cpr_of(event % CITIZENS)}</d:URNIdentifikator>"
    relations = (
        _relation("Sagsaktoer", _OWNER, _uuid(1), "<i:CVR-Nummer>11111111</i:CVR-Nummer>"),
        _relation("SagsitsystemRelation", _MASTER, _uuid(2), "<i:SystemNavn>Fag</i:SystemNavn>"),
        _relation("Sagspart", _PRIMARY_PART, cpr, "<i:FuldtNavn>En borger</i:FuldtNavn>"),
    )
    return (
        f"<x:ImporterSagDokumentIndeksInput {_NAMESPACES}><x:SagIndeks>{_uuid(event + 10)}"
        f"<s:Registrering><d:Tidspunkt>{_SINCE}</d:Tidspunkt>"
        "<d:LivscyklusKode>Importeret</d:LivscyklusKode><s:AttributListe><s:Egenskaber>"
        f"{_holds('s')}<s:Sagsnummer>E-{event}</s:Sagsnummer><s:Titel>{title_of(event)}</s:Titel>"
        f"</s:Egenskaber></s:AttributListe><s:TilstandListe><s:Fremdrift>{_holds('s')}"
        "<s:FremdriftStatusKode>Opstaaet</s:FremdriftStatusKode></s:Fremdrift></s:TilstandListe>"
        f"<s:RelationListe>{''.join(relations)}</s:RelationListe></s:Registrering>"
        "</x:SagIndeks></x:ImporterSagDokumentIndeksInput>"
    ).encode()


def _relation(element: str, role: str, target: str, inside: str) -> str:
    if element != "SagsitsystemRelation":
        wrapper = f"i:{element}LokalUdvidelse"
        inside = f"<g:LokalUdvidelseListe><{wrapper}>{inside}</{wrapper}></g:LokalUdvidelseListe>"
    return (
        f"<s:{element}>{_holds('g')}<g:Rolle><d:UUIDIdentifikator>{role}</d:UUIDIdentifikator>"
        f"</g:Rolle><g:ReferenceID>{target}</g:ReferenceID>{inside}</s:{element}>"
    )


def _holds(prefix: str) -> str:
    return (
        f"<{prefix}:Virkning><d:FraTidspunkt><d:TidsstempelDatoTid>{_SINCE}"
        "</d:TidsstempelDatoTid></d:FraTidspunkt><d:TilTidspunkt><d:GraenseIndikator>true"
        f"</d:GraenseIndikator></d:TilTidspunkt></{prefix}:Virkning>"
    )


def _uuid(number: int) -> str:
    return f"<d:UUIDIdentifikator>{UUID(int=number, version=4)}</d:UUIDIdentifikator>"
