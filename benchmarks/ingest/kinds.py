# SPDX-License-Identifier: EUPL-1.2
"""What an object of each kind takes in a large import that no statistics of tables know of yet."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Final

import psycopg
from psycopg import sql

from benchmarks.vendor_swap.messages import cpr_of
from gearskifte.registry.public import Kind, Registration, fields
from tests.builders import facts
from tests.builders.desk import Desk
from tests.builders.messages import message
from tests.builders.people import DAY, NOW, Person

_TABLES: Final = r"SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'registry\_%'"
_IN_A_MESSAGE: Final = 300
_BENEFIT: Final = f"{fields.BENEFIT_PREFIX}1"
_NEVER_MET: Final = 1_000_000
"""From this number on no citizen stands in the messages that were taken in before."""


def forget_to_analyse(owner: psycopg.Connection[Any]) -> None:
    """Leave PostgreSQL with the statistics it has, which know of cases alone."""
    for (table,) in owner.execute(_TABLES).fetchall():
        off = sql.SQL("ALTER TABLE {} SET (autovacuum_enabled = off)")
        owner.execute(off.format(sql.Identifier(table)))


def microseconds_by_kind(connection: psycopg.Connection[Any], number: int) -> dict[str, int]:
    """Microseconds an object, without reading, of so many objects taken in at once by one process.

    Args:
        connection: the worker's, to tables in which none of these objects is.
        number: how many objects of each kind.
    """
    persons = [Person("Borger", cpr_of(_NEVER_MET + each)) for each in range(number // 2)]
    imports = {
        "cases": (_case(f"only {n}", person, 3) for n, person in enumerate(persons)),
        "cases and documents": _filed(persons, 3),
        "both, told more of": _filed(persons, 2),
        "grants and payments": _granted(persons),
    }
    return {name: _taken(Desk(connection), list(told)) for name, told in imports.items()}


def _taken(desk: Desk, told: list[Registration]) -> int:
    sent = [message(*told[n : n + _IN_A_MESSAGE]) for n in range(0, len(told), _IN_A_MESSAGE)]
    began = time.perf_counter()
    desk.take(*sent)
    return round((time.perf_counter() - began) / len(told) * 1e6)


def _case(name: str, person: Person, days: int, *more: Any) -> Registration:
    about = (facts.owner(), facts.party(person), *more)
    return facts.registration(f"case {name}", Kind.CASE, *about, at=NOW - days * DAY)


def _filed(persons: list[Person], days: int) -> Iterator[Registration]:
    for number, person in enumerate(persons):
        document = f"document {number}"
        yield _case(f"{number}", person, days, facts.filed(document))
        yield facts.registration(document, Kind.DOCUMENT, facts.owner(), at=NOW - days * DAY)


def _granted(persons: list[Person]) -> Iterator[Registration]:
    for number, person in enumerate(persons):
        grant, at = f"grant {number}", NOW - 3 * DAY
        benefit = facts.attributes(_BENEFIT, name="Ydelse", class_key="32.30.00")
        paid = facts.relation(
            fields.LINE, fields.LINE, amount="1.00", grant_id=f"{facts.object_id(grant)}"
        )
        receives = facts.party(person, fields.GRANT_RECIPIENT)
        paid_to = facts.party(person, fields.PAYMENT_RECIPIENT)
        yield facts.registration(grant, Kind.GRANT, facts.owner(), benefit, receives, at=at)
        yield facts.registration(
            f"payment {number}", Kind.PAYMENT, facts.owner(), paid, paid_to, at=at
        )
