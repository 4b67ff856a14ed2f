# SPDX-License-Identifier: EUPL-1.2
"""The published guide: written as a whole new edition, read by every page, kept a few seconds."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any, Final

import msgspec
from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.database.reading import reading
from gearskifte.overview.rules.guide import Guide

SQL: Final[Queries] = load("gearskifte.overview", "publishing")
KEPT_SECONDS: Final = 5.0
"""A new edition is seen by every page within this time."""

_GUIDE = msgspec.json.Decoder(Guide)
_kept: dict[str, tuple[float, Guide]] = {}


def publish_guide(cursor: Cursor[Any], guide: Guide, *, by: str, now: datetime) -> None:
    """Let a new edition of the guide hold, in the caller's transaction."""
    content = msgspec.json.encode(guide).decode()
    cursor.execute(SQL.publish, {"content": content, "by": by, "now": now})


def newest_guide(cursor: Cursor[Any]) -> Guide:
    """The edition that holds; an empty guide where none was published."""
    row = cursor.execute(SQL.newest).fetchone()
    return Guide() if row is None else _GUIDE.decode(row[0])


def published_guide() -> Guide:
    """The guide for a page: the same for everybody, so it is read once in a while and kept."""
    now = time.monotonic()
    read_at, guide = _kept.get("guide", (-KEPT_SECONDS, Guide()))
    if now - read_at >= KEPT_SECONDS:
        guide = reading(newest_guide)
        _kept["guide"] = (now, guide)
    return guide


def forget_kept() -> None:
    """Read the guide anew at the next page."""
    _kept.clear()
