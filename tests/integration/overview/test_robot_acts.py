# SPDX-License-Identifier: EUPL-1.2
"""What a robot did stands on the citizen's case, with its rule, and on nobody else's."""

from __future__ import annotations

from typing import Any

import pytest

from gearskifte.app.subscriptions import SUBSCRIPTIONS
from gearskifte.kernel.access import Access
from gearskifte.kernel.events import Announcement, deliver, publish
from gearskifte.overview.queries import RobotLine, read_robot_acts
from gearskifte.registry.public import read_object
from tests.builders.desk import Desk
from tests.builders.facts import case, object_id
from tests.builders.people import ANNA, BO, NOW, official_access, own_access
from tests.conftest import Connection

pytestmark = pytest.mark.integration

ACT: dict[str, Any] = {
    "robot": "rykning",
    "version": 1,
    "item": 7,
    "case": "2024-17",
    "what": "Rykkede for lønseddel",
    "title": "Rykning for lønseddel",
    "rule": "Retssikkerhedsloven § 11",
    "person": str(ANNA.id),
}


def _tell(desk: Desk, *acts: dict[str, Any]) -> None:
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        publish(cursor, [Announcement("RobotActed", act) for act in acts], NOW)
    deliver(desk.connection, SUBSCRIPTIONS, NOW)


def _acts(web: Connection, access: Access, name: str = "a") -> list[RobotLine]:
    with web.transaction(), web.cursor() as cursor:
        read_object(cursor, access, object_id(name))
        return read_robot_acts(cursor, access, object_id(name), "2024-17")


def test_an_act_stands_on_the_case_with_its_rule(desk: Desk, web: Connection) -> None:
    """By the case's number or its id, once, however often it is delivered."""
    desk.take(case("a", ANNA, BO))
    _tell(desk, ACT, {**ACT, "case": str(object_id("a"))}, {**ACT, "case": "2024-99"})
    desk.connection.execute("UPDATE kernel_outbox SET delivered_at = NULL")
    desk.connection.commit()
    deliver(desk.connection, SUBSCRIPTIONS, NOW)
    line = RobotLine(NOW, "Rykning for lønseddel", "Retssikkerhedsloven § 11", ACT["what"])
    assert _acts(web, own_access(ANNA)) == [line, line]
    assert len(_acts(web, official_access(ANNA))) == 2


def test_it_is_nobody_elses(desk: Desk, web: Connection) -> None:
    """Another person on the same case, or with a case of the same number, sees nothing of it."""
    desk.take(case("a", ANNA, BO), case("b", BO))
    _tell(desk, ACT)
    assert _acts(web, own_access(BO)) == []
    assert _acts(web, own_access(BO), "b") == []


def test_an_act_that_says_of_nobody_whom_is_not_shown(desk: Desk, web: Connection) -> None:
    """Older robots told no citizen: nothing is guessed from the number."""
    desk.take(case("a", ANNA))
    _tell(desk, {key: value for key, value in ACT.items() if key != "person"})
    assert _acts(web, own_access(ANNA)) == []
