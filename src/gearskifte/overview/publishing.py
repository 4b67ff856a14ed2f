# SPDX-License-Identifier: EUPL-1.2
"""The published guide: written as a whole new edition, read by every page, kept a few seconds."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec
from psycopg import Connection, Cursor

from gearskifte.effects.public import (
    PublishedDeadlines,
    publish_deadline,
    read_published_deadlines,
)
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.time import COPENHAGEN, local_date, system_now
from gearskifte.overview.rules.guide import Guide
from gearskifte.overview.rules.title_quality import SubjectTitles, survey
from gearskifte.overview.rules.waits import NO_WAITS, Waits, make_waits
from gearskifte.registry.public import case_spans, case_titles, source_states, unread_since

SQL: Final[Queries] = load("gearskifte.overview", "publishing")
KEPT_SECONDS: Final = 5.0
"""A new edition is seen by every page within this time."""

_WAITS = msgspec.json.Decoder(Waits)
_TITLES = msgspec.json.Decoder(list[SubjectTitles])
_GUIDE = msgspec.json.Decoder(Guide)
_kept: dict[str, tuple[float, Guide]] = {}


def publish_guide(cursor: Cursor[Any], guide: Guide, *, by: str, now: datetime) -> None:
    """Let a new edition of the guide hold, in the caller's transaction.

    Its deadlines go to the one list of them, where those that stand there already are not repeated.
    """
    for deadline in guide.deadlines.entered:
        publish_deadline(cursor, deadline, by=by, now=now)
    edition = msgspec.structs.replace(
        guide, deadlines=PublishedDeadlines(), waits=NO_WAITS, states=(), unread_since=None
    )
    content = msgspec.json.encode(edition).decode()
    cursor.execute(SQL.publish, {"content": content, "by": by, "now": now})


def newest_guide(cursor: Cursor[Any]) -> Guide:
    """The edition that holds, with the deadlines and waits; empty where none was published."""
    row = cursor.execute(SQL.newest).fetchone() or (None, None)
    guide = _GUIDE.decode(row[0]) if row[0] else Guide()
    return msgspec.structs.replace(
        guide,
        deadlines=read_published_deadlines(cursor),
        waits=_WAITS.decode(row[1]) if row[1] else NO_WAITS,
    )


def renew_waits(connection: Connection[Any], now: datetime, *, again: bool = False) -> bool:
    """Count today's waits, titles and readings, once a day or `again`; whether it was done."""
    today = local_date(now)
    with connection.transaction(), connection.cursor() as cursor:
        row = cursor.execute(SQL.waits_as_of).fetchone()
        if row and row[0] == today and not again:
            return False
        waits = make_waits(case_spans(cursor), today)
        written = {
            "as_of": today,
            "content": msgspec.json.encode(waits).decode(),
            "titles": msgspec.json.encode(survey(case_titles(cursor))).decode(),
        }
        cursor.execute(SQL.write_waits, written)
        first = today.replace(day=1)
        since = (first - timedelta(days=1)).replace(day=1)
        cursor.execute(
            SQL.count_usage, {"since": datetime.combine(since, datetime.min.time(), COPENHAGEN)}
        )
    return True


class UsageLine(msgspec.Struct, frozen=True):
    """How often something was read in a month: what, by which role, of which source."""

    month: date
    what: str
    role: str
    source: str
    reads: int
    people: int


def read_usage(cursor: Cursor[Any]) -> list[UsageLine]:
    """How much the pages are used, the newest month first."""
    return [UsageLine(*row) for row in cursor.execute(SQL.usage).fetchall()]


def counted_titles(cursor: Cursor[Any]) -> tuple[date | None, list[SubjectTitles]]:
    """How the cases of each subject are titled, the worst first, and the day it was counted."""
    row = cursor.execute(SQL.titles).fetchone()
    return (row[0], _TITLES.decode(row[1])) if row else (None, [])


def published_guide() -> Guide:
    """The guide for a page, with the state of each source and of the line of what waits to be read.

    It is the same for everybody, so it is read once in a while and kept.
    """
    now = time.monotonic()
    read_at, guide = _kept.get("guide", (-KEPT_SECONDS, Guide()))
    if now - read_at >= KEPT_SECONDS:
        guide = reading(_newest_with_states)
        _kept["guide"] = (now, guide)
    return guide


def _newest_with_states(cursor: Cursor[Any]) -> Guide:
    """A state's times are what pages go by, each at its own moment, and not the state as it is."""
    states = source_states(cursor, system_now())
    since = unread_since(cursor)
    return msgspec.structs.replace(newest_guide(cursor), states=states, unread_since=since)


def forget_kept() -> None:
    """Read the guide anew at the next page."""
    _kept.clear()
