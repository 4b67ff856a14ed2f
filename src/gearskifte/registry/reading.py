# SPDX-License-Identifier: EUPL-1.2
"""Reads messages in several processes, while those before them are written.

Reading and checking the XML is three quarters of what an object costs. It touches no database, so
it may be done anywhere; the readings come back in the order the messages came.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Final

from gearskifte.registry.rules.intake import Reading

Reader = Callable[[bytes], Reading]
"""Makes a reading of a message's bytes; never raises for bad input."""
ReadMany = Callable[[Sequence[bytes]], Iterator[Reading]]
"""Begins to read many messages; their readings come in the same order."""

_SPAWN: Final = multiprocessing.get_context("spawn")
_SHARES: Final = 4
"""Each process gets its part of a batch in so many portions, so that none waits for the last."""


@contextmanager
def reading_in(processes: int, read: Reader) -> Iterator[ReadMany]:
    """Begin processes that read.

    Args:
        processes: how many; they end when the caller does, however that happens.
        read: must be something that can be pickled.
    """
    pool = ProcessPoolExecutor(processes, _SPAWN, _end_with, (os.getpid(),))

    def read_many(bodies: Sequence[bytes]) -> Iterator[Reading]:
        portion = max(1, len(bodies) // (processes * _SHARES))
        return pool.map(read, bodies, chunksize=portion)

    try:
        yield read_many
    finally:
        pool.shutdown(cancel_futures=True)


def _end_with(parent: int) -> None:
    """Watch the parent: one that is killed cannot tell its children."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
