# SPDX-License-Identifier: EUPL-1.2
"""A registry of any size: one citizen's objects by messages, everybody else's as copies of them.

A million cases by messages would take hours, so that is done for one small synthetic municipality
only, through the same doors as always. The citizen of it who is called Jonas gives the rows that
are copied, with new ids, straight into the tables that an overview is read from. What no overview
reads (messages, registrations, parties, links) is not copied.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import psycopg
from psycopg import sql

from benchmarks.overview_read.servers import FILLING, managed, running
from gearskifte.app.boot import Installation
from gearskifte.connectors.public import read
from gearskifte.demo.public import CITIZENS, build
from gearskifte.kernel.database.attach import erase
from gearskifte.kernel.database.migrate import migrate
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import Intake, Message, take_in

SQL: Final[Queries] = load("benchmarks.overview_read", "registry")

TEMPLATE: Final = "jonas"
MIX: Final = {"case": 4, "grant": 1, "payment": 8, "document": 7}
"""What a typical citizen has, 20 objects in all, as the template has them."""
CASES_ONLY: Final = 20
MANY: Final = 500


@dataclass(frozen=True, slots=True)
class Group:
    """Citizens who all have the same number of things; `name` and a number give their ids."""

    name: str
    citizens: int


def groups(cases: int) -> tuple[Group, Group, Group]:
    """Typical citizens with `cases` cases in all, some with 20 running cases, some with 500."""
    return Group("typical", max(cases // MIX["case"], 1)), Group("cases", 200), Group("many", 4)


def prepare(installed: Installation, cases: int) -> None:
    """Bring the tables to the newest version, and fill them unless an earlier run did."""
    server = managed(installed)
    stamp = server.home / f"filled-{cases}"
    if not stamp.exists():
        erase(server)
    with running(installed, FILLING):
        migrate(installed.database)
        if not stamp.exists():
            _fill(installed, cases)
            stamp.touch()


def _fill(installed: Installation, cases: int) -> None:
    _say("a small municipality, message by message")
    _by_messages(installed)
    person = next(installed.vault.person_id(each.cpr) for each in CITIZENS if each.key == TEMPLATE)
    typical, cases_only, many = groups(cases)
    with psycopg.connect(installed.database.owner_url, autocommit=True) as connection:
        indexes = connection.execute(SQL.indexes).fetchall()
        for name, _ in indexes:
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        connection.execute(SQL.make_names)
        mix = {kind: _template(connection, person, kind, most) for kind, most in MIX.items()}
        everything = [one for found in mix.values() for one in found]
        running = mix["case"][: MIX["case"] - 1]
        _copy(connection, person, typical, [(one, 0) for one in everything])
        for group, number in ((cases_only, CASES_ONLY), (many, MANY)):
            copies = [(running[i % len(running)], i) for i in range(number)]
            _copy(connection, person, group, copies)
        for name, definition in indexes:
            _say(f"index {name}")
            connection.execute(sql.SQL(definition))
        _say("vacuum")
        connection.execute(SQL.settle)


def _by_messages(installed: Installation) -> None:
    limit = installed.config.max_message_mib * 1024 * 1024
    with psycopg.connect(installed.database.worker_url) as connection:
        intake = Intake(
            connection, lambda body: read(body, max_bytes=limit), installed.vault, system_now
        )
        sent = build("s", 1, system_now()).messages()
        take_in(intake, (Message(each.name, each.body) for each in sent))


def _template(
    connection: psycopg.Connection[Any], person: UUID, kind: str, most: int
) -> list[UUID]:
    arguments = {"person": person, "kind": kind, "most": most}
    found = [row[0] for row in connection.execute(SQL.template, arguments)]
    assert len(found) == most, f"{TEMPLATE} has {len(found)} of kind {kind}, {most} are needed"
    return found


def _copy(
    connection: psycopg.Connection[Any],
    person: UUID,
    group: Group,
    objects: list[tuple[UUID, int]],
) -> None:
    common = {"person": person, "group": group.name, "citizens": group.citizens}
    connection.execute(SQL.copy_person, common)
    ids = sorted({one for one, _ in objects})
    for number, (one, copy) in enumerate(objects, 1):
        if number % 10 == 1:
            _say(f"{group.citizens} citizens «{group.name}»: object {number} of {len(objects)}")
        arguments = {**common, "object": one, "copy": str(copy), "ids": ids}
        connection.execute(SQL.copy_object, arguments)
        connection.execute(SQL.copy_audience, arguments)


def _say(text: str) -> None:
    print(f"filling: {text}", file=sys.stderr)
