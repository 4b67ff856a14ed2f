# SPDX-License-Identifier: EUPL-1.2
"""What citizens and officials do on the overview's pages: one logged statement each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec
from psycopg import Cursor

from gearskifte.kernel.access import Access, Actor, Purpose
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.secrets import Vault
from gearskifte.overview.queries import MessageSetting
from gearskifte.overview.rules.corrections import CorrectionOutcome, due
from gearskifte.overview.rules.deliveries import DeliveryLine, DeliveryReport
from gearskifte.overview.rules.look_ups import LookUpReport, cpr_of, entry
from gearskifte.overview.rules.mandates import CODE_DAYS

CORRECTIONS: Final[Queries] = load("gearskifte.overview", "corrections")
REACTIONS: Final[Queries] = load("gearskifte.overview", "reactions")
MANDATES: Final[Queries] = load("gearskifte.overview", "mandates")
MESSAGES: Final[Queries] = load("gearskifte.overview", "messages")
TELLING: Final[Queries] = load("gearskifte.overview", "telling")


def send_correction(
    cursor: Cursor[Any],
    access: Access,
    *,
    correction: UUID,
    text: str,
    about: UUID | None = None,
    line: int | None = None,
    authority: str = "",
) -> bool:
    """Say that something is wrong; False if it is about nothing that the citizen can see.

    Sending the same `correction` again changes nothing.
    """
    arguments = {
        "at": access.at,
        "subject": access.subject,
        "entry": access.entry("correction"),
        "id": correction,
        "object": about,
        "line": line,
        "owner": authority,
        "text": text.strip(),
        "due": due(access.at),
    }
    row = cursor.execute(CORRECTIONS.send, arguments).fetchone()
    return bool(row and row[0])


def answer_correction(
    cursor: Cursor[Any],
    access: Access,
    *,
    correction: UUID,
    outcome: CorrectionOutcome,
    answer: str,
) -> bool:
    """Answer what a citizen has said is wrong; False if it is answered already, or not there."""
    arguments = {
        "at": access.at,
        "subject": access.subject,
        "authority": access.authority,
        "entry": access.entry("correction-answer"),
        "id": correction,
        "outcome": outcome,
        "answer": answer.strip(),
        "by": access.actor.unit,
    }
    row = cursor.execute(CORRECTIONS.answer, arguments).fetchone()
    return bool(row and row[0])


def give_mandate(
    cursor: Cursor[Any],
    access: Access,
    *,
    mandate: UUID,
    scope: str,
    ends: datetime,
    code: bytes,
    label: str = "",
) -> str | None:
    """Make a mandate; the title of what it opens, or None if the giver cannot see it.

    `scope` is "case:<id>" or "kle:<number>"; `code` the keyed fingerprint of the code, which itself
    is never kept; `label` what it is called, "" for the title itself.
    """
    arguments = {
        "at": access.at,
        "subject": access.subject,
        "entry": access.entry("mandate"),
        "id": mandate,
        "name": access.actor.name,
        "scope": scope,
        "label": label,
        "ends": ends,
        "code": code,
        "code_until": access.at + timedelta(days=CODE_DAYS),
    }
    row = cursor.execute(MANDATES.give, arguments).fetchone()
    return row[0] if row else None


def accept_mandate(cursor: Cursor[Any], actor: Actor, code: bytes, at: datetime) -> UUID | None:
    """Use a code; the id of the mandate, or None where the code opens nothing."""
    arguments = {"at": at, "holder": UUID(actor.id), "name": actor.name, "code": code}
    row = cursor.execute(MANDATES.accept, arguments).fetchone()
    return row[0] if row else None


def revoke_mandate(cursor: Cursor[Any], access: Access, mandate: UUID) -> bool:
    """Take a mandate back; it gives no right from this moment."""
    arguments = {
        "at": access.at,
        "subject": access.subject,
        "entry": access.entry("mandate"),
        "id": mandate,
    }
    row = cursor.execute(MANDATES.revoke, arguments).fetchone()
    return bool(row and row[0])


def begin_right(
    cursor: Cursor[Any],
    *,
    purpose: Purpose,
    giver: UUID,
    holder: UUID,
    starts: datetime,
    source: str,
    now: datetime,
) -> None:
    """Write down a right that a register tells of (forældremyndighed, værgemål), once."""
    arguments = {
        "id": uuid5(giver, f"{purpose.code} {holder} {starts.isoformat()} {source}"),
        "giver": giver,
        "holder": holder,
        "purpose": purpose.code,
        "starts": starts,
        "source": source,
        "now": now,
    }
    cursor.execute(MANDATES.begin, arguments)


def end_right(
    cursor: Cursor[Any], *, purpose: Purpose, giver: UUID, holder: UUID, at: datetime
) -> None:
    """End what a register has told of one person's right to act for another."""
    arguments = {"giver": giver, "holder": holder, "purpose": purpose.code, "at": at}
    cursor.execute(MANDATES.end, arguments)


def end_all_rights(cursor: Cursor[Any], person: UUID, at: datetime) -> None:
    """Nobody acts for somebody who has died, and they act for nobody."""
    cursor.execute(MANDATES.end_all, {"person": person, "at": at})


def take_deliveries(
    cursor: Cursor[Any], lines: Iterable[DeliveryLine], source: str, now: datetime
) -> int:
    """Write down what a source tells was delivered; the number of rows that were new or mended."""
    changed = 0
    for line in lines:
        told = {**msgspec.structs.asdict(line), "source": source, "now": now}
        changed += cursor.execute(REACTIONS.take_delivery, told).fetchone() is not None
    return changed


def for_source(
    cursor: Cursor[Any], key: bytes, now: datetime, what: str, told: dict[str, Any]
) -> Any:
    """Do what the source system with this key asks for or tells; every call of theirs passes here.

    `what` is "fetch", "receive" or "answer" for what citizens say is wrong, "look_ups" or
    "deliveries"; `told` is what it says, as `sql/functions_source.sql` reads it.

    Returns:
        What the database says to it, as JSON has it; None where the key is not live.
    """
    written = msgspec.json.encode(told).decode()
    asked = {"key": key, "at": now, "what": what, "told": written}
    row = cursor.execute(TELLING.for_source, asked).fetchone()
    return None if row is None or row[0] is None else msgspec.json.decode(row[0])


def source_look_ups(
    cursor: Cursor[Any], key: bytes, report: LookUpReport, vault: Vault, now: datetime
) -> int | None:
    """Write look-ups in the system with this key to the logs of those they are about, each once.

    Returns:
        How many were new; None where the key is not live.
    """
    told = {"until": report.until, "lines": _look_ups(report, vault)}
    found: int | None = for_source(cursor, key, now, "look_ups", told)
    return found


def take_look_ups(
    cursor: Cursor[Any],
    report: LookUpReport,
    vault: Vault,
    now: datetime,
    *,
    system: str,
    name: str,
) -> int:
    """The same from a file, for a system that can only write one; by the worker's rights."""
    lines = msgspec.json.encode(_look_ups(report, vault)).decode()
    asked = {"system": system, "name": name, "at": now, "until": report.until, "lines": lines}
    row = cursor.execute(TELLING.look_ups, asked).fetchone()
    return int(row[0]) if row else 0


def _look_ups(report: LookUpReport, vault: Vault) -> list[dict[str, Any]]:
    return [
        {"subject": vault.person_id(cpr_of(each)), "entry": entry(each)} for each in report.look_ups
    ]


def source_deliveries(
    cursor: Cursor[Any], key: bytes, report: DeliveryReport, now: datetime
) -> int | None:
    """Write down what the system with this key tells was delivered.

    Returns:
        How many rows were new or mended; None where the key is not live.
    """
    found: int | None = for_source(cursor, key, now, "deliveries", {"lines": report.deliveries})
    return found


def choose_messages(cursor: Cursor[Any], access: Access, setting: MessageSetting) -> None:
    """Choose how to hear that there is news, from now on."""
    asked = {"at": access.at, "subject": access.subject, "entry": access.entry("messages")}
    cursor.execute(MESSAGES.choose, {**asked, **msgspec.structs.asdict(setting)})


def handle_message(cursor: Cursor[Any], access: Access, message: UUID, text: str) -> bool:
    """Somebody has seen to a message that did not arrive; False if it was done already."""
    arguments = {
        "at": access.at,
        "subject": access.subject,
        "authority": access.authority,
        "entry": access.entry("message"),
        "id": message,
        "text": text.strip(),
        "by": access.actor.unit,
    }
    row = cursor.execute(MESSAGES.handle, arguments).fetchone()
    return bool(row and row[0])
