# SPDX-License-Identifier: EUPL-1.2
"""The population some years ahead where only five-year ages are known: shrunk cohort ratios.

Method (Hamilton-Perry, extended; docs/decisions/0050). Each year everybody grows a year older and
is multiplied by the ratio of their age group: how many were there against how many came from the
year before. The nation's ratios are the mean of the newest seven years, and fall in old age as
mortality has done. An area's own ratio is kept as far as its numbers can bear, and what people of
working age do fades, since a wave of movers does not last. Areas always add up to the nation.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.population.counts import Population, Sex
from gearskifte.workforce.rules.population.single_ages import (
    TINY,
    advanced,
    group_of_age,
    grouped,
    single_ages,
)

BASE_YEARS: Final = 7
"""The newest years whose movements are carried on: long enough for a wave of movers and its ebb."""

MORTALITY_AGES: Final = (47, 57, 62, 67, 72, 77, 82, 87, 92, 97, 102)
MORTALITY_FALL: Final = (0, 0.016, 0.02, 0.035, 0.032, 0.021, 0.0185, 0.0115, 0.01, 0.0055, 0.0025)
"""Yearly fall of mortality in Denmark from 2000-2005 to 2005-2010, mean of the sexes, by age: the
newest change that was known when the oldest table of this kind ended (United Nations, World
Population Prospects 2019, mx)."""

BIRTH_AGES: Final = (15, 20, 25, 30, 35, 40, 45, 50)
BIRTH_SHARES: Final = (0.013, 0.13, 0.37, 0.33, 0.13, 0.025, 0.002)
"""Share of the births by five-year age of the mother (the same source, 2005-2010, rounded)."""

BOYS: Final = 0.513
"""Share of boys among the newborn."""

DEVIATION_KEPT: Final = {"child": 1.0, "student": 0.8, "working": 0.65, "old": 1.0}
"""The share of an area's own deviation that lasts: the young go where the schools are, which stay;
people of working age move in waves."""
PRIOR_PERSONS: Final = {"child": 100.0, "student": 100.0, "working": 100.0, "old": 1000.0}
"""Persons of the nation's behaviour mixed into an area's own (empirical Bayes)."""
BIRTH_TREND_KEPT: Final = 0.5
"""The share of the last three years' change in the number of small children that is carried on."""
WOMEN_ELASTICITY: Final = 0.5
"""Births follow the number of women at the power of this: more women, but they have them later."""


@dataclass(frozen=True, slots=True)
class Movements:
    """What the newest years say of the next.

    Attributes:
        nation: ratio by (sexes, groups), without the newborn.
        deviation: an area's ratio against the nation's, of shape (areas, 1, groups).
        years: the number of years they are the mean of.
        births: newborn of the nation a year, at today's number of women.
        births_of: each area's share of them.
    """

    nation: Floats
    deviation: Floats
    years: int
    births: float
    births_of: Floats


def forecast(population: Population, horizon: int) -> Floats:
    """Persons of shape (areas, sexes, ages, horizon) on 1 January of the coming years.

    Raises:
        ValueError: if there are not two years to learn from.
    """
    if len(population.years) < 2:
        raise ValueError("two years or more are needed to see how people move")
    singles = single_ages(population)
    moved = movements(population, singles)
    now = singles[..., -1]
    ahead = []
    fertile = _fertile(now, population)
    for year in range(1, horizon + 1):
        now = _next_year(now, moved, population, year)
        _bear(now, moved, population, fertile)
        ahead.append(grouped(now, population.ages))
    return np.stack(ahead, axis=-1)


def movements(population: Population, singles: Floats) -> Movements:
    """The ratios of the newest years, the nation's and each area's own."""
    years = min(len(population.years) - 1, BASE_YEARS)
    before = grouped(advanced(singles), population.ages)[..., -years:].sum(axis=3)
    after = population.counts[..., 1:].copy()
    after[:, :, 0] -= singles[:, :, 0, 1:]
    after = after[..., -years:].sum(axis=3)
    nation = after.sum(axis=0) / np.maximum(before.sum(axis=0), TINY)
    spans = [_span(age) for age in population.ages]
    prior = np.array([PRIOR_PERSONS[span] for span in spans])
    kept = np.array([DEVIATION_KEPT[span] for span in spans])
    came = after.sum(axis=1, keepdims=True) / years
    expected = (before * nation).sum(axis=1, keepdims=True) / years
    deviation = ((came + prior) / (expected + prior)) ** kept
    small = population.counts[:, :, 0].sum(axis=1)
    back = min(len(population.years) - 1, 3)
    change = (small[:, -1].sum() - small[:, -1 - back].sum()) / back
    births = small[:, -1].sum() / 5 + BIRTH_TREND_KEPT * 2 * change / 5
    # Where families move to, children under five are more than were born there.
    moved_in = np.mean([deviation[:, 0, 0] ** age for age in range(5)], axis=0)
    born = small[:, -1] / moved_in
    return Movements(nation, deviation, years, max(float(births), TINY), born / born.sum())


def _span(age: int) -> str:
    for before, span in ((15, "child"), (30, "student"), (65, "working")):
        if age < before:
            return span
    return "old"


def _ratios(moved: Movements, ages: tuple[int, ...], year: int) -> Floats:
    """The nation's ratios `year` years ahead: what dies away is fewer, as mortality falls."""
    middles = np.array([*((a + b) / 2 for a, b in itertools.pairwise(ages)), ages[-1] + 2])
    fall = np.interp(middles, MORTALITY_AGES, MORTALITY_FALL)
    since = year - 1 + (moved.years + 1) / 2
    lost = np.log(np.minimum(moved.nation, 1.0))
    better: Floats = np.where(moved.nation < 1, np.exp(lost * (1 - fall) ** since), moved.nation)
    return better


def _next_year(now: Floats, moved: Movements, population: Population, year: int) -> Floats:
    """Everybody a year older, after deaths and moves; nobody is born yet."""
    groups = group_of_age(population.ages)
    ratios = _ratios(moved, population.ages, year)
    older = np.zeros_like(now)
    older[:, :, 1:] = now[:, :, :-1]
    older[:, :, -1] += now[:, :, -1]
    nation = older.sum(axis=0) * ratios[:, groups]
    older *= (ratios * moved.deviation)[:, :, groups]
    raked: Floats = older * (nation / np.maximum(older.sum(axis=0), TINY))
    return raked


def _fertile(now: Floats, population: Population) -> Floats:
    """Women of each area weighted by how many children women of their age have."""
    women = now[:, population.sexes.index(Sex.WOMEN) if Sex.WOMEN in population.sexes else 0]
    weights = np.zeros(now.shape[2])
    for low, high, share in zip(BIRTH_AGES, BIRTH_AGES[1:], BIRTH_SHARES, strict=False):
        weights[low:high] = share / (high - low)
    weighted: Floats = (women * weights).sum(axis=1)
    return np.maximum(weighted, TINY)


def _bear(now: Floats, moved: Movements, population: Population, before: Floats) -> None:
    """Put the year's newborn into `now`."""
    growth = _fertile(now, population) / before
    together = float((growth * before).sum() / before.sum())
    nation = moved.births * together**WOMEN_ELASTICITY
    born = moved.births_of * (growth / together) ** WOMEN_ELASTICITY
    born *= nation / born.sum()
    shares = {Sex.MEN: BOYS, Sex.WOMEN: 1 - BOYS, Sex.TOTAL: 1.0}
    for position, sex in enumerate(population.sexes):
        now[:, position, 0] = born * shares[sex]
