# SPDX-License-Identifier: EUPL-1.2
"""How far a forecast of a broad age group may miss, learnt from how far it missed before.

Two parts. What hits all areas at once (births, mortality, a wave of migration) is as large as a
longer history than any municipal table shows. What is the area's own is measured on every earlier
origin in the table: the method is run as it would have been then, and its misses are kept by the
size of the area. Nothing after the origin is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.population.counts import BANDS, Population, in_bands

COVERED: Final = 0.8
NORMAL_80: Final = 1.2816
"""An 80 % interval of a normal law reaches this many standard deviations to each side."""

SHARED_IN_FIVE_YEARS: Final = (0.03, 0.015, 0.013, 0.004, 0.008)
"""Standard deviation, in five years, of what hits all areas at once, by broad group. Births vary by
3 % a year around their trend; net migration by 45,000 in five years among those below 65; and the
level of mortality by 2 %, which is 0.8 % of those over 80 (Denmark 1985-2010)."""

GROWS_WITH_YEARS: Final = (0.65, 0.8, 0.85, 0.5, 0.45)
"""An area's miss grows with years to this power: moves go on in one direction (near 1), deaths are
each by themselves (near 0.5)."""

UNRIPE: Final = 2
"""With more earlier origins than this, the first, which had one year to learn from, is left out."""
REFITS: Final = 5
LARGEST_SHARE: Final = 0.98
"""Misses beyond this quantile count as it: the smallest islands must not set the width for all."""


@dataclass(frozen=True, slots=True)
class Spread:
    """An area's own miss after one year: variance = fixed + by_size / persons, per broad group.

    Attributes:
        fixed, by_size: one for each broad group.
        reach: how many of these standard deviations hold 80 % of the misses.
    """

    fixed: Floats
    by_size: Floats
    reach: Floats

    def half_width(self, expected: Floats, years: int) -> Floats:
        """Half the 80 % interval on the scale of logarithms, of shape (areas, 5)."""
        power = float(years) ** np.array(GROWS_WITH_YEARS)
        own = self.reach * np.sqrt(self.fixed + self.by_size / np.maximum(expected, 1)) * power
        shared = NORMAL_80 * np.array(SHARED_IN_FIVE_YEARS) * years / 5
        width: Floats = np.hypot(own, shared)
        return width


def learn_spread(population: Population, made: Callable[[int], Floats]) -> Spread:
    """How the method has missed on every earlier origin of `population`.

    `made` gives the forecast made in a year, of shape (areas, sexes, ages, years ahead).

    Raises:
        ValueError: if there are not three years: two to learn from, one to compare with.
    """
    if len(population.years) < 3:
        raise ValueError("three years or more are needed to see how a forecast misses")
    missed, sizes = _misses(population, made)
    fitted = [_fit(missed[band], sizes[band]) for band in range(len(BANDS))]
    return Spread(*(np.array(column) for column in zip(*fitted, strict=True)))


def _misses(
    population: Population, made: Callable[[int], Floats]
) -> tuple[list[Floats], list[Floats]]:
    """For each broad group, all misses brought to one year ahead, and the expected persons."""
    missed: list[list[Floats]] = [[] for _ in BANDS]
    sizes: list[list[Floats]] = [[] for _ in BANDS]
    last = population.years[-1]
    origins = population.years[1:-1]
    for origin in origins[len(origins) > UNRIPE :]:
        ahead = made(origin)
        for years in range(1, min(ahead.shape[-1], last - origin) + 1):
            expected = np.maximum(in_bands(ahead[..., years - 1], population.ages), 1.0)
            came = np.maximum(in_bands(population.at(origin + years), population.ages), 1.0)
            together = np.log(came.sum(axis=0) / expected.sum(axis=0))
            own = np.abs(np.log(came / expected) - together)
            for band, power in enumerate(GROWS_WITH_YEARS):
                missed[band].append(own[:, band] / years**power)
                sizes[band].append(expected[:, band])
    return [np.concatenate(each) for each in missed], [np.concatenate(each) for each in sizes]


def _fit(missed: Floats, sizes: Floats) -> tuple[float, float, float]:
    """Fixed variance, variance by size, and the reach of 80 %, by weighted least squares."""
    from scipy.optimize import nnls  # noqa: PLC0415 - slow to import

    squared = np.minimum(missed, np.quantile(missed, LARGEST_SHARE)) ** 2
    causes = np.stack([np.ones_like(sizes), 1 / sizes], axis=1)
    found = np.array([max(float(squared.mean()), 1e-12), 0.0])
    for _ in range(REFITS):
        expected = np.maximum(causes @ found, 1e-12)
        found = nnls(causes / expected[:, None], squared / expected)[0]
    expected = np.maximum(causes @ found, 1e-12)
    reach = float(np.quantile(missed / np.sqrt(expected), COVERED))
    return float(found[0]), float(found[1]), reach
