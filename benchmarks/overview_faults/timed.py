# SPDX-License-Identifier: EUPL-1.2
"""The product's application, which also says in each answer what its time went to.

For measuring alone: served in the product's place, it adds the header Server-Timing (milliseconds).
"""

from __future__ import annotations

import gc
import threading
import time
from typing import Any

from psycopg import Connection, pq

from gearskifte.app.wsgi import application as product
from gearskifte.kernel.database import prepared


class _Spent(threading.local):
    """Seconds that the request of this thread has spent."""

    database = 0.0
    database_cpu = 0.0
    collecting = 0.0
    collecting_since = 0.0


_spent = _Spent()
_ask = prepared.ask


def _timed_ask(
    connection: Connection[Any], statement: bytes, values: list[bytes]
) -> pq.abc.PGresult:
    began, began_cpu = time.perf_counter(), time.thread_time()
    try:
        return _ask(connection, statement, values)
    finally:
        _spent.database += time.perf_counter() - began
        _spent.database_cpu += time.thread_time() - began_cpu


def _collecting(phase: str, _: dict[str, int]) -> None:
    now = time.perf_counter()
    if phase == "start":
        _spent.collecting_since = now
    else:
        _spent.collecting += now - _spent.collecting_since


prepared.ask = _timed_ask
gc.callbacks.append(_collecting)


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """The product's answer, with what its time went to.

    page      all of it, from when a thread took it up
    database  of that, waiting for the statement, its commit among the rest
    python    of that, the thread's own processor time, without the database's and the collector's
    garbage   of that, collecting it
    """
    began, began_cpu = time.perf_counter(), time.thread_time()
    _spent.database = _spent.database_cpu = _spent.collecting = 0.0
    held: list[Any] = []

    def keep(*answer: Any) -> None:
        held.extend(answer)

    body = product(environ, keep)
    status, headers, *rest = held
    cpu = time.thread_time() - began_cpu - _spent.database_cpu
    parts = {
        "page": time.perf_counter() - began,
        "database": _spent.database,
        "python": max(cpu - _spent.collecting, 0.0),
        "garbage": _spent.collecting,
    }
    said = ", ".join(f"{name};dur={seconds * 1000:.3f}" for name, seconds in parts.items())
    start_response(status, [*headers, ("Server-Timing", said)], *rest)
    return body
