# SPDX-License-Identifier: EUPL-1.2
"""Row security of the ledger: by department and role, default deny."""

from __future__ import annotations

from itertools import product
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.errors import InsufficientPrivilege

from gearskifte.kernel.access import Role
from gearskifte.kernel.errors import InputRefused
from gearskifte.robots import queries, service
from gearskifte.robots.queries import SQL
from tests.builders.recipes import NOTES, NotesWorld
from tests.builders.shop import Shop

pytestmark = pytest.mark.integration

Web = psycopg.Connection[tuple[Any, ...]]
UNITS = ("Jobcenter", "Skoler", "Ydelse", "")
WIDE = {Role.DIRECTOR, Role.DIGITALISATION_CHIEF}
ROWS = {
    "robot": "SELECT count(*) FROM robots_robot",
    "version": "SELECT count(*) FROM robots_version",
    "item": "SELECT count(*) FROM robots_item",
    "step": "SELECT count(DISTINCT item_id) FROM robots_step",
    "picture": "SELECT count(DISTINCT item_id) FROM robots_picture",
    "minutes": "SELECT count(*) FROM robots_minutes",
    "seen page": "SELECT count(*) FROM robots_seen_page",
}


def _as(web: Web, role: str, unit: str, query: Any, values: Any = None) -> list[tuple[Any, ...]]:
    with web.transaction():
        web.execute(SQL.open_as, {"role": role, "unit": unit})
        return web.execute(query, values).fetchall()


def _robots(shop: Shop, owned: list[tuple[str, tuple[str, ...]]]) -> None:
    """Robots of departments, each with one item that was worked on, a picture and minutes."""
    for number, (department, helpers) in enumerate(owned):
        made = shop.open(NOTES.replace("Notat i hver sag", f"Robot {number}"), [{"sagsnr": "S-1"}])
        shop.connection.execute(
            "UPDATE robots_robot SET department = %s, helpers = %s WHERE id = %s",
            (department, list(helpers), made.robot),
        )
        shop.connection.execute(
            "INSERT INTO robots_minutes (robot_id, kind, minutes, note, measured_by, at)"
            " VALUES (%s, 'sample', 5, '', 'x', now())",
            (made.robot,),
        )
        shop.connection.execute(
            "INSERT INTO robots_seen_page (robot_id, key, content, kept_at)"
            " VALUES (%s, 'side', '[]', now())",
            (made.robot,),
        )
    shop.work(NotesWorld())
    shop.connection.execute(
        "INSERT INTO robots_picture (item_id, at, moment, sealed)"
        " SELECT id, '2', 'after', '' FROM robots_item"
    )


def _clear(owner: psycopg.Connection[Any]) -> None:
    owner.execute(
        "TRUNCATE robots_robot, robots_version, robots_binding, robots_item, robots_step,"
        " robots_picture, robots_task, robots_minutes, robots_act, robots_beginning"
        " RESTART IDENTITY CASCADE"
    )
    owner.commit()


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    owned=st.lists(
        st.tuples(st.sampled_from(UNITS), st.sets(st.sampled_from(UNITS)).map(tuple)),
        min_size=1,
        max_size=4,
    )
)
def test_everybody_sees_what_is_theirs_and_nothing_else(
    shop: Shop, web: Web, owner: psycopg.Connection[Any], owned: list[tuple[str, tuple[str, ...]]]
) -> None:
    """For any departments: heads their own, case workers what they answer, directors figures."""
    _clear(owner)
    _robots(shop, owned)
    for role, unit in product(["", "robot", "worker", *(each.value for each in Role)], UNITS):
        own = sum(bool(unit) and unit == department for department, _ in owned)
        helped = sum(bool(unit) and unit in (department, *units) for department, units in owned)
        seen = {"department_head": own, "case_worker": helped}.get(role, 0)
        whole = len(owned) if role in WIDE else seen
        expected = {
            "robot": whole,
            "version": whole,
            "item": seen,
            "step": seen,
            "picture": seen if role == Role.CASE_WORKER else 0,
            "minutes": own if role == Role.DEPARTMENT_HEAD else 0,
            "seen page": own if role == Role.DEPARTMENT_HEAD else 0,
        }
        found = {name: _as(web, role, unit, query)[0][0] for name, query in ROWS.items()}
        assert found == expected, (role, unit)
        sums = _as(web, role, unit, "SELECT done_since FROM robots_sums(now(), '-infinity')")
        assert sums == [(1,)] * whole, (role, unit)


def test_without_a_name_nothing_is_seen_and_the_log_is_closed(shop: Shop, web: Web) -> None:
    """A transaction that does not say who asks sees nothing; what was said does not linger."""
    _robots(shop, [("Jobcenter", ())])
    assert _as(web, Role.DIRECTOR.value, "", ROWS["robot"]) == [(1,)]
    for query in ROWS.values():
        assert web.execute(query.encode()).fetchall() == [(0,)]
    for closed in (
        "SELECT * FROM robots_log",
        "SELECT * FROM robots_chain",
        "SELECT * FROM robots_act",
        "SELECT sealed FROM robots_secret",
    ):
        with pytest.raises(InsufficientPrivilege), web.transaction():
            web.execute(closed)


def test_only_those_who_see_a_robot_approve_and_own_it(shop: Shop, web: Web) -> None:
    """Another department's head changes nothing; a director approves, and items move along."""
    made = shop.open(NOTES, [{"sagsnr": "S-1"}])
    shop.connection.execute("UPDATE robots_robot SET department = 'Jobcenter'")
    with shop.connection.cursor() as cursor:
        now = shop.one("SELECT now()")
        newer = service.make_version(cursor, NOTES + "  - afslut: slut\n", by="Lone", now=now)
    values = {"version": newer.version, "by": "Per", "now": now}
    approve = service.SQL.approve
    for role, unit in (("case_worker", "Jobcenter"), ("department_head", "Skoler"), ("", "")):
        _as(web, role, unit, approve, values)
    query = "SELECT approved_by FROM robots_version WHERE id = %s"
    assert shop.rows(query, newer.version) == [("",)]
    _as(web, "director", "Direktionen", approve, values)
    assert shop.rows(query, newer.version) == [("Per",)]
    assert shop.rows("SELECT version_id FROM robots_item") == [(newer.version,)]

    def takes_the_name() -> None:
        with web.transaction(), web.cursor() as cursor:
            cursor.execute(SQL.open_as, {"role": "department_head", "unit": "Skoler"})
            service.make_version(cursor, NOTES, by="Ib", now=now, department="Skoler")

    with pytest.raises(InputRefused, match="GS-ROB-036"):
        takes_the_name()
    _as(web, "department_head", "Skoler", "UPDATE robots_robot SET stopped = true RETURNING id")
    assert shop.one("SELECT stopped FROM robots_robot") is False
    assert queries.helpers(shop.connection, made.slug) == []


def test_workers_reckon_the_hours_of_every_robot(shop: Shop) -> None:
    """The account that other rooms are told is of all departments."""
    _robots(shop, [("Jobcenter", ()), ("Skoler", ())])
    rows = shop.rows("SELECT done_since FROM robots_sums(now(), '-infinity')")
    assert rows == [(1,), (1,)]
