# SPDX-License-Identifier: EUPL-1.2
"""What the commons does on others' events: a robot from elsewhere has been used."""

from __future__ import annotations

from typing import Any

import msgspec
from psycopg import Cursor

from gearskifte.commons.packages import remember_run
from gearskifte.kernel.events import Delivered
from gearskifte.robots.public import RobotRunFinished


def count_reuse(cursor: Cursor[Any], event: Delivered) -> None:
    """A robot's run has ended; one that came from another municipality counts as reuse."""
    told = msgspec.convert(event.payload, RobotRunFinished)
    remember_run(cursor, told.robot, event.at)
