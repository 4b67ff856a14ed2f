# SPDX-License-Identifier: EUPL-1.2
"""What the robots do on others' events: a case that goes on may be work for one of them."""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings
from psycopg import Cursor

from gearskifte.kernel.events import Delivered
from gearskifte.registry.public import CaseProgressed, read_case_courses
from gearskifte.robots.starting import begin_for_case


def begin_robots(cursor: Cursor[Any], event: Delivered) -> None:
    """A case went into a new state: robots that begin with that have it in line, once."""
    told = msgspec.convert(event.payload, CaseProgressed)
    for course in read_case_courses(cursor, [told.object_id]):
        begin_for_case(cursor, settings.GEARSKIFTE_VAULT, told, course)
