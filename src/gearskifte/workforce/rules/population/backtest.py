# SPDX-License-Identifier: EUPL-1.2
"""Try a forecast on years that have come: how far it missed, and how often its interval held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

import numpy as np

from gearskifte.workforce.rules import refusals
from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.population.cohort_ratios import forecast
from gearskifte.workforce.rules.population.counts import BANDS, Population, in_bands
from gearskifte.workforce.rules.population.intervals import learn_spread

ORIGINS_BY_DEFAULT: Final = 3
FEWEST_YEARS: Final = 3
"""Years that must be known at the origin: two to forecast from and one more to learn the spread."""


@dataclass(frozen=True, slots=True)
class BackTest:
    """What came of forecasts made at `origins` for `horizon` years ahead.

    Attributes:
        wape: per broad group, the sum of absolute misses over areas in percent of the persons.
        coverage80: per broad group, the percentage of areas that were inside their 80 % interval.
        bias: per broad group, the miss of the areas together in percent (positive: forecast high).
    """

    origins: tuple[int, ...]
    horizon: int
    areas: int
    wape: dict[str, float]
    coverage80: dict[str, float]
    bias: dict[str, float]


def possible_origins(population: Population, horizon: int) -> tuple[int, ...]:
    """The years a forecast can be made in and its outcome looked up."""
    known = population.years
    return tuple(year for year in known[FEWEST_YEARS - 1 :] if year + horizon in known)


def choose_origins(population: Population, asked: tuple[int, ...], horizon: int) -> tuple[int, ...]:
    """The origins asked for, or the newest three possible ones.

    Raises:
        InputRefused: GS-WRK-007 if the table is too short, GS-WRK-008 if one asked for cannot be,
            GS-WRK-009 if its ages cannot be put together to the broad groups.
    """
    for low, _ in BANDS.values():
        if low not in population.ages:
            raise refusals.no_broad_groups(low)
    possible = possible_origins(population, horizon)
    if not possible:
        raise refusals.too_few_years(len(population.years), FEWEST_YEARS + horizon)
    for year in asked:
        if year not in possible:
            raise refusals.no_such_origin(year, map(str, possible))
    return asked or possible[-ORIGINS_BY_DEFAULT:]


def backtest(population: Population, origins: tuple[int, ...], horizon: int) -> BackTest:
    """Forecast from each origin with what was known then, and compare with what came."""

    @cache
    def made(origin: int) -> Floats:
        return forecast(population.until(origin), horizon)

    missed, inside, expected_all, came_all = [], [], [], []
    for origin in origins:
        expected = in_bands(made(origin)[..., -1], population.ages)
        came = in_bands(population.at(origin + horizon), population.ages)
        width = learn_spread(population.until(origin), made).half_width(expected, horizon)
        off = np.abs(np.log(np.maximum(came, 1.0) / np.maximum(expected, 1.0)))
        missed.append(np.abs(expected - came).sum(axis=0))
        inside.append((off <= width).mean(axis=0))
        expected_all.append(expected.sum(axis=0))
        came_all.append(came.sum(axis=0))
    came_sum = np.array(came_all)
    return BackTest(
        origins,
        horizon,
        len(population.areas),
        _by_band(100 * (np.array(missed) / np.maximum(came_sum, 1.0)).mean(axis=0)),
        _by_band(100 * np.array(inside).mean(axis=0)),
        _by_band(100 * (np.array(expected_all) / np.maximum(came_sum, 1.0) - 1).mean(axis=0)),
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What was foretold in `origin` for a later `year` of one area, and what came, by group.

    `low` and `high` hold 80 %; both are empty where too little was known to say.
    """

    origin: int
    year: int
    foretold: dict[str, int]
    came: dict[str, int]
    low: dict[str, int]
    high: dict[str, int]


def said_before(population: Population, own: int, back: tuple[int, ...]) -> tuple[Said, ...]:
    """The forecasts made so many years `back` of the newest year, with what was known then.

    A forecast that the table is too short for is left out.
    """
    last, found = population.years[-1], []
    for years in back:
        origin = last - years
        if origin in population.years[1:]:
            before = population.until(origin)
            expected = in_bands(forecast(before, years)[..., -1], population.ages)
            low = high = {}
            if len(before.years) >= FEWEST_YEARS:
                made = partial(_made, population, years)
                width = learn_spread(before, made).half_width(expected, years)[own]
                low, high = (_persons(expected[own] * np.exp(w)) for w in (-width, width))
            came = in_bands(population.at(last)[own : own + 1], population.ages)[0]
            found.append(Said(origin, last, _persons(expected[own]), _persons(came), low, high))
    return tuple(found)


def _made(population: Population, years: int, origin: int) -> Floats:
    return forecast(population.until(origin), years)


def _persons(values: Floats) -> dict[str, int]:
    return {band: round(float(value)) for band, value in zip(BANDS, values, strict=True)}


def wape_of(
    method: Callable[[Population, int], Floats],
    population: Population,
    origins: tuple[int, ...],
    horizon: int,
) -> dict[str, float]:
    """The same measure for any other method, mean over the origins, in percent."""
    misses = []
    for origin in origins:
        expected = in_bands(method(population.until(origin), horizon), population.ages)
        came = in_bands(population.at(origin + horizon), population.ages)
        misses.append(np.abs(expected - came).sum(axis=0) / came.sum(axis=0))
    return _by_band(100 * np.mean(misses, axis=0))


def _by_band(values: Floats) -> dict[str, float]:
    return {band: round(float(value), 2) for band, value in zip(BANDS, values, strict=True)}
