# SPDX-License-Identifier: EUPL-1.2
"""A citizen who reads while a swap goes on."""

from __future__ import annotations

import multiprocessing
import time
from typing import Any, Final
from uuid import UUID

import psycopg

from benchmarks.vendor_swap.messages import CASES_OF_ONE
from gearskifte.kernel.access import OWN, Actor, Role, grant_access
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import PersonOverview, read_overview

_SPAWN: Final = multiprocessing.get_context("spawn")


class Reader:
    """A citizen's browser that never rests, in a process of its own: how long its looks take."""

    def __init__(self, url: str, persons: list[UUID]) -> None:
        self._stop = _SPAWN.Event()
        self._told = _SPAWN.Queue()
        self._process = _SPAWN.Process(target=_look, args=(url, persons, self._stop, self._told))

    def start(self) -> None:
        """Begin to look."""
        self._process.start()

    def finish(self) -> tuple[list[float], int]:
        """Look no more: how long each look took, and how many pages were not whole."""
        self._stop.set()
        told: tuple[list[float], int] = self._told.get()
        self._process.join()
        return told


def _look(url: str, persons: list[UUID], stop: Any, told: Any) -> None:
    seconds: list[float] = []
    wrong = 0
    with psycopg.connect(url) as connection:
        while not stop.is_set():
            began = time.perf_counter()
            seen = page(connection, persons[len(seconds) % len(persons)])
            seconds.append(time.perf_counter() - began)
            wrong += len(seen.objects) != CASES_OF_ONE
            stop.wait(0.02)
    told.put((seconds, wrong))


def page(connection: psycopg.Connection[Any], person: UUID) -> PersonOverview:
    """A citizen's own page, read as the web reads it."""
    actor = Actor(str(person), "", Role.CITIZEN)
    access = grant_access(actor=actor, subject=person, purpose=OWN, at=system_now())
    with connection.transaction(), connection.cursor() as cursor:
        return read_overview(cursor, access)
