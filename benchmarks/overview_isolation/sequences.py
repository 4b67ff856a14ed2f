# SPDX-License-Identifier: EUPL-1.2
"""Sequences of requests through the real functions and row policies, judged by brute force.

Many sequences ask the same of the same small municipality. Each distinct request (who, as what,
whom about, when, what) is made once by the product's own code and judged by brute force; its
statement and the digest of the answer are kept. All sequences then send those very statements, many
in one go, and every answer must be byte for byte the one that was judged. A person's log is the
exception: it grows, so the number of its lines must be that of all requests made before.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Connection, Cursor, sql

from gearskifte.kernel.access import PURPOSES, Access, Actor, Mandate, Role, grant_access
from gearskifte.kernel.errors import AccessDenied
from tests.builders.people import CITIZENS, OUR_CVR
from tests.integration.overview.visits import (
    ACTORS,
    MANDATES,
    MOMENTS,
    MOST_LINES,
    READS,
    Step,
    asked,
    read_of,
    take,
)
from tests.integration.overview.world import World

OTHERS: Final = tuple(
    Actor(role.value, role.value, role, "", OUR_CVR)
    for role in Role
    if role not in {Role.CITIZEN, Role.CASE_WORKER, Role.ROBOT, Role.OPERATOR}
)
"""Roles whose pages are about nobody: the rules must refuse each of them for every purpose."""
TABLES: Final = (
    *("registry_object", "registry_person", "registry_audience", "kernel_audit"),
    *("overview_delivery", "overview_correction", "overview_mandate"),
)
LOG: Final = len(READS) - 1
BATCH: Final = 400
_MOST_INTEGER: Final = 2**31 - 1
_PARAMETER: Final = re.compile(r"%\((\w+)\)s")


class Recorded(Cursor[Any]):
    """A cursor that remembers the statements it sent, with their arguments and answers."""

    statements: Final[list[tuple[str, dict[str, Any], Any]]] = []

    def execute(self, query: Any, params: Any = None, **more: Any) -> Recorded:
        """Send a statement."""
        super().execute(query, params, **more)
        self.statements.append((query, params, None))
        return self

    def fetchone(self) -> Any:
        """Its row."""
        row = super().fetchone()
        query, params, _ = self.statements[-1]
        self.statements[-1] = (query, params, row)
        return row


@dataclass(frozen=True, slots=True)
class Request:
    """A request that was judged: how to send it again, and what must come back.

    `digests` are none for a log, whose lines are counted: none in somebody else's hands.
    """

    texts: tuple[str, ...]
    digests: tuple[str, ...]
    person: UUID
    own_log: bool


@dataclass(slots=True)
class Counts:
    """What was asked, how many distinct requests were judged, and what came of it."""

    sequences: int = 0
    requests: int = 0
    refused: int = 0
    judged: int = 0
    leaks: int = 0
    examples: list[str] = field(default_factory=list)

    def leak(self, what: object) -> None:
        """Count a leak, and keep the first five."""
        self.leaks += 1
        self.examples = [*self.examples, str(what)[:300]][:5]


class Town:
    """One municipality, and the requests judged in it. `web` has the web's role."""

    def __init__(self, web: Connection[Any], world: World, mandates: list[Mandate]) -> None:
        self._web = web
        self._world = world
        self._mandates = mandates
        self._kinds = [thing.kind for thing in world.things.values()]
        self._people = {person.id: person for person in CITIZENS}
        self._asked: dict[tuple[int, ...], Access | None] = {}
        self._judged: dict[tuple[object, ...], Request] = {}
        self._prepared: dict[str, str] = {}
        web.cursor_factory = Recorded

    def judge(self, step: Step, counts: Counts) -> Request | None:
        """The request of a step, judged when it is met first; None if the rules refuse it."""
        actor, whom, moment, _, thing, mandate = step
        acting = mandate < MANDATES
        who = (-1, mandate, moment) if acting else (actor, whom, moment, int(thing % 8 > 0))
        if who not in self._asked:
            self._asked[who] = asked(self._mandates, step)
        access = self._asked[who]
        if access is None:
            return None
        key = self._key(access, step)
        if key not in self._judged:
            self._judged[key] = self._first(step, access, counts)
        return self._judged[key]

    def _key(self, access: Access, step: Step) -> tuple[object, ...]:
        read = read_of(access, step)
        about = {1: self._kinds[step[4]], 2: step[4], 3: step[4]}.get(read, "")
        who = (access.subject, access.actor.id, access.authority, access.scope, access.mandate)
        return (2 if read == 3 else read, about, access.at, *who)

    def _first(self, step: Step, access: Access, counts: Counts) -> Request:
        """Make the request by the product's own code, and let brute force judge the answer."""
        counts.judged += 1
        Recorded.statements.clear()
        try:
            take(self._web, self._world, self._mandates, step)
        except (AssertionError, msgspec.ValidationError) as leak:
            counts.leak((step, leak))
        is_log = read_of(access, step) == LOG
        made = [(query, params, row[0]) for query, params, row in Recorded.statements]
        texts = tuple(self._statement(query, params, counted=is_log) for query, params, _ in made)
        digests = () if is_log else tuple(_digest(answer) for _, _, answer in made)
        return Request(texts, digests, access.subject, is_log and access.mandate is None)

    def _statement(self, query: str, params: dict[str, Any], *, counted: bool) -> str:
        """The same statement with these arguments, prepared when it is met first."""
        names = list(dict.fromkeys(_PARAMETER.findall(query)))
        if query not in self._prepared:
            name = f"read_{len(self._prepared)}"
            numbered = _PARAMETER.sub(lambda m: f"${names.index(m[1]) + 1}", query).rstrip("; \n")
            seen = "json_array_length(answer::json)::text" if counted else "md5(answer)"
            types = ", ".join(_type(params[each]) for each in names)
            made = f"SELECT coalesce({seen}, 'nothing') FROM ({numbered}) AS read (answer)"  # noqa: S608
            with self._web.transaction(), self._web.cursor() as cursor:
                cursor.execute(f"PREPARE {name} ({types}) AS {made}".encode())
            self._prepared[query] = name
        values = ", ".join(sql.Literal(params[each]).as_string(self._web) for each in names)
        return f"EXECUTE {self._prepared[query]} ({values})"

    def send(self, requests: list[Request], counts: Counts) -> None:
        """Send requests in one go, one after the other, and compare every answer."""
        text = ";".join(each for request in requests for each in request.texts)
        with self._web.transaction(), Cursor(self._web) as cursor:
            cursor.execute(text.encode())
            for request in requests:
                came = []
                for _ in request.texts:
                    row = cursor.fetchone()
                    came.append(row[0] if row else None)
                    cursor.nextset()
                self._compare(request, tuple(came), counts)

    def _compare(self, request: Request, came: tuple[str | None, ...], counts: Counts) -> None:
        person = self._people[request.person]
        self._world.reads[person] += 1
        lines = min(self._world.reads[person], MOST_LINES) if request.own_log else 0
        if came != (request.digests or (str(lines),)):
            counts.leak((request.texts, came))

    def check(self, owner: Connection[Any], counts: Counts) -> None:
        """Afterwards: a line in the log for each request, and nothing open that was not opened."""
        query = "SELECT subject, count(*) FROM kernel_audit GROUP BY subject"
        found = dict(owner.execute(query).fetchall())
        owner.commit()
        if any(found.get(each.id, 0) != number for each, number in self._world.reads.items()):
            counts.leak(("lines in the log", found))
        with self._web.transaction():
            for table in TABLES:
                name = sql.Identifier(table)
                row = self._web.execute(sql.SQL("SELECT count(*) FROM {}").format(name)).fetchone()
                if row != (0,):
                    counts.leak(("open without being opened", table, row))


def _digest(answer: str | None) -> str:
    """The answer's digest as the database makes it."""
    if answer is None:
        return "nothing"
    return hashlib.md5(answer.encode(), usedforsecurity=False).hexdigest()


def _type(value: object) -> str:
    match value:
        case list():
            return "uuid[]"
        case bool():
            return "boolean"
        case int():
            return "bigint" if value > _MOST_INTEGER else "integer"
        case UUID():
            return "uuid"
        case datetime():
            return "timestamptz"
    return "jsonb" if str(value).startswith("{") else "text"


def others_refused(at: datetime) -> int:
    """Ask for everybody in every role that reads nobody; how many times the rules refused.

    Raises:
        AssertionError: if they once did not.
    """
    refused = 0
    for actor in OTHERS:
        for person in CITIZENS:
            for purpose in PURPOSES.values():
                try:
                    grant_access(actor=actor, subject=person.id, purpose=purpose, at=at)
                except AccessDenied:
                    refused += 1
                else:
                    raise AssertionError(f"{actor.role} may read for {purpose.code}")
    return refused


def steps(dice: Random, number: int, longest: int) -> Iterator[list[Step]]:
    """So many random sequences."""
    below = dice.random
    for _ in range(number):
        yield [
            (
                int(below() * len(ACTORS)),
                int(below() * len(CITIZENS)),
                int(below() * len(MOMENTS)),
                int(below() * len(READS)),
                int(below() * 40),
                int(below() * 2 * MANDATES),
            )
            for _ in range(1 + int(below() * longest))
        ]
