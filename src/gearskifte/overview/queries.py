# SPDX-License-Identifier: EUPL-1.2
"""Reads of the overview's own tables."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.access import Access
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.registry.public import Kind

SQL: Final[Queries] = load("gearskifte.overview", "read")
NEWS_DAYS: Final = 60


class NewsLine(msgspec.Struct, frozen=True, array_like=True):
    """Something new: when, what (a state of a case, or a payment), and in which object."""

    at: datetime
    what: str
    object_id: UUID
    kind: Kind
    title: str


_NEWS = msgspec.json.Decoder(list[NewsLine])


def read_news(cursor: Cursor[Any], access: Access) -> list[NewsLine]:
    """What has happened in the last 60 days, newest first, of what may still be seen."""
    row = cursor.execute(
        SQL.news,
        {
            "at": access.at,
            "subject": access.subject,
            "entry": access.entry("news"),
            "since": access.at - timedelta(days=NEWS_DAYS),
        },
    ).fetchone()
    return _NEWS.decode(row[0]) if row else []
