# SPDX-License-Identifier: EUPL-1.2
"""Made-up municipalities: log waiting times with what real ones have, and an effect that is known.

Each has its own level, a season and a walk in common with the others, its own shocks that last, and
chance among single cases that falls with its size.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gearskifte.effects.rules.long_base import NEVER, Integers

Floats = NDArray[np.float64]

PERIODS: Final = 36
FIRST, LAST = 13, 24
"""Months of adoption, 0 the first of the panel: a year before, a month ahead, and a year after."""


@dataclass(frozen=True, slots=True)
class Process:
    """How the numbers come about.

    Attributes:
        memory: how much of a month's shock is left in the next.
        shock: standard deviation of a municipality's own shocks, in log points.
        case: standard deviation of a single case.
        walk: monthly step of the walk in common.
        heavy: shocks and cases with the tails of Student's t with 3 degrees of freedom.
        sizes: law of the mean number of cases a month: "lognormal", "pareto" or "uniform".
        uneven: standard deviation of the effect among adopters, as a share of it.
        builds_up: the effect grows over six months rather than being there at once.
    """

    memory: float = 0.5
    shock: float = 0.12
    case: float = 0.9
    walk: float = 0.02
    heavy: bool = False
    sizes: str = "lognormal"
    uneven: float = 0.0
    builds_up: bool = False


MAIN: Final = Process()
PROCESSES: Final = {
    "main": MAIN,
    "heavy": replace(MAIN, heavy=True),
    "persistent": replace(MAIN, memory=0.8),
    "restless": replace(MAIN, memory=0.2, shock=0.3, case=0.5, walk=0.05),
    "pareto": replace(MAIN, sizes="pareto"),
    "uniform": replace(MAIN, sizes="uniform", shock=0.05, memory=0.0),
    "uneven": replace(MAIN, uneven=0.5),
    "slow": replace(MAIN, builds_up=True),
}
"""The process the method was tuned on, then others that it was not."""


@dataclass(frozen=True, slots=True)
class Made:
    """Made-up panels, adopters in the first places.

    Attributes:
        outcome, cases: (runs, units, periods).
        adopted: (runs, units) positions of adoption, or `NEVER`.
        effect: (runs,) the true mean effect on the adopters over a year, in log points.
    """

    outcome: Floats
    cases: Floats
    adopted: Integers
    effect: Floats


def make(
    process: Process, *, runs: int, units: int, adopters: int, effect: float, kind: str, seed: int
) -> Made:
    """Panels of this process.

    Args:
        process: how the numbers come about.
        runs: how many panels.
        units: municipalities in each.
        adopters: how many of them adopt.
        effect: the true effect as a share, -0.15 for 15 % lower.
        kind: which adopt: the "small", the "large", or "mixed" ones.
        seed: the same seed gives the same panels.
    """
    random = np.random.default_rng(seed)
    sizes = _sizes(process, random, (runs, units), kind)
    cases = np.maximum(random.poisson(sizes[:, :, None], (runs, units, PERIODS)), 1).astype(float)
    shocks = np.empty((runs, units, PERIODS))
    shocks[:, :, 0] = process.shock * _noise(process, random, (runs, units))
    fresh = process.shock * np.sqrt(1 - process.memory**2)
    for month in range(1, PERIODS):
        new = fresh * _noise(process, random, (runs, units))
        shocks[:, :, month] = process.memory * shocks[:, :, month - 1] + new
    months = np.arange(PERIODS)
    in_common = 0.1 * np.sin(2 * np.pi * months / 12) + np.cumsum(
        process.walk * random.standard_normal((runs, 1, PERIODS)), axis=2
    )
    level = 3.5 + 0.3 * random.standard_normal((runs, units, 1))
    chance = process.case * _noise(process, random, cases.shape) / np.sqrt(cases)
    adopted = np.full((runs, units), NEVER)
    adopted[:, :adopters] = random.integers(FIRST, LAST + 1, (runs, adopters))
    moved, true = _effect(process, random, adopted, adopters, effect)
    return Made(level + in_common + shocks + chance + moved, cases, adopted, true)


def _sizes(
    process: Process, random: np.random.Generator, shape: tuple[int, int], kind: str
) -> Floats:
    if process.sizes == "pareto":
        drawn = 8.0 * (1.0 + random.pareto(1.5, shape))
    elif process.sizes == "uniform":
        drawn = random.uniform(5.0, 200.0, shape)
    else:
        drawn = np.exp(random.normal(np.log(25.0), 0.9, shape))
    if kind == "mixed":
        return drawn
    ordered = np.sort(drawn, axis=1)
    return ordered if kind == "small" else ordered[:, ::-1]


def _noise(process: Process, random: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    if not process.heavy:
        return random.standard_normal(shape)
    heavy: Floats = random.standard_t(3, shape) / np.sqrt(3.0)
    return heavy


def _effect(
    process: Process, random: np.random.Generator, adopted: Integers, adopters: int, effect: float
) -> tuple[Floats, Floats]:
    """What adoption does in each cell, and the mean over the adopters' first year."""
    since = np.arange(PERIODS) - adopted[:, :, None]
    grown = np.clip((since + 1) / 6, 0, 1) if process.builds_up else (since >= 0).astype(float)
    grown = np.where(since >= 0, grown, 0.0)
    own = 1.0 + process.uneven * random.standard_normal(adopted.shape)
    moved = np.log1p(effect) * own[:, :, None] * grown
    year = (since >= 0) & (since < 12)
    true = (moved * year).sum(axis=(1, 2)) / year.sum(axis=(1, 2))
    return moved, np.where(adopters > 0, true, 0.0)
