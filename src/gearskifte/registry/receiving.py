# SPDX-License-Identifier: EUPL-1.2
"""What an intake is given, what it needs, and how it went."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from psycopg import Connection, Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.secrets import Vault
from gearskifte.registry.beside import Beside
from gearskifte.registry.preparing import Preparer, Reader
from gearskifte.registry.rules.intake import Refusal

SQL: Final[Queries] = load("gearskifte.registry", "intake")


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it came: where from (a file's name, an interface) and its bytes."""

    origin: str
    body: bytes = field(repr=False)


@dataclass(slots=True)
class Tally:
    """How an intake went, counted in messages; a message with any part refused is quarantined."""

    messages: int = 0
    applied: int = 0
    unchanged: int = 0
    quarantined: int = 0
    findings: int = 0
    objects: int = 0
    refused: list[tuple[str, Refusal]] = field(default_factory=list)
    """Where from and why, for the first hundred refusals that were new."""

    def count(self, status: str) -> None:
        """Count one message by what became of it."""
        self.messages += 1
        setattr(self, status, getattr(self, status) + 1)


@dataclass(frozen=True, slots=True)
class Intake:
    """What an intake needs: a worker's connection, a reader, the keys and a clock.

    `beside` prepares batches in other processes, where there are any (see `preparing_in`).
    """

    connection: Connection[Any]
    read: Reader
    vault: Vault
    clock: Callable[[], datetime]
    beside: Beside | None = None

    @property
    def preparer(self) -> Preparer:
        """Prepares batches in this process."""
        return Preparer(self.read, self.vault)


@contextmanager
def preparing_in(processes: int, intake: Intake) -> Iterator[Intake]:
    """The same intake with processes that prepare for it; they end when this one does, however.

    Args:
        processes: how many; with 0 this one does it all.
        intake: its reader must be something that can be pickled.
    """
    if processes == 0:
        yield intake
        return
    beside = Beside(processes, intake.preparer)
    try:
        yield replace(intake, beside=beside)
    finally:
        beside.end()


@contextmanager
def writing(connection: Connection[Any]) -> Iterator[Cursor[Any]]:
    """A transaction in which nobody else writes the registry; who reads it is not held up.

    Two importers of the same persons and neighbouring objects would else lock each other out, or
    each write who sees what without knowing of the other.
    """
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(SQL.take_turn)
        yield cursor
