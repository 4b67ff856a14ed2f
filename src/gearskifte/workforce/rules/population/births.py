# SPDX-License-Identifier: EUPL-1.2
"""How many will be born, and how far that may be wrong, from what was known before.

The level of fertility is the newest one: births in the last year for the women there are. A share
of its latest trend goes on and dies out. Every setting was found in what had been published by
2009, before the oldest origin that any table here allows (docs/decisions/0070); none was found by
trying it on later years.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.population.counts import Population, Sex

BIRTH_AGES: Final = (15, 20, 25, 30, 35, 40, 45, 50)
BIRTH_SHARES: Final = (0.013, 0.13, 0.37, 0.33, 0.13, 0.025, 0.002)
"""Share of the births by five-year age of the mother (United Nations, World Population Prospects
2019, Denmark 2005-2010, rounded)."""

BOYS: Final = 0.513
"""Share of boys among the newborn."""

LONG_RUN: Final = 1.687
LONG_RUN_YEARS: Final = 37
"""Mean of total fertility in Denmark 1973-2009 (children per woman; Statistics Denmark), and how
many years it is the mean of. The years of a table are added to it."""
TREND_YEARS: Final = 3
TREND_KEPT: Final = 0.5
"""The yearly change of the last three years goes on, half of it each year."""
FERTILITY_MEMORY: Final = 0.95
"""How much of what is above or below the long run is left a year later."""

FERTILITY_SD: Final = 0.0366
"""Yearly change of the level of fertility that nobody foresees (log scale): so large that the mean
of five years' births is missed by 5 %, as this rule missed it from each year of 1979-2004. Within
25 years it grows to 10 %, as in World Population Prospects 2019 (P10 and P90 of 2045-2050: 1.60 and
2.00)."""


@dataclass(frozen=True, slots=True)
class Fertility:
    """The nation's births for each woman, weighted by how many children women of her age have.

    Attributes:
        level: in the newest year, children per woman; trend: its yearly change (log scale), of
            which a share goes on; long_run: the level it comes back to.
    """

    level: float
    trend: float
    long_run: float

    def ahead(self, years: int) -> Floats:
        """The level in each of the coming `years`, (years,)."""
        ahead = np.arange(1, years + 1)
        away = np.log(self.level / self.long_run) * FERTILITY_MEMORY**ahead
        levels: Floats = self.long_run * np.exp(away + self.trend * np.cumsum(TREND_KEPT**ahead))
        return levels


def fertility_of(singles: Floats, population: Population) -> Fertility:
    """The newest level and trend, from the newborn and the women of each year.

    `singles` is (areas, sexes, single ages, years).
    """
    newborn = np.maximum(singles[:, :, 0].sum(axis=(0, 1)), 1e-9)
    women = np.array(
        [fertile_women(singles[..., at], population).sum() for at in range(singles.shape[3])]
    )
    levels = np.log(newborn / women)
    back = min(len(levels) - 1, TREND_YEARS)
    known = LONG_RUN_YEARS * np.log(LONG_RUN) + levels.sum()
    return Fertility(
        float(np.exp(levels[-1])),
        float((levels[-1] - levels[-1 - back]) / back),
        float(np.exp(known / (LONG_RUN_YEARS + len(levels)))),
    )


def fertile_women(now: Floats, population: Population) -> Floats:
    """Women of each area weighted by how many children women of their age have: (areas,).

    `now` is (areas, sexes, single ages); half of all, where a table does not tell sexes apart.
    """
    apart = Sex.WOMEN in population.sexes
    women = now[:, population.sexes.index(Sex.WOMEN)] if apart else now.sum(axis=1) / 2
    weights = np.zeros(now.shape[2])
    for low, high, share in zip(BIRTH_AGES, BIRTH_AGES[1:], BIRTH_SHARES, strict=False):
        weights[low:high] = share / (high - low)
    weighted: Floats = (women * weights).sum(axis=1)
    return np.maximum(weighted, 1e-9)


def unborn_sd(low: int, high: int, years: int) -> float:
    """How far births alone may move an age group `years` ahead (log scale, standard deviation).

    The group has the ages from `low` up to, but not including, `high`. Who is born in the coming
    years carries every change since the forecast; who is born already carries none.
    """
    reach = np.zeros(years)  # how much a change in each coming year moves the group
    for age in range(low, min(high, years)):
        born = years - age  # in the born-th year, with all changes until then
        reach[:born] += FERTILITY_MEMORY ** np.arange(born)[::-1] / (high - low)
    return float(FERTILITY_SD * np.sqrt((reach**2).sum()))
