# SPDX-License-Identifier: EUPL-1.2
"""Minutes that kept promises have freed (frigjorte minutter): measured, and shown to be fewer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.effects.queries import MeasuredEffect, read_effects, read_kind, read_picture
from gearskifte.effects.rules.freed import minutes_freed
from gearskifte.effects.rules.promised_outcome import PromisedOutcome
from gearskifte.effects.rules.verdict import Verdict
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.time import local_date

SQL: Final[Queries] = load("gearskifte.effects", "read")


class FreedByPromise(msgspec.Struct, frozen=True):
    """What a promise of fewer minutes a case freed in a period.

    Attributes:
        initiative, topic, title: the promise. unit: who has such cases.
        solution: the key of what is in use; a robot's own hours stand in its ledger as well.
        cases: cases begun in the period of which handling was measured; no other counts.
        net: minutes they would have taken more. draws: as it might truly be.
    """

    initiative: UUID
    topic: str
    title: str
    unit: str
    solution: str
    cases: int
    net: float
    draws: tuple[float, ...]


def freed_by_promises(
    cursor: Cursor[Any], *, since: datetime, until: datetime
) -> list[FreedByPromise]:
    """What every promise of fewer minutes freed that is shown to be kept, by its newest reckoning.

    What began before the day that a promise is counted from counts for nothing.

    Args:
        cursor: of the worker role.
        since: cases that began on this day or later count.
        until: cases that began before this day count.
    """
    owners = cursor.execute(SQL.promised_minutes, {"outcome": PromisedOutcome.MINUTES}).fetchall()
    effects = [effect for (owner,) in owners for effect in read_effects(cursor, owner)]
    return [
        _freed(cursor, effect, local_date(since), local_date(until))
        for effect in effects
        if effect.outcome == PromisedOutcome.MINUTES
        and effect.verdict is Verdict.BETTER
        and effect.share is not None
        and effect.draws
    ]


def _freed(cursor: Cursor[Any], effect: MeasuredEffect, since: date, until: date) -> FreedByPromise:
    first = max(since, effect.counted_from)
    spent = [
        case.minutes
        for case in read_kind(cursor, effect.owner, effect.topic).facts
        if case.minutes is not None and first <= case.started < until
    ]
    topic = read_picture(cursor, effect.owner, effect.topic)
    return FreedByPromise(
        initiative=effect.initiative,
        topic=effect.topic,
        title=effect.title,
        unit=topic.unit if topic else "",
        solution=effect.solution,
        cases=len(spent),
        net=minutes_freed(sum(spent), [effect.share or 0.0])[0],
        draws=minutes_freed(sum(spent), effect.draws),
    )
