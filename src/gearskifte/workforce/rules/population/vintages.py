# SPDX-License-Identifier: EUPL-1.2
"""Official projections of earlier years (årgange) held against what came, beside our own forecast.

A vintage such as FRKM118 begins with the counts of its base year. Ours is made with the counts of
that year and those before it, and nothing later; "no change" is the counts of the base year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from gearskifte.workforce.rules import refusals
from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.population.cohort_ratios import forecast
from gearskifte.workforce.rules.population.counts import BANDS, Population, in_bands

_VINTAGE: Final = re.compile(r"FR(?:KM|LD|DK)\d(\d\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """What one method said of a broad group (spået).

    Attributes:
        persons: in the area asked for.
        wape: the sum of absolute misses over all areas, in percent of those who came.
        bias: the miss of all areas together in percent, positive if too high.
    """

    persons: int
    wape: float
    bias: float


@dataclass(frozen=True, slots=True)
class Group:
    """A broad group: who came in the area asked for, and what was said of them."""

    came: int
    official: Told
    own: Told | None
    no_change: Told | None


@dataclass(frozen=True, slots=True)
class Grade:
    """A vintage held against one year that came (karakter).

    Attributes:
        vintage: its base year; year: the one that came; areas: how many are compared.
        groups: by broad group; `own` is None where the counts do not reach back before the base.
    """

    vintage: int
    year: int
    areas: int
    groups: Mapping[str, Group]


def base_year(name: str, told: Population) -> int:
    """The year a vintage was made in: by its table's name (FRKM118: 2018), else its first year."""
    found = _VINTAGE.match(name)
    return 2000 + int(found[1]) if found else told.years[0]


def grade(told: Population, base: int, counted: Population, area: str) -> tuple[Grade, ...]:
    """Every year of a vintage that has come, the newest first; none before one has.

    `area` is the one whose persons are told; all areas in both tables are compared.

    Raises:
        InputRefused: GS-WRK-004 if no area is in both, GS-WRK-009 if ages cannot be put together.
    """
    for table in (told, counted):
        for low, _ in BANDS.values():
            if low not in table.ages:
                raise refusals.no_broad_groups(low)
    areas = tuple(each for each in counted.areas if each in told.areas)
    if not areas:
        raise refusals.unknown_areas(told.areas)
    years = [year for year in told.years if year > base and year in counted.years]
    if not years:
        return ()
    ours = [counted.areas.index(each) for each in areas]
    theirs = [told.areas.index(each) for each in areas]
    at = areas.index(area) if area in areas else 0
    now = in_bands(counted.at(base), counted.ages)[ours] if base in counted.years else None
    ahead = None
    if base in counted.years[1:]:
        ahead = forecast(counted.until(base), max(years) - base)
    found = []
    for year in sorted(years, reverse=True):
        came = in_bands(counted.at(year), counted.ages)[ours]
        official = in_bands(told.at(year), told.ages)[theirs]
        own = None
        if ahead is not None:
            own = in_bands(ahead[..., year - base - 1], counted.ages)[ours]
        groups = {
            band: Group(
                round(float(came[at, n])),
                _told(official[:, n], came[:, n], at),
                _told(own[:, n], came[:, n], at) if own is not None else None,
                _told(now[:, n], came[:, n], at) if now is not None else None,
            )
            for n, band in enumerate(BANDS)
        }
        found.append(Grade(base, year, len(areas), groups))
    return tuple(found)


def _told(said: Floats, came: Floats, at: int) -> Told:
    whole = max(float(came.sum()), 1.0)
    return Told(
        round(float(said[at])),
        round(100 * float(np.abs(said - came).sum()) / whole, 2),
        round(100 * float(said.sum() - came.sum()) / whole, 2),
    )
