# SPDX-License-Identifier: EUPL-1.2
"""How the robots' pages ask the database: in somebody's name, so that row security knows who."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from psycopg import Cursor

from gearskifte.kernel.access import Actor
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.database.reading import reading

SQL: Final[Queries] = load("gearskifte.robots", "read")

Result = TypeVar("Result")


def asking_as(actor: Actor, work: Callable[[Cursor[Any]], Result]) -> Result:
    """What `work` makes of what `actor` may see, in one transaction; see `functions_access.sql`."""

    def inside(cursor: Cursor[Any]) -> Result:
        with cursor.connection.transaction():
            cursor.execute(SQL.open_as, {"role": actor.role.value, "unit": actor.unit})
            return work(cursor)

    return reading(inside)
