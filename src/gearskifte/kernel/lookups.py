# SPDX-License-Identifier: EUPL-1.2
"""An official's look-up of a person (opslag): opened once with a purpose, closed by time.

The address of a look-up says nothing about the person; a CPR number is never part of an address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from psycopg import Cursor

from gearskifte.kernel.access import PURPOSES, Access, Actor, Purpose, grant_access
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import AccessDenied, Text

SQL: Final[Queries] = load("gearskifte.kernel", "lookups")

OPEN_FOR: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class LookUp:
    """An open look-up."""

    id: UUID
    subject: UUID
    actor: str
    purpose: Purpose
    opened_at: datetime

    @property
    def closes_at(self) -> datetime:
        """When it is over."""
        return self.opened_at + OPEN_FOR


def open_look_up(*, actor: Actor, subject: UUID, purpose: Purpose, at: datetime) -> LookUp:
    """A new look-up of a person.

    Raises:
        AccessDenied: if the actor's role does not read for this purpose.
    """
    grant_access(actor=actor, subject=subject, purpose=purpose, at=at)
    return LookUp(uuid4(), subject, actor.id, purpose, at)


def keep_look_up(cursor: Cursor[Any], look_up: LookUp) -> None:
    """Write a look-up; writing it twice changes nothing."""
    cursor.execute(
        SQL.keep,
        {
            "id": look_up.id,
            "subject": look_up.subject,
            "actor": look_up.actor,
            "purpose": look_up.purpose.code,
            "at": look_up.opened_at,
            "closes_at": look_up.closes_at,
        },
    )


def access_by_look_up(cursor: Cursor[Any], *, look_up: UUID, actor: Actor, at: datetime) -> Access:
    """The access that an open look-up gives the official who opened it.

    Raises:
        AccessDenied: GS-ACC-004 if there is none, it is somebody else's, or its time has run out.
    """
    row = cursor.execute(SQL.find, {"id": look_up, "actor": actor.id, "at": at}).fetchone()
    if row is None:
        raise AccessDenied(
            "GS-ACC-004",
            what=Text("Opslaget er lukket.", "The look-up is closed."),
            why=Text(
                "Et opslag er åbent i en halv time og kun for den, der lavede det.",
                "A look-up is open for half an hour and only to who made it.",
            ),
            do=Text("Slå borgeren op igen.", "Look the citizen up again."),
        )
    return grant_access(actor=actor, subject=row[0], purpose=PURPOSES[row[1]], at=at)
