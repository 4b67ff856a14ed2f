# SPDX-License-Identifier: EUPL-1.2
"""Months of service that municipalities tell each other: own read, others' kept (månedstal)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final

import msgspec
from psycopg import Cursor

from gearskifte.effects.adopting import read_adoptions
from gearskifte.effects.queries import read_followed
from gearskifte.effects.rules.adoption import month_of
from gearskifte.effects.rules.elsewhere import Month, Series, months_of
from gearskifte.effects.rules.log import CaseFacts
from gearskifte.effects.rules.promised_outcome import PromisedOutcome
from gearskifte.effects.rules.reckoning import as_started, reckoning_panel, yesterday
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import InputRefused

SQL: Final[Queries] = load("gearskifte.effects", "elsewhere")


def own_series(
    cursor: Cursor[Any], owner: str, unit: str, now: datetime
) -> Iterator[tuple[str, Series]]:
    """What an authority may tell of each of its kinds of case, outcome by outcome, by KLE number.

    Args:
        cursor: of the worker role.
        owner: the authority in the registry.
        unit: its CVR number, under which others know it.
        now: the current time.
    """
    topics = [row[0] for row in cursor.execute(SQL.topics, {"owner": owner}).fetchall()]
    for topic in topics:
        cases = read_followed(cursor, topic, owner)
        since = {
            each.solution: month_of(each.use.month)
            for each in read_adoptions(cursor, owner=owner, topic=topic)
            if each.use is not None and each.use.month is not None
        }
        for outcome in PromisedOutcome:
            months = own_months(owner, cases, yesterday(now), outcome)
            if months:
                yield topic, Series(unit, months, since, outcome)


def own_months(
    owner: str,
    cases: Iterable[CaseFacts],
    until: date,
    outcome: PromisedOutcome = PromisedOutcome.WAITING,
) -> tuple[Month, ...]:
    """What an authority may tell of an outcome of its cases of one kind."""
    started = as_started((case for case in cases if not case.impossible), outcome)
    try:
        return months_of(reckoning_panel(started, {}, until, outcome), owner)
    except InputRefused:
        return ()  # none has been followed long enough, or none counts


def note_series(cursor: Cursor[Any], topic: str, told: Series) -> None:
    """Another municipality told how its cases of a kind went; the newest word counts.

    Args:
        cursor: of the worker role.
        topic: the KLE number.
        told: its months, and the uses under the keys that they have here.
    """
    values = msgspec.to_builtins(told)
    said = {name: msgspec.json.encode(values[name]).decode() for name in ("months", "uses")}
    asked = {"unit": told.unit, "topic": topic, "outcome": told.outcome.value}
    cursor.execute(SQL.keep, asked | said)


def read_series(
    cursor: Cursor[Any], topic: str, outcome: PromisedOutcome = PromisedOutcome.WAITING
) -> list[Series]:
    """What others have told of an outcome of a kind of case."""
    asked = {"topic": topic, "outcome": outcome.value}
    return [
        Series(unit, msgspec.convert(months, tuple[Month, ...]), uses, outcome)
        for unit, months, uses in cursor.execute(SQL.told, asked).fetchall()
    ]
