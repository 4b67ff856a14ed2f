# SPDX-License-Identifier: EUPL-1.2
"""What the operating system says about a process whose number stands in a lock file.

A number alone proves nothing: the process may be dead but not yet collected by its parent (a
zombie, whose number still counts as taken), or the number may have gone to somebody else.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Process:
    """A process that exists.

    `folder` is its working folder: empty where it is kept from us, None on systems that never tell.
    """

    pid: int
    zombie: bool
    folder: str | None

    def works_in(self, folder: Path) -> bool:
        """Whether this may be the server of the data in `folder`: PostgreSQL works inside its data.

        True for any living process on systems that never tell working folders.
        """
        return not self.zombie and self.folder in (None, str(folder.resolve()))

    @property
    def works_nowhere(self) -> bool:
        """Whether the folder it worked in has been deleted under it."""
        return self.folder is not None and self.folder.endswith(" (deleted)")


def find(pid: int) -> Process | None:
    """The process with this number, or None when there is none."""
    if not _PROC.joinpath("self").exists():
        return _find_without_proc(pid)
    try:
        status = _PROC.joinpath(str(pid), "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The name stands in parentheses and may itself hold spaces and parentheses.
    state = status.rpartition(")")[2].split()[0]
    return Process(pid, zombie=state in "ZX", folder=_folder(pid))


def _folder(pid: int) -> str:
    try:
        return str(_PROC.joinpath(str(pid), "cwd").readlink())
    except OSError:
        return ""


def _find_without_proc(pid: int) -> Process | None:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        return Process(pid, zombie=False, folder="")
    return Process(pid, zombie=False, folder=None)


def named_in(file: Path) -> Process | None:
    """The existing process whose number is the first line of a PostgreSQL lock file."""
    try:
        pid = int(file.read_bytes().split(b"\n", 1)[0])
    except (OSError, ValueError):
        return None
    return find(pid)
