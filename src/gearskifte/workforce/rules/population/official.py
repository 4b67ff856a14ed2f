# SPDX-License-Identifier: EUPL-1.2
"""Following the official projection: its level, with the spread of our own draws around it."""

from __future__ import annotations

import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.population.counts import Population
from gearskifte.workforce.rules.population.single_ages import group_of_age, grouped


def followed(people: Floats, official: Population, first_year: int) -> Floats:
    """Draws whose mean is the official projection, in each of its age groups and years.

    `people` is (draws, years + 1, 101), the present (`first_year`) first, and is left as it was
    counted there. After the official projection's last year its last factor is kept. The first area
    of `official` is the one followed.
    """
    told = official.counts[0].sum(axis=0)  # (groups, years)
    groups = np.pad(
        group_of_age(official.ages), (0, max(0, people.shape[2] - official.ages[-1] - 1)), "edge"
    )
    own = grouped(people.mean(axis=0), official.ages, axis=1)  # (years + 1, groups)
    factors = np.ones_like(own)
    for at in range(1, len(own)):
        year = first_year + at
        factors[at] = factors[at - 1]
        if year in official.years:
            column = told[:, official.years.index(year)]
            factors[at] = np.where(own[at] > 0, column / np.maximum(own[at], 1e-9), 1.0)
    scaled: Floats = people * factors[:, groups]
    return scaled
