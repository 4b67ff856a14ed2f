# SPDX-License-Identifier: EUPL-1.2
"""The multiplier bootstrap: a second opinion where there are many adopters and many controls.

The estimate is a sum of one part for each unit. Each part, less its expectation, is given a random
sign many times over, and the sums show how far the estimate is thrown by which units there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gearskifte.effects.rules.estimation import Estimated, common
from gearskifte.effects.rules.long_base import Integers

Floats = NDArray[np.float64]

LEAST: Final = 30
"""Adopters, and controls, it takes at least."""
DRAWS: Final = 999
_AGREES: Final = 0.20


@dataclass(frozen=True, slots=True)
class Bootstrapped:
    """The interval of the multiplier bootstrap.

    Attributes:
        low, high: the 95 % interval, in the outcome's unit.
        agrees: whether its width is within 20 % of the placebo interval's.
    """

    low: float
    high: float
    agrees: bool


def bootstrap(
    found: Estimated, adopters: int, width: float, *, seed: int = 0, draws: int = DRAWS
) -> Bootstrapped:
    """The interval of the first panel.

    Args:
        found: the estimate.
        adopters: how many of the first units are adopters.
        width: of the placebo interval.
        seed: the draw is the same for the same seed.
        draws: how many.
    """
    parts = unit_parts(found)[0]
    controls = len(parts) - adopters
    parts[:adopters] *= np.sqrt(adopters / (adopters - 1))
    parts[adopters:] *= np.sqrt(controls / (controls - 1))
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], size=(draws, len(parts)))
    half = float(np.quantile(np.abs(signs @ parts), 0.95))
    effect = float(found.effect[0])
    agrees = abs(2 * half - width) <= _AGREES * width
    return Bootstrapped(effect - half, effect + half, agrees)


def unit_parts(found: Estimated) -> Floats:
    """Each unit's part of the estimate, less its expectation: (panels, units)."""
    bare = found.changes - found.effect[:, None, None] * found.exposure
    noise = bare - common(bare, found.spread**-2.0)
    parts: Floats = (found.weights * np.where(np.isnan(noise), 0.0, noise)).sum(axis=2)
    return parts


def shares_by_cases(cases: Floats, adopters: int, positions: Integers) -> Floats:
    """What adopters count if every case counts the same: their cases before adoption: (units,)."""
    before = np.arange(cases.shape[1]) < positions[:, None]
    size = (cases * before)[:adopters].sum(axis=1)
    shares = np.zeros(len(cases))
    shares[:adopters] = size / size.sum() if size.sum() > 0 else 1.0 / adopters
    return shares
