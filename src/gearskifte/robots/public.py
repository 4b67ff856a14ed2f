# SPDX-License-Identifier: EUPL-1.2
"""The door of the robots: freed minutes with their uncertainty, runs, and what they announce."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from psycopg import Connection, Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.secrets import Vault
from gearskifte.robots import queries
from gearskifte.robots.acts import tell_acts
from gearskifte.robots.asking_as import asking_as
from gearskifte.robots.driving.secrets import give
from gearskifte.robots.events import RobotActed, RobotRunFinished, WorkTimed
from gearskifte.robots.preflight import Bench, Tried, preflight, read_trial
from gearskifte.robots.queries import read_robot_queue
from gearskifte.robots.rules.drafting import drafted
from gearskifte.robots.rules.driver import Hit, Screen, Target, Tools
from gearskifte.robots.rules.parameters import Kind, Parameter
from gearskifte.robots.rules.portable import (
    ANYWHERE,
    Needs,
    Travelling,
    answered_by,
    bindings_schema,
    read_travelling,
)
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.refusals import RecipeRefused
from gearskifte.robots.service import (
    SAMPLE,
    MadeVersion,
    add_minutes,
    approve,
    bound_now,
    fill_in,
    let_answer,
    make_version,
    put_in_line,
    slug_of,
)

__all__ = [
    "ANYWHERE",
    "ApprovedRecipe",
    "Bench",
    "FreedMinutes",
    "Hit",
    "Kind",
    "MadeVersion",
    "Needs",
    "Parameter",
    "RecipeRefused",
    "RobotActed",
    "RobotRunFinished",
    "RobotRuns",
    "RobotsNow",
    "Screen",
    "Target",
    "Tools",
    "Travelling",
    "Tried",
    "WorkTimed",
    "add_sample",
    "answered_by",
    "approve",
    "approved_recipe",
    "asking_as",
    "bindings_schema",
    "fill_in",
    "freed_minutes",
    "give_secret",
    "let_answer",
    "make_version",
    "mock_draft",
    "preflight",
    "put_in_line",
    "read_robot_queue",
    "read_travelling",
    "read_trial",
    "robot_named",
    "robot_runs",
    "robots_now",
    "tell_acts",
]

SQL: Final[Queries] = load("gearskifte.robots", "public")


@dataclass(frozen=True, slots=True)
class ApprovedRecipe:
    """A robot's recipe in force: its title, the version's number and its text."""

    title: str
    number: int
    source: str


@dataclass(frozen=True, slots=True)
class FreedMinutes:
    """What a robot freed in a period, net of people's time, in minutes.

    Attributes:
        robot: its slug; `kle` is the subject of its recipe, `department` whose it is.
        items: items that ended without a person taking them over.
        samples: items that were timed by hand.
        net: items x mean of the samples − minutes on exceptions − minutes of upkeep.
        interval: 95 % interval of `net`; None with fewer than five samples: nothing is claimed.
        draws: `net` as it might truly be; empty where nothing is claimed.
    """

    robot: str
    title: str
    department: str
    kle: str
    items: int
    samples: int
    net: float
    interval: tuple[float, float] | None
    draws: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RobotRuns:
    """A robot's runs: since when it works, how much, and how often people were needed.

    Attributes:
        digest: SHA-256 of the recipe in force, by which a reuser's runs are known.
        done: items done; `handed` those that people took over, `asked` questions to people.
        alone: items done of which nobody was asked anything.
    """

    robot: str
    title: str
    digest: str
    first_at: datetime | None
    newest_at: datetime | None
    done: int
    handed: int
    asked: int
    alone: int


@dataclass(frozen=True, slots=True)
class RobotsNow:
    """The robots of the house, in numbers alone.

    Attributes:
        robots: in force; `stopped` of them by somebody; `unapproved` versions wait for approval.
        waiting: questions that wait for a person.
        done, handed: items since a moment, and those that people took over.
    """

    robots: int
    stopped: int
    unapproved: int
    waiting: int
    done: int
    handed: int


def give_secret(
    connection: Connection[Any], vault: Vault, made: MadeVersion, name: str, secret: str, *, by: str
) -> None:
    """Give a secret to a robot's newest version where its systems are now, and to nothing else."""
    bound = bound_now(connection, made.slug)
    give(connection, vault, robot=made.robot, bound=bound, name=name, secret=secret, by=by)


def approved_recipe(cursor: Cursor[Any], slug: str) -> ApprovedRecipe | None:
    """The recipe in force of a robot; None where none is."""
    for each in queries.versions(cursor, slug):
        if each.approved_at is not None:
            return ApprovedRecipe(read_recipe(each.source).title, each.number, each.source)
    return None


def mock_draft(source: str) -> tuple[str, str]:
    """A mock and a case to begin from, for a recipe that can be read."""
    return drafted(read_recipe(source))


def robot_named(cursor: Cursor[Any], title: str) -> bool:
    """Whether there is a robot of that title here already."""
    return bool(queries.versions(cursor, slug_of(title)))


def add_sample(
    cursor: Cursor[Any], robot: int, *, minutes: Decimal, by: str, now: datetime, note: str = ""
) -> None:
    """Add an item that was timed by hand."""
    add_minutes(cursor, robot, kind=SAMPLE, minutes=minutes, note=note, by=by, now=now)


def freed_minutes(
    cursor: Cursor[Any], *, since: datetime, until: datetime, draws: int = 0, seed: int = 1
) -> list[FreedMinutes]:
    """What each robot freed from `since` until before `until`; the same draws for the same seed."""
    found = []
    for number, slug, title, department, source in cursor.execute(SQL.in_force).fetchall():
        account = queries.account(cursor, number, since=since, until=until)
        bounds = account.interval
        found.append(
            FreedMinutes(
                robot=slug,
                title=title,
                department=department,
                kle=read_recipe(source).kle,
                items=account.items,
                samples=len(account.samples),
                net=float(account.net),
                interval=(float(bounds[0]), float(bounds[1])) if bounds else None,
                draws=account.draws(draws, seed + number) if bounds and draws else (),
            )
        )
    return found


def robot_runs(cursor: Cursor[Any]) -> Mapping[str, RobotRuns]:
    """Every robot's runs, by its slug."""
    rows = cursor.execute(SQL.runs).fetchall()
    return {row[0]: RobotRuns(*row) for row in rows}


def robots_now(cursor: Cursor[Any], *, since: datetime) -> RobotsNow:
    """How many robots there are, what they did since a moment, and what waits for people."""
    row = cursor.execute(SQL.now, {"since": since}).fetchone()
    return RobotsNow(*(row or (0,) * 6))
