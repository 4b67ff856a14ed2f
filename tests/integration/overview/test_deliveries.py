# SPDX-License-Identifier: EUPL-1.2
"""What was delivered is seen by whoever sees the grant, by nobody else, and goes with it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from gearskifte.app.subscriptions import SUBSCRIPTIONS
from gearskifte.kernel.access import Access, Actor, Role
from gearskifte.kernel.events import Announcement, deliver, publish
from gearskifte.overview.queries import read_deliveries
from gearskifte.overview.rules.deliveries import DeliveryLine
from gearskifte.overview.service import take_deliveries
from gearskifte.registry.public import Kind, fields, read_overview
from tests.builders.desk import Desk
from tests.builders.facts import (
    attributes,
    grant,
    object_id,
    owner,
    party,
    registration,
)
from tests.builders.people import ANNA, BO, NOW, OUR_CVR, official_access, own_access
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


def test_an_official_sees_it_with_the_whole_grant_alone(desk: Desk, web: Connection) -> None:
    """A row names its benefit by a word, so whoever may not see all benefits sees no row."""
    # Help in kind is paid by no payment: it is opened by its own owner, subjects and sensitivity.
    kles = ("32.45.04", "27.36.04")
    benefits = [
        attributes(f"{fields.BENEFIT_PREFIX}{number}", name=f"Hjælp {kle}", class_key=kle)
        for number, kle in enumerate(kles)
    ]
    owned = (owner(), party(ANNA, fields.GRANT_RECIPIENT))
    desk.take(registration("g", Kind.GRANT, *benefits, *owned))
    _take(desk, LINE)
    assert _seen(web, own_access(ANNA)) == [LINE]
    for official, subjects, wanted in (
        ("nobody", "27.36.05", []),
        ("a part", kles[0], []),
        ("the whole", ", ".join(kles), [LINE]),
    ):
        actor = Actor(official, official, Role.CASE_WORKER, "", OUR_CVR)
        desk.entitle(official, of_benefits=subjects, level=4)
        access = official_access(ANNA, actor)
        with web.transaction(), web.cursor() as cursor:
            page = read_overview(cursor, access)
            assert read_deliveries(cursor) == wanted
        assert (official != "nobody") == any(held.kind is Kind.GRANT for held in page.objects)


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
