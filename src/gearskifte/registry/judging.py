# SPDX-License-Identifier: EUPL-1.2
"""What became of a message: its findings, its quarantine and its status.

A connector judges a message by itself. Here it is judged against what else is known: ids used
twice, registrations that contradict each other, unknown subjects and references that point nowhere.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.database.rows import add_rows
from gearskifte.kernel.errors import Text
from gearskifte.registry.findings import FINDINGS, Found, found, together
from gearskifte.registry.preparing import Made
from gearskifte.registry.rules.intake import Finding, Reading, Refusal, Severity
from gearskifte.registry.rules.sender import stated_system
from gearskifte.registry.storing import Received, Stored, rows

SQL: Final[Queries] = load("gearskifte.registry", "judging")
MESSAGE_ID_REUSED: Final = "REG-2026-11.message-id.reused"
CONTRADICTION: Final = "REG-2026-11.Registrering.Tidspunkt.contradiction"
UNKNOWN_KLE: Final = "REG-2026-11.klasse.KLE.unknown"
DANGLING: Final = "REG-2026-11.ReferenceID.dangling"
UNUSABLE: Final = "GS-REG-001"


def judge(cursor: Cursor[Any], batch: Sequence[Received], made: Made, stored: Stored) -> int:
    """Write the findings of a batch; the number of them."""
    more = [
        *_reused_ids(cursor, batch),
        *_contradictions(cursor, stored),
        *_unknown_subjects(cursor, batch, made),
    ]
    return _write(cursor, [each.id for each in batch], made.found, more)


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
    if refused:
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
    links = cursor.execute(SQL.dangling, arguments).fetchall()
    told = [(message, _dangling(*link)) for message, *link in links]
    return _write(cursor, list(dict(told)), found([]), told)


def unusable(reading: Reading, error: psycopg.Error) -> Reading:
    """The reading of a message as one that cannot be used, for what no reader foresaw."""
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
    return Reading(reading.interface, refusals=(refusal,))


def _status(received: Received, stored: Stored) -> str:
    if received.reading.refusals:
        return "quarantined"
    return "applied" if received.id in stored.new else "unchanged"


def _write(
    cursor: Cursor[Any],
    messages: Sequence[int],
    told: Found,
    more: Sequence[tuple[int, Finding]],
) -> int:
    """Write what was found by itself, and more of the same messages, each with its message's id."""
    numbers = {message: number for number, message in enumerate(messages)}
    rest = found([(numbers[message], finding) for message, finding in more])
    every = together([told, rest])
    if every.faults:
        cursor.execute(SQL.add_faults, {"rows": rows(every.faults.values())})
    add_rows(cursor, FINDINGS, every.rows, messages=list(messages))
    return every.rows.number


def _reused_ids(cursor: Cursor[Any], batch: Sequence[Received]) -> list[tuple[int, Finding]]:
    named = [
        {"id": each.id, "interface": each.reading.interface, "message_id": each.reading.message_id}
        for each in batch
        if each.reading.message_id
    ]
    if not named:
        return []
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
    reused = cursor.execute(SQL.same_message_id, arguments).fetchall()
    return [(row[0], finding) for row in reused]


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


def _unknown_subjects(
    cursor: Cursor[Any], batch: Sequence[Received], made: Made
) -> list[tuple[int, Finding]]:
    if not made.subjects:
        return []
    arguments = {"numbers": sorted(made.subjects)}
    unknown = [row[0] for row in cursor.execute(SQL.unknown_subjects, arguments).fetchall()]
    return [
        (
            batch[message].id,
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
                UUID(bytes=object_id),
            ),
        )
        for number in unknown
        for message, object_id in made.subjects[number]
    ]


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
