# SPDX-License-Identifier: EUPL-1.2
"""Months of waiting that municipalities tell each other: own read, others' kept (månedstal)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

import msgspec
from psycopg import Cursor

from gearskifte.effects.adopting import read_adoptions
from gearskifte.effects.rules.adoption import month_of
from gearskifte.effects.rules.case_panel import StartedCase
from gearskifte.effects.rules.elsewhere import Month, Series, months_of
from gearskifte.effects.rules.log import CaseFacts
from gearskifte.effects.rules.reckoning import reckoning_panel, yesterday
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import InputRefused

SQL: Final[Queries] = load("gearskifte.effects", "elsewhere")


def own_series(
    cursor: Cursor[Any], owner: str, unit: str, now: datetime
) -> Iterator[tuple[str, Series]]:
    """What an authority may tell of each of its kinds of case, by KLE number.

    Args:
        cursor: of the worker role.
        owner: the authority in the registry.
        unit: its CVR number, under which others know it.
        now: the current time.
    """
    topics = [row[0] for row in cursor.execute(SQL.topics, {"owner": owner}).fetchall()]
    for topic in topics:
        rows = cursor.execute(SQL.waits, {"owner": owner, "topic": topic}).fetchall()
        cases = [StartedCase(owner, began, decided, touched=False) for began, decided in rows]
        months = _months(owner, cases, yesterday(now))
        if months:
            uses = read_adoptions(cursor, owner=owner, topic=topic)
            since = {
                each.solution: month_of(each.use.month)
                for each in uses
                if each.use is not None and each.use.month is not None
            }
            yield topic, Series(unit, months, since)


def own_months(owner: str, cases: Iterable[CaseFacts], until: date) -> tuple[Month, ...]:
    """What an authority may tell of cases of one kind."""
    sound = [case for case in cases if not case.impossible]
    started = [StartedCase(owner, case.started, case.decided, touched=False) for case in sound]
    return _months(owner, started, until)


def _months(owner: str, cases: Sequence[StartedCase], until: date) -> tuple[Month, ...]:
    try:
        return months_of(reckoning_panel(cases, {}, until), owner)
    except InputRefused:
        return ()  # none has been followed long enough


def note_series(cursor: Cursor[Any], topic: str, told: Series) -> None:
    """Another municipality told how long its cases of a kind waited; the newest word counts.

    Args:
        cursor: of the worker role.
        topic: the KLE number.
        told: its months, and the uses under the keys that they have here.
    """
    values = msgspec.to_builtins(told)
    said = {name: msgspec.json.encode(values[name]).decode() for name in ("months", "uses")}
    cursor.execute(SQL.keep, {"unit": told.unit, "topic": topic, **said})


def read_series(cursor: Cursor[Any], topic: str) -> list[Series]:
    """What others have told of a kind of case."""
    return [
        Series(unit, msgspec.convert(months, tuple[Month, ...]), uses)
        for unit, months, uses in cursor.execute(SQL.told, {"topic": topic}).fetchall()
    ]
