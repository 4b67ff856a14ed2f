# SPDX-License-Identifier: EUPL-1.2
"""Grants as SF1491 messages (Bevilling, v6): importer and opdater."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from gearskifte.demo import roles
from gearskifte.demo.messages.dialect import Dialect
from gearskifte.demo.organisation import MUNICIPALITY, Actor
from gearskifte.demo.story import Benefit, Grant, Rate
from gearskifte.demo.subjects import Subject
from gearskifte.demo.timeline import at


def whole_grant(d: Dialect, grant: Grant, told: datetime, horizon: datetime) -> bytes:
    """A grant told at a moment, with the amounts decided until `horizon` (importer)."""
    benefits = [
        part for each in grant.benefits for part in _benefit(d, grant, each, _told(each, horizon))
    ]
    registration = d.el(
        "bi",
        "Registrering",
        d.el("sd", "Tidspunkt", d.moment(told)),
        d.el("sd", "LivscyklusKode", "Importeret"),
        d.el("sd", "BrugerRef", d.reference(grant.by.actor)),
        d.el("bi", "AttributListe", _properties(d, grant), *benefits),
        d.el("bi", "TilstandListe"),
        d.el("bi", "RelationListe", _grant_relations(d, grant)),
    )
    index = d.el("bi", "BevillingIndeks", d.id(grant.id), registration)
    return d.message("yi", "ImporterYdelseIndeksInput", d.el("yi", "BevillingIndeks", index))


def new_rates(d: Dialect, grant: Grant, month: date, told: datetime) -> bytes:
    """The benefits whose amount changes in a month (OpdaterYdelseIndeksInput)."""
    benefits = [
        part
        for each in grant.benefits
        if any(rate.month == month for rate in each.rates)
        for part in _benefit(d, grant, each, [rate for rate in each.rates if rate.month <= month])
    ]
    update = d.el(
        "yi",
        "OpdaterBevillingIndeks",
        d.id(grant.id),
        d.el("bi", "AttributListe", *benefits),
        d.el("yi", "Tidspunkt", d.moment(told)),
    )
    return d.message("yi", "OpdaterYdelseIndeksInput", update)


def _told(benefit: Benefit, horizon: datetime) -> list[Rate]:
    """The rates that begin before a moment."""
    return [rate for rate in benefit.rates if at(rate.month, 0) <= horizon]


def _properties(d: Dialect, grant: Grant) -> str:
    return d.el(
        "bi",
        "Egenskaber",
        d.validity("bi", grant.start, None, grant.by),
        d.text("bi", "BrugervendtNoegle", grant.number),
        d.el("bi", "Bevillingstartdato", grant.start.date().isoformat()),
        d.text("bi", "Begrundelse", grant.reason),
        d.el("bi", "Foelsomhed", "FORTROLIGE_PERSONOPLYSNINGER"),
    )


def _benefit(d: Dialect, grant: Grant, benefit: Benefit, rates: list[Rate]) -> Iterator[str]:
    """The benefit once for each amount, with the time that amount is valid (BevilgetYdelse)."""
    ends = [*(rate.month for rate in rates[1:]), None]
    for rate, end in zip(rates, ends, strict=False):
        yield d.el(
            "bi",
            "BevilgetYdelse",
            d.validity("bi", at(rate.month, 0), at(end, 0) if end else None, grant.by),
            d.text("bi", "Id", benefit.id),
            d.text("bi", "Navn", benefit.name),
            d.el("bi", "BevilgetYdelseStartdato", d.moment(at(benefit.rates[0].month, 0))),
            _ending(d, "BevilgetYdelseSlutdato", benefit),
            d.el("bi", "Tilbagebetalingspligtig", "true" if benefit.repayable else "false"),
            d.text("bi", "Meddelelse", benefit.message),
            _benefit_system(d, roles.MASTER, grant.system),
            _benefit_system(d, roles.SENDER, grant.system),
            _classified(d, benefit.name, benefit.subject),
            _plan(d, grant, benefit, rate) if rate.kroner else "",
        )


def _ending(d: Dialect, name: str, benefit: Benefit) -> str:
    return d.el("bi", name, d.moment(at(benefit.last, 0))) if benefit.last else ""


def _benefit_system(d: Dialect, role: UUID, system: Actor) -> str:
    relation = d.relation(role, roles.SYSTEM, d.id(system.id), space="bi")
    return d.el("bi", "ItSystem", relation, d.text("bi", "SystemNavn", system.name))


def _classified(d: Dialect, name: str, subject: Subject) -> str:
    target = d.id(subject.id)
    classification = d.el(
        "bi",
        "Klassifikation",
        d.relation(roles.BENEFIT_CLASS, roles.BENEFIT_CLASS_TYPE, target, space="bi"),
        d.text("bi", "BrugervendtNoegle", subject.number),
        d.text("bi", "Klassetitel", subject.title),
    )
    relation = d.relation(roles.BENEFIT, roles.BENEFIT_TYPE, target, space="bi")
    return d.el("bi", "Ydelse", relation, d.text("bi", "Ydelsesnavn", name), classification)


def _plan(d: Dialect, grant: Grant, benefit: Benefit, rate: Rate) -> str:
    day = "Første bankdag i måneden" if grant.in_advance else "Sidste bankdag i måneden"
    return d.el(
        "bi",
        "OekonomiskEffektueringsplan",
        d.el("bi", "EffektueringsplanStartdato", d.moment(at(rate.month, 0))),
        _ending(d, "EffektueringsplanSlutdato", benefit),
        d.el("bi", "Beregningsfrekvens", "Månedlig"),
        d.el("bi", "ForudBagud", "Forud" if grant.in_advance else "Bagud"),
        d.text("bi", "Dispositionsdag", day),
        d.el("bi", "Ydelsesbeloeb", kroner(rate.kroner)),
        d.el("bi", "ManueltGodkendes", "false"),
    )


def _grant_relations(d: Dialect, grant: Grant) -> str:
    valid = d.validity("gd", grant.start, None, grant.by)
    name = d.text("bi", "FuldtNavn", grant.party.name)
    parts = []
    if grant.case:
        relation = d.relation(roles.GRANT_CASE, roles.CASE, d.id(grant.case))
        parts.append(d.el("bi", "Bevillingssag", valid, relation))
    for role in (roles.GRANT_RECIPIENT, roles.BENEFIT_RECIPIENT):
        index = "1" if role is roles.BENEFIT_RECIPIENT else ""
        relation = d.relation(role, roles.GRANT_PARTY_TYPE, d.urn(grant.party.urn), index=index)
        parts.append(d.el("bi", "Bevillingspart", valid, relation, name))
    for role, kind, actor in (
        (roles.GRANT_OWNER, roles.GRANT_OWNER_TYPE, MUNICIPALITY),
        (roles.GRANT_RESPONSIBLE, roles.GRANT_RESPONSIBLE_TYPE, grant.by.unit),
    ):
        relation = d.relation(role, kind, d.reference(actor))
        name = d.text("bi", "FuldtNavn", actor.name)
        number = d.el("bi", "CVR-nr", MUNICIPALITY.code)
        parts.append(d.el("bi", "Bevillingsaktoer", valid, relation, name, number))
    return "".join(parts)


def kroner(amount: int) -> str:
    """Whole kroner as the standard writes amounts (BeloebType)."""
    return f"{amount}.00"
