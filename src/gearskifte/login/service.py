# SPDX-License-Identifier: EUPL-1.2
"""What a login leaves behind: an answer used once, and logins ended for every web process."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.database.reading import reading
from gearskifte.kernel.identity import Session
from gearskifte.login.rules import refusals

SQL: Final[Queries] = load("gearskifte.login", "logins")
KEPT_SECONDS: Final = 5.0
"""A login that is ended in one process is ended in all of them within this time."""

_NEVER: Final[tuple[float, dict[str, float]]] = (-KEPT_SECONDS, {})
_kept: dict[str, tuple[float, dict[str, float]]] = {}
_reading: Final = threading.Lock()


def use_once(once: str, until: datetime) -> None:
    """Use an answer.

    Raises:
        Refused: GS-LOGIN-005 if it was used before, whichever web process did.
    """
    digest = hashlib.sha256(once.encode()).digest()

    def use(cursor: Cursor[Any]) -> int:
        cursor.execute(SQL.forget_used)
        cursor.execute(SQL.use, {"once": digest, "until": until})
        return cursor.rowcount

    if reading(use) != 1:
        raise refusals.used_before()


def end(marks: Iterable[str], now: datetime) -> None:
    """End every login with one of these marks that began until now."""
    until = now + timedelta(minutes=settings.GEARSKIFTE.login_minutes + 1)

    def write(cursor: Cursor[Any]) -> None:
        cursor.execute(SQL.forget_ended)
        for mark in marks:
            cursor.execute(SQL.end, {"mark": mark, "at": now, "until": until})

    reading(write)
    forget_kept()


def has_ended(session: Session) -> bool:
    """Whether a login was ended before its time."""
    ended = _ended()
    return any(session.begun <= ended.get(mark, 0.0) for mark in session.marks) if ended else False


def forget_kept() -> None:
    """Read the endings anew at the next request."""
    with _reading:
        _kept.clear()


def _ended() -> dict[str, float]:
    """The endings, read once in a while for all requests of this process."""
    read_at, ended = _kept.get("ended", _NEVER)
    if time.monotonic() - read_at < KEPT_SECONDS:
        return ended
    with _reading:  # or what was read before an ending could be kept after it
        ended = reading(_read)
        _kept["ended"] = (time.monotonic(), ended)
    return ended


def _read(cursor: Cursor[Any]) -> dict[str, float]:
    return {mark: float(at) for mark, at in cursor.execute(SQL.ended).fetchall()}
