# SPDX-License-Identifier: EUPL-1.2
"""Rates for the projection from counted people alone.

Deaths are by a published life table, and moves are what is left of the change when births and
deaths are taken away (the residual method).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.population.cohort_component import Rates
from gearskifte.workforce.rules.population.cohort_ratios import (
    BIRTH_AGES,
    BIRTH_SHARES,
    BOYS,
    MORTALITY_AGES,
    MORTALITY_FALL,
    movements,
)
from gearskifte.workforce.rules.population.counts import Population
from gearskifte.workforce.rules.population.single_ages import group_of_age, single_ages

LIFE_TABLE_AGES: Final = (0, 3, *range(7, 98, 5), 102)
LIFE_TABLE: Final = (
    (0.00326, 0.000144, 6.1e-05, 7.1e-05, 0.00025, 0.00041, 0.00045, 0.0006, 0.0009, 0.00142,
     0.00247, 0.00442, 0.00732, 0.01094, 0.01661, 0.0263, 0.04502, 0.07886, 0.13593, 0.22801,
     0.35427, 0.48657),
    (0.00302, 0.000111, 5.5e-05, 5.4e-05, 0.00012, 0.00019, 0.00019, 0.00032, 0.00042, 0.00084,
     0.00153, 0.00276, 0.00453, 0.00692, 0.01058, 0.01733, 0.0315, 0.05665, 0.09672, 0.17682,
     0.2875, 0.4513),
)  # fmt: skip
"""Death rates of men and women in Denmark 2015-2020 (United Nations, World Population Prospects
2019, mx), at the middle of each age group."""
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
    ages = np.arange(population.ages[-1] + 1)
    # A ratio belongs to the age that is reached; rates belong to the age one has before.
    reached = np.minimum(ages + 1, ages[-1])
    groups = group_of_age(population.ages)[reached]
    ratios = moved.nation[:, groups]
    table = np.stack([np.interp(ages, LIFE_TABLE_AGES, np.log(rates)) for rates in LIFE_TABLE])
    mortality = np.exp(table)
    counted = -np.log(np.minimum(ratios[:, OLD:], 0.9999))
    mortality[:, OLD:] = counted
    abroad = ratios - np.exp(-mortality)
    abroad[:, OLD:] = 0.0
    fall = np.interp(ages, MORTALITY_AGES, MORTALITY_FALL)
    ahead = np.arange(years)[:, None, None] + (moved.years + 1) / 2
    deviation = moved.deviation[:, :, groups] - 1
    start = singles[..., -1]
    fertility, area = _fertility(start, moved.births, moved.births_of)
    return Rates(
        mortality[None] * (1 - fall) ** ahead,
        abroad,
        deviation * ratios,
        np.repeat(fertility[None], years, axis=0),
        area,
        BOYS,
    )


def _fertility(start: Floats, births: float, births_of: Floats) -> tuple[Floats, Floats]:
    """Births per woman of 15 to 49 in the nation, and each area's level against it."""
    pattern = np.concatenate(
        [
            np.full(high - low, share / (high - low))
            for low, high, share in zip(BIRTH_AGES, BIRTH_AGES[1:], BIRTH_SHARES, strict=False)
        ]
    )
    weighted = (start[:, 1, BIRTH_AGES[0] : BIRTH_AGES[-1]] * pattern).sum(axis=1)
    level = births / weighted.sum()
    area: Floats = births_of * births / np.maximum(weighted * level, 1e-9)
    return pattern * level, area
