# SPDX-License-Identifier: EUPL-1.2
"""A reader that has read everything before the clock starts, in whichever process prepares."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from multiprocessing.synchronize import Barrier

from gearskifte.connectors.public import read
from gearskifte.registry.preparing import Share
from gearskifte.registry.public import Intake, Reading, preparing_in

_HEAD = 4096
"""What tells the messages apart stands in their first bytes."""
_PATIENCE = 600.0


class Beforehand:
    """Knows what messages say; a process that is given it reads them all before it begins."""

    def __init__(self, bodies: Sequence[bytes], ready: Barrier | None = None) -> None:
        self._made_from = (bodies, ready)
        self._readings = {body[:_HEAD]: read(body, max_bytes=len(body)) for body in bodies}
        if len(self._readings) < len(bodies):
            raise ValueError("two messages begin alike")
        if ready is not None:
            ready.wait(_PATIENCE)

    def __call__(self, body: bytes) -> Reading:
        """The reading of a message."""
        return self._readings[body[:_HEAD]]

    def __reduce__(self) -> tuple[type[Beforehand], tuple[Sequence[bytes], Barrier | None]]:
        """Goes to another process as the messages, of which each makes its own readings."""
        return Beforehand, self._made_from


class _ToBeRead(Beforehand):
    """The same where nothing is read in this process."""

    def __init__(self, bodies: Sequence[bytes], ready: Barrier) -> None:
        self._made_from = (bodies, ready)
        self._readings = {}


@contextmanager
def ready(
    intake: Intake, bodies: Sequence[bytes], processes: int, now: datetime
) -> Iterator[Intake]:
    """The intake with so many processes, each of which has read all these messages."""
    if processes == 0:
        yield Intake(intake.connection, Beforehand(bodies), intake.vault, intake.clock)
        return
    barrier = multiprocessing.get_context("spawn").Barrier(processes + 1)
    reader = _ToBeRead(bodies, barrier)
    bare = Intake(intake.connection, reader, intake.vault, intake.clock)
    with preparing_in(processes, bare) as prepared:
        assert prepared.beside is not None
        nothing = Share([], now, announce=False, whole=False)
        begun = [prepared.beside.begin(nothing) for _ in range(processes)]
        barrier.wait(_PATIENCE)
        for each in begun:
            each()
        yield prepared
