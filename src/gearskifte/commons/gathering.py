# SPDX-License-Identifier: EUPL-1.2
"""Own robots and promises that no entry names yet become entries; nothing is typed twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from psycopg import Cursor

from gearskifte.commons.queries import SQL
from gearskifte.commons.rules.portfolio import LONGEST_TITLE, Phase, Plan, Stage
from gearskifte.commons.service import NewEntry, keep_plan, register
from gearskifte.commons.telling import Here
from gearskifte.commons.thesaurus import Written
from gearskifte.effects.public import Initiative, read_initiatives
from gearskifte.kernel.time import local_date
from gearskifte.registry.public import authorities
from gearskifte.robots.public import RobotRuns, robot_runs

_GATHERED: Final = UUID("5a3f1f0e-0f3c-4a0b-9d6e-7a1f2f4f0c55")


def gather_own(cursor: Cursor[Any], here: Here, now: datetime) -> tuple[int, int]:
    """Put own robots and promises in; how many there are, and how many of them were new.

    Args:
        cursor: of the worker role.
        here: whose they are.
        now: when they are put in.
    """
    named = cursor.execute(SQL.named_own, {"municipality": here.municipality}).fetchall()
    robots, promises = {robot for robot, _ in named}, {promise for _, promise in named}
    runs = robot_runs(cursor).values()
    made = [
        initiative
        for authority, name in authorities(cursor).items()
        if authority == here.cvr or name == here.municipality
        for initiative in read_initiatives(cursor, authority)
    ]
    new = 0
    for entry, authority in (
        *_of_robots((each for each in runs if each.robot not in robots), here.municipality),
        *_of_promises((each for each in made if each.id not in promises), here, local_date(now)),
    ):
        if register(cursor, [entry], now, None):
            text = Written(entry.title, entry.description)
            keep_plan(
                cursor, entry.id, entry.municipality, text, entry.plan, now, authority=authority
            )
            new += 1
    return len(runs) + len(made), new


def _of_robots(runs: Iterable[RobotRuns], municipality: str) -> Iterator[tuple[NewEntry, str]]:
    for robot in runs:
        works = robot.first_at is not None
        told = f"Den har klaret {robot.done} sager." if works else "Den er ikke begyndt endnu."
        entry = NewEntry(
            uuid5(_GATHERED, f"{municipality}\0{robot.robot}"),
            municipality,
            robot.title[:LONGEST_TITLE],
            f"En robot, der arbejder i vores egne systemer. {told}",
            stage=Stage(Phase.RUNNING if works else Phase.PROJECT),
            plan=Plan(robot=robot.robot),
        )
        yield entry, ""


def _of_promises(
    made: Iterable[Initiative], here: Here, today: date
) -> Iterator[tuple[NewEntry, str]]:
    for promise in made:
        entry = NewEntry(
            uuid5(_GATHERED, f"{here.municipality}\0{promise.id}"),
            here.municipality,
            promise.title[:LONGEST_TITLE],
            f"Vi har lovet {promise.change} % i sager om KLE {promise.topic}.",
            stage=Stage(Phase.RUNNING if promise.planned <= today else Phase.PROJECT),
            plan=Plan(
                promise=promise.id,
                cost_oere=promise.cost_oere,
                starts_on=promise.planned,
                kle=promise.topic,
            ),
        )
        yield entry, promise.owner
