# SPDX-License-Identifier: EUPL-1.2
"""Rates for the projection from counted people alone.

Deaths are by a published life table, and moves are what is left of the change when births and
deaths are taken away (the residual method).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.population.births import (
    BIRTH_AGES,
    BIRTH_SHARES,
    BOYS,
    fertile_women,
)
from gearskifte.workforce.rules.population.cohort_component import Rates
from gearskifte.workforce.rules.population.cohort_ratios import movements
from gearskifte.workforce.rules.population.counts import Population
from gearskifte.workforce.rules.population.mortality import death_rates, yearly_fall
from gearskifte.workforce.rules.population.single_ages import group_of_age, single_ages

OLD: Final = 65
"""From this age the counted change is taken for deaths alone, as few move."""


def start_of(population: Population) -> Floats:
    """People by single ages in the newest year: (areas, 2, ages).

    Raises:
        ValueError: if men and women are not told apart.
    """
    if len(population.sexes) != 2:
        raise ValueError("a projection by births needs men and women")
    return single_ages(population)[..., -1]


def rates_of(population: Population, years: int) -> Rates:
    """What the newest years of `population` say of the next `years`.

    Raises:
        ValueError: if there are not two years to learn from, or men and women are not told apart.
    """
    singles = single_ages(population)
    moved = movements(population, singles)
    ages = np.arange(float(singles.shape[2]))
    # A ratio belongs to the age that is reached; rates belong to the age one has before.
    reached = np.minimum(np.arange(len(ages)) + 1, len(ages) - 1)
    groups = group_of_age(moved.ages, len(ages))[reached]
    ratios = moved.nation[:, groups]
    mortality = death_rates(ages)
    counted = -np.log(np.minimum(ratios[:, OLD:], 0.9999))
    mortality[:, OLD:] = counted
    abroad = ratios - np.exp(-mortality)
    abroad[:, OLD:] = 0.0
    fall = yearly_fall(ages)
    ahead = np.arange(years)[:, None, None] + (moved.years + 1) / 2
    deviation = moved.deviation[:, :, groups] - 1
    start = singles[..., -1]
    women = fertile_women(start, population)
    born = moved.births_of * moved.fertility.level * women.sum()
    return Rates(
        mortality[None] * (1 - fall) ** ahead,
        abroad,
        deviation * ratios,
        moved.fertility.ahead(years)[:, None] * _pattern(),
        born / (women * moved.fertility.level),
        BOYS,
    )


def _pattern() -> Floats:
    """Births of women of 15 to 49 by single age, at a level of one."""
    return np.concatenate(
        [
            np.full(high - low, share / (high - low))
            for low, high, share in zip(BIRTH_AGES, BIRTH_AGES[1:], BIRTH_SHARES, strict=False)
        ]
    )
