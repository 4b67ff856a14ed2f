# SPDX-License-Identifier: EUPL-1.2
"""Messages of the standard SF1470 as a vendor's system would send them, small and whole."""

from __future__ import annotations

from typing import Final

from tests.builders.facts import object_id
from tests.builders.people import OUR_CVR, OUR_NAME, Person

WRITTEN_AT: Final = "2024-01-01T09:00:00+01:00"

_NAMESPACES: Final = (
    'xmlns:x="urn:oio:sts:sagdok:sagdokumentindeks:6" xmlns:d="urn:oio:sagdok:3.0.0" '
    'xmlns:g="urn:oio:sts:generelledefinitioner:6" xmlns:s="urn:oio:sts:sagdok:sag:6" '
    'xmlns:i="urn:oio:sts:sagdok:sagindeks:6"'
)
_OWNER: Final = "9e979b84-b846-4472-8622-58007dc63c7e"
_RESPONSIBLE: Final = "a1263342-d348-44ba-a566-233f37c4cb67"
_PRIMARY_PART: Final = "d839f26a-d4d1-4441-b2d6-3dbbb12a9404"
_PRIMARY_CLASS: Final = "a86c6581-ec85-412d-a655-31a1f1d5b14f"
_MASTER: Final = "251c24fd-57b0-4afc-9d73-b063d1957eb3"
_SOMETHING: Final = "bbbbbbbb-0000-4000-8000-0000000000b1"


def case_message(
    name: str,
    person: Person | None,
    *,
    title: str = "Hjælpemiddel",
    states: tuple[tuple[str, str], ...] = (("Opstaaet", WRITTEN_AT),),
    cpr: str = "",
    kle: str = "",
    owner: tuple[str, str] = (OUR_CVR, OUR_NAME),
    encoding: str = "utf-8",
) -> bytes:
    """An `importer` message with one case.

    `name` gives the case its UUID, `states` are codes of Fremdrift and when each began, `cpr` is
    written instead of the person's own number, `kle` is the number of its subject, `owner` the CVR
    number and name of the authority it belongs to.
    """
    cvr, authority = owner
    relations = [
        _relation("Sagsaktoer", _OWNER, f"{_name(authority)}<i:CVR-Nummer>{cvr}</i:CVR-Nummer>"),
        _relation("Sagsaktoer", _RESPONSIBLE, _name("Team Hjælpemidler")),
        _relation("SagsitsystemRelation", _MASTER, "<i:SystemNavn>Prøvefag</i:SystemNavn>"),
    ]
    if person is not None:
        urn = f"urn:oio:cpr-nr:{cpr or person.cpr}"
        relations.append(_relation("Sagspart", _PRIMARY_PART, _name(person.name), urn))
    if kle:
        subject = f"<i:BrugervendtNoegle>{kle}</i:BrugervendtNoegle>"
        relations.append(_relation("Sagsklasse", _PRIMARY_CLASS, subject))
    progress = "".join(
        f"<s:Fremdrift>{_holds('s', since)}<s:FremdriftStatusKode>{code}</s:FremdriftStatusKode>"
        "</s:Fremdrift>"
        for code, since in states
    )
    written = (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        f"<x:ImporterSagDokumentIndeksInput {_NAMESPACES}><x:SagIndeks>"
        f"<d:UUIDIdentifikator>{object_id(name)}</d:UUIDIdentifikator>"
        f"<s:Registrering><d:Tidspunkt>{WRITTEN_AT}</d:Tidspunkt>"
        "<d:LivscyklusKode>Importeret</d:LivscyklusKode><s:AttributListe><s:Egenskaber>"
        f"{_holds('s')}<s:Sagsnummer>2024-{name}</s:Sagsnummer><s:Titel>{title}</s:Titel>"
        f"</s:Egenskaber></s:AttributListe><s:TilstandListe>{progress}</s:TilstandListe>"
        f"<s:RelationListe>{''.join(relations)}</s:RelationListe></s:Registrering>"
        "</x:SagIndeks></x:ImporterSagDokumentIndeksInput>"
    )
    return written.encode(encoding)


def _name(name: str) -> str:
    return f"<i:FuldtNavn>{name}</i:FuldtNavn>"


def _holds(prefix: str, start: str = WRITTEN_AT) -> str:
    return (
        f"<{prefix}:Virkning><d:FraTidspunkt><d:TidsstempelDatoTid>{start}"
        "</d:TidsstempelDatoTid></d:FraTidspunkt><d:TilTidspunkt><d:GraenseIndikator>true"
        f"</d:GraenseIndikator></d:TilTidspunkt></{prefix}:Virkning>"
    )


def _relation(element: str, role: str, inner: str, urn: str = "") -> str:
    target = f"<d:URNIdentifikator>{urn}</d:URNIdentifikator>" if urn else _uuid(_SOMETHING)
    if element != "SagsitsystemRelation":
        wrapper = f"i:{element}LokalUdvidelse"
        inner = f"<g:LokalUdvidelseListe><{wrapper}>{inner}</{wrapper}></g:LokalUdvidelseListe>"
    return (
        f"<s:{element}>{_holds('g')}<g:Rolle>{_uuid(role)}</g:Rolle>"
        f"<g:ReferenceID>{target}</g:ReferenceID>{inner}</s:{element}>"
    )


def _uuid(uuid: str) -> str:
    return f"<d:UUIDIdentifikator>{uuid}</d:UUIDIdentifikator>"
