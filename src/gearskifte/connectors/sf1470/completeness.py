# SPDX-License-Identifier: EUPL-1.2
"""What an imported case or document must have for a citizen's page, and the order of its states.

This is not the conformance check of the guidance's 725 rows. It tells only of what makes the page
poorer. Source: anvisninger v1.7, rows marked OB1 ("obligatorisk ved import").
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import msgspec

from gearskifte.connectors.findings import Findings, Remark
from gearskifte.connectors.node import Node
from gearskifte.kernel.errors import Text
from gearskifte.registry.public import Fact, Registration, Section, Severity, fields

_NO_STATE: Final = Remark(
    "missing",
    Severity.WARNING,
    Text(
        da="Objektet har ingen tilstand. Borgeren kan ikke se, hvor langt sagen er. Send den.",
        en="The object has no state. The citizen cannot see how far it has come. Send it.",
    ),
)
_NO_OWNER: Final = Remark(
    "owner",
    Severity.WARNING,
    Text(
        da="Objektet har ingen aktør med rollen Ejer. Send relationen.",
        en="The object has no actor with the role Ejer (owner). Send the relation.",
    ),
)
_NO_PRIMARY_CLASS: Final = Remark(
    "primary",
    Severity.WARNING,
    Text(
        da="Objektet har ingen primær klasse. Uden KLE-emne kan det ikke åbnes for borgeren.",
        en="The object has no primary class. Without a KLE subject it cannot be shown.",
    ),
)
_NO_SENSITIVITY: Final = Remark(
    "missing",
    Severity.WARNING,
    Text(
        da="Følsomheden er ikke angivet. Objektet behandles, som var den den højeste.",
        en="The sensitivity is not stated. The object is treated as having the highest.",
    ),
)
_BACKWARDS: Final = Remark(
    "order",
    Severity.WARNING,
    Text(
        da="En tilstand går tilbage til en tidligere. Er sagen ikke genoptaget, så ret tiderne.",
        en="A state goes back to an earlier one. Unless the case was reopened, mend the times.",
    ),
)
_OVERLAPPING: Final = Remark(
    "overlap",
    Severity.WARNING,
    Text(
        da="To tilstande gælder på samme tid. Luk den første, når den næste begynder.",
        en="Two states hold at the same time. Close the first when the next begins.",
    ),
)
_CASE_ORDER: Final = ("Opstaaet", "Oplyst", "Afgjort", "Afsluttet")


class _Names(msgspec.Struct, frozen=True):
    """Where an object's sensitivity stands, and what its actors and classes are called."""

    sensitivity_set: str
    actor: str
    subject_class: str


_CASE: Final = _Names(fields.INDEX, "Sagsaktoer", "Sagsklasse")
_DOCUMENT: Final = _Names(fields.PROPERTIES, "Dokumentaktoer", "Dokumentklasse")


def check_case(node: Node, registrations: tuple[Registration, ...], findings: Findings) -> None:
    """Notes what an imported case lacks, and states that go backwards."""
    _check(node, registrations, findings, _CASE)
    for registration in registrations:
        states = [fact.values.get(fields.STATE) for fact in _states(registration)]
        order = [_CASE_ORDER.index(state) for state in states if state in _CASE_ORDER]
        if order != sorted(order):
            findings.add(_BACKWARDS, node, "Fremdrift")


def check_document(node: Node, registrations: tuple[Registration, ...], findings: Findings) -> None:
    """Notes what an imported document lacks."""
    _check(node, registrations, findings, _DOCUMENT)


def _check(
    node: Node, registrations: tuple[Registration, ...], findings: Findings, names: _Names
) -> None:
    facts = [fact for each in registrations for fact in each.facts]
    relations = {(fact.values.get(fields.TYPE), fact.values.get(fields.ROLE)) for fact in facts}
    stated = [fact.values for fact in facts if fact.key == names.sensitivity_set]
    if all(fact.section is not Section.STATE for fact in facts):
        findings.add(_NO_STATE, node, "Fremdrift")
    if not any(values.get(fields.SENSITIVITY) for values in stated):
        findings.add(_NO_SENSITIVITY, node, "Foelsomhed")
    if (fields.ACTOR, fields.OWNER) not in relations:
        findings.add(_NO_OWNER, node, names.actor)
    if (fields.CLASS, fields.PRIMARY) not in relations:
        findings.add(_NO_PRIMARY_CLASS, node, names.subject_class)
    for earlier, later in (pair for each in registrations for pair in pairwise(_states(each))):
        if earlier.end is None or earlier.end > later.start:
            findings.add(_OVERLAPPING, node, "Fremdrift")


def _states(registration: Registration) -> list[Fact]:
    states = (fact for fact in registration.facts if fact.section is Section.STATE)
    return sorted(states, key=lambda fact: fact.start)
