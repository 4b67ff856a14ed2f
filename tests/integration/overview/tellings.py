# SPDX-License-Identifier: EUPL-1.2
"""What is told of a random municipality besides its things.

Deliveries, look-ups, what is wrong, who is protected, who has custody, and mandates.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from psycopg import Connection, Cursor

from gearskifte.kernel.access import OWN, grant_access
from gearskifte.overview.rules.deliveries import DeliveryLine
from gearskifte.overview.rules.look_ups import LookUpReport, SourceLookUp
from gearskifte.overview.service import send_correction, take_deliveries, take_look_ups
from gearskifte.registry.public import Kind
from tests.builders.facts import object_id
from tests.builders.people import CITIZENS, DAY, NOW, OUR_CVR, VAULT
from tests.integration.overview.world import World

SYSTEM = "00000000-0000-4000-8000-000000000009"
TABLES = (
    *("overview_delivery", "overview_correction", "overview_look_up", "overview_telling"),
    *("overview_protection", "overview_mandate"),
)


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
        _tell_of_people(cursor, world)
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


def _tell_of_people(cursor: Cursor[Any], world: World) -> None:
    """Whom registers protect and whose parents they name, and mandates that were given."""
    for hidden in world.protected:
        cursor.execute(
            "INSERT INTO overview_protection (person_id, starts, ends, source)"
            " VALUES (%s, %s, %s, 'CPR')",
            [hidden.person.id, hidden.start, hidden.end],
        )
    rows = [
        (each.child, each.parent, "custody", "", "", each.start, each.end, "CPR")
        for each in world.custody
    ]
    for given in world.given:
        scope, label = f"case:{object_id(given.case)}", world.things[given.case].title
        rows.append((given.giver, given.holder, "behalf", scope, label, NOW - DAY, None, ""))
    for giver, holder, purpose, scope, label, starts, ends, source in rows:
        cursor.execute(
            "INSERT INTO overview_mandate (id, giver, giver_name, holder, holder_name, purpose,"
            " scope, label, made_at, starts, ends, source)"
            " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                *(giver.id, giver.name, holder.id, holder.name, purpose),
                *(scope, label, NOW - 60 * DAY, starts, ends, source),
            ],
        )
