# SPDX-License-Identifier: EUPL-1.2
"""Reads the messages that an event log was made into: a case with its events, or a delivery."""

from __future__ import annotations

from gearskifte.connectors import refusals as of_messages
from gearskifte.connectors.connector import Connector
from gearskifte.connectors.eventlog import identity, refusals, remarks
from gearskifte.connectors.eventlog.case import CaseReader
from gearskifte.connectors.eventlog.happenings import Happenings
from gearskifte.connectors.eventlog.message import (
    STARTS,
    DeliveryNote,
    LoggedCase,
    parse,
)
from gearskifte.connectors.eventlog.personal import without_numbers
from gearskifte.connectors.eventlog.remarks import Notes
from gearskifte.connectors.mapping import authority
from gearskifte.connectors.masking import masked
from gearskifte.registry.public import Event, Reading, Reference, ReferenceKind, Refusal


def read(body: bytes, *, max_bytes: int) -> Reading:
    """What a message of a log says."""
    if len(body) > max_bytes:
        return Reading("", refusals=(of_messages.too_large(len(body), max_bytes),))
    message = parse(body)
    if message is None:
        return Reading("", refusals=(refusals.unknown_form(),))
    return _case(message) if isinstance(message, LoggedCase) else _delivery(message)


def _case(case: LoggedCase) -> Reading:
    notes = Notes()
    reader = CaseReader(case, notes)
    refusal = _without_identity(case, reader)
    if refusal is not None:
        return Reading(_interface(case.format), refusals=(refusal,))
    uuid = reader.uuid
    events = Happenings(case, notes)
    happenings = tuple(events.read())
    refused = tuple(events.refusals(uuid))
    times = reader.times(happenings)
    if times is None:
        refused = (*refused, refusals.without_time())
    elif times.decided_before_start:
        refused = (refusals.decided_before_start(uuid),)
        happenings = ()
        times = None
    about = Reference(ReferenceKind.UUID, str(uuid))
    registrations = (reader.registration(uuid, times),) if times is not None else ()
    return Reading(
        interface=_interface(case.format),
        system=_system(reader.source),
        registrations=registrations,
        events=tuple(each.event(about) for each in happenings),
        findings=notes.findings(uuid),
        refusals=refused,
    )


def _without_identity(case: LoggedCase, reader: CaseReader) -> Refusal | None:
    if case.fault is not None:
        return refusals.of_case(case.fault)
    if not reader.source:
        return refusals.without_source()
    if not reader.number:
        return refusals.without_id()
    if without_numbers(reader.number) != reader.number:
        return refusals.id_of_a_person()
    return None


def _delivery(note: DeliveryNote) -> Reading:
    source = note.mapping.source or note.log
    notes = Notes()
    if authority(note.mapping.owner) is None:
        notes.add(remarks.OWNER_MISSING, "owner")
    if note.gaps:
        notes.add(remarks.GAP, ", ".join(masked(key, 60) for key in sorted(note.gaps)))
    counted = {"cases": note.cases, "events": note.events}
    event = Event(
        message_id=note.sha256,
        event_type=None,
        registered_at=None,
        happened_at=None,
        objects=(Reference(ReferenceKind.UUID, str(identity.system_uuid(source))),),
        details={
            "delivery": without_numbers(note.log),
            "sha256": note.sha256,
            **{name: str(number) for name, number in counted.items()},
        },
    )
    return Reading(
        interface=_interface(note.format),
        system=_system(source),
        events=(event,),
        findings=notes.findings(None),
        refusals=tuple(map(refusals.of_log, note.faults)),
    )


def _system(source: str) -> Reference:
    return Reference(ReferenceKind.IT_SYSTEM, str(identity.system_uuid(source)))


def _interface(form: str) -> str:
    return form if form in ("XES", "CSV") else ""


def recognises(start: bytes) -> bool:
    """Whether it begins as a message of a log does."""
    return start.startswith(STARTS)


CONNECTOR = Connector("event log, case by case", recognises, read)
