# SPDX-License-Identifier: EUPL-1.2
"""CPU time that a server and everything it started have used (Linux)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_TICKS: Final = os.sysconf("SC_CLK_TCK")


def used(server: int) -> float:
    """Seconds of CPU, user and system, of a process, its descendants, and those that ended.

    Args:
        server: the number of the process that started the others.
    """
    return sum(by_process([server]).values())


def by_process(servers: Iterable[int]) -> dict[int, float]:
    """The same of each of them by itself, by its number."""
    parents, seconds = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = folder.joinpath("stat").read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            continue
        # What follows the name, which may itself hold blanks and brackets.
        values = stat.rpartition(")")[2].split()
        pid = int(folder.name)
        parents[pid] = int(values[1])
        seconds[pid] = sum(map(int, values[11:15])) / _TICKS
    wanted = set(servers)
    return {pid: used for pid, used in seconds.items() if _descends(pid, wanted, parents)}


def _descends(pid: int, servers: set[int], parents: dict[int, int]) -> bool:
    while pid and pid not in servers:
        pid = parents.get(pid, 0)
    return pid in servers
