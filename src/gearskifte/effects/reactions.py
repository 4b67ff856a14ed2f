# SPDX-License-Identifier: EUPL-1.2
"""What effects do when something happens: cases are counted anew, and what is in use is noted."""

from __future__ import annotations

from typing import Any

import msgspec
from psycopg import Cursor

from gearskifte.effects.adopting import note_touch
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
        )
