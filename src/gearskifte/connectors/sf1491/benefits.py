# SPDX-License-Identifier: EUPL-1.2
"""A granted benefit (BevilgetYdelse): what is granted, from which system, paid by what plan.

Its systems and its class stand inside it without a validity of their own, so they are part of the
benefit's fact. Benefits without an Id are told apart by their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from gearskifte.connectors.findings import Findings, Remark
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok import remarks
from gearskifte.connectors.sagdok.branch import Branch
from gearskifte.connectors.sagdok.columns import Columns, Repeated, read_values, write_values
from gearskifte.connectors.sagdok.elements import as_end, as_flag, as_start, as_text, either
from gearskifte.connectors.sagdok.facts import FactForm, dated
from gearskifte.connectors.sagdok.links import link_columns
from gearskifte.connectors.sagdok.validity import read_validity, write_validity
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
_WITHOUT_ID: Final = "#"

_SYSTEM: Final = Columns(
    {
        **link_columns(),
        "SystemNavn": (fields.NAME, as_text),
        "SystemURI": (fields.URI, as_text),
    }
)
_CLASS: Final = Columns(
    {
        **link_columns(before=fields.CLASS_LINK),
        "BrugervendtNoegle": (fields.CLASS_KEY, as_text),
        "Klassetitel": (fields.CLASS_TITLE, as_text),
    }
)
_PLAN: Final = Columns(
    {
        "Id": (fields.PLAN_ID, as_text),
        "EffektueringsplanStartdato": (fields.START, as_start),
        "EffektueringsplanSlutdato": (fields.END, as_end),
        "Beregningsfrekvens": (fields.FREQUENCY, as_text),
        "ForudBagud": (fields.IN_ADVANCE, either("Forud", "Bagud")),
        "Dispositionsdag": (fields.DISPOSAL_DAY, as_text),
        "Ydelsesbeloeb": (fields.AMOUNT, as_amount),
        "ManueltGodkendes": (fields.MANUAL_APPROVAL, as_flag),
    }
)
_BENEFIT: Final = Columns(
    {
        "Id": (fields.BENEFIT_ID, as_text),
        "Navn": (fields.NAME, as_text),
        "BevilgetYdelseStartdato": (fields.START, as_start),
        "BevilgetYdelseSlutdato": (fields.END, as_end),
        "Begrundelse": (fields.REASON, as_text),
        "Tilbagebetalingspligtig": (fields.REPAYABLE, as_flag),
        "Meddelelse": (fields.MESSAGE, as_text),
        "ItSystem": Repeated(fields.SYSTEMS, _SYSTEM),
        "Ydelse": Columns(
            {
                **link_columns(before=fields.BENEFIT_LINK),
                "Ydelsesnavn": (fields.BENEFIT_NAME, as_text),
                "Klassifikation": _CLASS,
            }
        ),
        "OekonomiskEffektueringsplan": Repeated(fields.PLANS, _PLAN),
    }
)


class Benefits(FactForm):
    """How a granted benefit becomes a fact, and is written again."""

    def read(self, node: Node, source_time: datetime, findings: Findings) -> Fact | None:
        """The fact of one granted benefit."""
        validity = read_validity(node, source_time, findings)
        if validity is None:
            return None
        values = read_values(node, _BENEFIT, findings)
        for system in values.get(fields.SYSTEMS, ()):
            system[fields.ROLE] = roles.SYSTEMS.get(system.get(fields.ROLE_ID), fields.UNKNOWN)
        return dated(Section.ATTRIBUTES, _key(node, values, findings), values, validity)

    def claims(self, fact: Fact) -> bool:
        """Whether the fact is a granted benefit."""
        return fact.section is Section.ATTRIBUTES and fact.key.startswith(fields.BENEFIT_PREFIX)

    def write(self, branch: Branch, fact: Fact) -> None:
        """Write one granted benefit."""
        write_validity(branch.add("Virkning"), fact)
        values = dict(fact.values)
        if fields.SYSTEMS in values:
            values[fields.SYSTEMS] = [_without_role(each) for each in values[fields.SYSTEMS]]
        write_values(branch, _BENEFIT, values)

    def arranged(self, facts: Sequence[Fact]) -> Sequence[Fact]:
        """The benefits so that those without an Id stand where their keys say."""
        found = [fact for fact in facts if _place(fact) is None]
        for fact in sorted(facts, key=lambda each: _place(each) or 0):
            place = _place(fact)
            if place is not None:
                found.insert(place - 1, fact)
        return found


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
        benefit_id = f"{_WITHOUT_ID}{node.position}"
    return f"{fields.BENEFIT_PREFIX}{benefit_id}"


def _place(fact: Fact) -> int | None:
    """Where a benefit without an Id stood, counted from 1; None for one that has an Id."""
    if fact.values.get(fields.BENEFIT_ID):
        return None
    number = fact.key.removeprefix(fields.BENEFIT_PREFIX + _WITHOUT_ID)
    return int(number) if number.isdecimal() else None


def _without_role(system: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in system.items() if field != fields.ROLE}
