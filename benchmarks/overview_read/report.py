# SPDX-License-Identifier: EUPL-1.2
"""From samples to medians and ratios."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Final

GOALS: Final = {"json": 8.0, "html": 12.0}
"""Times the CPU of the raw look-up, at the most."""
MOST_STATEMENTS: Final = 4


@dataclass(frozen=True, slots=True)
class Sample:
    """What some seconds of asking gave: the time of each answer, and seconds of CPU it took.

    `parts` are what the time of each answer went to, in milliseconds, where the answers say so.
    """

    milliseconds: list[float]
    seconds: float
    app_cpu: float = 0.0
    database_cpu: float = 0.0
    parts: list[dict[str, float]] = field(default_factory=list)

    @property
    def utilisation(self) -> float:
        """How much of all processors' time web processes and database used; the asking is extra."""
        return (self.app_cpu + self.database_cpu) / (self.seconds * (os.cpu_count() or 1))

    def figures(self) -> dict[str, float]:
        """The sample in numbers; CPU in milliseconds for each answer."""
        number = len(self.milliseconds)
        cuts = quantiles(self.milliseconds, n=100)
        app, database = (1000 * used / number for used in (self.app_cpu, self.database_cpu))
        return {
            "answers": number,
            "per_second": round(number / self.seconds, 1),
            "p50_ms": round(cuts[49], 3),
            "p99_ms": round(cuts[98], 3),
            "app_cpu_ms": round(app, 4),
            "database_cpu_ms": round(database, 4),
            "cpu_ms": round(app + database, 4),
        }


Round = dict[str, dict[str, float]]


def medians(rounds: list[Round]) -> Round:
    """The median of every figure over the rounds."""
    return {
        name: {
            figure: round(median(each[name][figure] for each in rounds), 4)
            for figure in rounds[0][name]
        }
        for name in rounds[0]
    }


def ratios(rounds: list[Round]) -> dict[str, float]:
    """How many times the raw look-up's CPU each kind of page takes: the median over the rounds."""
    return {
        name: round(median(each[name]["cpu_ms"] / each["raw"]["cpu_ms"] for each in rounds), 2)
        for name in GOALS
    }


def goals_met(ratio: dict[str, float], statements: dict[str, int]) -> bool:
    """Whether the pages are cheap enough, whoever asks."""
    cheap = all(ratio[name] <= goal for name, goal in GOALS.items())
    return cheap and all(number <= MOST_STATEMENTS for number in statements.values())
