# SPDX-License-Identifier: EUPL-1.2
"""Telling citizens that there is news: gathered, handed over once, and followed to an end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec
from psycopg import Connection, Cursor

from gearskifte.kernel.access import NOTICE, Access, Actor, Role, grant_access
from gearskifte.kernel.config import Config
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.secrets import Vault
from gearskifte.kernel.time import local_date
from gearskifte.overview.channels import POST, Channel, Outgoing
from gearskifte.overview.publishing import newest_guide
from gearskifte.overview.rules.exposure import exposure
from gearskifte.overview.rules.messages import Happening, Message, State, after, new_message
from gearskifte.overview.rules.words import words
from gearskifte.registry.public import authorities, person_number

SQL: Final[Queries] = load("gearskifte.overview", "messages")
SHOWS_NEWS: Final = ("overview", "news", "list", "object", "corrections")
"""Readings, as the log calls them, in which a citizen sees what has changed."""
ABOUT_CORRECTIONS: Final = ("answer", "overdue")
"""News of what a citizen has said is wrong; it is theirs, whatever is shown of the case."""
TELLS_OF_FAILURE: Final = ("messages",)
_FIELDS: Final = Message.__struct_fields__


class About(msgspec.Struct, frozen=True):
    """What a message tells of, for who must do something about it."""

    owner: str = ""
    unit: str = ""
    subject: str = ""


class Held(msgspec.Struct, frozen=True):
    """A message that is to be handed over."""

    id: UUID
    person: UUID
    channel: str
    email: str
    language: str
    message: Message
    about: About


def gather_news(connection: Connection[Any], now: datetime, *, most: int = 500) -> int:
    """Decide of each piece of news, once, whether a message tells of it; of how much."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(SQL.add_answers)
        cursor.execute(SQL.add_overdue, {"now": now})
        fresh = cursor.execute(SQL.undecided, {"most": most}).fetchall()
        for news, person, channel, last_sent in fresh:
            message = _gathering(cursor, person, channel, last_sent, now) if channel else None
            cursor.execute(SQL.decide, {"message": message, "news": news})
    return len(fresh)


def _gathering(
    cursor: Cursor[Any], person: UUID, channel: str, last_sent: datetime | None, now: datetime
) -> UUID:
    """The message that waits to tell a person of news, else a new one."""
    begun = new_message(now, last_sent)
    made = {
        "id": uuid4(),
        "person": person,
        "channel": channel,
        "now": now,
        "due_at": begun.due_at,
        "look_at": begun.look_at,
    }
    row = cursor.execute(SQL.gather, made).fetchall()[0]
    found: UUID = row[0]
    return found


def send_messages(
    connection: Connection[Any],
    channels: Mapping[str, Channel],
    vault: Vault,
    config: Config,
    now: datetime,
    *,
    most: int = 50,
) -> int:
    """Look at the messages whose time has come, and hand over those that wait; how many.

    That a message is being handed over is committed before it is, so that a worker that is killed
    meanwhile leaves a message that is never sent again and goes to a person.
    """
    for looked in range(most):
        with connection.transaction(), connection.cursor() as cursor:
            row = cursor.execute(SQL.claim, {"now": now}).fetchone()
            if row is None:
                return looked
            held = _look_at(cursor, row, now)
            outgoing = None
            if held.message.state is State.SENDING and held.channel in channels:
                outgoing = _outgoing(cursor, held, vault, config, now)
        if held.message.state is State.SENDING:
            became = Happening.DEFERRED
            if outgoing is not None:
                became = channels[held.channel].send(outgoing)
            elif held.channel in channels:
                became = Happening.REFUSED
            _keep_what_became(connection, held, became, now)
    return most


def _look_at(cursor: Cursor[Any], row: tuple[Any, ...], now: datetime) -> Held:
    message = msgspec.convert(dict(zip(_FIELDS, row[5:13], strict=True)), Message)
    person, since = row[1], message.sent_at or row[13]
    asked = {
        "person": person,
        "since": since,
        "news": list(SHOWS_NEWS),
        "told": list(TELLS_OF_FAILURE),
    }
    visited, told = cursor.execute(SQL.visits, asked).fetchall()[0]
    real, about = _about(cursor, row[0], now)
    for happening, happened in (
        (Happening.VISITED, visited),
        (Happening.READ, told),
        (Happening.GONE, not real),
        (Happening.TURN, True),
    ):
        if happened:
            message = after(message, happening, now)
    held = Held(row[0], person, row[2], row[3], row[4], message, about)
    _keep(cursor, held)
    return held


def _about(cursor: Cursor[Any], message: UUID, now: datetime) -> tuple[bool, About]:
    """Whether anything of it may still be shown, and whose the newest of it is."""
    rows = cursor.execute(SQL.about, {"id": message, "now": now}).fetchall()
    rules, today = newest_guide(cursor).exposures, local_date(now)
    real = [
        About(owner, unit, subject)
        for what, kle, system, owner, unit, subject in rows
        if what in ABOUT_CORRECTIONS or exposure(rules, kle, (system,), today).shown
    ]
    return bool(real), next(iter(real), About(*rows[0][3:]) if rows else About())


def _outgoing(
    cursor: Cursor[Any], held: Held, vault: Vault, config: Config, now: datetime
) -> Outgoing | None:
    """What is handed over; None where there is no address to send to."""
    access = _access(held, now)
    if held.channel == POST:
        address = person_number(cursor, vault, access)
    else:
        address = held.email
        cursor.execute(
            SQL.log, {"at": now, "subject": held.person, "entry": access.entry("message")}
        )
    if not address:
        return None
    sender = authorities(cursor).get(held.about.owner) or config.organisation
    return Outgoing(
        id=held.id,
        address=address,
        words=words(sender, config.site_address, held.language),
        language=held.language,
        at=now,
        authority=held.about.owner,
    )


def _access(held: Held, now: datetime) -> Access:
    actor = Actor("messages", "", Role.OPERATOR, authority=held.about.owner or "-")
    return grant_access(actor=actor, subject=held.person, purpose=NOTICE, at=now)


def _keep_what_became(
    connection: Connection[Any], held: Held, became: Happening, now: datetime
) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        row = cursor.execute(SQL.held, {"id": held.id}).fetchone()
        if row is not None:
            found = msgspec.convert(dict(zip(_FIELDS, row, strict=True)), Message)
            _keep(cursor, msgspec.structs.replace(held, message=after(found, became, now)))


def _keep(cursor: Cursor[Any], held: Held) -> None:
    cursor.execute(
        SQL.keep,
        {
            "id": held.id,
            **msgspec.structs.asdict(held.message),
            **msgspec.structs.asdict(held.about),
        },
    )


def count_messages(cursor: Cursor[Any]) -> dict[str, int]:
    """How many messages stand where; "unhandled" are those that wait for a person."""
    counts = {str(state): 0 for state in State}
    unhandled = 0
    for state, number, left in cursor.execute(SQL.counts).fetchall():
        counts[state] = number
        unhandled += left
    return {**counts, "unhandled": unhandled}
