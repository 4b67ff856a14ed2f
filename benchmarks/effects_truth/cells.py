# SPDX-License-Identifier: EUPL-1.2
"""One cell of the grid: what the product says of a thousand panels whose truth is known."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.effects_truth import peers
from benchmarks.effects_truth.process import FIRST, LAST, Made, Process, make
from gearskifte.effects.rules import placebo
from gearskifte.effects.rules.estimation import Panels, estimate
from gearskifte.effects.rules.long_base import Window
from gearskifte.effects.rules.placements import MOST, floor, place
from gearskifte.effects.rules.pre_trend import pre_trends, sensitivity
from gearskifte.effects.rules.verdict import LEVEL, Direction, Shown, Verdict, decide

Floats = NDArray[np.float64]

UNITS: Final = (5, 20, 40, 98)
ADOPTERS: Final = (1, 3, 10, 30)
EFFECTS: Final = (0.0, -0.15)
KINDS: Final = ("small", "large", "mixed")

_AT_ONCE: Final = 100
_WINDOW: Final = Window(12, 1)
_BLOCKS_AFTER: Final = 4.0


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in the grid."""

    units: int
    adopters: int
    effect: float
    kind: str

    @property
    def seed(self) -> int:
        """A seed of the cell's own."""
        return zlib.crc32(f"{self.units}/{self.adopters}/{self.effect}/{self.kind}".encode())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said in a cell: shares of its runs.

    Attributes:
        coverage: whose interval holds the truth; None where there is no interval.
        shown: with the verdict better or worse; false positives where there is no effect.
        wrong_way: with the verdict worse although it was better.
        undecided: with the verdict cannot be decided.
        error, error_of_one_month: root mean square error of the effect, and of the same with the
            month before adoption as base, in log points.
        before_and_after, cohorts: in which peers find an effect.
        width: median width of the interval, in log points.
    """

    coverage: float | None
    shown: float
    wrong_way: float
    undecided: float
    error: float
    error_of_one_month: float
    before_and_after: float
    cohorts: float
    width: float | None


def cells() -> list[Cell]:
    """All cells that can be: somebody must be left to compare with."""
    return [
        Cell(units, adopters, effect, kind)
        for units in UNITS
        for adopters in ADOPTERS
        if adopters < units
        for effect in EFFECTS
        for kind in KINDS
    ]


def run(cell: Cell, process: Process, runs: int, most: int = MOST) -> Outcome:
    """What the product, and its peers, say of so many panels."""
    made = make(
        process,
        runs=runs,
        units=cell.units,
        adopters=cell.adopters,
        effect=cell.effect,
        kind=cell.kind,
        seed=cell.seed,
    )
    parts = [_said(made, slice(at, at + _AT_ONCE), cell, most) for at in range(0, runs, _AT_ONCE)]
    effect = np.concatenate([part[0] for part in parts])
    low, high = (np.concatenate([part[which] for part in parts]) for which in (1, 2))
    verdicts = [verdict for part in parts for verdict in part[3]]
    can = floor(cell.adopters, cell.units - cell.adopters) <= LEVEL
    one_month, found = peers.cohorts(made, cell.adopters)
    holds = (low <= made.effect) & (made.effect <= high)
    return Outcome(
        coverage=float(holds.mean()) if can else None,
        shown=_share(verdicts, Verdict.BETTER, Verdict.WORSE),
        wrong_way=_share(verdicts, Verdict.WORSE),
        undecided=_share(verdicts, Verdict.CANNOT_BE_DECIDED),
        error=_error(effect, made.effect),
        error_of_one_month=_error(one_month, made.effect),
        before_and_after=float(peers.before_and_after(made, cell.adopters).mean()),
        cohorts=float(found.mean()),
        width=float(np.median(high - low)) if can else None,
    )


def _said(
    made: Made, part: slice, cell: Cell, most: int
) -> tuple[Floats, Floats, Floats, list[Verdict]]:
    """Effect, lower end, upper end and verdict of some runs."""
    outcome = made.outcome[part]
    share = np.zeros(outcome.shape[:2])
    share[:, : cell.adopters] = 1 / cell.adopters
    panels = Panels(
        outcome, made.cases[part], made.adopted[part], share, np.arange(FIRST, LAST + 1), _WINDOW
    )
    placements = place(cell.adopters, cell.units - cell.adopters, most=most)
    found = estimate(panels, placements)
    low, high = placebo.intervals(found.placed, 1 - LEVEL)
    p = placebo.p_values(found.placed, np.zeros(len(outcome)))
    before = pre_trends(panels, found, placements)
    if floor(cell.adopters, cell.units - cell.adopters) > LEVEL or before is None:
        return found.effect, low, high, [Verdict.CANNOT_BE_DECIDED] * len(outcome)
    verdicts = []
    for run_, ends in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        borne = sensitivity(before, *ends, _BLOCKS_AFTER, run_)
        shown = Shown(
            float(found.effect[run_]),
            float(p[run_]),
            ends,
            float(before.p[run_]),
            (borne.low, borne.high),
        )
        verdicts.append(decide(shown, Direction.LOWER)[0])
    return found.effect, low, high, verdicts


def _share(verdicts: list[Verdict], *wanted: Verdict) -> float:
    return sum(verdict in wanted for verdict in verdicts) / len(verdicts)


def _error(effect: Floats, true: Floats) -> float:
    return float(np.sqrt(np.square(effect - true).mean()))
