# SPDX-License-Identifier: EUPL-1.2
"""Payments as SF1491 messages (Økonomisk effektuering, v6): importer and opdater."""

from __future__ import annotations

from datetime import datetime

from gearskifte.demo import roles
from gearskifte.demo.messages.dialect import Dialect
from gearskifte.demo.messages.grants import kroner
from gearskifte.demo.money import Payment
from gearskifte.demo.organisation import MUNICIPALITY, PENGEPUNG
from gearskifte.demo.story import Benefit
from gearskifte.demo.timeline import at


def whole_payment(d: Dialect, payment: Payment, told: datetime, *, paid: bool) -> bytes:
    """A payment when it is sent to the bank, or when it is paid (ImporterYdelseIndeksInput)."""
    registration = d.el(
        "oei",
        "Registrering",
        d.el("sd", "Tidspunkt", d.moment(told)),
        d.el("sd", "LivscyklusKode", "Importeret"),
        d.el("sd", "BrugerRef", d.reference(payment.grant.by.actor)),
        d.el("oei", "AttributListe", _payment_properties(d, payment, told, paid=paid)),
        d.el("oei", "TilstandListe"),
        d.el("oei", "RelationListe", _payment_relations(d, payment, told)),
    )
    index = d.el("oei", "OekonomiskEffektueringIndeks", d.id(payment.id), registration)
    outer = d.el("yi", "OekonomiskEffektueringIndeks", index)
    return d.message("yi", "ImporterYdelseIndeksInput", outer)


def payment_made(d: Dialect, payment: Payment, told: datetime) -> bytes:
    """The money has left the bank (OpdaterYdelseIndeksInput)."""
    update = d.el(
        "yi",
        "OpdaterOekonomiskEffektueringIndeks",
        d.id(payment.id),
        d.el("oei", "AttributListe", _payment_properties(d, payment, told, paid=True)),
        d.el("yi", "Tidspunkt", d.moment(told)),
    )
    return d.message("yi", "OpdaterYdelseIndeksInput", update)


def _payment_properties(d: Dialect, payment: Payment, told: datetime, *, paid: bool) -> str:
    net = kroner(payment.net)
    return d.el(
        "oei",
        "Egenskaber",
        d.validity("oei", told, None, payment.grant.by),
        d.text("oei", "BrugervendtNoegle", payment.number),
        d.el("oei", "Startdato", d.moment(at(payment.month, 0))),
        d.el("oei", "Slutdato", d.moment(at(payment.last_day, 0))),
        d.el("oei", "SamletBruttobeloeb", kroner(payment.gross)),
        d.el("oei", "Dispositionsdato", d.moment(payment.due)),
        d.el("oei", "BeloebEfterSkatATP", net),
        d.el("oei", "BeloebSendtTilUdbetaling", net),
        d.el("oei", "BeloebUdbetalt", net) if paid else "",
        d.text("oei", "Udbetalingsafdeling", payment.grant.by.unit.name),
        d.text("oei", "SendtTilUdbetalingTekst", "Sendt til din NemKonto"),
        d.text("oei", "UdbetaltTekst", "Udbetalt til din NemKonto") if paid else "",
    )


def _payment_relations(d: Dialect, payment: Payment, told: datetime) -> str:
    by = payment.grant.by
    valid = d.validity("gd", told, None, by)
    parts = [_line(d, payment, i, *line) for i, line in enumerate(payment.lines, 1)]
    for role, actor in ((roles.PAYMENT_OWNER, MUNICIPALITY), (roles.PAYING_UNIT, by.unit)):
        relation = d.relation(role, roles.PAYMENT_ACTOR_TYPE, d.reference(actor))
        name = d.text("oei", "FuldtNavn", actor.name)
        number = d.el("oei", "CVR-nr", MUNICIPALITY.code)
        parts.append(d.el("oei", "Aktoer", valid, relation, name, number))
    for role in (roles.MASTER, roles.SENDER):
        relation = d.relation(role, roles.SYSTEM, d.id(PENGEPUNG.id))
        name = d.text("oei", "SystemNavn", PENGEPUNG.name)
        parts.append(d.el("oei", "ItSystem", valid, relation, name))
    party = payment.grant.party
    kind = roles.PAYMENT_PARTY_TYPE
    relation = d.relation(roles.PAYMENT_RECIPIENT, kind, d.urn(party.urn))
    name = d.text("oei", "FuldtNavn", party.name)
    parts.append(d.el("oei", "OekonomiskEffektueringPart", valid, relation, name))
    return "".join(parts)


def _line(d: Dialect, payment: Payment, index: int, benefit: Benefit, amount: int) -> str:
    """One benefit's part; its valid time is the period it pays for, as in the standard's sample."""
    start, end = at(payment.month, 0), at(payment.last_day, 0)
    relation = d.relation(
        roles.PAYMENT_LINE,
        roles.PAYMENT_LINE_TYPE,
        d.id(benefit.subject.id),
        index=str(index),
    )
    reference = d.el(
        "oei",
        "BevilgetYdelseRef",
        d.id(payment.grant.id),
        d.text("oei", "BevilgetYdelseId", benefit.id),
    )
    return d.el(
        "oei",
        "OekonomiskYdelseEffektueringRelation",
        d.validity("gd", start, end, payment.grant.by),
        relation,
        d.el("oei", "YdelsesperiodeStartdato", d.moment(start)),
        d.el("oei", "YdelsesperiodeSlutdato", d.moment(end)),
        d.el("oei", "Ydelsesbeloeb", kroner(amount)),
        d.text("oei", "Klassifikationsbeskrivelse", benefit.subject.number),
        reference,
    )
