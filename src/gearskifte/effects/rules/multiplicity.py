# SPDX-License-Identifier: EUPL-1.2
"""Several outcomes of one promise: with six tries something looks better by chance alone.

Romano and Wolf (2005): the largest effect is compared with the largest of all outcomes in each
placement, the next with the largest of those left, and so on. It keeps the chance that anything is
shown that is not so at 5 %, and pays less than Bonferroni where outcomes move together.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def romano_wolf(placed: Floats) -> Floats:
    """Adjusted p-values: (outcomes,).

    Args:
        placed: (placements, outcomes) the estimate under each placement if there were no effect;
            the one that happened first. The placements are the same for all outcomes.
    """
    spread = placed.std(axis=0)
    size = np.abs(placed) / np.where(spread > 0, spread, 1.0)
    order = np.argsort(-size[0], kind="stable")
    adjusted = np.empty(placed.shape[1])
    least = 0.0
    for rank, outcome in enumerate(order):
        largest = size[:, order[rank:]].max(axis=1)
        reached = float((largest >= size[0, outcome] * (1 - 1e-12)).mean())
        least = max(least, reached)
        adjusted[outcome] = least
    return adjusted


def holm(p: Floats) -> Floats:
    """Adjusted p-values where the outcomes have no placements in common: (outcomes,)."""
    order = np.argsort(p, kind="stable")
    adjusted = np.empty(len(p))
    least = 0.0
    for rank, outcome in enumerate(order):
        least = max(least, min(1.0, float(p[outcome]) * (len(p) - rank)))
        adjusted[outcome] = least
    return adjusted
