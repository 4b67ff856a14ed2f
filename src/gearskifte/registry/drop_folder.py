# SPDX-License-Identifier: EUPL-1.2
"""A folder into which systems drop messages as files.

A file is taken when it has lain still from one look to the next; who gives it its name when it is
whole (writes under a name that begins with a dot, then renames) is safe whatever the pauses. When
the registry has kept and read it, it is moved to `done` or `quarantine` in the folder. Nothing is
ever deleted or overwritten. Killed at any moment, the next look takes what still lies there: the
same bytes are kept once.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

from psycopg import Connection

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.registry.batches import BATCH
from gearskifte.registry.receiving import Intake, Message
from gearskifte.registry.rules.intake import Refusal
from gearskifte.registry.service import take_in

SQL: Final[Queries] = load("gearskifte.registry", "drop_folder")

DONE: Final = "done"
QUARANTINE: Final = "quarantine"
_UNFINISHED: Final = ("~", ".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".swp")

_Look = tuple[int, int, int]
"""What tells that a file has changed: its inode, size and time of change."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was taken, or that could not be.

    Attributes:
        name: what it was called.
        place: the folder it was moved to, "" if it had to stay where it is.
        trouble: why it could not be read, "" when it was.
    """

    name: str
    place: str
    refusals: tuple[Refusal, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    name: str
    look: _Look
    body: bytes = field(repr=False)

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.body).digest()


class DropFolder:
    """A drop folder and what was seen in it at the last look."""

    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        """`most_bytes` is the largest file that is read, and how much is read at a time."""
        self._folder = folder
        self._most_bytes = most_bytes
        self._seen: dict[str, _Look] = {}

    def first_look(self) -> None:
        """See what lies there, as the first sweep's look before."""
        self._seen = self._look()

    def sweep(self, intake: Intake) -> Iterator[Taken]:
        """Take the files that have lain still since the look before.

        Several processes may sweep one folder: they take turns.
        """
        seen = self._look()
        still = sorted(name for name, look in seen.items() if self._seen.get(name) == look)
        self._seen = seen
        if still:
            with _turn(self._folder):
                yield from self._take(intake, still)

    def _look(self) -> dict[str, _Look]:
        with os.scandir(self._folder) as entries:
            return {
                entry.name: _look_of(entry.stat(follow_symlinks=False))
                for entry in entries
                if entry.is_file(follow_symlinks=False) and _has_its_name(entry.name)
            }

    def _take(self, intake: Intake, names: Sequence[str]) -> Iterator[Taken]:
        batch: list[_Read] = []
        size = 0
        for name in names:
            found = self._read(name)
            if isinstance(found, Taken):
                yield found
            elif found is not None:
                if batch and (len(batch) == BATCH or size + len(found.body) > self._most_bytes):
                    yield from self._hand_in(intake, batch)
                    batch, size = [], 0
                batch.append(found)
                size += len(found.body)
        if batch:
            yield from self._hand_in(intake, batch)

    def _read(self, name: str) -> _Read | Taken | None:
        """The file's bytes; None if it is gone or has changed, so that its turn comes later."""
        try:
            handle = os.open(self._folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(handle, "rb") as file:
                look = _look_of(os.fstat(file.fileno()))
                if look != self._seen[name]:
                    return None
                if look[1] > self._most_bytes:
                    self._put_away(name, QUARANTINE)
                    return Taken(name, QUARANTINE, trouble=f"larger than {self._most_bytes} bytes")
                return _Read(name, look, file.read())
        except FileNotFoundError:
            return None
        except OSError as error:
            return Taken(name, "", trouble=error.strerror or type(error).__name__)

    def _hand_in(self, intake: Intake, batch: Sequence[_Read]) -> Iterator[Taken]:
        tally = take_in(intake, [Message(each.name, each.body) for each in batch])
        statuses = _statuses(intake.connection, [each.digest for each in batch])
        for each in batch:
            place = QUARANTINE if statuses[each.digest] == "quarantined" else DONE
            refusals = tuple(refusal for origin, refusal in tally.refused if origin == each.name)
            try:
                if _look_of((self._folder / each.name).lstat()) != each.look:
                    continue  # written to while it was read: it is taken again
                self._put_away(each.name, place)
            except FileNotFoundError:
                continue
            except OSError as error:
                yield Taken(each.name, "", refusals, error.strerror or type(error).__name__)
            else:
                yield Taken(each.name, place, refusals)

    def _put_away(self, name: str, place: str) -> None:
        """Move a file under its own name, or a numbered one where that is taken."""
        folder = self._folder / place
        folder.mkdir(exist_ok=True)
        file = Path(name)
        for number in count(1):
            target = folder / (name if number == 1 else f"{file.stem}.{number}{file.suffix}")
            if not os.path.lexists(target):
                (self._folder / name).rename(target)
                return


def _has_its_name(name: str) -> bool:
    return not name.startswith(".") and not name.lower().endswith(_UNFINISHED)


def _look_of(status: os.stat_result) -> _Look:
    return (status.st_ino, status.st_size, status.st_mtime_ns)


def _statuses(connection: Connection[Any], digests: Sequence[bytes]) -> dict[bytes, str]:
    with connection.transaction():
        found = connection.execute(SQL.statuses, {"digests": list(digests)}).fetchall()
    return {bytes(digest): status for digest, status in found}


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Have the folder for oneself; the lock is the kernel's and gone with a process that ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
