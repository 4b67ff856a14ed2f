# SPDX-License-Identifier: EUPL-1.2
"""The simple methods that a municipality would otherwise use."""

from __future__ import annotations

import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.population.counts import Population

STEP = 5


def no_change(population: Population, horizon: int) -> Floats:
    """Everybody stays as they were."""
    return population.counts[..., -1]


def straight_line(population: Population, horizon: int) -> Floats:
    """The change of the last years, as many as one looks ahead or as there are, goes on."""
    back = min(horizon, len(population.years) - 1)
    now, before = population.counts[..., -1], population.counts[..., -1 - back]
    return np.maximum(now + (now - before) * horizon / back, 0)


def cohort_ratios(population: Population, horizon: int) -> Floats:
    """Hamilton-Perry: a five-year cohort changes as the one before it did in the last five years.

    Needs five years before the origin, five-year ages and a horizon of five or less.
    """
    counts, sexes = population.counts, range(len(population.sexes))
    before, now = counts[..., -1 - STEP], counts[..., -1]
    start = counts[..., -1 - STEP + horizon]
    ahead = np.zeros_like(now)
    ahead[:, :, 1:-1] = start[:, :, :-2] * now[:, :, 1:-1] / np.maximum(before[:, :, :-2], 1)
    oldest = before[:, :, -1] + before[:, :, -2]
    ahead[:, :, -1] = (start[:, :, -1] + start[:, :, -2]) * now[:, :, -1] / np.maximum(oldest, 1)
    women = sexes[-1]
    children = now[:, :, 0] / np.maximum(now[:, women, 3:9].sum(axis=1), 1)[:, None]
    ahead[:, :, 0] = children * ahead[:, women, 3:9].sum(axis=1)[:, None]
    return ahead
