# SPDX-License-Identifier: EUPL-1.2
"""Cases and journal posts as SF1470 messages (Sags- og Dokumentindeks v6): importer and opdater."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Final

from gearskifte.demo import facts as said
from gearskifte.demo import roles
from gearskifte.demo.facts import Fact
from gearskifte.demo.messages.dialect import Dialect
from gearskifte.demo.organisation import MUNICIPALITY
from gearskifte.demo.story import Case, Note

_ACTOR_ROLES: Final = {
    "owner": roles.OWNER,
    "responsible": roles.RESPONSIBLE,
    "handler": roles.HANDLER,
}
_CLASS_ROLES: Final = {
    "primary": (roles.PRIMARY_CLASS, "KLE Emneplan", ""),
    "action": (roles.ACTION_CLASS, "KLE - handlingsfacet", ""),
    "decision": (roles.DECISION_CLASS, "Sagsafgørelser", "1"),
    "display": (roles.DISPLAY_CLASS, "Visningsklasser", "1"),
}
"""Role → its UUID, the facet's title (Facettitel), and the index where one is required."""


def importer(d: Dialect, *objects: str) -> bytes:
    """A message that tells of whole objects (ImporterSagDokumentIndeksInput)."""
    return d.message("sdi", "ImporterSagDokumentIndeksInput", *objects)


def opdater(d: Dialect, *objects: str) -> bytes:
    """A message that tells what changed (OpdaterSagDokumentIndeksInput)."""
    return d.message("sdi", "OpdaterSagDokumentIndeksInput", *objects)


def whole_case(d: Dialect, case: Case, steps: int, told: datetime) -> str:
    """A case with all its history after `steps` steps, registered at `told` (SagIndeks)."""
    by = case.steps[steps - 1].by
    return d.el(
        "sdi",
        "SagIndeks",
        d.id(case.id),
        d.el(
            "sag",
            "Registrering",
            d.el("sd", "Tidspunkt", d.moment(told)),
            d.el("sd", "LivscyklusKode", "Importeret"),
            d.el("sd", "BrugerRef", d.reference(by.actor)),
            _lists(d, said.known(case, steps)),
        ),
    )


def case_change(d: Dialect, case: Case, steps: int) -> str:
    """What the last of `steps` steps changed (OpdaterSagIndeks)."""
    return d.el(
        "sdi",
        "OpdaterSagIndeks",
        d.id(case.id),
        _lists(d, said.changed(case, steps)),
        d.el("sdi", "Tidspunkt", d.moment(case.steps[steps - 1].at)),
    )


def _lists(d: Dialect, facts: list[Fact]) -> str:
    """AttributListe, TilstandListe and RelationListe; facts come in the standard's order."""
    properties, index, states, relations, systems = [], [], [], [], []
    for fact in facts:
        match fact.says:
            case said.Properties() as value:
                properties.append(_properties(d, fact, value))
            case said.IndexProperties() as value:
                index.append(_index_properties(d, fact, value))
            case said.Progress(state):
                valid = _valid(d, fact, "sag")
                code = d.el("sag", "FremdriftStatusKode", state)
                states.append(d.el("sag", "Fremdrift", valid, code))
            case said.SystemOn() as value:
                systems.append(_system(d, fact, value))
            case value:
                relations.append(_relation(d, fact, value))
    return "".join(
        (
            d.el("sag", "AttributListe", *properties, _extensions(d, index)),
            d.el("sag", "TilstandListe", *states),
            d.el("sag", "RelationListe", *relations, _extensions(d, systems)),
        )
    )


def _extensions(d: Dialect, parts: list[str]) -> str:
    return d.el("gd", "LokalUdvidelseListe", *parts) if parts else ""


def _valid(d: Dialect, fact: Fact, space: str = "gd") -> str:
    return d.validity(space, fact.start, fact.end, fact.by)


def _properties(d: Dialect, fact: Fact, value: said.Properties) -> str:
    exempt = ""
    if value.exemption:
        exempt = d.el("sag", "OffentlighedUndtaget", exemption(d, value.exemption))
    return d.el(
        "sag",
        "Egenskaber",
        _valid(d, fact, "sag"),
        d.text("sag", "BrugervendtNoegle", value.number),
        d.text("sag", "Beskrivelse", value.description),
        d.text("sag", "HjemmelSpecifikation", value.legal_basis),
        d.text("sag", "Kassationskode", value.retention),
        exempt,
        d.text("sag", "Sagsnummer", value.number),
        d.text("sag", "Titel", value.title),
    )


def exemption(d: Dialect, value: tuple[str, str]) -> str:
    """The inside of OffentlighedUndtaget: secret title and legal basis."""
    title, basis = value
    return d.text("sd", "TitelAlternativTekst", title) + d.text(
        "sd", "OffentlighedUndtagetHjemmelTekst", basis
    )


def _index_properties(d: Dialect, fact: Fact, value: said.IndexProperties) -> str:
    return d.el(
        "si",
        "SagIndeksEgenskaber",
        _valid(d, fact),
        d.text("si", "Sagsstatus", value.status),
        d.el("si", "Foelsomhed", value.sensitivity),
        d.el("si", "OprettetTidspunkt", d.moment(value.created)),
    )


def _relation(
    d: Dialect,
    fact: Fact,
    value: said.ActorOn | said.ClassOn | said.PartyOn | said.ParentOn | said.EstateOn | said.Entry,
) -> str:
    valid = _valid(d, fact)
    match value:
        case said.ActorOn():
            return d.el("sag", "Sagsaktoer", valid, _actor(d, value))
        case said.ClassOn():
            return d.el("sag", "Sagsklasse", valid, _class(d, value))
        case said.PartyOn():
            return d.el("sag", "Sagspart", valid, _party(d, value))
        case said.ParentOn(parent):
            relation = d.relation(roles.PARENT_CASE, roles.CASE, d.id(parent))
            return d.el("sag", "Sagsrelation", valid, relation)
        case said.EstateOn(urn):
            relation = d.relation(roles.BUILDING, roles.PROPERTY, d.urn(urn), index="1")
            return d.el("sag", "Sagsgenstande", valid, relation)
        case said.Entry():
            return d.el("sag", "Journalpost", valid, _entry(d, value))


def _actor(d: Dialect, value: said.ActorOn) -> str:
    actor = value.actor
    extension = d.el(
        "si",
        "SagsaktoerLokalUdvidelse",
        d.text("si", "BrugervendtNoegle", d.user_key(actor)),
        d.text("si", "FuldtNavn", actor.name),
        d.el("si", "CVR-Nummer", MUNICIPALITY.code),
    )
    role = _ACTOR_ROLES[value.role]
    return d.relation(role, d.object_type(actor), d.reference(actor), extension=extension)


def _class(d: Dialect, value: said.ClassOn) -> str:
    role, facet, index = _CLASS_ROLES[value.role]
    extension = d.el(
        "si",
        "SagsklasseLokalUdvidelse",
        d.text("si", "Facettitel", facet),
        d.text("si", "Klassetitel", value.title),
        d.text("si", "BrugervendtNoegle", value.key),
    )
    return d.relation(role, roles.CLASS, d.id(value.id), index=index, extension=extension)


def _party(d: Dialect, value: said.PartyOn) -> str:
    role = roles.SECONDARY_PARTY if value.index else roles.PRIMARY_PARTY
    name = d.text("si", "FuldtNavn", value.party.name)
    return d.relation(
        role,
        roles.PERSON,
        d.urn(value.party.urn),
        index=value.index,
        extension=d.el("si", "SagspartLokalUdvidelse", name),
    )


def _entry(d: Dialect, value: said.Entry) -> str:
    index = str(value.index)
    if isinstance(value.value, Note):
        note = d.el(
            "sag",
            "JournalnotatEgenskaber",
            d.text("sag", "Titel", value.value.title),
            d.el("sag", "Notat", base64.b64encode(value.value.text.encode()).decode()),
            d.el("sag", "Format", d.uuid(roles.NOTE_FORMAT)),
        )
        nothing = d.urn("URN:Empty")
        relation = d.relation(roles.NOTE, roles.DOCUMENT, nothing, index=index)
        return relation + d.el("sag", "JournalpostEgenskaber", note)
    role = roles.ATTACHED if value.attached else roles.FILED
    return d.relation(role, roles.DOCUMENT, d.id(value.value.id), index=index)


def _system(d: Dialect, fact: Fact, value: said.SystemOn) -> str:
    role = roles.MASTER if value.role == "master" else roles.SENDER
    return d.el(
        "si",
        "SagsitsystemRelation",
        _valid(d, fact),
        d.relation(role, roles.SYSTEM, d.id(value.system.id)),
        d.text("si", "SystemNavn", value.system.name),
    )
