# SPDX-License-Identifier: EUPL-1.2
"""From five-year groups to single ages, by following the birth cohorts through the years.

A smooth curve through one year's groups cannot see that the children of 1946 are many. But a cohort
leaves one five-year group and enters the next in a known year, so the groups of several years
together nearly tell each cohort's size. For the areas taken together, the cohorts are found by
least squares: they must add up to every group of every year, and their sizes may bend no more than
cohorts do. Each area's own curve is then scaled by what the cohorts say of all.
"""

from __future__ import annotations

import itertools
from typing import Final

import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.population.counts import Population

BEND: Final = 0.037
"""How much cohort sizes bend from year to year: the standard deviation of the second differences of
total fertility (log scale) in Denmark 1973-2009. Chance is added to it: 6 times the size."""
ROUNDS: Final = 3
"""Survival and cohorts are found in turn; three rounds settle them."""
TINY: Final = 1e-9


def group_of_age(
    ages: tuple[int, ...], count: int | None = None
) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """For each of `count` single ages, else up to the open group's first, its group's position."""
    singles = np.arange(ages[-1] + 1 if count is None else count)
    return np.searchsorted(np.array(ages), singles, side="right") - 1


def five_year_ages(ages: tuple[int, ...]) -> tuple[int, ...]:
    """Five-year groups where `ages` are single; the groups as they are where they are wider."""
    return tuple(range(0, ages[-1] + 1, 5)) if len(ages) == ages[-1] + 1 else ages


def grouped(singles: Floats, ages: tuple[int, ...], axis: int = 2) -> Floats:
    """Single ages along `axis` added up to groups."""
    added: Floats = np.add.reduceat(singles, np.array(ages), axis=axis)
    return added


def single_ages(population: Population) -> Floats:
    """Persons of shape (areas, sexes, single ages, years); the last age is open.

    Every group keeps exactly its counted number.
    """
    ages = population.ages
    if len(ages) == ages[-1] + 1:
        return population.counts
    drawn = np.moveaxis(_curve(np.moveaxis(population.counts, 2, 3), ages), 3, 2)
    together = population.counts.sum(axis=0)
    for sex in range(len(population.sexes)):
        cohorts = _by_cohorts(together[sex], ages)
        drawn[:, sex] *= cohorts / np.maximum(drawn[:, sex].sum(axis=0), TINY)
    scale = population.counts / np.maximum(grouped(drawn, ages), TINY)
    singles: Floats = drawn * scale[:, :, group_of_age(ages)]
    return singles


def advanced(singles: Floats) -> Floats:
    """Everybody one year older, nobody dead or moved: (…, ages, years) without the last year."""
    older = np.zeros_like(singles[..., :-1])
    older[..., 1:, :] = singles[..., :-1, :-1]
    older[..., -1, :] += singles[..., -1, :-1]
    return older


def _curve(counts: Floats, ages: tuple[int, ...]) -> Floats:
    """A monotone curve through the counts below each age; groups are on the last axis."""
    below = np.zeros((*counts.shape[:-1], len(ages)))
    below[..., 1:] = np.cumsum(counts[..., :-1], axis=-1)
    at = np.arange(ages[-1] + 1)
    from scipy.interpolate import pchip_interpolate  # noqa: PLC0415 - slow to import

    through = pchip_interpolate(np.array(ages), below, at, axis=-1)
    drawn: Floats = np.concatenate([np.diff(through, axis=-1), counts[..., -1:]], axis=-1)
    return drawn


def _by_cohorts(groups: Floats, ages: tuple[int, ...]) -> Floats:
    """Single ages of one sex (ages, years) from groups (groups, years) of the areas together."""
    singles = _curve(groups.T, ages).T
    if groups.shape[1] < 2 or not groups[:-1].all():
        return singles
    for _ in range(ROUNDS):
        lived = _survival(groups, singles, ages)
        closed = lived[:-1, None] * _cohorts(groups, lived, ages)
        drawn = np.concatenate([np.maximum(closed, 1.0), groups[-1:]])
        added = np.maximum(grouped(drawn, ages, axis=0), TINY)
        singles = drawn * (groups / added)[group_of_age(ages)]
    return singles


def _survival(groups: Floats, singles: Floats, ages: tuple[int, ...]) -> Floats:
    """What is left at each age of a cohort that was 1 at age 0 (may exceed 1: people move in)."""
    older = advanced(singles)
    older[0] = singles[0, 1:]
    yearly = groups[:, 1:].sum(axis=1) / np.maximum(grouped(older, ages, axis=0).sum(axis=1), 1.0)
    middles = [(low + high - 1) / 2 for low, high in itertools.pairwise(ages)]
    at = np.interp(np.arange(ages[-1] + 1), [0, *middles, ages[-1]], [1, *yearly[:-1], yearly[-2]])
    lived: Floats = np.cumprod(at)
    return lived


def _cohorts(groups: Floats, lived: Floats, ages: tuple[int, ...]) -> Floats:
    """Each cohort's size at age 0, laid out by the age it has in each year (ages, years)."""
    top, years = ages[-1], groups.shape[1]
    count = top + years - 1
    size = groups[:, 0].sum() / (top + 1)
    bend = 1 / ((BEND * size) ** 2 + 6 * size + TINY)
    curve = np.diff(np.eye(count), n=2, axis=0)
    normal = bend * np.einsum("ki,kj->ij", curve, curve)
    wanted = np.zeros(count)
    for year in range(years):
        for group, (low, high) in enumerate(itertools.pairwise(ages)):
            # Cohorts are numbered from the oldest: who is `age` in `year` is number …
            number = top - 1 + year - np.arange(low, high)
            share = lived[low:high]
            normal[np.ix_(number, number)] += np.outer(share, share) / groups[group, year]
            wanted[number] += share
    # Only cohorts in the same group or next to each other are bound together.
    wide = max(2, *(high - low - 1 for low, high in itertools.pairwise(ages)))
    band = np.zeros((wide + 1, count))
    for below in range(wide + 1):
        band[below, : count - below] = np.diagonal(normal, -below)
    from scipy.linalg import solveh_banded  # noqa: PLC0415 - slow to import

    sizes = solveh_banded(band, wanted, lower=True)
    number = top - 1 + np.arange(years)[None, :] - np.arange(top)[:, None]
    laid_out: Floats = sizes[number]
    return laid_out
