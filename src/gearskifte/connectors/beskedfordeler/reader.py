# SPDX-License-Identifier: EUPL-1.2
"""Reads event messages (Haendelsesbesked, Beskedkuvert 1.0), alone or inside any wrapper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from gearskifte.connectors.beskedfordeler.content import details
from gearskifte.connectors.findings import Findings
from gearskifte.connectors.node import Node
from gearskifte.connectors.recognise import Message
from gearskifte.connectors.sagdok import remarks
from gearskifte.connectors.sagdok.elements import moment, reference
from gearskifte.kernel.errors import Text
from gearskifte.registry.public import (
    Event,
    Reading,
    Reference,
    ReferenceKind,
    Refusal,
    named,
)

EDITION: Final = "Beskedkuvert-1.0"
_EVENT: Final = "Haendelsesbesked"


def read(message: Message) -> Reading:
    """The events of a message, and the id of the first as the message's own."""
    findings = Findings(EDITION)
    root = message.node
    events: list[Event] = []
    refusals: list[Refusal] = []
    for node in (root,) if root.name == _EVENT else root.descendants(_EVENT):
        result = _event(node, findings)
        if isinstance(result, Refusal):
            refusals.append(result)
        else:
            events.append(result)
    return Reading(
        interface=message.standard.interface,
        message_id=events[0].message_id if events else "",
        system=events[0].system if events else None,
        events=tuple(events),
        findings=findings.all(),
        refusals=tuple(refusals),
    )


def _event(node: Node, findings: Findings) -> Event | Refusal:
    message_id = reference(node.child("BeskedId"), findings)
    # A CPR number is no id of a message, and must not end as one in logs.
    if message_id is None or message_id.kind is ReferenceKind.CPR:
        return _without_id(node)
    envelope = node.child("Beskedkuvert")
    data = envelope.child("Filtreringsdata") if envelope is not None else None
    delivery = envelope.child("Leveranceinformation") if envelope is not None else None
    subject = data.child("ObjektRegistrering") if data is not None else None
    registered_at = _moment(subject, "Registreringstidspunkt", findings) or _moment(
        delivery, "Dannelsestidspunkt", findings
    )
    content = node.child("Beskeddata")
    return Event(
        message_id=message_id.value,
        event_type=_reference(data, "Beskedtype", findings),
        registered_at=registered_at,
        happened_at=_moment(envelope, "GyldighedFra", findings) or registered_at,
        objects=tuple(_objects(data, findings)),
        action=_reference(subject, "ObjektHandling", findings),
        authority=_reference(subject, "ObjektAnsvarligMyndighed", findings),
        subject=_reference(subject, "OpgaveEmne", findings),
        system=_reference(delivery, "Kildesystem", findings),
        details=details(content, findings) if content is not None else {},
    )


def _objects(data: Node | None, findings: Findings) -> Iterator[Reference]:
    """What the event is about, then what it relates to."""
    for name in ("ObjektRegistrering", "RelateretObjekt"):
        for node in data.children(name) if data is not None else ():
            found = _reference(node, "ObjektId", findings)
            if found is not None:
                yield found


def _reference(node: Node | None, name: str, findings: Findings) -> Reference | None:
    return reference(node.child(name), findings) if node is not None else None


def _moment(node: Node | None, name: str, findings: Findings) -> datetime | None:
    stamp = node.child(name, "TidsstempelDatoTid") if node is not None else None
    if stamp is None or not stamp.text:
        return None
    found = moment(stamp, findings)
    if found is None:
        findings.add(remarks.TIME_UNREADABLE, stamp)
    return found


def _without_id(node: Node) -> Refusal:
    return Refusal(
        "GS-CON-030",
        f"{node.path}/BeskedId",
        Text(
            da="Hændelsesbeskeden har intet læsbart BeskedId, så en gentagelse kan ikke kendes "
            "igen. Udfyld BeskedId med et UUID.",
            en="The event message has no readable BeskedId, so a repeat cannot be told. "
            "State a UUID in BeskedId.",
        ),
        names=named("|".join(node.texts()).encode()),
    )
