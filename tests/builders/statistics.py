# SPDX-License-Identifier: EUPL-1.2
"""Invented counts of people, and the folder of real ones that some tests are given."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import numpy as np

from gearskifte.workforce.rules.areas import MUNICIPALITIES
from gearskifte.workforce.rules.population.counts import Population, Sex

ROOT = Path(__file__).resolve().parents[2]
DEMOGRAPHY = Path(os.environ.get("GEARSKIFTE_SHARED") or ROOT.parent / "shared") / "demography"
REAL_COUNTS = DEMOGRAPHY / "folk1b_municipality_sex_age5_2008_2017.csv.gz"


def invented(areas: int = 3, years: int = 6, seed: int = 1) -> Population:
    """Counts by five-year age that age, die and move a little, the same for a seed."""
    drawn = np.random.default_rng(seed)
    size = drawn.uniform(300, 2000, areas)
    shape = 1 / (1 + np.exp((np.arange(21) - 15.5) / 1.5))
    base = size[:, None, None] * shape * drawn.uniform(0.8, 1.2, (areas, 2, 21)) + 1
    growth = 1 + drawn.normal(0.002, 0.01, (areas, 2, 21))
    counts = np.round(base[..., None] * growth[..., None] ** np.arange(years))
    return Population(
        tuple(MUNICIPALITIES)[:areas],
        (Sex.MEN, Sex.WOMEN),
        tuple(range(0, 101, 5)),
        tuple(range(2010, 2010 + years)),
        counts,
    )


def _ages(lows: tuple[int, ...]) -> list[str]:
    """Codes of single ages, or of groups with the last one open."""
    if len(lows) == lows[-1] + 1:
        return [str(age) for age in lows]
    closed = [f"{low}-{following - 1}" for low, following in itertools.pairwise(lows)]
    return [*closed, f"{lows[-1]}OV"]


def as_statbank(population: Population, wrong: int = 0) -> bytes:
    """The people as StatBank's BULK gives a projection, the country and its rest (411) with them.

    Every cell is rounded by itself; `wrong` persons are added to each of the country's.
    """
    lines = ["OMRÅDE;ALDER;KØN;TID;INDHOLD"]
    whole = population.counts.sum(axis=0, keepdims=True) + wrong
    counts = np.concatenate([whole, np.zeros_like(whole), population.counts])
    for area, of_area in zip(("000", "411", *population.areas), counts, strict=True):
        for sex, of_sex in zip(("1", "2"), of_area, strict=True):
            for age, of_age in zip(_ages(population.ages), of_sex, strict=True):
                for year, persons in zip(population.years, of_age, strict=True):
                    lines.append(f"{area};{age};{sex};{year};{persons:.0f}")
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
