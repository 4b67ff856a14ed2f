# SPDX-License-Identifier: EUPL-1.2
"""Hours needed: people of each age times what people of that age need.

Healthy ageing moves the old: with weight w, who is a years old needs what was needed at
a - w · (years of longer life), since part of a longer life is healthy.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.hands.inputs import SERVICES, NeedLine

AGES: Final = 101
OLD: Final = 65
LONGER_LIFE: Final = 0.15
"""Years of life that a 65-year-old gains each year (Denmark 2000-2005 to 2015-2020, mean of the
sexes, from the death rates of World Population Prospects 2019)."""


def profile(lines: tuple[NeedLine, ...], *, floor: bool = False) -> Floats:
    """Hours a year per person, or the legal minimum of them: (services, ages)."""
    found = np.zeros((len(SERVICES), AGES))
    for line in lines:
        hours = line.floor if floor else max(line.hours, line.floor)
        found[SERVICES.index(line.service), line.first : line.last + 1] += hours
    return found


def need(people: Floats, lines: tuple[NeedLine, ...], healthy: Floats) -> Floats:
    """Hours needed of each service: (draws, years, services).

    `people` is (draws, years, ages) with the present as year 0; `healthy` the weight of healthy
    ageing by draw, between 0 and 1.
    """
    wanted, least = profile(lines), profile(lines, floor=True)
    years = people.shape[1]
    gained = LONGER_LIFE * np.arange(years)
    shifted = np.minimum(healthy, 1.0)[:, None] * gained  # (draws, years)
    young = np.einsum("dya,ka->dyk", people[..., :OLD], wanted[:, :OLD])
    old = _of_the_old(people[..., OLD:], wanted, shifted)
    lawful = np.einsum("dya,ka->dyk", people, least)
    found: Floats = np.maximum(young + old, lawful)
    return found


def _of_the_old(people: Floats, wanted: Floats, shifted: Floats) -> Floats:
    """Hours of those over 65, each at their effective age."""
    ages = np.arange(OLD, AGES)
    effective = np.maximum(ages - shifted[..., None], OLD)  # (draws, years, ages)
    below = np.minimum(effective.astype(np.intp), AGES - 2)
    part = effective - below
    found = np.empty((*shifted.shape, len(wanted)))
    for service, hours in enumerate(wanted):
        each = hours[below] * (1 - part) + hours[below + 1] * part
        found[..., service] = (people * each).sum(axis=-1)
    return found
