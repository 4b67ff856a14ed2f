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
from gearskifte.workforce.rules.population.births import (
    BOYS,
    Fertility,
    fertile_women,
    fertility_of,
)
from gearskifte.workforce.rules.population.counts import Population, Sex
from gearskifte.workforce.rules.population.mortality import death_rates, yearly_fall
from gearskifte.workforce.rules.population.single_ages import (
    TINY,
    advanced,
    five_year_ages,
    group_of_age,
    grouped,
    single_ages,
)

SMALL: Final = 5
"""Children under this age are small children."""
BASE_YEARS: Final = 7
"""The newest years whose movements are carried on: long enough for a wave of movers and its ebb."""

FEW: Final = 1.0
"""Persons who live as the life table says are mixed into the nation: all of it where there are
none, as at 100 years on an island."""
DEVIATION_KEPT: Final = {"child": 1.0, "student": 0.8, "working": 0.65, "old": 1.0}
"""The share of an area's own deviation that lasts: the young go where the schools are, which stay;
people of working age move in waves."""
PRIOR_PERSONS: Final = {"child": 100.0, "student": 100.0, "working": 100.0, "old": 1000.0}
"""Persons of the nation's behaviour mixed into an area's own (empirical Bayes)."""


@dataclass(frozen=True, slots=True)
class Movements:
    """What the newest years say of the next.

    Attributes:
        nation: ratio by (sexes, groups), without the newborn.
        deviation: an area's ratio against the nation's, of shape (areas, 1, groups).
        years: the number of years they are the mean of.
        ages: the lowest age of each of those groups: the table's, or five-year ones of single ages.
        fertility: the nation's; births_of: each area's share of the newborn.
    """

    nation: Floats
    deviation: Floats
    years: int
    ages: tuple[int, ...]
    fertility: Fertility
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
    levels = moved.fertility.ahead(horizon)
    now = singles[..., -1]
    ahead = []
    before = fertile_women(now, population)
    for year in range(1, horizon + 1):
        now = _next_year(now, moved, year)
        _bear(now, moved, population, before, float(levels[year - 1]))
        ahead.append(grouped(now, population.ages))
    return np.stack(ahead, axis=-1)


def movements(population: Population, singles: Floats) -> Movements:
    """The ratios of the newest years, the nation's and each area's own."""
    ages = five_year_ages(population.ages)
    years = min(len(population.years) - 1, BASE_YEARS)
    before = grouped(advanced(singles), ages)[..., -years:].sum(axis=3)
    after = grouped(singles, ages)[..., 1:].copy()
    after[:, :, 0] -= singles[:, :, 0, 1:]
    after = after[..., -years:].sum(axis=3)
    live = np.exp(-death_rates(_middles(ages)).mean(axis=0))
    nation = (after.sum(axis=0) + FEW * live) / (before.sum(axis=0) + FEW)
    spans = [_span(age) for age in ages]
    prior = np.array([PRIOR_PERSONS[span] for span in spans])
    kept = np.array([DEVIATION_KEPT[span] for span in spans])
    came = after.sum(axis=1, keepdims=True) / years
    expected = (before * nation).sum(axis=1, keepdims=True) / years
    deviation = ((came + prior) / (expected + prior)) ** kept
    # Where families move to, children under five are more than were born there.
    moved_in = np.mean([deviation[:, 0, 0] ** age for age in range(SMALL)], axis=0)
    born = singles[:, :, :SMALL, -1].sum(axis=(1, 2)) / moved_in
    fertility = fertility_of(singles, population)
    return Movements(nation, deviation, years, ages, fertility, born / born.sum())


def _span(age: int) -> str:
    for before, span in ((15, "child"), (30, "student"), (65, "working")):
        if age < before:
            return span
    return "old"


def _middles(ages: tuple[int, ...]) -> Floats:
    """The middle age of each group."""
    return np.array([*((a + b) / 2 for a, b in itertools.pairwise(ages)), ages[-1] + 2])


def _ratios(moved: Movements, year: int) -> Floats:
    """The nation's ratios `year` years ahead: what dies away is fewer, as mortality falls."""
    fall = yearly_fall(_middles(moved.ages))
    since = year - 1 + (moved.years + 1) / 2
    lost = np.log(np.minimum(moved.nation, 1.0))
    better: Floats = np.where(moved.nation < 1, np.exp(lost * (1 - fall) ** since), moved.nation)
    return better


def _next_year(now: Floats, moved: Movements, year: int) -> Floats:
    """Everybody a year older, after deaths and moves; nobody is born yet."""
    groups = group_of_age(moved.ages, now.shape[2])
    ratios = _ratios(moved, year)
    older = np.zeros_like(now)
    older[:, :, 1:] = now[:, :, :-1]
    older[:, :, -1] += now[:, :, -1]
    nation = older.sum(axis=0) * ratios[:, groups]
    older *= (ratios * moved.deviation)[:, :, groups]
    raked: Floats = older * (nation / np.maximum(older.sum(axis=0), TINY))
    return raked


def _bear(
    now: Floats, moved: Movements, population: Population, before: Floats, level: float
) -> None:
    """Put the year's newborn into `now`: of all by fertility, of each area as its women grow."""
    women = fertile_women(now, population)
    born = moved.births_of * women / before
    born *= level * women.sum() / born.sum()
    shares = {Sex.MEN: BOYS, Sex.WOMEN: 1 - BOYS, Sex.TOTAL: 1.0}
    for position, sex in enumerate(population.sexes):
        now[:, position, 0] = born * shares[sex]
