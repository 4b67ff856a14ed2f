# SPDX-License-Identifier: EUPL-1.2
"""Documents as SF1470 messages: what they are, whose, and in which state (DokumentIndeks)."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from gearskifte.demo import roles
from gearskifte.demo.messages.dialect import Dialect
from gearskifte.demo.organisation import MUNICIPALITY, Actor
from gearskifte.demo.story import INCOMING, Document

RECEIVED: Final = "Modtaget"
FINAL: Final = "Endeligt"


def whole_document(d: Dialect, document: Document, system: Actor) -> str:
    """A document as it was registered (DokumentIndeks)."""
    valid = {space: d.validity(space, document.at, None, document.by) for space in ("di", "gd")}
    state = RECEIVED if document.type == INCOMING else FINAL
    return d.el(
        "sdi",
        "DokumentIndeks",
        d.id(document.id),
        d.el(
            "di",
            "Registrering",
            d.el("sd", "Tidspunkt", d.moment(document.at)),
            d.el("sd", "LivscyklusKode", "Importeret"),
            d.el("sd", "BrugerRef", d.reference(document.by.actor)),
            d.el("di", "AttributListe", _properties(d, document, valid["di"])),
            d.el("di", "TilstandListe", _state(d, valid["di"], state)),
            d.el("di", "RelationListe", _relations(d, document, system, valid["gd"])),
        ),
    )


def final_document(d: Dialect, document: Document, told: datetime) -> str:
    """A received letter that is final from a moment on (OpdaterDokumentIndeks)."""
    received = d.validity("di", document.at, told, document.by)
    final = d.validity("di", told, None, document.by)
    return d.el(
        "sdi",
        "OpdaterDokumentIndeks",
        d.id(document.id),
        d.el("di", "TilstandListe", _state(d, received, RECEIVED), _state(d, final, FINAL)),
        d.el("sdi", "Tidspunkt", d.moment(told)),
    )


def _state(d: Dialect, valid: str, state: str) -> str:
    return d.el("di", "Fremdrift", valid, d.el("di", "FremdriftStatusKode", state))


def _properties(d: Dialect, document: Document, valid: str) -> str:
    return d.el(
        "di",
        "Egenskaber",
        valid,
        d.text("di", "BrugervendtNoegle", document.number),
        d.text("di", "Titel", document.title),
        d.el("di", "BrevDato", document.dated.isoformat()),
        d.el("di", "Kassationskode", document.subject.retention),
        d.text("di", "Dokumentnummer", document.number),
        d.el("di", "Foelsomhed", document.sensitivity),
        d.el("di", "Type", document.type),
    )


def _relations(d: Dialect, document: Document, system: Actor, valid: str) -> str:
    by = document.by
    return "".join(
        (
            _actor(d, valid, roles.OWNER, MUNICIPALITY),
            _actor(d, valid, roles.RESPONSIBLE, by.unit),
            _actor(d, valid, roles.HANDLER, by.actor),
            _party(d, document, valid),
            _class(d, document, valid),
            d.el(
                "gd",
                "LokalUdvidelseListe",
                _system(d, valid, roles.MASTER, system),
                _system(d, valid, roles.SENDER, system),
            ),
        )
    )


def _actor(d: Dialect, valid: str, role: UUID, actor: Actor) -> str:
    extension = d.el(
        "di",
        "DokumentaktoerLokalUdvidelse",
        d.text("di", "BrugervendtNoegle", d.user_key(actor)),
        d.text("di", "FuldtNavn", actor.name),
        d.el("di", "CVR-Nr", MUNICIPALITY.code),
    )
    relation = d.relation(role, d.object_type(actor), d.reference(actor), extension=extension)
    return d.el("di", "Dokumentaktoer", valid, relation)


def _party(d: Dialect, document: Document, valid: str) -> str:
    name = d.text("di", "FuldtNavn", document.party.name)
    extension = d.el("di", "DokumentpartLokalUdvidelse", name)
    target = d.urn(document.party.urn)
    relation = d.relation(
        roles.DOCUMENT_PARTY, roles.PERSON, target, index="1", extension=extension
    )
    return d.el("di", "Dokumentpart", valid, relation)


def _class(d: Dialect, document: Document, valid: str) -> str:
    subject = document.subject
    extension = d.el(
        "di",
        "DokumentklasseLokalUdvidelse",
        d.text("di", "Klassetitel", subject.title),
        d.text("di", "BrugervendtNoegle", subject.number),
    )
    relation = d.relation(roles.PRIMARY_CLASS, roles.CLASS, d.id(subject.id), extension=extension)
    return d.el("di", "Dokumentklasse", valid, relation)


def _system(d: Dialect, valid: str, role: UUID, system: Actor) -> str:
    relation = d.relation(role, roles.SYSTEM, d.id(system.id))
    name = d.text("di", "SystemNavn", system.name)
    return d.el("di", "DokumentitsystemRelation", valid, relation, name)
