# SPDX-License-Identifier: EUPL-1.2
"""How pages read: on a connection that outlives requests and may have died."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import psycopg
from django.db import connections
from psycopg import Cursor

ALIAS: Final = "web"

Result = TypeVar("Result")


def reading(work: Callable[[Cursor[Any]], Result], alias: str = ALIAS) -> Result:
    """What `work` makes of the database; asked once more if the connection had died unnoticed.

    Asking first whether the connection lives would cost every request a statement; a dead one costs
    one request a second try. `work` must bear being done twice. `alias` is whose connection it is:
    the web role's, but for pages that read as another.
    """
    try:
        return _attempt(work, alias)
    except psycopg.OperationalError:
        if not connections[alias].connection.broken:
            raise
    connections[alias].close()
    return _attempt(work, alias)


def _attempt(work: Callable[[Cursor[Any]], Result], alias: str) -> Result:
    connections[alias].ensure_connection()
    with psycopg.Cursor(connections[alias].connection) as cursor:
        return work(cursor)
