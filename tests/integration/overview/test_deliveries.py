# SPDX-License-Identifier: EUPL-1.2
"""What was delivered is seen by whoever sees the grant, by nobody else, and goes with it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from gearskifte.app.subscriptions import SUBSCRIPTIONS
from gearskifte.kernel.access import Access
from gearskifte.kernel.events import Announcement, deliver, publish
from gearskifte.overview.queries import read_deliveries
from gearskifte.overview.rules.deliveries import DeliveryLine
from gearskifte.overview.service import take_deliveries
from gearskifte.registry.public import read_overview
from tests.builders.desk import Desk
from tests.builders.facts import grant, object_id
from tests.builders.people import ANNA, BO, NOW, official_access, own_access
from tests.conftest import Connection

pytestmark = pytest.mark.integration

WEEK = (date(2026, 11, 2), date(2026, 11, 8))
LINE = DeliveryLine(object_id("g"), "Rengøring", *WEEK, Decimal("1.50"), "timer", "Nexus")


def _take(desk: Desk, *lines: DeliveryLine, source: str = "Nexus") -> int:
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        return take_deliveries(cursor, lines, source, NOW)


def _seen(web: Connection, access: Access) -> list[DeliveryLine]:
    with web.transaction(), web.cursor() as cursor:
        read_overview(cursor, access)
        return read_deliveries(cursor)


def test_who_sees_the_grant_sees_it_and_nobody_else(desk: Desk, web: Connection) -> None:
    """The citizen and an official with a right to the benefit; without one, nobody."""
    desk.take(grant("g", ANNA), grant("h", BO))
    assert _take(desk, LINE) == 1
    assert _seen(web, own_access(ANNA)) == [LINE]
    assert _seen(web, own_access(BO)) == []
    assert _seen(web, official_access(ANNA)) == []
    with web.transaction(), web.cursor() as cursor:
        assert read_deliveries(cursor) == []


def test_the_same_again_changes_nothing_and_a_mend_is_one_row(desk: Desk, web: Connection) -> None:
    """A source tells its table as often as it will; another source's row stands beside it."""
    desk.take(grant("g", ANNA))
    assert _take(desk, LINE) == 1
    assert _take(desk, LINE) == 0
    mended = msgspec.structs.replace(LINE, amount=Decimal("2.00"))
    assert _take(desk, mended) == 1
    assert _seen(web, own_access(ANNA)) == [mended]
    assert _take(desk, LINE, source="Cura") == 1
    assert len(_seen(web, own_access(ANNA))) == 2


def test_it_goes_when_the_grant_goes(desk: Desk, web: Connection) -> None:
    """Nothing is left of a grant that was deleted."""
    desk.take(grant("g", ANNA), grant("h", ANNA))
    other = msgspec.structs.replace(LINE, grant=object_id("h"))
    _take(desk, LINE, other)
    told = {"objects": [str(object_id("g"))], "numbers": []}
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        publish(cursor, [Announcement("ObjectsErased", told)], NOW)
    deliver(desk.connection, SUBSCRIPTIONS, NOW)
    assert _seen(web, own_access(ANNA)) == [other]
