# SPDX-License-Identifier: EUPL-1.2
"""Reads a granted benefit (BevilgetYdelse): what is granted, from which system, paid by what plan.

Its systems and its class stand inside it without a validity of their own, so they are part of the
benefit's fact. Benefits without an Id are told apart by their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from msgspec import UNSET

from gearskifte.connectors.findings import Findings, Remark
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok import remarks
from gearskifte.connectors.sagdok.elements import (
    Columns,
    as_flag,
    as_moment_or_day,
    as_text,
    read_values,
    reference,
)
from gearskifte.connectors.sagdok.facts import dated, identifier
from gearskifte.connectors.sagdok.validity import read_validity
from gearskifte.connectors.sf1491 import roles
from gearskifte.connectors.sf1491.amounts import as_amount
from gearskifte.kernel.errors import Text
from gearskifte.registry.public import Fact, Registration, Section, Severity, fields

_NO_ID: Final = Remark(
    "missing",
    Severity.ERROR,
    Text(
        da="Ydelsen har intet Id, så en senere opdatering kan ikke ramme den. Udfyld Id.",
        en="The benefit has no Id, so a later update cannot find it. Fill in Id.",
    ),
)
_IN_ADVANCE: Final = {"Forud": True, "Bagud": False}


def _as_in_advance(node: Node, findings: Findings) -> Any:
    """True for Forud, False for Bagud; anything else is left out."""
    in_advance = _IN_ADVANCE.get(node.text)
    if in_advance is None:
        findings.add(remarks.CODE_UNUSABLE, node)
        return UNSET
    return in_advance


_BENEFIT: Final[Columns] = {
    "Id": (fields.BENEFIT_ID, as_text),
    "Navn": (fields.NAME, as_text),
    "BevilgetYdelseStartdato": (fields.START, as_moment_or_day),
    "BevilgetYdelseSlutdato": (fields.END, as_moment_or_day),
    "Begrundelse": (fields.REASON, as_text),
    "Tilbagebetalingspligtig": (fields.REPAYABLE, as_flag),
    "Meddelelse": (fields.MESSAGE, as_text),
    "Ydelse": {
        "Ydelsesnavn": (fields.BENEFIT_NAME, as_text),
        "Klassifikation": {"BrugervendtNoegle": (fields.CLASS_KEY, as_text)},
    },
}
_PLAN: Final[Columns] = {
    "EffektueringsplanStartdato": (fields.START, as_moment_or_day),
    "EffektueringsplanSlutdato": (fields.END, as_moment_or_day),
    "Beregningsfrekvens": (fields.FREQUENCY, as_text),
    "ForudBagud": (fields.IN_ADVANCE, _as_in_advance),
    "Dispositionsdag": (fields.DISPOSAL_DAY, as_text),
    "Ydelsesbeloeb": (fields.AMOUNT, as_amount),
    "ManueltGodkendes": (fields.MANUAL_APPROVAL, as_flag),
}
_SYSTEM: Final[Columns] = {"SystemNavn": (fields.NAME, as_text)}


def read_benefit(node: Node, source_time: datetime, findings: Findings) -> Fact | None:
    """The fact of one granted benefit."""
    validity = read_validity(node, source_time, findings)
    if validity is None:
        return None
    values = read_values(node, _BENEFIT, findings)
    systems = [_system(each, findings) for each in node.children("ItSystem")]
    plans = list(_plans(node, findings))
    if systems:
        values[fields.SYSTEMS] = systems
    if plans:
        values[fields.PLANS] = plans
    return dated(Section.ATTRIBUTES, _key(node, values, findings), values, validity)


def check_names(node: Node, registrations: tuple[Registration, ...], findings: Findings) -> None:
    """Notes a benefit of an imported grant that has no name to show the citizen."""
    for fact in (fact for each in registrations for fact in each.facts):
        named = fact.values.get(fields.BENEFIT_NAME) or fact.values.get(fields.NAME)
        if fact.key.startswith(fields.BENEFIT_PREFIX) and not named:
            findings.add(remarks.TEXT_EMPTY, node, "BevilgetYdelse")


def _key(node: Node, values: dict[str, Any], findings: Findings) -> str:
    benefit_id = values.get(fields.BENEFIT_ID)
    if not benefit_id:
        findings.add(_NO_ID, node, "Id")
        benefit_id = f"#{node.position}"
    return f"{fields.BENEFIT_PREFIX}{benefit_id}"


def _plans(node: Node, findings: Findings) -> Iterator[dict[str, Any]]:
    for plan in node.children("OekonomiskEffektueringsplan"):
        yield read_values(plan, _PLAN, findings)


def _system(node: Node, findings: Findings) -> dict[str, Any]:
    role = roles.SYSTEMS.get(identifier(node.child("Rolle")), fields.UNKNOWN)
    values = {fields.ROLE: role, **read_values(node, _SYSTEM, findings)}
    target = reference(node.child("ReferenceID"), findings)
    if target is not None:
        values[fields.TARGET] = target
    return values
