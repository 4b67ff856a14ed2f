# SPDX-License-Identifier: EUPL-1.2
"""Rounds of import and COPY, one after the other: a machine is not equally quick all day."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice, product
from statistics import median
from typing import Any

import psycopg

from benchmarks.ingest.beforehand import ready
from benchmarks.ingest.copying import copy_seconds, next_transaction
from benchmarks.overview_read.cpu import used
from gearskifte.app.boot import Installation
from gearskifte.connectors.public import read
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import Intake, Message, preparing_in, take_in

IN_A_MESSAGE = 50
MOST_BYTES = 2**24


def measured(
    installed: Installation,
    connection: psycopg.Connection[Any],
    every: Iterator[Message],
    *,
    objects: int,
    rounds: int,
    processes: Sequence[int],
) -> dict[str, Any]:
    """Microseconds an object of import and COPY, by the clock and by processor time, in the middle.

    Each import is followed by COPY of the rows that it wrote.

    Args:
        installed: where to.
        connection: the worker's.
        every: messages that have not been taken in.
        objects: how many are taken in each time.
        rounds: how often.
        processes: how many prepare; each number is tried in every round.
    """
    taken: dict[str, list[tuple[float, float]]] = {}
    with psycopg.connect(installed.database.owner_url) as owner:
        for _, number in product(range(rounds), processes):
            wanted = list(islice(every, objects // IN_A_MESSAGE))
            since = next_transaction(owner)
            took = _validated(installed, connection, wanted, number)
            taken.setdefault(f"{number}", []).append(took)
            for name, references in (("copy", True), ("copy_without_references", False)):
                clock, processor = copy_seconds(owner, since, references=references)
                took = (clock / objects * 1e6, processor / objects * 1e6)
                taken.setdefault(name, []).append(took)
    middle = {name: tuple(map(median, zip(*each, strict=True))) for name, each in taken.items()}
    return {
        "microseconds_an_object": {
            name: {"clock": round(clock, 1), "processor": round(processor, 1)}
            for name, (clock, processor) in middle.items()
        },
        "bulk_to_copy": {
            name: {
                "clock": round(middle["copy"][0] / clock, 3),
                "processor": round(middle["copy"][1] / processor, 3),
                "clock_without_references": round(middle["copy_without_references"][0] / clock, 3),
            }
            for name, (clock, processor) in middle.items()
            if not name.startswith("copy")
        },
        "objects_a_second_with_reading": {
            f"{number}": round(_whole(installed, connection, every, objects, number))
            for number in processes
        },
    }


def _validated(
    installed: Installation,
    connection: psycopg.Connection[Any],
    wanted: Sequence[Message],
    processes: int,
) -> tuple[float, float]:
    """What an object takes from having been read to the last commit (µs): clock, processor time.

    Processor time is that of all processes and of the server's.
    """
    # It will read nothing: `ready` puts in its place what has been read.
    intake = Intake(connection, partial(read, max_bytes=0), installed.vault, system_now)
    bodies = [each.body for each in wanted]
    with ready(intake, bodies, processes, system_now()) as prepared:
        began, cpu = time.perf_counter(), _processor(connection)
        take_in(prepared, wanted)
        clock, cpu = time.perf_counter() - began, _processor(connection) - cpu
    objects = len(wanted) * IN_A_MESSAGE
    return clock / objects * 1e6, cpu / objects * 1e6


def _whole(
    installed: Installation,
    connection: psycopg.Connection[Any],
    every: Iterator[Message],
    objects: int,
    processes: int,
) -> float:
    """Objects a second from bytes to the last commit, beginning the processes included."""
    wanted = list(islice(every, objects // IN_A_MESSAGE))
    reader = partial(read, max_bytes=MOST_BYTES)
    intake = Intake(connection, reader, installed.vault, system_now)
    began = time.perf_counter()
    with preparing_in(processes, intake) as prepared:
        take_in(prepared, wanted)
    return len(wanted) * IN_A_MESSAGE / (time.perf_counter() - began)


def _processor(connection: psycopg.Connection[Any]) -> float:
    """Processor time of this process, of all that it has begun, and of its server process (s)."""
    return used(os.getpid()) + used(connection.info.backend_pid)
