# SPDX-License-Identifier: EUPL-1.2
"""What is taken into use, read from what robots and shared solutions did in cases."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.effects.rules.adoption import Use, use_of
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.time import local_date
from gearskifte.registry.public import parse_uuid

SQL: Final[Queries] = load("gearskifte.effects", "adoption")


class Adoption(msgspec.Struct, frozen=True):
    """How far a robot or a shared solution is in use for one kind of case of one authority.

    Attributes:
        owner, topic: the authority's id and the KLE number.
        solution, title: its key, and what people call it.
        imported: the day it was taken over from the commons, if it was.
        use: what the cases show; None while it has touched none of them.
    """

    owner: str
    topic: str
    solution: str
    title: str
    imported: date | None
    use: Use | None


def note_touch(
    cursor: Cursor[Any],
    *,
    reference: str,
    solution: str,
    title: str,
    at: datetime,
    now: datetime,
    item: int = 0,
) -> None:
    """Something did something in a case; only the first time counts.

    Args:
        cursor: of the worker role.
        reference: the case's UUID, or its number in its own system.
        solution: the key of what did it, for a robot its slug.
        title: what people call it.
        at: when it happened.
        now: the current time.
        item: the number of the work item it did it in; 0 where it has none.
    """
    told = {"reference": reference, "solution": solution, "title": title, "at": at, "item": item}
    cursor.execute(SQL.keep_touch, told)
    asked = {"id": parse_uuid(reference), "reference": reference}
    for owner, topic in cursor.execute(SQL.kinds_of, asked).fetchall():
        kind = {"owner": owner, "topic": topic}
        cursor.execute(SQL.count_again, kind | {"now": now})


def note_import(cursor: Cursor[Any], *, topic: str, solution: str, title: str, day: date) -> None:
    """A solution was taken over from the commons; when it is in use, its acts in cases show.

    Args:
        cursor: of the worker role.
        topic: the KLE number of the cases it works on.
        solution: the key under which its acts are told, for a robot its slug.
        title: what people call it.
        day: the day it was taken over.
    """
    told = {"topic": topic, "solution": solution, "title": title, "day": day}
    cursor.execute(SQL.keep_import, told)


def read_adoptions(
    cursor: Cursor[Any], *, owner: str = "", topic: str = "", solution: str = ""
) -> list[Adoption]:
    """What is in use where; "" asks for all. The longest in use come first."""
    asked = {"owner": owner, "topic": topic, "solution": solution}
    return [
        Adoption(
            owner=row[0],
            topic=row[1],
            solution=row[2],
            title=row[3],
            imported=row[4],
            use=None if row[5] is None else Use(row[5], row[6], row[7], row[8]),
        )
        for row in cursor.execute(SQL.adoptions, asked).fetchall()
    ]


def refresh_adoptions(
    cursor: Cursor[Any], owner: str, topic: str, started: dict[UUID, date], until: date
) -> None:
    """Read anew how far everything is in use that has touched cases of a kind."""
    kind = {"owner": owner, "topic": topic}
    touched: dict[str, dict[UUID, date]] = defaultdict(dict)
    titles: dict[str, str] = {}
    for solution, case, at, title in cursor.execute(SQL.touched_cases, kind).fetchall():
        touched[solution][case] = local_date(at)
        titles[solution] = max(title, titles.get(solution, ""))
    for solution, cases in touched.items():
        use = use_of(((day, cases.get(case)) for case, day in started.items()), until)
        if use is not None:
            said = {"solution": solution, "title": titles[solution]}
            cursor.execute(SQL.keep_use, kind | said | msgspec.structs.asdict(use))
