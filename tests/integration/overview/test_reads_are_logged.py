# SPDX-License-Identifier: EUPL-1.2
"""Every statement that reads a person's data writes to that person's log: counted in the database.

PostgreSQL itself counts how many rows each statement fetched from each table, whether or not row
security let them through, and for each of its processes by itself until the transaction ends: what
somebody else fetches in the meantime is not counted. Every address of the overview is visited in
every role; a statement that fetched a row about a person must have left a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
import pytest
from django.http import HttpResponse
from django.test import Client
from psycopg import Connection

from gearskifte.kernel.access import CASEWORK, Actor
from gearskifte.kernel.database import prepared, reading
from gearskifte.kernel.identity import COOKIE, sign_in
from gearskifte.kernel.lookups import keep_look_up, open_look_up
from gearskifte.kernel.time import system_now
from gearskifte.overview import urls
from tests.builders.desk import Desk
from tests.builders.facts import case, object_id, payment
from tests.builders.people import ANNA, BO, CARLA, DITTE, FREDE, GRY, HANNE, IVAN

pytestmark = pytest.mark.integration

PERSONAL: Final = (
    *("registry_object", "registry_registration", "registry_audience", "registry_link"),
    *("registry_party", "registry_person", "overview_news", "kernel_audit"),
)
FETCHED: Final = """
SELECT coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0)::bigint
FROM pg_stat_xact_user_tables WHERE relname = ANY(%s)
"""
HIDES: Final = "SELECT overview_guarded("
"""Finds in which of a page's texts an address must be hidden: it tells of nobody, and comes after
the line of the statement that fetched the page's objects. Whether it has to look at whom they
concern is PostgreSQL's to find out."""
LINES: Final = "SELECT coalesce(pg_sequence_last_value('kernel_audit_id_seq'), 0)"
ACTORS: Final = (ANNA.actor, BO.actor, CARLA, FREDE, DITTE, HANNE, IVAN, GRY)


class Counter:
    """What each statement of the web role fetched, and how many lines it wrote."""

    def __init__(self, watch: Connection[Any]) -> None:
        self._watch = watch
        self.seen: list[tuple[str, int, int]] = []

    def page(self) -> list[tuple[str, int, int]]:
        """What was seen since the last page, which is forgotten."""
        seen, self.seen = self.seen, []
        return seen

    @contextmanager
    def counting(self, connection: Connection[Any], statement: str) -> Iterator[None]:
        """Keeps what a statement fetched, in a transaction of its own."""
        with connection.transaction():
            before = self._now(connection)
            yield
            after = self._now(connection)
        self.seen.append((statement, after[0] - before[0], after[1] - before[1]))

    def _now(self, connection: Connection[Any]) -> tuple[int, int]:
        """Rows the connection fetched from personal tables until now, and the last line."""
        fetched = connection.execute(FETCHED, [list(PERSONAL)]).fetchone()
        line = self._watch.execute(LINES).fetchone()
        return int((fetched or (0,))[0]), int((line or (0,))[0])


@pytest.fixture
def counter(broom: Connection[Any], monkeypatch: pytest.MonkeyPatch) -> Counter:
    """Counts around every statement that a page sends."""
    made = Counter(broom)

    class Counting(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **more: Any) -> Counting:
            with made.counting(self.connection, str(query)):
                super().execute(query, params, **more)
            return self

    asked = prepared.ask

    def ask(connection: Connection[Any], statement: bytes, values: list[bytes]) -> Any:
        with made.counting(connection, statement.decode()):
            return asked(connection, statement, values)

    monkeypatch.setattr(prepared, "ask", ask)
    counting = SimpleNamespace(Cursor=Counting, OperationalError=psycopg.OperationalError)
    monkeypatch.setattr(reading, "psycopg", counting)
    return made


def logged_in(actor: Actor) -> Client:
    """A browser of somebody."""
    response = HttpResponse()
    sign_in(response, actor)
    client = Client(SERVER_NAME="localhost")
    client.cookies[COOKIE] = response.cookies[COOKIE].value
    return client


def addresses(look_up: UUID) -> list[str]:
    """Every address of the overview, with something in each of its places."""
    given: dict[str, object] = {
        "case": object_id("a"),
        "which": "nu",
        "mandate": uuid4(),
        "correction": uuid4(),
        "message": uuid4(),
        "look_up": look_up,
        "day": system_now().date().isoformat(),
    }
    found = []
    for pattern in urls.urlpatterns:
        route = str(pattern.pattern)
        for name, converter in pattern.pattern.converters.items():
            kind = {"UUIDConverter": "uuid", "SlugConverter": "slug", "StringConverter": "str"}
            written = f"<{kind[type(converter).__name__]}:{name}>"
            assert name in given, f"say with what {route} is visited"
            route = route.replace(written, str(given[name]))
        found.append(f"/{route}")
    return found


def test_no_statement_reads_a_person_without_a_line(
    desk: Desk, counter: Counter, web: Connection[Any]
) -> None:
    """Whoever visits whatever: a statement that fetched rows about people has left a line."""
    now = system_now()
    desk.take(case("a", ANNA, at=now), payment("p", ANNA, on=now.date().isoformat()))
    desk.take(case("b", BO, at=now))
    look_up = open_look_up(actor=CARLA, subject=ANNA.id, purpose=CASEWORK, at=now)
    with web.transaction(), web.cursor() as cursor:
        keep_look_up(cursor, look_up)
    pages = []
    for actor in ACTORS:
        client = logged_in(actor)
        for address in addresses(look_up.id):
            client.get(address)
            pages.append(counter.page())
    logged = [lines for page in pages for _, _, lines in page if lines > 0]
    assert len(logged) >= 20
    assert set(logged) == {1}
    assert sum(fetched > 0 for page in pages for _, fetched, _ in page) >= 20
    for page in pages:
        written = 0
        for query, fetched, lines in page:
            written += lines
            if fetched > 0 and lines == 0:
                assert query.startswith(HIDES)
                assert written > 0
