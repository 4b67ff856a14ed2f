# SPDX-License-Identifier: EUPL-1.2
"""Telling the registry what robots did: each act is a message that the registry takes in.

Told at least once and taken in once, since the registry knows the same bytes again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from psycopg import Connection

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.secrets import Vault
from gearskifte.registry.public import Message

SQL: Final[Queries] = load("gearskifte.robots", "acts")
ORIGIN: Final = "robot"

TakeIn = Callable[[Sequence[Message]], object]


def tell_acts(
    connection: Connection[Any], vault: Vault, take_in: TakeIn, *, most: int = 100
) -> int:
    """Hand the registry what it has not been told yet; how many acts."""
    rows = connection.execute(SQL.untold, {"most": most}).fetchall()
    connection.commit()
    if rows:
        take_in([Message(ORIGIN, vault.decipher(bytes(message))) for _, message in rows])
        connection.execute(SQL.told, {"ids": [number for number, _ in rows]})
        connection.commit()
    return len(rows)
