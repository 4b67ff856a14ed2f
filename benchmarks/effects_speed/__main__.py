# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.effects_speed`: prints one JSON; exit status 1 if a goal is not met."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import click
import numpy as np

from benchmarks.effects_truth.process import MAIN, make
from gearskifte.effects.public import Panel, Question, Scale, Step, evaluate
from gearskifte.effects.rules.placements import place

UNITS, ADOPTERS, PLACEMENTS = 98, 30, 1999
MOST_SECONDS, MOST_IMPORT = 5.0, 0.5
_START = 2022 * 12
_IMPORT = "import time; a = time.process_time(); {}; print(time.process_time() - a)"


@click.command()
@click.option("--rounds", default=5, show_default=True)
def main(rounds: int) -> None:
    """Time one evaluation beside the least it could be: dealing the placements and summing them."""
    made = make(MAIN, runs=1, units=UNITS, adopters=ADOPTERS, effect=-0.15, kind="mixed", seed=1)
    months = _START + np.arange(made.outcome.shape[2], dtype=np.int64)
    adopted = np.where(made.adopted[0] < 1000, made.adopted[0] + _START, np.inf)
    names = tuple(f"K{unit:02d}" for unit in range(UNITS))
    panel = Panel(names, Step.MONTH, months, made.outcome[0], made.cases[0], adopted, Scale.LOGGED)
    asked = Question(scale=Scale.LOGGED, placements=PLACEMENTS)
    whole = _seconds(lambda: evaluate(panel, asked), rounds)
    least = _seconds(_deal_and_sum, rounds)
    room = _import("import gearskifte.effects.public")
    numpy = _import("import numpy")
    told = {
        "municipalities": UNITS,
        "placements": PLACEMENTS,
        "evaluation_cpu_seconds": round(whole, 3),
        "dealing_and_summing_once_cpu_seconds": round(least, 3),
        "ratio": round(whole / least, 1),
        "import_of_the_room_cpu_seconds": round(room, 3),
        "import_of_numpy_alone_cpu_seconds": round(numpy, 3),
        "goals": {"evaluation": MOST_SECONDS, "import": MOST_IMPORT},
    }
    print(json.dumps(told, indent=1))
    sys.exit(0 if whole < MOST_SECONDS and room < MOST_IMPORT else 1)


def _deal_and_sum() -> None:
    order = place(ADOPTERS, UNITS - ADOPTERS, most=PLACEMENTS).order
    table = np.random.default_rng(1).standard_normal((UNITS, UNITS))
    table[np.arange(UNITS), order].sum(axis=1)


def _seconds(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return statistics.median(taken)


def _import(what: str) -> float:
    command = [sys.executable, "-c", _IMPORT.format(what)]
    taken = [
        float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    return min(taken)


if __name__ == "__main__":
    main()
