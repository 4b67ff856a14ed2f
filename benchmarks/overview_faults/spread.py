# SPDX-License-Identifier: EUPL-1.2
"""How evenly the web processes share the work (Linux)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Final

from benchmarks.overview_read import cpu

_ESTABLISHED: Final = "01"
_EVERY_SECONDS: Final = 0.5
_WORKS: Final = 0.05
"""A process that took less than this share of the time is no web process: it watches over them."""


@contextmanager
def watched(pids: Sequence[int]) -> Iterator[dict[str, list[float]]]:
    """What each web process had in the block: connections, when they were the most, and its share.

    `pids` are the web servers, whose web processes descend from them.
    """
    found: dict[str, list[float]] = {"connections": [], "share_of_processor_time": []}
    before = cpu.by_process(pids)
    over = Event()

    def watch() -> None:
        while not over.wait(_EVERY_SECONDS):
            now = _connections(sorted(before))
            found["connections"] = max(found["connections"], now, key=sum)

    watching = Thread(target=watch)
    watching.start()
    try:
        yield found
    finally:
        over.set()
        watching.join()
    spent = {pid: used - before.get(pid, 0.0) for pid, used in cpu.by_process(pids).items()}
    whole = sum(spent.values()) or 1.0
    shares = [round(spent[pid] / whole, 2) for pid in sorted(spent)]
    found["share_of_processor_time"] = [share for share in shares if share >= _WORKS]


def _connections(pids: Sequence[int]) -> list[float]:
    """Connections of each process that has any to a client, of those it listens for."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    listening = {line[1] for line in lines if line[3] == "0A"}
    there = {line[9] for line in lines if line[3] == _ESTABLISHED and line[1] in listening}
    numbers = [sum(1 for inode in _sockets(pid) if inode in there) for pid in pids]
    return [number for number in numbers if number]


def _sockets(pid: int) -> Iterator[str]:
    for file in Path(f"/proc/{pid}/fd").glob("*"):
        try:
            target = str(file.readlink())
        except OSError:  # closed since
            continue
        if target.startswith("socket:["):
            yield target[len("socket:[") : -1]
