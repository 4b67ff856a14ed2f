# SPDX-License-Identifier: EUPL-1.2
"""What a robot keeps of pages outlives the worker that saw them."""

from __future__ import annotations

import psycopg
import pytest

from gearskifte.kernel.time import system_now
from gearskifte.robots import service
from gearskifte.robots.driving.pages import KeptPages
from tests.builders.screen import field, memory, sight

pytestmark = pytest.mark.integration

RECIPE = "opskrift: {}\ntrin: [{{afslut: færdig}}]"


def test_a_page_is_known_again_by_the_same_robot_only(
    worker: psycopg.Connection[tuple[object, ...]],
) -> None:
    """What is kept comes back as it was, the newest only, and no other robot has it."""
    with worker.cursor() as cursor:
        made = [
            service.make_version(cursor, RECIPE.format(name), by="Lone", now=system_now())
            for name in ("Første", "Anden")
        ]
        robots = [
            cursor.execute(
                "SELECT robot_id FROM robots_version WHERE id = %s", [each.version]
            ).fetchone()
            for each in made
        ]
    first, second = (KeptPages(worker, int(str(row[0]))) for row in robots if row)
    old = memory(sight([field("Navn", id="n")]))
    new = memory(sight([field("Navn", id="n"), field("By", id="b", top=30)]))
    first.keep("sager/#", old)
    first.keep("sager/#", new)
    assert tuple(first.recall("sager/#")) == new
    assert tuple(first.recall("andet")) == ()
    assert tuple(second.recall("sager/#")) == ()
