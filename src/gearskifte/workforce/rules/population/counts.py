# SPDX-License-Identifier: EUPL-1.2
"""People counted on 1 January by area, sex and age (folketal)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np

from gearskifte.workforce.rules.arrays import Floats

BANDS: Final[Mapping[str, tuple[int, int | None]]] = {
    "0-4": (0, 5),
    "5-14": (5, 15),
    "15-64": (15, 65),
    "65-79": (65, 80),
    "80+": (80, None),
}
"""Broad age groups, each from its first age up to, but not including, the second."""


class Sex(StrEnum):
    """Sex (køn) as Statistics Denmark counts it; TOTAL where a table does not tell them apart."""

    MEN = "M"
    WOMEN = "K"
    TOTAL = "TOT"


@dataclass(frozen=True, slots=True)
class Population:
    """People on 1 January of each year.

    Attributes:
        areas: one code for each area (four-digit or three-digit municipality codes, or names).
        sexes: men and women, or the total alone.
        ages: the lowest age of each group, rising; the last group has no upper end.
        years: the years, rising by one.
        counts: persons, of shape (areas, sexes, ages, years).
    """

    areas: tuple[str, ...]
    sexes: tuple[Sex, ...]
    ages: tuple[int, ...]
    years: tuple[int, ...]
    counts: Floats

    def __post_init__(self) -> None:
        shape = (len(self.areas), len(self.sexes), len(self.ages), len(self.years))
        if self.counts.shape != shape:
            raise ValueError(f"counts of shape {self.counts.shape} where {shape} was promised")

    def until(self, year: int) -> Population:
        """What was known on 1 January of `year`: everything up to it and nothing after."""
        kept = self.years.index(year) + 1
        return replace(self, years=self.years[:kept], counts=self.counts[..., :kept])

    def at(self, year: int) -> Floats:
        """Persons of shape (areas, sexes, ages) in `year`."""
        found: Floats = self.counts[..., self.years.index(year)]
        return found


def beside_the_rest(population: Population, own: int) -> Population:
    """The `own`th area first, and all the others together as one, where there are any."""
    rest = np.delete(population.counts, own, axis=0).sum(axis=0, keepdims=True)
    if len(population.areas) == 1:
        return population
    name = population.areas[own]
    counts = np.concatenate([population.counts[own : own + 1], rest])
    return replace(population, areas=(name, "rest"), counts=counts)


def in_bands(counts: Floats, ages: tuple[int, ...]) -> Floats:
    """Persons in the five broad groups, both sexes together: (areas, sexes, ages) to (areas, 5)."""
    return np.stack(
        [
            counts[:, :, [_within(age, low, high) for age in ages]].sum(axis=(1, 2))
            for low, high in BANDS.values()
        ],
        axis=1,
    )


def _within(age: int, low: int, high: int | None) -> bool:
    return low <= age and (high is None or age < high)
