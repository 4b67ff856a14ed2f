# SPDX-License-Identifier: EUPL-1.2
"""What the time of the slowest answers goes to, beside that of usual ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from statistics import mean
from typing import Any, Final

from psycopg import Connection

from benchmarks.overview_read.report import Sample

APPLICATION: Final = "benchmarks.overview_faults.timed:application"
"""The product's own, which says what its time goes to."""
_SLOWEST: Final = 0.01
_USUAL: Final = (0.4, 0.6)
TIMED: Final = {"track_wal_io_timing": "on"}
"""The database's settings under which it counts how long the disk takes."""
_FLUSHES: Final = "SELECT sum(fsyncs), sum(fsync_time) FROM pg_stat_io WHERE object = 'wal'"


def spent(sample: Sample) -> dict[str, dict[str, float]]:
    """Milliseconds in the mean of the slowest hundredth of the answers, and of the middle fifth.

    queue     before a thread took it up and after it was done: for a free thread, and on the way
    database  waiting for the statement and its commit
    python    the thread's own work
    garbage   collecting it
    turn      waiting for a processor, or for the interpreter, which runs one thread at a time
    """
    answers = zip(sample.milliseconds, sample.parts, strict=True)
    parts = sorted(((took, _parts(took, said)) for took, said in answers), key=itemgetter(0))
    number = len(parts)
    chosen = {
        "usual": parts[int(number * _USUAL[0]) : int(number * _USUAL[1]) + 1],
        "slowest": parts[-max(int(number * _SLOWEST), 1) :],
    }
    return {name: _means(answers) for name, answers in chosen.items()}


def _parts(took: float, said: dict[str, float]) -> dict[str, float]:
    inside = {name: said[name] for name in ("database", "python", "garbage")}
    turn = max(said["page"] - sum(inside.values()), 0.0)
    return {"queue": max(took - said["page"], 0.0), **inside, "turn": turn}


def _means(answers: list[tuple[float, dict[str, float]]]) -> dict[str, float]:
    whole = {"all": round(mean(took for took, _ in answers), 2)}
    return whole | {
        name: round(mean(parts[name] for _, parts in answers), 2) for name in answers[0][1]
    }


@contextmanager
def flushing(database: Connection[Any]) -> Iterator[dict[str, float]]:
    """How often the log of the database was made sure on disk in the block, and how long one took.

    A page is sent when its line is sure; several pages may be by one flush.
    """
    found: dict[str, float] = {}
    before = _flushes(database)
    yield found
    number, spent_ms = (after - b for after, b in zip(_flushes(database), before, strict=True))
    found.update(flushes=number, ms_each=round(spent_ms / number, 3) if number else 0.0)


def _flushes(database: Connection[Any]) -> tuple[float, float]:
    number, milliseconds = database.execute(_FLUSHES).fetchall()[0]
    database.commit()
    return float(number or 0), float(milliseconds or 0)
