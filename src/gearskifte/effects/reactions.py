# SPDX-License-Identifier: EUPL-1.2
"""What effects do when something happens in the registry: cases are counted anew."""

from __future__ import annotations

from typing import Any

import msgspec
from psycopg import Cursor

from gearskifte.effects.service import keep_cases
from gearskifte.kernel.events import Delivered
from gearskifte.registry.public import CasesChanged, read_case_courses


def count_cases(cursor: Cursor[Any], event: Delivered) -> None:
    """Something new is known of cases."""
    changed = msgspec.convert(event.payload, CasesChanged)
    keep_cases(cursor, read_case_courses(cursor, changed.cases), event.at)
