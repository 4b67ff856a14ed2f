# SPDX-License-Identifier: EUPL-1.2
"""Several workers on one machine: a parent that forks them, and forks anew those that die."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
CALM: Final = 0.02
"""Seconds between two looks for dead workers."""
TOLD_AGAIN: Final = 1.0
"""Seconds until a worker that has not stopped is told so again: it may not have listened yet."""


def keep_alive(number: int, work: Callable[[threading.Event], None]) -> None:
    """Fork `number` processes that `work`, until SIGTERM or SIGINT or all have ended in peace.

    The parent must hold no connection. A worker that was killed is replaced at once; a child whose
    parent dies is told to stop.
    """
    stopping = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stopping.set())
    living = {_fork(work) for _ in range(number)}
    tell_at = 0.0
    while living:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid:
            living.discard(pid)
            if not stopping.is_set() and os.waitstatus_to_exitcode(status) != 0:
                living.add(_fork(work))
            continue
        if stopping.is_set() and time.monotonic() >= tell_at:
            tell_at = time.monotonic() + TOLD_AGAIN
            for child in living:
                os.kill(child, signal.SIGTERM)
        time.sleep(CALM)


def _fork(work: Callable[[threading.Event], None]) -> int:
    child = os.fork()
    if child:
        return child
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    status = 1
    try:
        work(stop)
        status = 0
    finally:
        os._exit(status)
