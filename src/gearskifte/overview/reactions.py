# SPDX-License-Identifier: EUPL-1.2
"""What the overview does on others' events: news for the citizen, and who may act for whom."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from psycopg import Cursor

from gearskifte.kernel.access import CUSTODY, GUARDIAN
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.events import Delivered
from gearskifte.overview.publishing import newest_guide
from gearskifte.overview.rules.guide import RegisterEvent
from gearskifte.overview.service import begin_right, end_all_rights, end_right
from gearskifte.registry.public import (
    CaseProgressed,
    ObjectsErased,
    PaymentAnnounced,
    PersonEventReceived,
    RobotActed,
)

SQL: Final[Queries] = load("gearskifte.overview", "reactions")
PAYMENT: Final = "payment"
PROTECTION: Final = "protection"
DEAD: Final = "90"
"""The national register's status of a person who has died (CPR, statuskode 90)."""
_RIGHTS: Final = {"custody": CUSTODY, "guardian": GUARDIAN}


def remember_progress(cursor: Cursor[Any], event: Delivered) -> None:
    """A case went into a new state."""
    told = msgspec.convert(event.payload, CaseProgressed)
    _remember(cursor, event, told, told.state)


def remember_payment(cursor: Cursor[Any], event: Delivered) -> None:
    """Money is on its way."""
    _remember(cursor, event, msgspec.convert(event.payload, PaymentAnnounced), PAYMENT)


def forget_objects(cursor: Cursor[Any], event: Delivered) -> None:
    """Objects were deleted: so is what was told and said of them, but what waits for an answer."""
    told = msgspec.convert(event.payload, ObjectsErased)
    cursor.execute(SQL.forget_corrections, {"objects": list(told.objects)})
    cursor.execute(SQL.forget_news, {"objects": list(told.objects)})
    cursor.execute(SQL.forget_deliveries, {"objects": list(told.objects)})
    references = [*map(str, told.objects), *told.numbers]
    cursor.execute(SQL.forget_robot_acts, {"references": references})


def remember_robot(cursor: Cursor[Any], event: Delivered) -> None:
    """A robot did something in a citizen's case; one that says of nobody whom is not shown."""
    told = msgspec.convert(event.payload, RobotActed)
    if told.person is not None:
        cursor.execute(
            SQL.add_robot_act,
            {
                "event_id": event.id,
                "person": told.person,
                "case": told.case,
                "at": event.at,
                "robot": told.title,
                "rule": told.rule,
                "what": told.what,
            },
        )


def note_person(cursor: Cursor[Any], event: Delivered) -> None:
    """A register told of a person: who acts for them, that they are protected, or have died."""
    told = msgspec.convert(event.payload, PersonEventReceived)
    known = newest_guide(cursor).event(told.action) or RegisterEvent(told.action, "")
    person, *others = told.persons
    if known.means == "died" or told.status == DEAD:
        end_all_rights(cursor, person, told.at)
        cursor.execute(SQL.silence, {"person": person, "now": event.at})
    purpose, _, change = known.means.rpartition("-")
    if purpose == PROTECTION:
        asked = {"person": person, "at": told.at, "source": known.register or told.source}
        cursor.execute(SQL.protect if change == "begins" else SQL.unprotect, asked)
    for holder in {*others} - {person} if purpose in _RIGHTS else ():
        right = _RIGHTS[purpose]
        if change == "begins":
            begin_right(
                cursor,
                purpose=right,
                giver=person,
                holder=holder,
                starts=told.at,
                source=known.register or told.source,
                now=event.at,
            )
        else:
            end_right(cursor, purpose=right, giver=person, holder=holder, at=told.at)


def _remember(
    cursor: Cursor[Any], event: Delivered, told: CaseProgressed | PaymentAnnounced, what: str
) -> None:
    cursor.execute(
        SQL.add_news,
        {
            "persons": list(told.persons),
            "object_id": told.object_id,
            "event_id": event.id,
            "what": what,
            "at": told.at,
        },
    )
