# SPDX-License-Identifier: EUPL-1.2
"""Makes readers: each turns one dated element of a registration into one fact.

A standard is then a table from element names to readers, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from gearskifte.connectors.findings import Findings
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok import remarks
from gearskifte.connectors.sagdok.elements import Columns, Convert, read_values, reference
from gearskifte.connectors.sagdok.validity import Validity, read_validity
from gearskifte.registry.public import Fact, Section, fields, parse_uuid

Reader = Callable[[Node, datetime, Findings], Fact | None]
"""From an element, the registration's time and the notebook, to the fact, where there is one."""

Infer = Callable[[Mapping[str, Any]], str]
"""From a relation's values to the role its form shows, `fields.UNKNOWN` where it shows none."""


def attribute_set(key: str, columns: Columns, *, needs: tuple[str, ...] = ()) -> Reader:
    """Reads an attribute set (Egenskaber); elements in `needs` are noted when empty or missing."""

    def read(node: Node, source_time: datetime, findings: Findings) -> Fact | None:
        validity = read_validity(node, source_time, findings)
        if validity is None:
            return None
        for name in needs:
            if not node.value(name):
                findings.add(remarks.TEXT_EMPTY, node, name)
        values = read_values(node, columns, findings)
        return dated(Section.ATTRIBUTES, key, values, validity)

    return read


def progress(as_code: Convert) -> Reader:
    """Reads a state (Fremdrift)."""

    def read(node: Node, source_time: datetime, findings: Findings) -> Fact | None:
        validity = read_validity(node, source_time, findings)
        if validity is None:
            return None
        values = read_values(node, {"FremdriftStatusKode": (fields.STATE, as_code)}, findings)
        return dated(Section.STATE, fields.PROGRESS, values, validity)

    return read


def only(role: str) -> Infer:
    """Infers `role` always: for relations that have no other, or whose form shows none."""
    return lambda _: role


UNSHOWN: Final = only(fields.UNKNOWN)
"""The form of such a relation shows no role."""


def relation(kind: str, roles: Mapping[str, str], columns: Columns, infer: Infer) -> Reader:
    """Reads a relation of `kind` (gd:RelationType).

    Its key is kind, role and Indeks. Where the role's UUID is not in `roles`, the UUID stands in
    the key, so that two roles that were inferred to be alike do not become one relation.
    """

    def read(node: Node, source_time: datetime, findings: Findings) -> Fact | None:
        validity = read_validity(node, source_time, findings)
        if validity is None:
            return None
        values = relation_values(node, kind, columns, findings)
        known = roles.get(values.get(fields.ROLE_ID, ""))
        if known is None:
            findings.add(remarks.ROLE_UNKNOWN, node, "Rolle")
        role = known or infer(values)
        values[fields.ROLE] = role
        distinct = known or values.get(fields.ROLE_ID) or role
        key = f"{kind}:{distinct}:{node.value('Indeks') or ''}"
        return dated(Section.RELATION, key, values, validity)

    return read


def relation_values(node: Node, kind: str, columns: Columns, findings: Findings) -> dict[str, Any]:
    """What a relation says, but for its role's name and its time."""
    values: dict[str, Any] = {fields.TYPE: kind}
    for element, field in (("Rolle", fields.ROLE_ID), ("Type", fields.OBJECT_TYPE_ID)):
        stated = identifier(node.child(element))
        if stated:
            values[field] = stated
    target = reference(node.child("ReferenceID"), findings)
    if target is None:
        findings.add(remarks.REFERENCE_MISSING, node, "ReferenceID")
    else:
        values[fields.TARGET] = target
    return values | read_values(node, columns, findings)


def dated(section: Section, key: str, values: dict[str, Any], validity: Validity) -> Fact:
    """A fact with its valid time."""
    return Fact(
        section=section,
        key=key,
        start=validity.start,
        values=values,
        end=validity.end,
        actor=validity.actor,
        actor_type=validity.actor_type,
        note=validity.note,
    )


def identifier(node: Node | None) -> str:
    """The UUID of a role or type in lower case, else its URN as sent."""
    if node is None:
        return ""
    text = node.value("UUIDIdentifikator") or node.value("URNIdentifikator") or ""
    uuid = parse_uuid(text)
    return str(uuid) if uuid is not None else text
