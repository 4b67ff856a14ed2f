# SPDX-License-Identifier: EUPL-1.2
"""What effects do when something happens: cases are counted anew, and what is in use is noted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from psycopg import Cursor

from gearskifte.effects.adopting import note_touch
from gearskifte.effects.meanings import note_minutes
from gearskifte.effects.service import forget, keep_cases
from gearskifte.kernel.events import Delivered
from gearskifte.registry.public import (
    CasesChanged,
    ObjectsErased,
    RobotActed,
    read_case_courses,
)


def count_cases(cursor: Cursor[Any], event: Delivered) -> None:
    """Something new is known of cases."""
    changed = msgspec.convert(event.payload, CasesChanged)
    keep_cases(cursor, read_case_courses(cursor, changed.cases), event.at)


def forget_cases(cursor: Cursor[Any], event: Delivered) -> None:
    """Cases were deleted: what was counted stays counted, of cases that nobody can tell."""
    forget(cursor, msgspec.convert(event.payload, ObjectsErased).objects)


class Timed(msgspec.Struct, frozen=True):
    """What is heard of human time that was measured; `item` is 0 where one was timed by hand."""

    robot: str
    item: int
    minutes: float


def note_time(cursor: Cursor[Any], event: Delivered) -> None:
    """Human time was measured: it counts as handling of the case, or as a sample of the work."""
    timed = msgspec.convert(event.payload, Timed)
    note_minutes(
        cursor,
        event=event.id,
        item=timed.item,
        solution=timed.robot,
        minutes=Decimal(str(timed.minutes)),
        at=event.at,
    )


def note_act(cursor: Cursor[Any], event: Delivered) -> None:
    """A robot did something in a case: that is how it is seen to be in use."""
    acted = msgspec.convert(event.payload, RobotActed)
    if acted.case:
        note_touch(
            cursor,
            reference=acted.case,
            solution=acted.robot,
            title=acted.title,
            at=event.at,
            now=event.at,
            item=acted.item,
        )
