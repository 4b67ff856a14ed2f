# SPDX-License-Identifier: EUPL-1.2
"""The population by single ages, many times over: births, deaths and moves with their uncertainty.

Next year's people of an age are this year's who are a year younger, times survival and net moves
from abroad, plus net moves between areas; births are fertility times the mean of two years' women.
Each draw has its own paths: mortality drifts as a random walk, fertility and moves come back to
their level (AR(1)), all shared by the nation; on top each area has its own wave of moves. Whoever
leaves an area for another arrives there: for each sex and age the moves add up to nothing.

There is one random stream (Philox) for each draw, keyed by the seed and the draw's number: a draw
is the same bits whatever else is drawn with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.population.births import FERTILITY_MEMORY, FERTILITY_SD

Numbers = npt.NDArray[np.floating[Any]]

CHUNK: Final = 8
"""Draws reckoned together: so many that their people stay in the processor's second cache."""
FERTILE: Final = slice(15, 50)
BAND_STARTS: Final = (0, 5, 15, 65, 80)

MORTALITY_SD: Final = 0.02
"""Yearly drift of the level of mortality (log scale)."""
MOVES_SD: Final = 0.35
"""Yearly change of the nation's net immigration against its mean."""
MOVES_MEMORY: Final = 0.7
AREA_MOVES_SD: Final = 0.3
"""Yearly change of an area's net moves against their mean."""


@dataclass(frozen=True, slots=True)
class Rates:
    """What moves the population, by single year of age; the last age is open.

    Attributes:
        mortality: central death rate a year, (years, 2, ages): men, women.
        abroad: net moves across the border a year per person, (2, ages).
        between: net moves between areas a year per person, (areas, 2, ages).
        fertility: births a year per woman of 15 to 49, (years, 35).
        area_fertility: an area's level against the nation's, (areas,).
        boys: share of boys among the newborn.
    """

    mortality: Floats
    abroad: Floats
    between: Floats
    fertility: Floats
    area_fertility: Floats
    boys: float


@dataclass(frozen=True, slots=True)
class Paths:
    """One draw's factors on the rates: (years,), and (years, areas) for `areas`."""

    fertility: Floats
    mortality: Floats
    abroad: Floats
    areas: Floats


@dataclass(frozen=True, slots=True)
class Year:
    """One year's people and what moved them; births (areas,), the rest (areas, 2, ages).

    Everything is counted at the age reached at the end of the year; who is born in it is age 0.
    """

    people: Floats
    deaths: Floats
    abroad: Floats
    between: Floats
    births: Floats


CERTAIN: Final = None
"""The draw with every path at its mean."""


def paths_of(seed: int, draw: int | None, years: int, areas: int) -> Paths:
    """The paths of one draw; the same for the same seed and draw, whatever is drawn beside it."""
    if draw is CERTAIN:
        ones = np.ones(years)
        return Paths(ones, ones, ones, np.ones((years, areas)))
    stream = np.random.Generator(np.random.Philox(key=[seed, draw]))
    shared = stream.standard_normal((3, years))
    own = stream.standard_normal((years, areas))
    return Paths(
        np.exp(_remembering(FERTILITY_SD * shared[0], FERTILITY_MEMORY)),
        np.exp(_remembering(MORTALITY_SD * shared[1], 1.0)),
        1 + _remembering(MOVES_SD * shared[2], MOVES_MEMORY),
        1 + _remembering(AREA_MOVES_SD * own, MOVES_MEMORY),
    )


def _remembering(shocks: Floats, memory: float) -> Floats:
    """A path that keeps `memory` of where it was; time is the first axis."""
    path = shocks.copy()
    for year in range(1, len(path)):
        path[year] += memory * path[year - 1]
    return path


def bands(
    start: Floats,
    rates: Rates,
    *,
    draws: range,
    seed: int,
    chunk: int = CHUNK,
    starts: Sequence[int] = BAND_STARTS,
) -> npt.NDArray[np.float32]:
    """Persons in the age groups that begin at `starts`: (draws, years, areas, groups), float32.

    `start` is (areas, 2, ages). The result is the same bits for every `chunk`.
    """
    years, areas = len(rates.mortality), len(start)
    found = np.empty((len(draws), years, areas, len(starts)), dtype=np.float32)

    def fill(first: int) -> None:
        some = draws[first : first + chunk]
        for year, people in enumerate(_run(start, rates, some, seed)):
            both = people[:, :, 0] + people[:, :, 1]
            np.add.reduceat(both, starts, axis=-1, out=found[first : first + chunk, year])

    # NumPy lets go of the interpreter while it reckons, so threads share the cores.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as cores:
        list(cores.map(fill, range(0, len(draws), chunk)))
    return found


def _run(start: Floats, rates: Rates, draws: range, seed: int) -> Iterator[npt.NDArray[np.float32]]:
    """The people of each coming year, (draws, areas, 2, ages); the array is used again."""
    years, areas = len(rates.mortality), len(start)
    drawn = [paths_of(seed, draw, years, areas) for draw in draws]
    # Every year of a draw at once: so a draw's bits do not depend on what is reckoned beside it.
    shared = np.stack([_shared(rates, path) for path in drawn], axis=1)
    staying, newborn = shared.astype(np.float32), _newborn(rates, shared)
    waves = np.stack([path.areas for path in drawn], axis=1).astype(np.float32)
    fertile = np.stack([rates.fertility * path.fertility[:, None] / 2 for path in drawn], axis=1)
    fertility, level = fertile.astype(np.float32), rates.area_fertility.astype(np.float32)
    people = np.repeat(start[None].astype(np.float32), len(draws), axis=0)
    next_people = np.empty_like(people)
    step = np.empty_like(people)
    between = rates.between.astype(np.float32)
    for year in range(years):
        _advance(people, next_people, step, staying[year], waves[year], between)
        women = people[:, :, 1, FERTILE] + next_people[:, :, 1, FERTILE]
        women *= fertility[year, :, None]
        births = women.sum(axis=-1) * level
        next_people[:, :, :, 0] = births[:, :, None] * newborn[year, :, None]
        people, next_people = next_people, people
        yield people


def _shared(rates: Rates, path: Paths) -> Floats:
    """What is left of the nation's people after deaths and moves abroad: (years, 2, ages)."""
    survival = np.exp(-rates.mortality * path.mortality[:, None, None])
    left: Floats = survival + rates.abroad * path.abroad[:, None, None]
    return left


def _newborn(rates: Rates, shared: Floats) -> npt.NDArray[np.float32]:
    """Of each birth, the boys and girls there are at the end of the year: (years, draws, 2)."""
    shares = np.array([rates.boys, 1 - rates.boys])
    there: Floats = shares * np.sqrt(shared[..., 0])  # born half way through the year
    return there.astype(np.float32)


def _advance(
    people: Numbers,
    next_people: Numbers,
    step: Numbers,
    shared: Numbers,
    waves: Numbers,
    between: Numbers,
) -> None:
    """Everybody a year older, into `next_people`; moves between areas add up to nothing."""
    np.multiply(between, waves[:, :, None, None], out=step)
    step += shared[:, None]
    step *= people
    nation = people.sum(axis=1) * shared
    moved = step.sum(axis=1)
    np.divide(nation, moved, out=moved, where=moved > 0)
    np.multiply(step[..., :-1], moved[:, None, :, :-1], out=next_people[..., 1:])
    next_people[..., -1] += step[..., -1] * moved[:, None, :, -1]


def year_by_year(start: Floats, rates: Rates, paths: Paths) -> Iterator[Year]:
    """The same reckoning for one draw, every event by itself, in double precision.

    In every area: people next year = people + births - deaths + moves. Moves between areas add up
    to nothing for each sex and age.
    """
    people = start
    for year in range(len(rates.mortality)):
        survival = np.exp(-rates.mortality[year] * paths.mortality[year])
        abroad = people * rates.abroad * paths.abroad[year]
        stay = people * survival + abroad
        moved = stay + people * rates.between * paths.areas[year][:, None, None]
        nation, raw = stay.sum(axis=0), moved.sum(axis=0)
        moved *= np.divide(nation, raw, out=np.zeros_like(raw), where=raw > 0)
        older = _older(moved)
        women = (people[:, 1, FERTILE] + older[:, 1, FERTILE]) / 2
        fertility = rates.fertility[year] * paths.fertility[year]
        births = (women * fertility).sum(axis=1) * rates.area_fertility
        newborn = births[:, None] * np.array([rates.boys, 1 - rates.boys])
        left = np.sqrt(survival[:, 0] + rates.abroad[:, 0] * paths.abroad[year])
        older[:, :, 0] = newborn * left
        deaths, outside = _older(people * (1 - survival)), _older(abroad)
        deaths[:, :, 0] = newborn * (1 - np.sqrt(survival[:, 0]))
        outside[:, :, 0] = newborn * (left - np.sqrt(survival[:, 0]))
        yield Year(older, deaths, outside, _older(moved - stay), births)
        people = older


def _older(people: Floats) -> Floats:
    """Everybody at the age they reach; nobody is age 0."""
    older = np.zeros_like(people)
    older[..., 1:] = people[..., :-1]
    older[..., -1] += people[..., -1]
    return older
