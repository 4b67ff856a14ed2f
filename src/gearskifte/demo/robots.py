# SPDX-License-Identifier: EUPL-1.2
"""The demo's robots: three recipes that do real municipal work in Gammel Sag, and their items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any, Final

from psycopg import Connection

from gearskifte.demo.oldcase.cases import Archive
from gearskifte.demo.organisation import AIDS, HENRIK, JOBS, LISE, MONEY, SIGNE
from gearskifte.kernel.secrets import Vault
from gearskifte.robots.public import (
    add_sample,
    approve,
    fill_in,
    give_secret,
    let_answer,
    make_version,
    put_in_line,
    robot_runs,
)

RECIPES: Final[Mapping[str, str]] = {
    "joblog": "Joblog",
    "bilag": "Enkeltydelse",
    "hjaelpemiddel": "Hjælpemiddel",
}
"""Each recipe, and the kind of case that it works on."""
OWNERS: Final = {"joblog": SIGNE, "bilag": HENRIK, "hjaelpemiddel": HENRIK}
"""The department heads who own them."""

TIMED: Final[Mapping[str, tuple[str, ...]]] = {
    "joblog": ("6.5", "5", "7", "6", "8.5", "5.5", "6"),
    "bilag": ("8", "9.5", "7", "8.5", "10", "7.5"),
    "hjaelpemiddel": ("4", "3.5", "5"),
}
"""Minutes of items that the demo's people timed by hand; too few of the last to claim anything."""
ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    "joblog": (JOBS.name, AIDS.name),
    "bilag": (MONEY.name, AIDS.name),
    "hjaelpemiddel": (AIDS.name,),
}
"""The units that answer what a robot asks; Hjælpemidler looks after all three in the demo."""
MONTH: Final = "november"
SYSTEM: Final = "gammelsag"


def open_robots(
    connection: Connection[Any], vault: Vault, *, address: str, password: str, now: datetime
) -> int:
    """Put the robots to work in Gammel Sag at `address`; how many items are new to them."""
    new = 0
    known = {each.title for each in robot_runs(connection.cursor()).values()}
    for name, kind in RECIPES.items():
        owner = OWNERS[name].actor.name
        with connection.transaction(), connection.cursor() as cursor:
            made = make_version(
                cursor,
                _recipe(name),
                by=owner,
                now=now,
                department=OWNERS[name].unit.name,
            )
            fill_in(cursor, made.slug, {SYSTEM: address}, by=owner, now=now)
            let_answer(cursor, made.robot, ANSWERS[name], by=owner)
            approve(cursor, made.version, by=LISE.actor.name, now=now)
            for field, secret in (("bruger", "robot"), ("kode", password)):
                secret_name = f"{SYSTEM}.{field}"
                give_secret(connection, vault, made, secret_name, secret, by=owner)
            if made.title not in known:
                for minutes in TIMED[name]:
                    add_sample(cursor, made.robot, minutes=Decimal(minutes), by=owner, now=now)
            new += put_in_line(connection, vault, made.slug, _items(kind))
    return new


def _recipe(name: str) -> str:
    return files("gearskifte.demo").joinpath("recipes", f"{name}.yaml").read_text("utf-8")


def _items(kind: str) -> Iterator[dict[str, str]]:
    """The cases of a kind in Gammel Sag, as its nightly extract would list them."""
    for case in Archive().cases.values():
        if case.kind == kind:
            yield {"sagsnr": case.number, "cpr": case.cpr, "måned": MONTH}
