# SPDX-License-Identifier: EUPL-1.2
"""Checks what a reference (UnikIdType) points by: UUID, or a URN of the form its role allows."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from gearskifte.connectors.conformance import tables
from gearskifte.connectors.conformance.part import Part
from gearskifte.connectors.conformance.ruleset import Ruleset
from gearskifte.connectors.sagdok.cpr import CprForm, cpr_form
from gearskifte.registry.public import parse_uuid

_LONGEST_URN: Final = 255
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_CPR = re.compile(r"urn:oio:cpr-nr:([0-9]{10})", re.IGNORECASE)
_CVR = re.compile(r"urn:oio:cvr-nr:([0-9]{8})", re.IGNORECASE)
_PERSON = re.compile(r"urn:oio:(cpr-nr|us:personid|udk:borgerid|us:borgerid):.*", re.IGNORECASE)
_COMPANY = re.compile(r"urn:oio:(cvr-nr|pnr|se-nr):.*", re.IGNORECASE)
_SYSTEM = re.compile(r"urn:oio:it-system-uuid:.*", re.IGNORECASE)
_WITHOUT_UUID: Final = ("party", "subject", "nothing")
_CVR_WEIGHTS: Final = (2, 7, 6, 5, 4, 3, 2, 1)


def is_uuid(text: str) -> bool:
    """Whether `text` is a UUID in either letter case and nothing else."""
    return _UUID.fullmatch(text) is not None


def uuid_of(reference: Part | None) -> str:
    """The UUID that is pointed by in lower case, "" where there is none."""
    stated = reference.value("UUIDIdentifikator") if reference is not None else None
    uuid = parse_uuid(stated or "")
    return "" if uuid is None else str(uuid)


def urn_of(reference: Part | None) -> str:
    """The URN that is pointed by as it stands, "" where there is none."""
    return (reference.value("URNIdentifikator") if reference is not None else None) or ""


def target_of(reference: Part | None) -> str:
    """What is pointed at, so that two references to the same are alike; "" for nothing."""
    return uuid_of(reference) or urn_of(reference).lower()


def reference_faults(grammar: str, reference: Part, rules: Ruleset) -> list[str]:
    """The kinds of fault in a reference that has something in it."""
    uuid = reference.one("UUIDIdentifikator")
    if uuid is not None and uuid.text:
        return _uuid_faults(grammar, uuid.raw)
    urn = reference.one("URNIdentifikator")
    return _urn_faults(grammar, urn.raw if urn is not None else "", rules)


def _uuid_faults(grammar: str, text: str) -> list[str]:
    if not is_uuid(text):
        return ["form"]
    if grammar in _WITHOUT_UUID:
        return ["urn-only"]
    known = text.lower()
    if known in tables.type_names() or known in public_roles():
        return ["catalogue"]
    return ["uuid-unusual"] if grammar == "party-or-uuid" else []


def _urn_faults(grammar: str, text: str, rules: Ruleset) -> list[str]:
    if grammar == "uuid":
        return ["uuid-only"]
    if len(text) > _LONGEST_URN:
        return ["length"]
    if not any(form.fullmatch(text) for form in rules.urns[grammar]):
        return ["urn"]
    cpr = _CPR.fullmatch(text)
    if cpr:
        return {CprForm.NO_DATE: ["cpr-date"], CprForm.SHIFTED_DATE: ["cpr-test"]}.get(
            cpr_form(cpr[1]), []
        )
    cvr = _CVR.fullmatch(text)
    return ["cvr-test"] if cvr and not has_cvr_check_digit(cvr[1]) else []


@cache
def public_roles() -> frozenset[str]:
    """The UUID of every role that is public."""
    return frozenset(
        role.uuid
        for standard in ("SF1470", "SF1491")
        for role in tables.roles(standard)
        if role.uuid
    )


def has_cvr_check_digit(digits: str) -> bool:
    """Whether the modulus 11 of a CVR number fits; in tests it often does not."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _CVR_WEIGHTS, strict=True))
    return total % 11 == 0


def type_of(relation: Part) -> frozenset[str]:
    """The kinds of object that a relation's Type stands for, none where it is not public."""
    return tables.type_names().get(uuid_of(relation.one("Type")), frozenset())


def contradicts_type(relation: Part, grammar: str) -> str:
    """The kind of fault where a reference is not of the kind its relation's Type says, or ""."""
    urn = urn_of(relation.one("ReferenceID"))
    kinds = type_of(relation)
    if grammar == "party":
        person_as_company = kinds == {"Person"} and _COMPANY.fullmatch(urn)
        company_as_person = kinds == {"Virksomhed"} and _PERSON.fullmatch(urn)
        return "party-kind" if person_as_company or company_as_person else ""
    if grammar == "unit-or-organisation" and urn:
        is_company = _CVR.fullmatch(urn) is not None
        unit_as_company = kinds == {"OrgEnhed"} and is_company
        return "urn" if unit_as_company or (kinds == {"Organisation"} and not is_company) else ""
    return ""


def actor_fault(validity: Part) -> str:
    """The kind of fault where AktoerRef and AktoerTypeKode do not agree, or ""."""
    actor = validity.one("AktoerRef")
    code = validity.value("AktoerTypeKode")
    is_system = _SYSTEM.fullmatch(urn_of(actor)) is not None
    if code == "Bruger" and is_system:
        return "actor-kind"
    if code == "ItSystem" and actor is not None and not actor.is_empty and not is_system:
        return "actor-uuid" if uuid_of(actor) else "actor-kind"
    return ""


def is_unit_by_urn(relation: Part) -> bool:
    """Whether a relation points at a unit by URN."""
    urn = urn_of(relation.one("ReferenceID"))
    kinds = type_of(relation)
    return bool(urn) and (kinds == {"OrgEnhed"} or (not kinds and not _CVR.fullmatch(urn)))
