# SPDX-License-Identifier: EUPL-1.2
"""Events between rooms: written with the change itself, delivered at least once by the worker.

A room writes an event in the transaction that made it true; nobody hears of what was rolled back,
and nothing that was committed goes unheard. Receivers are idempotent by the event's id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from psycopg import Connection, Cursor

from gearskifte.kernel.database.queries import Queries, load

SQL: Final[Queries] = load("gearskifte.kernel", "outbox")

LONGEST_WAIT: Final = timedelta(hours=1)
"""A receiver that keeps failing is tried again after 2, 4, 8 … seconds, never later than this."""


class Announcement(msgspec.Struct, frozen=True):
    """An event before it has an id: its name, in the past tense, and what it tells."""

    name: str
    payload: dict[str, Any]


class Delivered(msgspec.Struct, frozen=True):
    """An event as its receivers get it. `id` is the same at every attempt."""

    id: int
    name: str
    at: datetime
    payload: dict[str, Any]


class Waiting(msgspec.Struct, frozen=True):
    """Events not delivered yet: how many, since when the oldest, and how many failed before."""

    number: int
    oldest_at: datetime | None
    failing: int


Receiver = Callable[[Cursor[Any], Delivered], None]
"""A reaction: writes its own room's tables in the worker's transaction."""


def publish(cursor: Cursor[Any], announcements: Iterable[Announcement], now: datetime) -> None:
    """Write events to the outbox, in the caller's transaction."""
    rows = msgspec.json.encode(list(announcements)).decode()
    if rows != "[]":
        cursor.execute(SQL.publish, {"rows": rows, "now": now})


def deliver(
    connection: Connection[Any],
    receivers: Mapping[str, Iterable[Receiver]],
    now: datetime,
    *,
    most: int = 100,
) -> int:
    """Deliver waiting events, each in a transaction of its own; the number that were tried.

    Several workers may do this at once; an event is held by one of them at a time. A receiver that
    fails leaves no trace, and the event waits before it is tried again.
    """
    for tried in range(most):
        with connection.transaction(), connection.cursor() as cursor:
            row = cursor.execute(SQL.claim, {"now": now}).fetchone()
            if row is None:
                return tried
            event = Delivered(*row[:4])
            failure = _tell(connection, cursor, receivers.get(event.name, ()), event)
            wait = min(timedelta(seconds=2 ** min(row[4] + 1, 12)), LONGEST_WAIT)
            cursor.execute(
                SQL.fail if failure else SQL.settle,
                {"id": event.id, "now": now, "error": failure, "again": now + wait},
            )
    return most


def forget(cursor: Cursor[Any], references: Iterable[str], now: datetime) -> None:
    """Empty what was told of objects by these ids or numbers, as they are deleted.

    What has not been heard yet and is about one of them alone needs no hearing any more.
    """
    cursor.execute(SQL.forget, {"references": list(references), "now": now})


def waiting(cursor: Cursor[Any]) -> Waiting:
    """How the delivery of events is going; nothing of what they tell."""
    return Waiting(*cursor.execute(SQL.waiting).fetchall()[0])


def _tell(
    connection: Connection[Any],
    cursor: Cursor[Any],
    receivers: Iterable[Receiver],
    event: Delivered,
) -> str:
    """Tell all receivers or none; what went wrong, without the event's content, or ""."""
    try:
        with connection.transaction():
            for receiver in receivers:
                receiver(cursor, event)
    except Exception as error:  # noqa: BLE001 - any receiver's fault is kept and tried again
        return type(error).__name__
    return ""
