# SPDX-License-Identifier: EUPL-1.2
"""Entries keep themselves alive: by their robots' runs and by the reckonings of their promises.

Whoever reuses another's entry tells so here, from what its own robot did and what its own cases
show; nobody is asked to write it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection, Cursor

from gearskifte.commons.queries import SQL
from gearskifte.commons.reuse import add_effect, add_reuse, reuses_of
from gearskifte.commons.rules.reuse import How, Method, Metric, Reused, ToldEffect
from gearskifte.commons.telling import Here, tell_alive, tell_effect, tell_reuse
from gearskifte.effects.public import MeasuredEffect, read_effects
from gearskifte.robots.public import RobotRuns, robot_runs


def keep_alive(connection: Connection[Any], here: Here) -> int:
    """Let own entries live by what was heard of them; how many gave a new sign of life.

    A sign of life is taken once a day, so that a busy robot does not change its entry all the time.
    """
    with connection.transaction(), connection.cursor() as cursor:
        asked = {"municipality": here.municipality}
        working = cursor.execute(SQL.working, asked).fetchall()
        runs = robot_runs(cursor) if working else {}
        beats = sum(
            _by_robot(cursor, here, entry, reuses, runs[robot])
            for entry, robot, reuses in working
            if robot in runs
        )
        promised = cursor.execute(SQL.promised, asked).fetchall()
        known = {
            effect.initiative: effect
            for authority in {row[2] for row in promised}
            for effect in read_effects(cursor, authority)
        }
        return beats + sum(
            _by_effect(cursor, here, entry, reuses, known[promise])
            for entry, promise, _, reuses in promised
            if promise in known
        )


def _by_robot(
    cursor: Cursor[Any], here: Here, entry: UUID, reuses: UUID | None, runs: RobotRuns
) -> bool:
    if runs.newest_at is None or runs.first_at is None:
        return False
    new = _beat(cursor, here, entry, runs.newest_at)
    if new and reuses:
        known = reuses_of(cursor, [reuses]).get(reuses, [])
        since = next((e.since for e in known if e.municipality == here.municipality), None)
        started = since or runs.first_at
        reused = Reused(here.municipality, How.IMPORT, started, runs.done, runs.newest_at)
        add_reuse(cursor, reuses, reused)
        tell_reuse(cursor, here, reuses, reused)
    return new


def _by_effect(
    cursor: Cursor[Any], here: Here, entry: UUID, reuses: UUID | None, effect: MeasuredEffect
) -> bool:
    new = _beat(cursor, here, entry, effect.made_at)
    if effect.share is None or effect.low is None or effect.high is None:
        return new
    told = ToldEffect(
        here.municipality,
        Metric.WAITING,
        Method.MEASURED,
        100 * effect.share,
        100 * effect.low,
        100 * effect.high,
        effect.cases,
        "",
        effect.made_at,
    )
    for about in filter(None, (entry, reuses)):
        if add_effect(cursor, about, told) and about == reuses:
            tell_effect(cursor, here, about, told)
    return new


def _beat(cursor: Cursor[Any], here: Here, entry: UUID, at: datetime) -> bool:
    cursor.execute(SQL.beat, {"id": entry, "at": at})
    if cursor.rowcount:
        tell_alive(cursor, here, entry, at)
    return bool(cursor.rowcount)
