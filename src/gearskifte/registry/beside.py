# SPDX-License-Identifier: EUPL-1.2
"""Batches are read and prepared in several processes, while those before them are written.

That is four fifths of what an object costs. It touches no database, so it may be done anywhere;
what comes back is rows as the database takes them. A process that is killed is noticed: what it and
its like had been given is given to new ones. The keys by which persons are known are handed to each
process through the pipe by which it is started, and stand in no argument and no environment.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from typing import Final

from gearskifte.kernel.errors import GearskifteError, Text
from gearskifte.registry.preparing import Answer, Preparer, Share

_SPAWN: Final = multiprocessing.get_context("spawn")
_ATTEMPTS: Final = 3
VALUES_OF_A_BATCH: Final = 250_000
"""So many new values make the garbage collector look for cycles, of which a batch has none.

It looks once a batch instead of hundreds of times, which took a fifth of the time.
"""


class PreparingError(GearskifteError):
    """Processes that prepare batches were ended again and again."""


@dataclass(slots=True)
class _Given:
    """A share and where what comes of it will be."""

    share: Share
    future: Future[Answer]


class Beside:
    """Processes that prepare shares. They are begun when the first share is given to them.

    Attributes:
        ahead: so many shares are given before the first is asked for, so that none waits for work.
    """

    def __init__(self, processes: int, preparer: Preparer) -> None:
        self.ahead = processes + 1
        self._processes = processes
        self._preparer = preparer
        self._pool: ProcessPoolExecutor | None = None
        self._given: deque[_Given] = deque()

    def begin(self, share: Share) -> Callable[[], Answer]:
        """Begin to prepare a share; what is returned waits for what comes of it.

        Shares must be asked for in the order in which they were given.
        """
        try:
            given = _Given(share, self._submit(share))
        except BrokenProcessPool:
            self._begin_anew()
            given = _Given(share, self._submit(share))
        self._given.append(given)
        return partial(self._answer, given)

    def end(self) -> None:
        """End the processes, whatever they are at."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _submit(self, share: Share) -> Future[Answer]:
        if self._pool is None:
            started = (os.getpid(), self._preparer)
            self._pool = ProcessPoolExecutor(self._processes, _SPAWN, _start, started)
        return self._pool.submit(_prepare, share)

    def _answer(self, given: _Given) -> Answer:
        for _ in range(_ATTEMPTS):
            try:
                answer = given.future.result()
            except BrokenProcessPool:
                self._begin_anew()
            else:
                self._given.remove(given)
                return answer
        raise _ended()

    def _begin_anew(self) -> None:
        """Give what is not answered to new processes: one that is killed takes the others along."""
        self.end()
        for given in self._given:
            if not given.future.done() or given.future.exception() is not None:
                given.future = self._submit(given.share)


def usual_processes() -> int:
    """How many processes prepare where nothing is said: one for each core, none if there is one."""
    cores = len(os.sched_getaffinity(0))
    return cores if cores > 1 else 0


_own: list[Preparer] = []
"""What a process was given when it started."""


def _start(parent: int, preparer: Preparer) -> None:
    _own.append(preparer)
    gc.freeze()
    gc.set_threshold(VALUES_OF_A_BATCH)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """Watch the parent: one that is killed cannot tell its children."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _prepare(share: Share) -> Answer:
    (preparer,) = _own
    return preparer(share)


def _ended() -> PreparingError:
    return PreparingError(
        "GS-REG-011",
        what=Text(
            "En proces, der forbereder beskeder, blev afsluttet udefra flere gange i træk.",
            "A process that prepares messages was ended from outside several times in a row.",
        ),
        why=Text(
            "Maskinen har måske ikke hukommelse nok til så mange processer.",
            "The machine may not have the memory for so many processes.",
        ),
        do=Text(
            "Alt før det er skrevet. Kør kommandoen igen, eventuelt med --processes 1.",
            "Everything before it is written. Run the command again, perhaps with --processes 1.",
        ),
    )
