# SPDX-License-Identifier: EUPL-1.2
"""Call statistics are what the log says, month by month, and hold nobody's id."""

from __future__ import annotations

import psycopg
import pytest

from gearskifte.kernel.access import Role
from gearskifte.overview.publishing import UsageLine, read_usage, renew_waits
from gearskifte.registry.public import read_object, read_overview
from tests.builders.desk import Desk
from tests.builders.facts import case, object_id
from tests.builders.people import ANNA, BO, DAY, NOW, official_access, own_access
from tests.conftest import Connection

pytestmark = pytest.mark.integration


def _read(web: Connection) -> list[UsageLine]:
    with web.transaction(), web.cursor() as cursor:
        return read_usage(cursor)


def test_readings_are_counted_by_page_role_and_source(desk: Desk, web: Connection) -> None:
    """Each reading in one month and one row, also when it is counted twice."""
    desk.take(case("a", ANNA, BO))
    with web.transaction(), web.cursor() as cursor:
        for at in (NOW - 20 * DAY, NOW, NOW):
            read_overview(cursor, own_access(ANNA, at))
        read_overview(cursor, own_access(BO))
        read_object(cursor, official_access(ANNA), object_id("a"))
    for _ in range(2):
        renew_waits(desk.connection, NOW, again=True)
    told = {(f"{line.month:%m}", line.what, line.role): line for line in _read(web)}
    assert told["06", "overview", Role.CITIZEN].reads == 3
    assert told["06", "overview", Role.CITIZEN].people == 2
    assert told["05", "overview", Role.CITIZEN].reads == 1
    assert told["06", "object", Role.CASE_WORKER].source


def test_the_web_cannot_write_them(web: Connection) -> None:
    """What is counted is the worker's to write."""
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute("DELETE FROM overview_usage")
