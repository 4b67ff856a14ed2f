# SPDX-License-Identifier: EUPL-1.2
"""Reads the objects of a message: who they are, their registrations and the facts in them.

One object that cannot be used is refused and the rest of the message is still read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from gearskifte.connectors.findings import Findings
from gearskifte.connectors.node import Node
from gearskifte.connectors.sagdok import remarks
from gearskifte.connectors.sagdok.columns import Columns, read_values
from gearskifte.connectors.sagdok.elements import as_text, moment, one_of, reference
from gearskifte.connectors.sagdok.forms import (
    CHANGED,
    EXTENSION,
    ON_LIST,
    ON_OBJECT,
    ON_REGISTRATION,
    ObjectForm,
)
from gearskifte.connectors.sagdok.inference import with_roles
from gearskifte.kernel.errors import Text
from gearskifte.registry.public import (
    Fact,
    Kind,
    Named,
    Operation,
    Reading,
    Reference,
    Refusal,
    Registration,
    Section,
    fields,
    named,
    parse_uuid,
)

_HEADER: Final = Columns(
    {
        "NoteTekst": ("note", as_text),
        "LivscyklusKode": ("lifecycle", one_of("Opstaaet", "Importeret", "Passiveret", "Slettet")),
    }
)


def read_objects(
    interface: str,
    message_id: str,
    operation: Operation,
    found: Iterable[tuple[Node, ObjectForm]],
    findings: Findings,
) -> Reading:
    """The reading of all objects of a message."""
    registrations: list[Registration] = []
    refusals: list[Refusal] = []
    for node, form in found:
        result = _read_object(node, form, operation, findings)
        if isinstance(result, Refusal):
            refusals.append(result)
        else:
            registrations.extend(result)
    return Reading(
        interface=interface,
        message_id=message_id,
        system=_sender(registrations),
        registrations=tuple(registrations),
        findings=findings.all(),
        refusals=tuple(refusals),
    )


def _read_object(
    node: Node, form: ObjectForm, operation: Operation, findings: Findings
) -> tuple[Registration, ...] | Refusal:
    object_id = parse_uuid(node.value("UUIDIdentifikator") or "")
    if object_id is None:
        return _without_id(node, _names(node))
    findings.object_id = object_id
    if operation is Operation.UPDATE:
        updated = _registration(node, node, object_id, form, operation, findings)
        return (updated,) if updated else _without_time(node, object_id, _names(node, form))
    nodes = list(node.children("Registrering"))
    if not nodes:
        return _without_registration(node, object_id, _names(node, form))
    read = [
        (each, _registration(each, node, object_id, form, operation, findings)) for each in nodes
    ]
    registrations = with_roles(tuple(each for _, each in read if each is not None))
    if not registrations:
        return _without_time(nodes[0], object_id, _names(node, form))
    for each, registration in read:
        if registration is None:
            findings.add(remarks.REGISTRATION_LEFT_OUT, each, "Tidspunkt")
    form.check(node, registrations, findings)
    return registrations


def _registration(
    node: Node,
    holder: Node,
    object_id: UUID,
    form: ObjectForm,
    operation: Operation,
    findings: Findings,
) -> Registration | None:
    """The registration in `node`, of the object in `holder`, which for an update are one."""
    stated = node.child("Tidspunkt")
    source_time = moment(stated, findings) if stated is not None else None
    if source_time is None:
        return None
    header = read_values(node, _HEADER, findings)
    facts = [
        *_facts(node, form, source_time, findings),
        *_of_itself(node, holder, source_time, findings),
    ]
    return Registration(
        object_id=object_id,
        kind=form.kind,
        operation=operation,
        source_time=source_time,
        facts=tuple(facts),
        lifecycle=header.get("lifecycle") or "",
        actor=reference(node.child("BrugerRef"), findings),
        note=header.get("note") or "",
    )


def _facts(
    node: Node, form: ObjectForm, source_time: datetime, findings: Findings
) -> Iterator[Fact]:
    for name, forms in form.lists:
        entries = node.child(name)
        for entry in _entries(entries) if entries is not None else ():
            fact_form = forms.by_name.get(entry.name)
            if fact_form is None:
                findings.add(remarks.ELEMENT_UNKNOWN, node, name)
                continue
            fact = fact_form.read(entry, source_time, findings)
            if fact is not None:
                yield fact


def _entries(node: Node) -> Iterator[Node]:
    """The dated elements of a list, with those of its LokalUdvidelseListe among them."""
    for child in node.children():
        if child.name == EXTENSION:
            yield from (each for each in child.children() if each.name != CHANGED)
        else:
            yield child


def _of_itself(
    node: Node, holder: Node, source_time: datetime, findings: Findings
) -> Iterator[Fact]:
    """What the registration says of itself."""
    values = read_values(node, ON_REGISTRATION, findings) | read_values(holder, ON_OBJECT, findings)
    for name, columns in ON_LIST.items():
        extension = node.child(name, EXTENSION)
        if extension is not None:
            values |= read_values(extension, columns, findings)
    if values:
        yield Fact(Section.ATTRIBUTES, fields.REGISTRATION, source_time, values)


def _sender(registrations: Iterable[Registration]) -> Reference | None:
    """The system that sent the message (Afsender), from a relation or else from a benefit."""
    facts = [fact for each in registrations for fact in each.facts]
    relations = (fact.values for fact in facts if fact.values.get(fields.TYPE) == fields.SYSTEM)
    on_benefits = (each for fact in facts for each in fact.values.get(fields.SYSTEMS) or ())
    for system in (*relations, *on_benefits):
        target = system.get(fields.TARGET)
        if system.get(fields.ROLE) == fields.SENDER and isinstance(target, Reference):
            return target
    return None


def _names(node: Node, form: ObjectForm | None = None) -> Named:
    """Whom an object names that cannot be used, and what it follows from.

    A grant follows from its case and a payment from its grants; what else a case or a document
    refers to has people of its own, who wait for nothing in it.
    """
    found = named("|".join(node.texts()).encode())
    follows = form is None or form.kind in (Kind.GRANT, Kind.PAYMENT)
    return Named(found.numbers, found.objects if follows else ())


def _without_id(node: Node, names: Named) -> Refusal:
    return Refusal(
        "GS-CON-020",
        f"{node.path}/UUIDIdentifikator",
        Text(
            da="Objektet har intet læsbart UUID og kan ikke gemmes uden. Udfyld det.",
            en="The object has no readable UUID and cannot be kept without. Fill it in.",
        ),
        names=names,
    )


def _without_registration(node: Node, object_id: UUID, names: Named) -> Refusal:
    return Refusal(
        "GS-CON-021",
        f"{node.path}/Registrering",
        Text(
            da="Objektet har ingen Registrering og siger derfor intet. Send mindst én.",
            en="The object has no Registrering and so says nothing. Send at least one.",
        ),
        object_id,
        names,
    )


def _without_time(node: Node, object_id: UUID, names: Named) -> Refusal:
    return Refusal(
        "GS-CON-022",
        f"{node.path}/Tidspunkt",
        Text(
            da="Objektet har intet læsbart Tidspunkt for sin registrering, så det kan ikke "
            "ordnes blandt andre. Udfyld Tidspunkt med dato, klokkeslæt og tidszone.",
            en="The object has no readable Tidspunkt of its registration, so it cannot be "
            "ordered among others. State date, time and zone in Tidspunkt.",
        ),
        object_id,
        names,
    )
