# SPDX-License-Identifier: EUPL-1.2
"""What a robot keeps of the pages it works on, from run to run and from machine to machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from psycopg import Connection

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.robots.screen.rules.page import Remembered

SQL: Final[Queries] = load("gearskifte.robots", "pages")
Kept = tuple[Remembered, ...]


class KeptPages:
    """The pages of one robot, in the ledger's database."""

    def __init__(self, connection: Connection[Any], robot: int) -> None:
        self._connection = connection
        self._robot = robot

    def recall(self, key: str) -> Sequence[Remembered]:
        """What is kept of a page; nothing of one that is new."""
        row = self._connection.execute(SQL.recall, {"robot": self._robot, "key": key}).fetchone()
        return msgspec.convert(row[0], Kept) if row else ()

    def keep(self, key: str, page: Sequence[Remembered]) -> None:
        """Keep a page, instead of what was kept of it."""
        content = msgspec.json.encode(page).decode()
        self._connection.execute(SQL.keep, {"robot": self._robot, "key": key, "content": content})
