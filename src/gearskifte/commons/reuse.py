# SPDX-License-Identifier: EUPL-1.2
"""Who reuses entries and what came of it: read, and written as it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from psycopg import Cursor

from gearskifte.commons.queries import Entry
from gearskifte.commons.rules.portfolio import Kind
from gearskifte.commons.rules.reuse import (
    Candidate,
    How,
    Method,
    Metric,
    Ran,
    Reused,
    ToldEffect,
)
from gearskifte.commons.rules.tempo import Dated
from gearskifte.commons.service import add_milestone
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.time import local_date

SQL: Final[Queries] = load("gearskifte.commons", "reuse")


def add_reuse(cursor: Cursor[Any], entry: UUID, reused: Reused) -> None:
    """A municipality reuses an entry; told again, only runs and sign of life change.

    Of too few items nothing is kept of how they ended, wherever it comes from.
    """
    ran = reused.ran if reused.ran and reused.ran.share else None
    told = {"entry": entry, "municipality": reused.municipality, "how": reused.how.value}
    told |= {"since": reused.since, "runs": reused.runs, "alive_at": reused.alive_at}
    told |= {"items": ran.items if ran else None, "alone": ran.alone if ran else None}
    cursor.execute(SQL.add_reuse, told)
    add_milestone(cursor, entry, reused.municipality, Kind.REUSE, reused.since)


def add_effect(cursor: Cursor[Any], entry: UUID, effect: ToldEffect) -> bool:
    """What an entry gave in a municipality; of two tellings the newer stays. Whether it is new."""
    told = {"entry": entry, "municipality": effect.municipality, "metric": effect.metric.value}
    told |= {"method": effect.method.value, "value": effect.value, "low": effect.low}
    told |= {"high": effect.high, "count": effect.count, "context": effect.context}
    cursor.execute(SQL.add_effect, {**told, "at": effect.at})
    new = bool(cursor.rowcount)
    if new:
        add_milestone(cursor, entry, effect.municipality, Kind.EFFECT, effect.at)
    return new


def reuses_of(cursor: Cursor[Any], entries: Sequence[UUID]) -> dict[UUID, list[Reused]]:
    """Who reuses some entries, the earliest first."""
    found: dict[UUID, list[Reused]] = {}
    for entry, *told in cursor.execute(SQL.reuses, {"ids": list(entries)}):
        found.setdefault(entry, []).append(_reused(*told))
    return found


def effects_of(cursor: Cursor[Any], entries: Sequence[UUID]) -> dict[UUID, list[ToldEffect]]:
    """What some entries gave, everywhere it was told."""
    found: dict[UUID, list[ToldEffect]] = {}
    for entry, whose, metric, method, *rest in cursor.execute(SQL.effects, {"ids": list(entries)}):
        told = ToldEffect(whose, Metric(metric), Method(method), *rest)
        found.setdefault(entry, []).append(told)
    return found


def every_reuse(cursor: Cursor[Any]) -> tuple[dict[UUID, list[Reused]], dict[UUID, str]]:
    """Every reuse by entry, and whose each of these entries is."""
    found: dict[UUID, list[Reused]] = {}
    owners: dict[UUID, str] = {}
    for entry, owner, *told in cursor.execute(SQL.all_reuses):
        found.setdefault(entry, []).append(_reused(*told))
        owners[entry] = owner
    return found, owners


def _reused(
    municipality: str,
    how: str,
    since: datetime,
    runs: int,
    alive_at: datetime,
    items: int | None,
    alone: int | None,
) -> Reused:
    ran = Ran(items, alone) if items is not None and alone is not None else None
    return Reused(municipality, How(how), since, runs, alive_at, ran)


def candidates(cursor: Cursor[Any], entries: Iterable[Entry]) -> list[Candidate]:
    """Entries with all that others say of them."""
    listed = list(entries)
    ids = [each.id for each in listed]
    reuses, effects = reuses_of(cursor, ids), effects_of(cursor, ids)
    return [
        Candidate(each.id, each.municipality, reuses.get(each.id, ()), effects.get(each.id, ()))
        for each in listed
    ]


def milestones(cursor: Cursor[Any], topics: dict[UUID, UUID], field: str = "") -> list[Dated]:
    """What paces are computed from, of one field or all; `topics` names each entry's topic."""
    return [
        Dated(str(topics.get(entry, entry)), str(entry), by, kind, local_date(at))
        for entry, known, by, kind, at in cursor.execute(SQL.milestones)
        if not field or known == field
    ]
