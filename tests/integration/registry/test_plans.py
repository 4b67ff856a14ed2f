# SPDX-License-Identifier: EUPL-1.2
"""How PostgreSQL goes about an import whose objects its statistics do not know of yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Final

import psycopg
import pytest
from psycopg import sql

from gearskifte.registry.public import Registration
from tests.builders.desk import Desk
from tests.builders.facts import case, document, filed, grant, payment
from tests.builders.messages import message
from tests.builders.people import ANNA, DAY, NOW

pytestmark = pytest.mark.integration

MANY: Final = 300
NAMES: Final = [f"{number}" for number in range(MANY)]
EXPLAIN: Final = sql.SQL("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ")
EXPLAINED: Final = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")
MOST: Final = 40 * MANY
"""Rows that a step of a statement may look at: each with each would be ninety thousand."""


class Explaining(psycopg.Cursor[Any]):
    """Has every statement explained, as it is run, before it runs it."""

    looked_at: ClassVar[list[tuple[int, str]]] = []

    def execute(self, query: Any, params: Any = None, **more: Any) -> Explaining:
        told = query if isinstance(query, sql.Composable) else sql.SQL(query)
        statement = told.as_string(self)
        if _begins(statement).startswith(EXPLAINED):
            with self.connection.transaction(force_rollback=True):
                super().execute(EXPLAIN + told, params)
                (([explained],),) = self.fetchall()
            self.looked_at.append((max(_rows(explained["Plan"])), statement))
        super().execute(query, params, **more)
        return self


def _begins(statement: str) -> str:
    return next(line for line in statement.splitlines() if line and not line.startswith("--"))


def _rows(plan: dict[str, Any]) -> Iterator[int]:
    """How many rows each step of a plan has looked at."""
    told = ("Actual Rows", "Rows Removed by Join Filter", "Rows Removed by Filter")
    yield int(sum(plan.get(each, 0) for each in told) * plan["Actual Loops"])
    for inner in plan.get("Plans", ()):
        yield from _rows(inner)


def _filed(name: str) -> list[Registration]:
    return [case(f"filed {name}", ANNA, more=[filed(f"letter {name}")]), document(f"letter {name}")]


def _told_more(name: str) -> list[Registration]:
    return [
        case(f"filed {name}", ANNA, at=NOW - DAY, more=[filed(f"letter {name}")]),
        document(f"letter {name}", at=NOW - DAY, title="Nyt brev"),
    ]


def _paid(name: str) -> list[Registration]:
    return [grant(f"grant {name}", ANNA), payment(f"payment {name}", ANNA, of=f"grant {name}")]


@pytest.fixture
def explained(desk: Desk, broom: psycopg.Connection[Any]) -> Iterator[Desk]:
    """A desk in whose tables cases alone are known, every statement of which is explained.

    Of few rows PostgreSQL would make tables of hashes; how it goes about many is tried by loops.
    """
    desk.take(message(*(case(f"only {name}", ANNA) for name in NAMES)))
    broom.execute("ANALYZE")
    desk.connection.execute("SET enable_hashjoin = off")
    desk.connection.execute("SET enable_mergejoin = off")
    desk.connection.commit()
    desk.connection.cursor_factory = Explaining
    Explaining.looked_at.clear()
    yield desk
    broom.execute("ANALYZE")  # so that statistics of cases alone are left to no other test


def test_no_statement_of_an_import_compares_each_row_with_each(explained: Desk) -> None:
    """Whatever kind comes first, and whatever statistics say, rows are looked at a few times."""
    arrivals: tuple[Callable[[str], list[Registration]], ...] = (_filed, _told_more, _paid)
    for arriving in arrivals:
        explained.take(message(*(each for name in NAMES for each in arriving(name))))
    assert len(Explaining.looked_at) > 50
    assert [told for told in Explaining.looked_at if told[0] > MOST] == []
