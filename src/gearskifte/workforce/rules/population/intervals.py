# SPDX-License-Identifier: EUPL-1.2
"""How far a forecast of a broad age group may miss, learnt from how far it missed before.

Two parts. What hits all areas at once (births, mortality, a wave of migration) is as large as a
longer history shows, and is corrected by what the table itself shows: the longer the table, the
more. What is the area's own is measured on every earlier origin in the table: the method is run as
it would have been then, and its misses are kept by the size of the area. Nothing after the origin
is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.population.births import unborn_sd
from gearskifte.workforce.rules.population.counts import BANDS, Population, in_bands

COVERED: Final = 0.8
NORMAL_80: Final = 1.2816
"""An 80 % interval of a normal law reaches this many standard deviations to each side."""

MOVES_AND_DEATHS: Final = (0.015, 0.015, 0.013, 0.004, 0.008)
"""Standard deviation, in five years, of what moves and deaths do to all areas at once, by broad
group: net migration by 45,000 among those below 65, and the level of mortality by 2 %, which is 0.8
% of those over 80 (Denmark 1985-2010). What births do is added to it (births.py)."""
HISTORY: Final = 5.0
"""How many independent five-year periods those sizes are known from (1985-2010; fertility from
1979-2004). What the table itself shows is weighed against them."""

GROWS_WITH_YEARS: Final = (0.65, 0.8, 0.85, 0.5, 0.45)
"""An area's miss grows with years to this power: moves go on in one direction (near 1), deaths are
each by themselves (near 0.5)."""

FEW_AREAS: Final = 10
"""With fewer areas, what is an area's own cannot be told from what hits all."""
OWN: Final = (
    (1.1e-4, 8e-6, 1.2e-5, 1e-6, 1.6e-5),
    (0.66, 0.27, 0.39, 0.20, 0.22),
    (1.27, 1.26, 1.26, 1.29, 1.30),
)
"""Fixed variance, variance by size and reach of 98 Danish municipalities in 2008-2017, by broad
group: what is said of a table with few areas, of whatever years."""

UNRIPE: Final = 2
"""With more earlier origins than this, the first, which had one year to learn from, is left out."""
PERIOD: Final = 5
OLDEST: Final = 120
REFITS: Final = 5
LARGEST_SHARE: Final = 0.98
"""Misses beyond this quantile count as it: the smallest islands must not set the width for all."""


@dataclass(frozen=True, slots=True)
class Spread:
    """An area's own miss after one year: variance = fixed + by_size / persons, per broad group.

    Attributes:
        fixed, by_size: one for each broad group.
        reach: how many of these standard deviations hold 80 % of the misses.
        shared: what hits all at once, as a multiple of what longer history shows.
    """

    fixed: Floats
    by_size: Floats
    reach: Floats
    shared: Floats

    def half_width(self, expected: Floats, years: int) -> Floats:
        """Half the 80 % interval on the scale of logarithms, of shape (areas, 5)."""
        power = float(years) ** np.array(GROWS_WITH_YEARS)
        own = self.reach * np.sqrt(self.fixed + self.by_size / np.maximum(expected, 1)) * power
        width: Floats = np.hypot(own, NORMAL_80 * self.shared * shared_sd(years))
        return width


def shared_sd(years: int) -> Floats:
    """What hits all areas at once within `years`, by broad group (log scale, one sd)."""
    births = [unborn_sd(low, high or OLDEST, years) for low, high in BANDS.values()]
    found: Floats = np.hypot(births, np.array(MOVES_AND_DEATHS) * years / PERIOD)
    return found


def learn_spread(population: Population, made: Callable[[int], Floats]) -> Spread:
    """How the method has missed on every earlier origin of `population`.

    `made` gives the forecast made in a year, of shape (areas, sexes, ages, years ahead).

    Raises:
        ValueError: if there are not three years: two to learn from, one to compare with.
    """
    if len(population.years) < 3:
        raise ValueError("three years or more are needed to see how a forecast misses")
    if len(population.areas) < FEW_AREAS:
        fixed, by_size, reach = (np.array(column) for column in OWN)
        return Spread(fixed, by_size, reach, np.ones(len(BANDS)))
    misses = _misses(population, made)
    fitted = [_fit(own, sizes) for own, sizes in zip(misses.own, misses.sizes, strict=True)]
    seen = (misses.last - misses.first) / PERIOD
    shared = np.sqrt((HISTORY + seen * misses.together) / (HISTORY + seen))
    fixed, by_size, reach = (np.array(column) for column in zip(*fitted, strict=True))
    return Spread(fixed, by_size, reach, shared)


@dataclass(frozen=True, slots=True)
class _Misses:
    """Misses of earlier origins.

    Attributes:
        own, sizes: for each broad group, the areas' own misses brought to one year ahead, and the
            expected persons.
        together: by broad group, the mean square of the misses of all areas together, against what
            longer history shows. first, last: the first origin, and the last year compared with.
    """

    own: list[Floats]
    sizes: list[Floats]
    together: Floats
    first: int
    last: int


def _misses(population: Population, made: Callable[[int], Floats]) -> _Misses:
    missed: list[list[Floats]] = [[] for _ in BANDS]
    sizes: list[list[Floats]] = [[] for _ in BANDS]
    nation = []
    last = population.years[-1]
    origins = population.years[1:-1]
    origins = origins[len(origins) > UNRIPE :]
    for origin in origins:
        ahead = made(origin)
        for years in range(1, min(ahead.shape[-1], last - origin) + 1):
            expected = np.maximum(in_bands(ahead[..., years - 1], population.ages), 1.0)
            came = np.maximum(in_bands(population.at(origin + years), population.ages), 1.0)
            together = np.log(came.sum(axis=0) / expected.sum(axis=0))
            nation.append((together / shared_sd(years)) ** 2)
            own = np.abs(np.log(came / expected) - together)
            for band, power in enumerate(GROWS_WITH_YEARS):
                missed[band].append(own[:, band] / years**power)
                sizes[band].append(expected[:, band])
    return _Misses(
        [np.concatenate(each) for each in missed],
        [np.concatenate(each) for each in sizes],
        np.mean(nation, axis=0),
        origins[0],
        last,
    )


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
