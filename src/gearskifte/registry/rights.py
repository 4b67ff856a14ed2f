# SPDX-License-Identifier: EUPL-1.2
"""Officials' rights: given for a time by somebody, ended by somebody, never rewritten.

Without one an official sees nothing. What a right opens is decided in the database
(`registry_shown` in `sql/functions.sql`), so that no query can go round it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import GearskifteError, Text
from gearskifte.registry.rules.rights import LEVEL_WORDS, GivenRight, subjects

SQL: Final[Queries] = load("gearskifte.registry", "rights")


def give_right(
    cursor: Cursor[Any],
    *,
    official: str,
    authority: str,
    of_subjects: str,
    of_benefits: str,
    level: int,
    identities: Collection[UUID] = (),
    starts: datetime,
    ends: datetime | None = None,
    by: str,
    now: datetime,
) -> int:
    """Give an official a right; its number.

    The cursor is a worker's, in a transaction of the caller's. `GivenRight` says what is meant by
    each part; `by` is who gives it, and `now` when.

    Raises:
        GearskifteError: GS-RIG-001 if a subject is no KLE number, GS-RIG-002 if official,
            authority, level or time make no sense.
    """
    try:
        numbers = subjects(of_subjects), subjects(of_benefits)
    except ValueError as error:
        raise _no_subject(str(error)) from None
    if not official or not authority or level not in LEVEL_WORDS or (ends and ends <= starts):
        raise _no_right()
    row = {
        "official": official,
        "authority": authority,
        "subjects": numbers[0],
        "benefits": numbers[1],
        "level": level,
        "identities": [str(each) for each in identities],
        "starts": starts,
        "ends": ends,
        "by": by,
        "now": now,
    }
    ((number,),) = cursor.execute(SQL.give, row).fetchall()
    return int(number)


def end_right(cursor: Cursor[Any], number: int, *, by: str, now: datetime) -> None:
    """End a right at once.

    Raises:
        GearskifteError: GS-RIG-003 if there is none of this number that has not ended.
    """
    if cursor.execute(SQL.end, {"id": number, "by": by, "now": now}).fetchone() is None:
        raise GearskifteError(
            "GS-RIG-003",
            what=Text("Rettigheden er her ikke.", "There is no such right."),
            why=Text("Den findes ikke, eller den er ophørt.", "It is not here, or has ended."),
            do=Text(
                "Se alle med «gearskifte registry rights list».",
                "See all with `gearskifte registry rights list`.",
            ),
        )


def rights(cursor: Cursor[Any], official: str = "") -> list[GivenRight]:
    """Every right there has been, or those that count for one official."""
    found = cursor.execute(SQL.all, {"official": official}).fetchall()
    return [GivenRight(*row) for row in found]


def _no_subject(word: str) -> GearskifteError:
    return GearskifteError(
        "GS-RIG-001",
        what=Text(f"«{word}» er ikke et emne.", f"`{word}` is no subject."),
        why=Text(
            "Et emne er et KLE-nummer, et spænd af dem eller *.",
            "A subject is a KLE number, a stretch of them, or *.",
        ),
        do=Text("Skriv fx 27, 32.03-32.09.", "Write for instance 27, 32.03-32.09."),
    )


def _no_right() -> GearskifteError:
    return GearskifteError(
        "GS-RIG-002",
        what=Text("Rettigheden kan ikke gives.", "The right cannot be given."),
        why=Text(
            "Den skal have en medarbejder, en myndighed, et niveau fra 1 til 4 og en tid.",
            "It needs an official, an authority, a level from 1 to 4 and a time.",
        ),
        do=Text("Ret den, og prøv igen.", "Mend it and try again."),
    )
