# SPDX-License-Identifier: EUPL-1.2
"""Own robots and promises become entries, once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import psycopg
import pytest

from gearskifte.commons import gathering
from gearskifte.commons.gathering import gather_own
from gearskifte.commons.queries import find_plan, own_entries
from gearskifte.commons.rules.portfolio import Phase
from gearskifte.commons.telling import Here
from gearskifte.effects.public import Detectable, Initiative
from gearskifte.kernel.time import local_date
from gearskifte.robots.public import RobotRuns
from tests.unit.commons.feeds import NOW, later

pytestmark = pytest.mark.integration

Worker = psycopg.Connection[tuple[Any, ...]]
HERE = Here("Havneby Kommune", "29190623")
PROMISE = UUID(int=9)


def _initiative() -> Initiative:
    return Initiative(
        PROMISE, HERE.cvr, "27.36.08", "Kortere vej til hjælp", "waiting", -20, local_date(NOW),
        "", 500_000_00, Detectable(30), NOW, "Henrik", (), (), None,
    )  # fmt: skip


def test_what_runs_here_becomes_entries_once(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A robot at work, one that waits and a promise are three entries, however often gathered."""
    robots: Mapping[str, RobotRuns] = {
        "rykker": RobotRuns("rykker", "Rykkere", "", NOW, NOW, 12, 0, 0, 12),
        "joblog": RobotRuns("joblog", "Joblog", "", None, None, 0, 0, 0, 0),
    }
    monkeypatch.setattr(gathering, "robot_runs", lambda _: robots)
    monkeypatch.setattr(gathering, "authorities", lambda _: {HERE.cvr: HERE.municipality})
    monkeypatch.setattr(gathering, "read_initiatives", lambda *_: [_initiative()])
    with worker.transaction(), worker.cursor() as cursor:
        assert gather_own(cursor, HERE, NOW) == (3, 3)
        assert gather_own(cursor, HERE, later(1)) == (3, 0)
        entries = {each.title: each for each in own_entries(cursor, HERE.municipality)}
        plan = find_plan(cursor, entries["Kortere vej til hjælp"].id)
    assert entries["Rykkere"].phase is Phase.RUNNING
    assert entries["Joblog"].phase is Phase.PROJECT
    assert plan is not None
    assert plan.plan.promise == PROMISE
    assert plan.plan.cost_oere == 500_000_00
