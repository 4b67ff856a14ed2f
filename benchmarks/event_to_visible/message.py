# SPDX-License-Identifier: EUPL-1.2
"""One new case of a citizen's, as an SF1470 message; its title tells which event it was."""

from __future__ import annotations

from typing import Final
from uuid import UUID

CITIZENS: Final = 200
_NAMESPACES: Final = (
    'xmlns="urn:oio:sts:sagdok:sagdokumentindeks:6" xmlns:d="urn:oio:sagdok:3.0.0" '
    'xmlns:g="urn:oio:sts:generelledefinitioner:6" xmlns:s="urn:oio:sts:sagdok:sag:6" '
    'xmlns:i="urn:oio:sts:sagdok:sagindeks:6"'
)
_SINCE: Final = "2026-01-05T09:00:00+01:00"
_ROLES: Final = (
    ("Sagsaktoer", "9e979b84-b846-4472-8622-58007dc63c7e", "<i:CVR-Nummer>11111111</i:CVR-Nummer>"),
    ("Sagsaktoer", "a1263342-d348-44ba-a566-233f37c4cb67", ""),
    (
        "SagsitsystemRelation",
        "251c24fd-57b0-4afc-9d73-b063d1957eb3",
        "<i:SystemNavn>Fagsystem</i:SystemNavn>",
    ),
)
_PRIMARY_PART: Final = "d839f26a-d4d1-4441-b2d6-3dbbb12a9404"


def cpr_of(citizen: int) -> str:
    """The CPR number of one of the synthetic citizens: sixty is added to the day."""
    return f"{61 + citizen % 28:02}0170{9000 + citizen:04}"


def title_of(event: int) -> str:
    """What the case of an event is called, quoted as in JSON."""
    return f'"Hændelse {event:06}"'


def case_of(event: int, citizen: int) -> bytes:
    """The message of an event: a new case with one citizen as its primary part."""
    relations = "".join(_relation(name, role, inside) for name, role, inside in _ROLES)
    urn = f"urn:oio:cpr-nr:{cpr_of(citizen)}"
    relations += _relation(
        "Sagspart", _PRIMARY_PART, "", f"<d:URNIdentifikator>{urn}</d:URNIdentifikator>"
    )
    title = title_of(event).strip('"')
    return (
        f"<ImporterSagDokumentIndeksInput {_NAMESPACES}><i:SagIndeks><i:Sag>"
        f"<g:UUIDIdentifikator>{UUID(int=event + 1, version=4)}</g:UUIDIdentifikator><i:Registrering>"
        f"<d:Tidspunkt>{_SINCE}</d:Tidspunkt>"
        "<d:LivscyklusKode>Importeret</d:LivscyklusKode><d:BrugerRef><d:UUIDIdentifikator>"
        f"{UUID(int=1)}</d:UUIDIdentifikator></d:BrugerRef>"
        f"<s:AttributListe><s:Egenskaber>{_holds('s')}"
        f"<d:BrugervendtNoegle>E-{event}</d:BrugervendtNoegle><s:Sagsnummer>E-{event}</s:Sagsnummer>"
        f"<d:Titel>{title}</d:Titel></s:Egenskaber></s:AttributListe>"
        f"<s:TilstandListe><s:Fremdrift>{_holds('s')}"
        "<s:FremdriftStatusKode>Opstaaet</s:FremdriftStatusKode></s:Fremdrift></s:TilstandListe>"
        f"<i:RelationListe>{relations}</i:RelationListe>"
        "</i:Registrering></i:Sag></i:SagIndeks></ImporterSagDokumentIndeksInput>"
    ).encode()
