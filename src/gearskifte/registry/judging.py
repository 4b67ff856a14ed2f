# SPDX-License-Identifier: EUPL-1.2
"""What became of a message: its findings, its quarantine and its status.

A connector judges a message by itself. Here it is judged against what else is known: ids used
twice, registrations that contradict each other, unknown subjects and references that point nowhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

import msgspec
import psycopg
from psycopg import Cursor

from gearskifte.kernel.database.copying import Target, copy_in
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import Text
from gearskifte.registry.preparing import Received
from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.intake import Finding, Reading, Refusal, Registration, Severity
from gearskifte.registry.rules.places import divided
from gearskifte.registry.rules.sender import stated_system
from gearskifte.registry.storing import Stored, rows

SQL: Final[Queries] = load("gearskifte.registry", "judging")
FINDINGS: Final = Target(
    "registry_found",
    {"message_id": "int8", "object_id": "uuid", "fault_id": "int8", "place": "text"},
)

MESSAGE_ID_REUSED: Final = "REG-2026-11.message-id.reused"
CONTRADICTION: Final = "REG-2026-11.Registrering.Tidspunkt.contradiction"
UNKNOWN_KLE: Final = "REG-2026-11.klasse.KLE.unknown"
DANGLING: Final = "REG-2026-11.ReferenceID.dangling"
UNUSABLE: Final = "GS-REG-001"


class Fault(msgspec.Struct, frozen=True):
    """What a finding says, wherever it was; `id` is made from the rest."""

    id: int
    rule: str
    severity: str
    path: str
    text_da: str
    text_en: str


def fault_of(finding: Finding) -> tuple[Fault, str]:
    """What a finding says, and the place by which its path is told from those of others."""
    form, place = divided(finding.path)
    text = finding.text
    return _fault(finding.rule, finding.severity.value, form, text.da, text.en), place


@lru_cache(maxsize=4096)
def _fault(*told: str) -> Fault:
    digest = hashlib.sha256("\0".join(told).encode()).digest()
    return Fault(int.from_bytes(digest[:8], signed=True), *told)


def judge(cursor: Cursor[Any], batch: Sequence[Received], stored: Stored) -> int:
    """Write the findings of a batch; the number of them."""
    found = [
        *((each.id, finding) for each in batch for finding in each.reading.findings),
        *_reused_ids(cursor, batch),
        *_contradictions(cursor, stored),
        *_unknown_subjects(cursor, batch),
    ]
    return _write(cursor, found)


def settle(cursor: Cursor[Any], batch: Sequence[Received], stored: Stored) -> list[str]:
    """Write quarantine and status of each message; the statuses, in the order of the batch."""
    refused = [
        {
            "message_id": each.id,
            "object_id": refusal.object_id,
            "code": refusal.code,
            "path": refusal.path,
            "reason_da": refusal.reason.da,
            "reason_en": refusal.reason.en,
        }
        for each in batch
        for refusal in each.reading.refusals
    ]
    cursor.execute(SQL.add_quarantine, {"rows": rows(refused)})
    statuses = [_status(each, stored) for each in batch]
    settled = [
        {
            "id": each.id,
            "interface": each.reading.interface,
            "message_id": each.reading.message_id,
            "system": each.sender or stated,
            "stated_system": stated if each.sender and stated != each.sender else "",
            "status": status,
        }
        for each, status in zip(batch, statuses, strict=True)
        for stated in (stated_system(each.reading),)
    ]
    cursor.execute(SQL.settle, {"rows": rows(settled)})
    return statuses


def dangling(cursor: Cursor[Any], messages: Collection[int]) -> int:
    """Write a finding for each reference, in these messages, that points nowhere.

    Judged when everything of an intake is in, since a case may come before its documents. What
    pointed nowhere before, and has arrived or been closed since, is forgotten.
    """
    cursor.execute(SQL.forget_dangling, {"rule": DANGLING})
    arguments = {"messages": sorted(messages), "rule": DANGLING}
    found = cursor.execute(SQL.dangling, arguments).fetchall()
    return _write(cursor, [(message, _dangling(*link)) for message, *link in found])


def unusable(received: Received, error: psycopg.Error) -> Received:
    """The same message as one that cannot be used, for what no reader foresaw."""
    refusal = Refusal(
        code=UNUSABLE,
        path="",
        reason=Text(
            f"Beskeden er gemt, men indeholder en værdi databasen ikke kan rumme "
            f"({type(error).__name__}). Ret værdien og send igen.",
            f"The message is kept but holds a value the database cannot hold "
            f"({type(error).__name__}). Mend the value and send it again.",
        ),
    )
    empty = Reading(received.reading.interface, refusals=(refusal,))
    return msgspec.structs.replace(received, reading=empty)


def _status(received: Received, stored: Stored) -> str:
    if received.reading.refusals:
        return "quarantined"
    return "applied" if received.id in stored.new else "unchanged"


def _write(cursor: Cursor[Any], found: Sequence[tuple[int, Finding]]) -> int:
    faults: dict[int, Fault] = {}
    findings = []
    for message, finding in found:
        fault, place = fault_of(finding)
        faults[fault.id] = fault
        findings.append((message, finding.object_id, fault.id, place))
    if findings:
        cursor.execute(SQL.add_faults, {"rows": rows(faults.values())})
    copy_in(cursor, FINDINGS, findings)
    return len(findings)


def _reused_ids(cursor: Cursor[Any], batch: Sequence[Received]) -> list[tuple[int, Finding]]:
    named = [
        {"id": each.id, "interface": each.reading.interface, "message_id": each.reading.message_id}
        for each in batch
        if each.reading.message_id
    ]
    finding = Finding(
        MESSAGE_ID_REUSED,
        Severity.ERROR,
        "",
        Text(
            "Beskedens id er brugt før med et andet indhold. Begge beskeder er gemt. "
            "Giv hver besked sit eget id.",
            "The message's id was used before with other content. Both messages are kept. "
            "Give every message an id of its own.",
        ),
    )
    arguments = {"rows": rows(named), "ids": [each.id for each in batch]}
    found = cursor.execute(SQL.same_message_id, arguments).fetchall()
    return [(row[0], finding) for row in found]


def _contradictions(cursor: Cursor[Any], stored: Stored) -> list[tuple[int, Finding]]:
    if not stored.told_more:
        return []
    ids = {"ids": list(stored.told_more)}
    return [
        (
            message,
            Finding(
                CONTRADICTION,
                Severity.WARNING,
                "Registrering/Tidspunkt",
                Text(
                    "Objektet er før registreret på samme tidspunkt med et andet indhold. "
                    "Begge er gemt. Giv hver ændring sit eget Tidspunkt.",
                    "The object was registered before at the same time with other content. "
                    "Both are kept. Give every change a Tidspunkt of its own.",
                ),
                object_id,
            ),
        )
        for object_id, message in cursor.execute(SQL.contradictions, ids).fetchall()
    ]


def _unknown_subjects(cursor: Cursor[Any], batch: Sequence[Received]) -> list[tuple[int, Finding]]:
    named = [
        (each.id, registration.object_id, number)
        for each in batch
        for registration in each.reading.registrations
        for number in sorted(_subjects(registration))
    ]
    arguments = {"numbers": sorted({number for *_, number in named})}
    unknown = {row[0] for row in cursor.execute(SQL.unknown_subjects, arguments).fetchall()}
    return [
        (
            message,
            Finding(
                UNKNOWN_KLE,
                Severity.WARNING,
                "Klassifikation/BrugervendtNoegle",
                Text(
                    f"KLE-nummeret {number} findes ikke i den indlæste emneplan. "
                    "Det vises, som det er skrevet.",
                    f"The KLE number {number} is not in the plan that was imported. "
                    "It is shown as written.",
                ),
                object_id,
            ),
        )
        for message, object_id, number in named
        if number in unknown
    ]


def _subjects(registration: Registration) -> set[str]:
    """The KLE numbers by which the object, or a benefit of it, is classified."""
    found = set()
    for fact in registration.facts:
        values = fact.values
        number = values.get(f.CLASS_KEY)
        if number and (values.get(f.ROLE) == f.PRIMARY or values.get(f.TYPE) != f.CLASS):
            found.add(str(number))
    return found


def _dangling(object_id: UUID, target: UUID, role: str) -> Finding:
    return Finding(
        DANGLING,
        Severity.WARNING,
        f"{role} {target}",
        Text(
            "Der henvises til et objekt, som ikke er modtaget. Send det, eller luk henvisningen.",
            "An object is referred to that has not been received. Send it or close the reference.",
        ),
        object_id,
    )
