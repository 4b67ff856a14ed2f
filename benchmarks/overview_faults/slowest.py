# SPDX-License-Identifier: EUPL-1.2
"""What the time of the slowest answers goes to, beside that of usual ones."""

from __future__ import annotations

from operator import itemgetter
from statistics import mean
from typing import Final

from benchmarks.overview_read.report import Sample

APPLICATION: Final = "benchmarks.overview_faults.timed:application"
"""The product's own, which says what its time goes to."""
_SLOWEST: Final = 0.01
_USUAL: Final = (0.4, 0.6)


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
