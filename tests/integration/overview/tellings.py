# SPDX-License-Identifier: EUPL-1.2
"""What is told of a random municipality besides its things: deliveries, look-ups, what is wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from psycopg import Connection

from gearskifte.kernel.access import OWN, grant_access
from gearskifte.overview.rules.deliveries import DeliveryLine
from gearskifte.overview.rules.look_ups import LookUpReport, SourceLookUp
from gearskifte.overview.service import send_correction, take_deliveries, take_look_ups
from gearskifte.registry.public import Kind
from tests.builders.facts import object_id
from tests.builders.people import CITIZENS, NOW, OUR_CVR, VAULT
from tests.integration.overview.world import World

SYSTEM = "00000000-0000-4000-8000-000000000009"
TABLES = ("overview_delivery", "overview_correction", "overview_look_up", "overview_telling")


def tell(world: World, worker: Connection[Any], web: Connection[Any]) -> None:
    """A delivery of every grant, and of everybody a look-up in a system and a matter of theirs."""
    week = (date(2026, 11, 2), date(2026, 11, 8))
    delivered = [
        DeliveryLine(object_id(name), "Hjælp", *week, Decimal("1.5"), "timer")
        for name, thing in world.things.items()
        if thing.kind is Kind.GRANT
    ]
    looked = [
        SourceLookUp(f"of {person.id}", NOW, f"urn:oio:cpr-nr:{person.cpr}", "casework", OUR_CVR)
        for person in CITIZENS
    ]
    with worker.transaction(), worker.cursor() as cursor:
        take_deliveries(cursor, delivered, "Nexus", NOW)
        report = LookUpReport(tuple(looked))
        take_look_ups(cursor, report, VAULT, NOW, system=SYSTEM, name="Nexus")
    for number, person in enumerate(CITIZENS):
        access = grant_access(actor=person.actor, subject=person.id, purpose=OWN, at=NOW)
        said = UUID(int=number + 1)
        with web.transaction(), web.cursor() as cursor:
            sent = send_correction(
                cursor, access, correction=said, text="Det er forkert", authority=OUR_CVR
            )
        if sent:
            world.said[person.id] = said
        world.reads[person] += 2
