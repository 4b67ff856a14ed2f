# SPDX-License-Identifier: EUPL-1.2
"""A citizen reads on their case what a robot did, by which law, and how to reach a person."""

from __future__ import annotations

import psycopg
import pytest

from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.events import Announcement, publish
from gearskifte.kernel.time import system_now
from tests.acceptance.conftest import Browser, Outcome, Run
from tests.builders.facts import object_id
from tests.builders.people import ANNA

pytestmark = pytest.mark.acceptance


def test_a_robots_act_is_marked_on_the_case(
    run: Run, browser: Browser, imported: Outcome, database: Database
) -> None:
    """What, which robot and the legal basis stand there, with the way to a person."""
    act = {
        "robot": "rykning",
        "version": 1,
        "item": 7,
        "case": str(object_id("anna")),
        "what": "Rykkede for lønseddel",
        "title": "Rykning for lønseddel",
        "rule": "Retssikkerhedsloven § 11",
        "person": str(ANNA.id),
    }
    with psycopg.connect(database.worker_url) as connection, connection.cursor() as cursor:
        publish(cursor, [Announcement("RobotActed", act)], system_now())
    assert run("worker", "--once").status == 0
    browser.become(ANNA.name)
    page = browser.visit(f"/mit-overblik/sag/{object_id('anna')}/")
    assert "Det har en robot gjort" in page.text
    assert "Rykkede for lønseddel" in page.text
    assert "Retssikkerhedsloven § 11" in page.text
    assert any("noget-er-forkert/skriv/?sag=" in link for link in page.links)
