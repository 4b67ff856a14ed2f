# SPDX-License-Identifier: EUPL-1.2
"""Deaths by age as they have been published: a life table, and how mortality falls."""

from __future__ import annotations

from typing import Final

import numpy as np

from gearskifte.workforce.rules.arrays import Floats

MORTALITY_AGES: Final = (47, 57, 62, 67, 72, 77, 82, 87, 92, 97, 102)
MORTALITY_FALL: Final = (0, 0.016, 0.02, 0.035, 0.032, 0.021, 0.0185, 0.0115, 0.01, 0.0055, 0.0025)
"""Yearly fall of mortality in Denmark from 2000-2005 to 2005-2010, mean of the sexes, by age: the
newest change that was known when the oldest table of this kind ended (United Nations, World
Population Prospects 2019, mx)."""

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


def death_rates(ages: Floats) -> Floats:
    """Death rates a year of men and women at these ages: (2, ages)."""
    logs = [np.interp(ages, LIFE_TABLE_AGES, np.log(rates)) for rates in LIFE_TABLE]
    rates: Floats = np.exp(np.stack(logs))
    return rates


def yearly_fall(ages: Floats) -> Floats:
    """The share by which mortality at these ages falls each year."""
    fall: Floats = np.interp(ages, MORTALITY_AGES, MORTALITY_FALL)
    return fall
