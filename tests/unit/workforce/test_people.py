# SPDX-License-Identifier: EUPL-1.2
"""A table of people is checked before it is kept: what no number can be made from is refused."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gearskifte.connectors.statfiles.public import read_table
from gearskifte.kernel.errors import InputRefused
from gearskifte.workforce.public import population_of
from gearskifte.workforce.rules.hands.assembling import people_ahead
from gearskifte.workforce.rules.population.reading import projectable
from tests.builders.statistics import DEMOGRAPHY, as_statbank, invented

pytestmark = pytest.mark.unit

HVIDOVRE = DEMOGRAPHY / "folk1am_hvidovre_2025M01_2026M04.csv"


def test_one_year_is_refused() -> None:
    """From one year nobody can see how people move."""
    population = invented()
    one = dataclasses.replace(
        population, years=population.years[:1], counts=population.counts[..., :1]
    )
    assert projectable(population) is population
    with pytest.raises(InputRefused, match=r"GS-WRK-010.*1"):
        projectable(one)


@pytest.mark.skipif(not HVIDOVRE.exists(), reason="the real counts are not here")
def test_the_real_table_without_sex_is_refused() -> None:
    """Births need women; a real table of both sexes together is read, and refused with why."""
    counted = population_of(read_table(HVIDOVRE.read_bytes(), HVIDOVRE.name))
    assert (counted.areas, counted.years, len(counted.ages)) == (("167",), (2025, 2026), 101)
    with pytest.raises(InputRefused, match=r"GS-WRK-001.*sex"):
        projectable(counted)


def test_ages_above_a_hundred_are_taken_together() -> None:
    """Single ages to 125, as published, become a projection by ages to 100 with everybody in it."""
    population = invented(areas=2)
    oldest = population.counts[:, :, -1:]
    singles = np.concatenate(
        [np.repeat(population.counts[:, :, :-1] / 5, 5, axis=2), *[oldest / 26] * 26], axis=2
    )
    wide = dataclasses.replace(population, ages=tuple(range(126)), counts=np.round(singles))
    read = population_of(read_table(as_statbank(wide), "FOLK1A.csv"), rounded=True)
    assert read.ages == tuple(range(101))
    assert read.counts.sum() == pytest.approx(np.round(singles).sum())
    assert people_ahead(read, 3, 4, 1).shape == (4, 4, 101)


def test_a_cell_without_a_number_is_told_as_that() -> None:
    """A hole is not taken for a sum that is wrong."""
    body = as_statbank(invented(areas=98)).replace(b";2012;", b";2012;..X", 1)
    holed = b"\r\n".join(
        line.split(b"..X")[0] + b".." if b"..X" in line else line for line in body.split(b"\r\n")
    )
    with pytest.raises(InputRefused, match=r"GS-WRK-005.*1"):
        population_of(read_table(holed, "f.csv"))
