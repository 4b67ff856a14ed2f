# SPDX-License-Identifier: EUPL-1.2
"""Reads of the overview's own tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.access import Access, Role
from gearskifte.kernel.audit import LogLine
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.queues import Queued
from gearskifte.overview.rules.corrections import Correction
from gearskifte.overview.rules.deliveries import DeliveryLine
from gearskifte.overview.rules.download import TakenAct
from gearskifte.overview.rules.look_ups import Told
from gearskifte.overview.rules.mandates import MandateLine, as_held
from gearskifte.overview.rules.messages import Reason, State
from gearskifte.registry.public import Kind

CORRECTIONS: Final[Queries] = load("gearskifte.overview", "corrections")
MANDATES: Final[Queries] = load("gearskifte.overview", "mandates")
MESSAGES: Final[Queries] = load("gearskifte.overview", "messages")
SQL: Final[Queries] = load("gearskifte.overview", "read")
TELLING: Final[Queries] = load("gearskifte.overview", "telling")
NEWS_DAYS: Final = 60
MOST_DELIVERIES: Final = 60


class InboxLine(msgspec.Struct, frozen=True, array_like=True):
    """A matter that an authority must answer, without whom it is about."""

    id: UUID
    sent_at: datetime
    due_at: datetime
    unit: str
    system: str
    subject: str
    answered_at: datetime | None
    outcome: str
    received_at: datetime | None = None
    source: str = ""


class RobotLine(msgspec.Struct, frozen=True):
    """Something a robot did in a case: which, by which rule ("" where none is stated), and what."""

    at: datetime
    robot: str
    rule: str
    what: str


class NewsLine(msgspec.Struct, frozen=True, array_like=True):
    """Something new: when, what (a state of a case, a payment, an answer), and in which object.

    `kind` is None for an answer to what the citizen said is wrong, whose id is `object_id`, and for
    one that did not come in time ("overdue").
    """

    at: datetime
    what: str
    object_id: UUID
    kind: Kind | None
    title: str
    kle: str = ""
    system: str = ""
    subject: str = ""


_CORRECTIONS = msgspec.json.Decoder(list[Correction])
_CORRECTION = msgspec.json.Decoder(Correction)
_DELIVERIES = msgspec.json.Decoder(list[DeliveryLine])
_INBOX = msgspec.json.Decoder(list[InboxLine])
_MANDATES = msgspec.json.Decoder(list[MandateLine])
_MANDATE = msgspec.json.Decoder(MandateLine)
_NEWS = msgspec.json.Decoder(list[NewsLine])


def read_news(cursor: Cursor[Any], access: Access) -> list[NewsLine]:
    """What has happened in the last 60 days, newest first, of what may still be seen."""
    row = cursor.execute(
        SQL.news,
        {
            "at": access.at,
            "subject": access.subject,
            "entry": access.entry("news"),
            "since": access.at - timedelta(days=NEWS_DAYS),
        },
    ).fetchone()
    return _NEWS.decode(row[0]) if row else []


def read_robot_acts(
    cursor: Cursor[Any], access: Access, case: UUID, number: str
) -> list[RobotLine]:
    """What robots did in a case that was opened in this transaction, the newest first."""
    asked = {"subject": access.subject, "id": str(case), "number": number, "at": access.at}
    return [RobotLine(*row) for row in cursor.execute(SQL.robot_acts, asked).fetchall()]


def read_all_robot_acts(cursor: Cursor[Any], access: Access) -> list[TakenAct]:
    """What robots did in all cases of the person who was opened in this transaction."""
    asked = {"subject": access.subject, "at": access.at}
    return [TakenAct(*row) for row in cursor.execute(SQL.all_robot_acts, asked).fetchall()]


def citizen_sees(cursor: Cursor[Any], access: Access) -> frozenset[UUID]:
    """What the citizen sees of what an official may read, by the rule of roles; logged."""
    asked = {**_own(access, "preview"), "authority": access.authority}
    row = cursor.execute(SQL.citizen_sees, asked).fetchone()
    return frozenset(row[0]) if row else frozenset()


def read_corrections(cursor: Cursor[Any], access: Access) -> list[Correction]:
    """What a citizen has said is wrong, newest first; the answers count as seen from now."""
    row = cursor.execute(CORRECTIONS.mine, _own(access, "corrections")).fetchone()
    return _CORRECTIONS.decode(row[0]) if row else []


def read_inbox(cursor: Cursor[Any], authority: str, *, most: int) -> list[InboxLine]:
    """What an authority must answer: what waits first, and of that what is due the soonest."""
    row = cursor.execute(CORRECTIONS.inbox, {"authority": authority, "most": most}).fetchone()
    return _INBOX.decode(row[0]) if row else []


class Corrections(msgspec.Struct, frozen=True):
    """What citizens of an authority said is wrong, in numbers.

    Attributes:
        waiting: without an answer; `overdue` of them past the day an answer was promised.
        answered: with one.
    """

    waiting: int
    overdue: int
    answered: int


_ALL: Final = 100_000


def corrections_of(cursor: Cursor[Any], authority: str, now: datetime) -> Corrections:
    """How many said that something is wrong, and how they were answered."""
    lines = read_inbox(cursor, authority, most=_ALL)
    waiting = [line for line in lines if line.answered_at is None]
    return Corrections(
        waiting=len(waiting),
        overdue=sum(1 for line in waiting if line.due_at < now),
        answered=len(lines) - len(waiting),
    )


def read_deliveries(cursor: Cursor[Any], most: int = MOST_DELIVERIES) -> list[DeliveryLine]:
    """What was delivered to the person who was opened in this transaction, the newest first."""
    row = cursor.execute(SQL.deliveries, {"most": most}).fetchone()
    return _DELIVERIES.decode(row[0]) if row else []


def whom(cursor: Cursor[Any], authority: str, matter: UUID) -> UUID | None:
    """Whom one of an authority's matters is about; None if it is not the authority's.

    A matter is what a citizen has said is wrong, or a message that did not reach them.
    """
    row = cursor.execute(SQL.whose, {"authority": authority, "id": matter}).fetchone()
    return row[0] if row else None


def read_correction(cursor: Cursor[Any], access: Access, correction: UUID) -> Correction | None:
    """One matter as an official reads it; None if it is not theirs to read.

    That is another authority's, and what is about an object that the official may not see.
    """
    arguments = {
        "at": access.at,
        "subject": access.subject,
        "authority": access.authority,
        "entry": access.entry("correction"),
        "id": correction,
    }
    row = cursor.execute(CORRECTIONS.open, arguments).fetchone()
    return _CORRECTION.decode(row[0]) if row and row[0] else None


def read_mandates(cursor: Cursor[Any], access: Access) -> list[MandateLine]:
    """The mandates somebody has given or holds, newest first."""
    row = cursor.execute(MANDATES.mine, _own(access, "mandates")).fetchone()
    lines = _MANDATES.decode(row[0]) if row else []
    return [as_held(line) if line.holder == access.subject else line for line in lines]


def protected(cursor: Cursor[Any], persons: Iterable[UUID], at: datetime) -> frozenset[UUID]:
    """Of these persons those whose name and address are protected (CPR-loven § 28)."""
    asked = {"persons": list(persons), "at": at}
    row = cursor.execute(SQL.protected, asked).fetchone() if asked["persons"] else None
    return frozenset(row[0]) if row else frozenset()


def guarded(
    cursor: Cursor[Any], objects: Iterable[UUID], *, subject: UUID, reader: UUID, at: datetime
) -> frozenset[UUID]:
    """Of these objects of a subject's those in whose texts a reader is shown no address."""
    asked = {"objects": list(objects), "subject": subject, "reader": reader, "at": at}
    row = cursor.execute(SQL.guarded, asked).fetchone() if asked["objects"] else None
    return frozenset(map(UUID, filter(None, row[0][1:-1].split(",")))) if row else frozenset()


def named_in(lines: Iterable[LogLine], subject: UUID) -> set[UUID]:
    """The citizens that lines of a person's log name, other than the person."""
    actors = [line.entry.actor for line in lines]
    return {UUID(each.id) for each in actors if each.role is Role.CITIZEN} - {subject}


def held_mandate(
    cursor: Cursor[Any], holder: UUID, mandate: UUID, at: datetime
) -> MandateLine | None:
    """One mandate that somebody holds and that was not taken back; None if there is none.

    The name of a giver whose name is protected is "".
    """
    asked = {"holder": holder, "id": mandate, "at": at}
    row = cursor.execute(MANDATES.held, asked).fetchone()
    return as_held(_MANDATE.decode(row[0])) if row and row[0] else None


def _own(access: Access, what: str) -> dict[str, Any]:
    return {"at": access.at, "subject": access.subject, "entry": access.entry(what)}


def read_telling(cursor: Cursor[Any]) -> list[Told]:
    """Which systems tell who looks, when they last did, and until when all is told."""
    return [Told(*row) for row in cursor.execute(TELLING.telling).fetchall()]


class MessageSetting(msgspec.Struct, frozen=True, array_like=True):
    """How a citizen wants to hear that there is news; see `models.MessageSetting`."""

    channel: str = ""
    email: str = ""
    language: str = "da"
    cases: bool = True
    money: bool = True
    answers: bool = True


class MessageLine(msgspec.Struct, frozen=True, array_like=True):
    """A message to the citizen, and what became of it."""

    made_at: datetime
    channel: str
    state: State
    sent_at: datetime | None
    ended_at: datetime | None


class UndeliveredLine(msgspec.Struct, frozen=True, array_like=True):
    """A message that went to a person: why, to which unit; `name` only where it was opened."""

    id: UUID
    ended_at: datetime
    reason: Reason
    channel: str
    unit: str
    subject: str
    handled_at: datetime | None
    handled_by: str
    handling: str = ""
    name: str = ""


_MESSAGES = msgspec.json.Decoder(tuple[MessageSetting | None, list[MessageLine]])
_UNDELIVERED = msgspec.json.Decoder(list[UndeliveredLine])
_UNDELIVERED_ONE = msgspec.json.Decoder(UndeliveredLine)


def read_messages(
    cursor: Cursor[Any], access: Access, what: str = "messages"
) -> tuple[MessageSetting | None, list[MessageLine]]:
    """How a citizen hears of news, None where they have not chosen, and their newest messages.

    `what` is read by the word of the log: only a look at the page itself counts as having been
    told of a message that failed.
    """
    row = cursor.execute(MESSAGES.mine, _own(access, what)).fetchone()
    return _MESSAGES.decode(row[0]) if row else (None, [])


def read_undelivered(cursor: Cursor[Any], authority: str, *, most: int) -> list[UndeliveredLine]:
    """What an authority must see to, since a message did not reach its citizen."""
    asked = {"authority": authority, "most": most}
    row = cursor.execute(MESSAGES.undelivered, asked).fetchone()
    return _UNDELIVERED.decode(row[0]) if row else []


def read_undelivered_one(
    cursor: Cursor[Any], access: Access, message: UUID
) -> UndeliveredLine | None:
    """One of them as an official reads it; None if it is not the authority's."""
    asked = {**_own(access, "message"), "authority": access.authority, "id": message}
    row = cursor.execute(MESSAGES.open, asked).fetchone()
    return _UNDELIVERED_ONE.decode(row[0]) if row and row[0] else None


def read_message_queue(cursor: Cursor[Any]) -> list[Queued]:
    """How messages to citizens stand that have not ended; figures alone."""
    return [Queued(*row) for row in cursor.execute(MESSAGES.queue).fetchall()]
