# SPDX-License-Identifier: EUPL-1.2
"""The quarantine: see what could not be used, let it be read again, mend it or reject it.

A decision is kept beside the message and outlives a replay; the message itself stays as it came.
What of a message could be used is used whatever is decided about the rest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

import msgspec
from psycopg import Cursor

from gearskifte.kernel.access import EXPORT, Actor, grant_access
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import GearskifteError, Text
from gearskifte.kernel.secrets import Vault
from gearskifte.registry.receiving import Intake, Tally
from gearskifte.registry.rules.named import named
from gearskifte.registry.service import resume
from gearskifte.registry.storing import rows

SQL: Final[Queries] = load("gearskifte.registry", "quarantine")
LOG: Final[Queries] = load("gearskifte.registry", "export")


SETTLED: Final = "settled"


class Reason(msgspec.Struct, frozen=True, array_like=True):
    """Why a message, or a part of one, cannot be used."""

    code: str
    path: str
    da: str
    en: str

    @property
    def text(self) -> Text:
        """The reason and what to do, in words."""
        return Text(self.da, self.en)


class Waiting(msgspec.Struct, frozen=True):
    """A message in quarantine that nobody has decided on.

    `size` is in bytes; `citizens` is how many persons it may be about, known here or not.
    """

    id: int
    received_at: datetime
    origin: str
    interface: str
    system: str
    size: int
    reasons: tuple[Reason, ...]
    citizens: int = 0


class Decided(msgspec.Struct, frozen=True):
    """What was decided about a message: "mended" or "rejected" by somebody, or "settled".

    Settled is what another message says all of, that came later; `replacement` is that one's id,
    or the mended message's.
    """

    id: int
    origin: str
    outcome: str
    at: datetime
    by: str
    reason: str
    replacement: int | None

    @property
    def who(self) -> Text:
        """Who decided: somebody, or the message that says all that this one says."""
        if self.outcome == SETTLED:
            return Text(
                f"den rettede besked {self.replacement}",
                f"the corrected message {self.replacement}",
            )
        return Text(self.by, self.by)


_REASONS = msgspec.json.Decoder(tuple[Reason, ...])


def waiting(
    cursor: Cursor[Any],
    *,
    message: int | None = None,
    code: str = "",
    most: int = 50,
    skip: int = 0,
) -> list[Waiting]:
    """Messages in quarantine: all, one, or those refused with a code.

    Those that citizens wait for come first, and of these the newest.
    """
    arguments = {"message": message, "code": code, "most": most, "skip": skip}
    return [
        Waiting(id_, at, origin, interface, system, size, _REASONS.decode(reasons), citizens)
        for id_, at, origin, interface, system, size, reasons, citizens in cursor.execute(
            SQL.waiting, arguments
        ).fetchall()
    ]


def decided(cursor: Cursor[Any], *, message: int | None = None, most: int = 50) -> list[Decided]:
    """The newest decisions, or the one on a message."""
    arguments = {"message": message, "most": most}
    return [Decided(*row) for row in cursor.execute(SQL.decided, arguments).fetchall()]


def release(cursor: Cursor[Any], message: int) -> None:
    """Let a message be read again by whoever reads next.

    One that another message has settled is released too, and is settled by none from then on.

    Raises:
        GearskifteError: GS-QUA-001 if it is not in quarantine, or somebody has decided on it.
    """
    _sure(cursor.execute(SQL.run_again, {"message": message}).fetchone(), message)


def run_again(intake: Intake, messages: Collection[int]) -> Tally:
    """Read messages in quarantine again, for instance when their reader has been mended."""
    with intake.connection.transaction(), intake.connection.cursor() as cursor:
        for message in messages:
            release(cursor, message)
    return resume(intake)


def reject(cursor: Cursor[Any], message: int, *, by: str, reason: str, now: datetime) -> None:
    """Decide that what could not be used of a message is not wanted; why is kept with it.

    Raises:
        GearskifteError: GS-QUA-001 if it is not in quarantine.
    """
    arguments = {"message": message, "at": now, "by": by, "reason": reason}
    _sure(cursor.execute(SQL.reject, arguments).fetchone(), message)


def mend(
    cursor: Cursor[Any],
    vault: Vault,
    message: int,
    body: bytes,
    *,
    by: str,
    reason: str,
    now: datetime,
) -> int:
    """Put a mended message in the place of one in quarantine; it waits to be read.

    Returns:
        The id of the mended message.

    Raises:
        GearskifteError: GS-QUA-001 if the message is not in quarantine, or the bytes are the same.
    """
    arguments = {
        "message": message,
        "at": now,
        "by": by,
        "reason": reason,
        "sha256": hashlib.sha256(body).digest(),
        "size": len(body),
        "body": vault.encipher(body),
    }
    return int(_sure(cursor.execute(SQL.mend, arguments).fetchone(), message))


def take_out(intake: Intake, actor: Actor, message: int) -> bytes:
    """A message as it came, to be looked at or mended.

    Every person known here whose CPR number is in it gets a line in their log first.

    Raises:
        GearskifteError: GS-QUA-001 if there is no such message.
        AccessDenied: if the actor may not.
    """
    now = intake.clock()
    with intake.connection.transaction(), intake.connection.cursor() as cursor:
        found = cursor.execute(SQL.body, {"message": message}).fetchone()
        body = intake.vault.decipher(_sure(found, message))
        ids = [intake.vault.person_id(number) for number in named(body).numbers]
        known = [row[0] for row in cursor.execute(SQL.persons, {"ids": ids}).fetchall()]
        granted = [
            grant_access(actor=actor, subject=person, purpose=EXPORT, at=now)
            for person in sorted(known)
        ]
        lines = [{"subject": each.subject, "entry": each.entry("object")} for each in granted]
        cursor.execute(LOG.log, {"at": now, "rows": rows(lines)})
    return body


def _sure(row: tuple[Any, ...] | None, message: int) -> Any:
    if row is not None and row[0] not in (None, False):
        return row[0]
    raise GearskifteError(
        "GS-QUA-001",
        what=Text(
            f"Besked {message} kan ikke ændres her.", f"Message {message} cannot be changed here."
        ),
        why=Text(
            "Den er ikke i karantæne, der er truffet afgørelse om den, eller filen er den samme.",
            "It is not in quarantine, it has been decided on, or the file is the same.",
        ),
        do=Text(
            "`gearskifte registry quarantine list` viser dem, der venter.",
            "`gearskifte registry quarantine list` shows those that wait.",
        ),
    )
