# SPDX-License-Identifier: EUPL-1.2
"""A published projection of the United Nations reckoned again, in steps of five years.

It proves that the arithmetic is the one that demographers use. From the published death rates,
fertility, sex ratio and net migration (World Population Prospects); the age pattern of migration is
not published, so it is what the first step leaves unexplained, and is kept from then on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.statistics import StatTable

STEP: Final = 5
FIRST_BIRTHS: Final = 3
"""The position of the first age group that has children (15-19)."""
BIRTH_GROUPS: Final = 7
INFANT: Final = ((0.107, 0.045, 2.684), (0.107, 0.053, 2.8))
"""Mean years lived in the first year by those who die in it: at least, and by the death rate (Coale
and Demeny, West, men and women)."""


@dataclass(frozen=True, slots=True)
class Reproduced:
    """What came out beside what was published.

    Attributes:
        years: compared years; cell_wape: sum of absolute differences over sex and age in percent,
            by year; total_miss: of everybody together in percent, by year.
    """

    years: tuple[int, ...]
    cell_wape: tuple[float, ...]
    total_miss: tuple[float, ...]


def survival_ratios(rates: Floats, infant: tuple[float, float, float]) -> Floats:
    """Who is left five years later, from a life table of death rates at 0, 1, 5, 10, …, 100+.

    Returns 22 ratios: from birth to 0-4, from each five-year group to the next, and from 95 and
    over, and from 100 and over, to 100 and over together (the last two alike).
    """
    width = np.array([1.0, 4.0, *[5.0] * (len(rates) - 3)])
    lived = width / 2
    least, base, slope = infant
    lived[0] = base + slope * rates[0] if rates[0] < least else 0.33
    lived[1] = 1.5
    dead = np.minimum(width * rates[:-1] / (1 + (width - lived) * rates[:-1]), 1)
    alive = np.concatenate([[1.0], np.cumprod(1 - dead)])
    years = alive[:-1] * width - alive[:-1] * dead * (width - lived)
    open_end = alive[-1] / rates[-1]
    groups = np.array([years[0] + years[1], *years[2:], open_end])
    to_next = groups[1:-1] / groups[:-2]
    last = open_end / (groups[-2] + open_end)
    ratios: Floats = np.array([groups[0] / STEP, *to_next, last, last])
    return ratios


def one_step(
    people: Floats, ratios: Floats, moves: Floats, births_per_woman: Floats, boys: float
) -> Floats:
    """Five years later: (2, groups) persons; half the movers come at the start, half at the end."""
    there = people + moves / 2
    later = np.zeros_like(people)
    later[:, 1:] = there[:, :-1] * ratios[:, 1:-1]
    later[:, -1] += there[:, -1] * ratios[:, -1]
    mothers = slice(FIRST_BIRTHS, FIRST_BIRTHS + BIRTH_GROUPS)
    women = (there[1, mothers] + later[1, mothers]) / 2
    births = STEP * float((women * births_per_woman).sum())
    later[:, 0] = births * np.array([boys, 1 - boys]) * ratios[:, 0]
    later += moves / 2
    return later


def reproduce(table: StatTable, until: int = 2050) -> Reproduced:
    """Reckon the medium variant of `table` from 2020 on, and compare.

    `table` has the variables table, age, period as the United Nations name them (mxM, mxF, popM,
    popF, popMprojMed, popFprojMed, percentASFR, tfrprojMed, sexRatio).
    """
    source = _Source(table)
    first, following = 2020, 2025
    people = source.people("pop{}", first)
    pattern = _migration_pattern(source, people, following)
    cells, totals, years = [], [], tuple(range(following, until + 1, STEP))
    for year in years:
        people = one_step(people, *source.step(year, pattern))
        published = source.people("pop{}projMed", year)
        cells.append(100 * float(np.abs(people - published).sum() / published.sum()))
        totals.append(100 * float(people.sum() / published.sum() - 1))
    return Reproduced(years, tuple(cells), tuple(totals))


def _migration_pattern(source: _Source, people: Floats, year: int) -> Floats:
    """The movers of the first step, by sex and age: what deaths and births leave unexplained."""
    published = source.people("pop{}projMed", year)
    moves = np.zeros_like(people)
    for _ in range(20):  # movers have children too, so it is found in rounds
        missing = published - one_step(people, *source.step(year, moves))
        moves += missing * 0.6
    return moves


class _Source:
    """The published numbers by name, age and period."""

    def __init__(self, table: StatTable) -> None:
        codes = [[each.code for each in variable.categories] for variable in table.variables]
        self._at = [{code: at for at, code in enumerate(listed)} for listed in codes]
        self._values = table.values
        self._groups = [f"{age}-{age + 4}" for age in range(0, 100, 5)] + ["100+"]
        self._exact = ["0", "1", *map(str, range(5, 101, 5))]

    def _of(self, name: str, ages: list[str], period: str) -> Floats:
        table, age, when = self._at
        found: Floats = self._values[table[name], [age[each] for each in ages], when[period]]
        return found

    def people(self, name: str, year: int) -> Floats:
        """Persons by sex and age, in thousands."""
        return np.stack([self._of(name.format(sex), self._groups, str(year)) for sex in "MF"])

    def step(self, year: int, moves: Floats) -> tuple[Floats, Floats, Floats, float]:
        """The arguments of `one_step` for the five years that end in `year`."""
        period = f"{year - STEP}-{year}"
        ratios = np.stack(
            [
                survival_ratios(self._of(f"mx{sex}", self._exact, period), infant)
                for sex, infant in zip("MF", INFANT, strict=True)
            ]
        )
        shares = self._of("percentASFR", self._groups[FIRST_BIRTHS:][:BIRTH_GROUPS], period)
        fertility = float(self._of("tfrprojMed", [""], period)[0])
        boys_per_girl = float(self._of("sexRatio", [""], period)[0])
        per_woman = fertility * shares / 100 / STEP
        return ratios, moves, per_woman, boys_per_girl / (1 + boys_per_girl)
