# SPDX-License-Identifier: EUPL-1.2
"""How pages read: on the web role's connection, which outlives requests and may have died."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import psycopg
from django.db import connections
from psycopg import Cursor

ALIAS: Final = "web"

Result = TypeVar("Result")


def reading(work: Callable[[Cursor[Any]], Result]) -> Result:
    """What `work` makes of the database; asked once more if the connection had died unnoticed.

    Asking first whether the connection lives would cost every request a statement; a dead one costs
    one request a second try. `work` must bear being done twice.
    """
    try:
        return _attempt(work)
    except psycopg.OperationalError:
        if not connections[ALIAS].connection.broken:
            raise
    connections[ALIAS].close()
    return _attempt(work)


def _attempt(work: Callable[[Cursor[Any]], Result]) -> Result:
    connections[ALIAS].ensure_connection()
    with psycopg.Cursor(connections[ALIAS].connection) as cursor:
        return work(cursor)
