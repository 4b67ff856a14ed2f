# SPDX-License-Identifier: EUPL-1.2
"""Entries keep themselves alive: by their robots' runs and by the reckonings of their promises.

Whoever reuses another's entry tells so here, from what its own robot did and what its own cases
show; nobody is asked to write it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from psycopg import Connection, Cursor

from gearskifte.commons.held import Held, Reuse, State, listed, reuses
from gearskifte.commons.queries import SQL
from gearskifte.commons.reuse import add_effect, add_reuse, reuses_of
from gearskifte.commons.rules.portfolio import Kind
from gearskifte.commons.rules.reuse import How, Method, Metric, Ran, Reused, ToldEffect
from gearskifte.commons.service import add_milestone
from gearskifte.commons.telling import (
    Here,
    entry_of_robot,
    tell_alive,
    tell_effect,
    tell_release,
    tell_reuse,
)
from gearskifte.effects.public import MeasuredEffect, read_effects
from gearskifte.robots.public import RobotRuns, robot_runs

_METRICS: Final = {"waiting": Metric.WAITING, "minutes": Metric.MINUTES}
"""What is told of measured effects, by the outcome of the promise; of other outcomes nothing is."""


def keep_alive(connection: Connection[Any], here: Here, now: datetime) -> int:
    """Let own entries live by what was heard of them; how many gave a new sign of life.

    A sign of life is taken once a day, so that a busy robot does not change its entry all the time.
    """
    with connection.transaction(), connection.cursor() as cursor:
        asked = {"municipality": here.municipality}
        working = cursor.execute(SQL.working, asked).fetchall()
        taken = reuses(cursor)
        runs = robot_runs(cursor) if working or taken else {}
        beats = sum(
            _by_robot(cursor, here, entry, origin, runs[robot])
            for entry, robot, origin in working
            if robot in runs
        )
        promised = cursor.execute(SQL.promised, asked).fetchall()
        known = {
            effect.initiative: effect
            for authority in {row[2] for row in promised}
            for effect in read_effects(cursor, authority)
        }
        beats += sum(_by_release(cursor, here, each) for each in listed(cursor))
        beats += sum(_by_package(cursor, here, each, runs.get(each.robot), now) for each in taken)
        return beats + sum(
            _by_effect(cursor, here, entry, origin, known[promise])
            for entry, promise, _, origin in promised
            if promise in known
        )


def _by_robot(
    cursor: Cursor[Any], here: Here, entry: UUID, origin: UUID | None, runs: RobotRuns
) -> bool:
    if runs.newest_at is None or runs.first_at is None:
        return False
    new = _beat(cursor, here, entry, runs.newest_at)
    if new and origin:
        known = reuses_of(cursor, [origin]).get(origin, [])
        since = next((e.since for e in known if e.municipality == here.municipality), None)
        started = since or runs.first_at
        reused = Reused(
            here.municipality, How.IMPORT, started, runs.done, runs.newest_at, _ran(runs)
        )
        add_reuse(cursor, origin, reused)
        tell_reuse(cursor, here, origin, reused)
    return new


def _by_release(cursor: Cursor[Any], here: Here, held: Held) -> bool:
    """An own robot was published in a new version: its entry lives, and the others are told."""
    if not held.own or held.state is not State.PUBLISHED:
        return False
    entry = entry_of_robot(cursor, here, f"{here.cvr}/{held.robot}")
    if entry is None or not add_milestone(
        cursor, entry, here.municipality, Kind.RELEASE, held.at, held.version
    ):
        return False
    tell_release(cursor, here, entry, held.version, held.at)
    _beat(cursor, here, entry, held.at)
    return True


def _by_package(
    cursor: Cursor[Any], here: Here, taken: Reuse, runs: RobotRuns | None, now: datetime
) -> bool:
    """A robot that was taken over from another has run here: its owner's entry is reused."""
    entry = entry_of_robot(cursor, here, taken.object)
    if entry is None:
        return False
    known = reuses_of(cursor, [entry]).get(entry, [])
    mine = next((each for each in known if each.municipality == here.municipality), None)
    due = mine is None or not mine.runs or now - mine.alive_at >= timedelta(days=1)
    if not due or (mine and mine.runs == taken.runs):
        return False  # told once a day, and at the first run
    ran = _ran(runs) if runs else None
    reused = Reused(here.municipality, How.IMPORT, taken.taken_at, taken.runs, now, ran)
    add_reuse(cursor, entry, reused)
    tell_reuse(cursor, here, entry, reused)
    return True


def _ran(runs: RobotRuns) -> Ran:
    return Ran(runs.done + runs.handed, runs.alone)


def _by_effect(
    cursor: Cursor[Any], here: Here, entry: UUID, origin: UUID | None, effect: MeasuredEffect
) -> bool:
    new = _beat(cursor, here, entry, effect.made_at)
    metric = _METRICS.get(effect.outcome)
    if metric is None or effect.share is None or effect.low is None or effect.high is None:
        return new
    told = ToldEffect(
        here.municipality,
        metric,
        Method.MEASURED,
        100 * effect.share,
        100 * effect.low,
        100 * effect.high,
        effect.cases,
        "",
        effect.made_at,
    )
    for about in filter(None, (entry, origin)):
        if add_effect(cursor, about, told) and about == origin:
            tell_effect(cursor, here, about, told)
    return new


def _beat(cursor: Cursor[Any], here: Here, entry: UUID, at: datetime) -> bool:
    cursor.execute(SQL.beat, {"id": entry, "at": at})
    if cursor.rowcount:
        tell_alive(cursor, here, entry, at)
    return bool(cursor.rowcount)
