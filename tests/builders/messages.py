# SPDX-License-Identifier: EUPL-1.2
"""Messages in a form of the tests' own: readings as JSON, and the connector that reads them.

It lets a test say exactly what a vendor told, without the elements of any standard between.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from gearskifte.kernel.errors import Text
from gearskifte.registry.public import (
    Event,
    Finding,
    Message,
    Reading,
    Reference,
    ReferenceKind,
    Refusal,
    Registration,
    SubjectClass,
)

INTERFACE: Final = "Test"
_KINDS: Final = {str(kind) for kind in ReferenceKind}


def refusal(code: str = "GS-TEST-001") -> Refusal:
    """A part of a message that cannot be used."""
    return Refusal(code, "/besked/del", Text("Kan ikke bruges.", "Cannot be used."))


def message(
    *registrations: Registration,
    message_id: str = "",
    events: tuple[Event, ...] = (),
    classes: tuple[SubjectClass, ...] = (),
    findings: tuple[Finding, ...] = (),
    refusals: tuple[Refusal, ...] = (),
    origin: str = "besked",
) -> Message:
    """A message that says exactly this."""
    told = Reading(
        INTERFACE,
        message_id,
        registrations=registrations,
        events=events,
        classes=classes,
        findings=findings,
        refusals=refusals,
    )
    return Message(origin, msgspec.json.encode(told))


def read(body: bytes) -> Reading:
    """What such a message says; anything else is refused."""
    try:
        told = msgspec.json.decode(body, type=Reading)
    except msgspec.MsgspecError:
        return Reading("", refusals=(refusal("GS-TEST-002"),))
    registrations = tuple(
        msgspec.structs.replace(
            each,
            facts=tuple(
                msgspec.structs.replace(fact, values=_with_references(fact.values))
                for fact in each.facts
            ),
        )
        for each in told.registrations
    )
    return msgspec.structs.replace(told, registrations=registrations)


def _with_references(value: Any) -> Any:
    """References inside values, which JSON cannot tell from other objects."""
    if isinstance(value, list):
        return [_with_references(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if value.get("kind") in _KINDS and value.keys() <= {"kind", "value"}:
        return msgspec.convert(value, Reference)
    return {name: _with_references(inner) for name, inner in value.items()}
