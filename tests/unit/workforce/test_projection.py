# SPDX-License-Identifier: EUPL-1.2
"""The projection by single ages: nobody appears or vanishes, and a draw is always the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.connectors.statfiles.public import read_table
from gearskifte.workforce.rules.areas import own_area
from gearskifte.workforce.rules.population.abridged import reproduce
from gearskifte.workforce.rules.population.cohort_component import (
    BAND_STARTS,
    bands,
    paths_of,
    year_by_year,
)
from gearskifte.workforce.rules.population.counts import Population, Sex, beside_the_rest
from gearskifte.workforce.rules.population.official import followed
from gearskifte.workforce.rules.population.rates import rates_of, start_of
from tests.builders.statistics import DEMOGRAPHY, invented

pytestmark = pytest.mark.unit


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32), draw=st.integers(0, 10_000))
def test_people_change_by_births_deaths_and_moves_alone(seed: int, draw: int) -> None:
    """In every area and year: people = before + births - deaths + moves, and moves sum to zero."""
    population = invented()
    before, rates = start_of(population), rates_of(population, 8)
    size = before.sum()
    for year in year_by_year(before, rates, paths_of(seed, draw, 8, 3)):
        left = before.sum((1, 2)) + year.births - year.deaths.sum((1, 2))
        left += year.abroad.sum((1, 2)) + year.between.sum((1, 2))
        np.testing.assert_allclose(year.people.sum((1, 2)), left, rtol=0, atol=1e-9 * size)
        np.testing.assert_allclose(year.between.sum(axis=0), 0, atol=1e-9 * size)
        assert (year.deaths >= 0).all()
        before = year.people


@settings(max_examples=6)
@given(seed=st.integers(0, 2**32), chunk=st.integers(1, 13))
def test_a_draw_is_the_same_bits_in_any_chunk(seed: int, chunk: int) -> None:
    """How many draws are reckoned together changes no bit of any of them."""
    population = invented()
    start, rates = start_of(population), rates_of(population, 5)
    whole = bands(start, rates, draws=range(12), seed=seed, chunk=12)
    parted = bands(start, rates, draws=range(12), seed=seed, chunk=chunk)
    later = bands(start, rates, draws=range(7, 12), seed=seed, chunk=chunk)
    assert whole.tobytes() == parted.tobytes()
    assert whole[7:].tobytes() == later.tobytes()


def test_the_fast_reckoning_agrees_with_the_one_by_events() -> None:
    """The chunked float32 reckoning and the one that keeps every event give the same people."""
    population = invented()
    start, rates = start_of(population), rates_of(population, 10)
    fast = bands(start, rates, draws=range(3), seed=5)
    for draw in range(3):
        years = list(year_by_year(start, rates, paths_of(5, draw, 10, 3)))
        slow = np.stack(
            [np.add.reduceat(year.people.sum(axis=1), BAND_STARTS, axis=-1) for year in years]
        )
        np.testing.assert_allclose(fast[draw], slow, rtol=2e-5)


def test_uncertainty_grows_with_the_years() -> None:
    """The range of the draws is wider later, in every broad age group."""
    population = invented()
    drawn = bands(start_of(population), rates_of(population, 15), draws=range(60), seed=2)
    spread = drawn.sum(axis=2).std(axis=0) / drawn.sum(axis=2).mean(axis=0)
    assert (spread[14] > spread[0]).all()


@pytest.mark.skipif(not DEMOGRAPHY.exists(), reason="the published projection is not here")
def test_the_united_nations_projection_of_denmark_is_reproduced() -> None:
    """World Population Prospects 2019, Denmark to 2050: every year within 0.1 % over all cells."""
    file = DEMOGRAPHY / "wpp2019_denmark.csv"
    again = reproduce(read_table(file.read_bytes(), file.name))
    assert again.years[-1] == 2050
    assert max(again.cell_wape) <= 0.1, again
    assert max(map(abs, again.total_miss)) <= 0.02, again


def test_the_official_projection_is_followed_with_our_own_spread() -> None:
    """The mean is the official number in each group and year; the relative spread stays."""
    people = np.random.default_rng(1).uniform(50, 150, (30, 4, 101))
    ages = (0, 18, 65, 80)
    told = np.full((1, 1, 4, 2), 5000.0) + np.arange(2.0) * 100
    official = Population(("101",), (Sex.TOTAL,), ages, (2027, 2028), told)
    scaled = followed(people, official, 2026)
    sums = np.add.reduceat(scaled.mean(axis=0), ages, axis=1)
    np.testing.assert_allclose(sums[1:3], told[0, 0].T)
    np.testing.assert_array_equal(scaled[:, 0], people[:, 0])
    np.testing.assert_allclose(
        scaled.std(axis=0) / scaled.mean(axis=0), people.std(axis=0) / people.mean(axis=0)
    )


def test_a_municipality_finds_itself_in_a_table_of_all() -> None:
    """An organisation's name picks its area; the rest are together, and nobody is lost."""
    population = invented(areas=5)
    own = own_area(population.areas, "Ballerup Kommune")
    assert population.areas[own] == "151"
    assert own_area(population.areas, "Korsbæk Kommune") == 0
    two = beside_the_rest(population, own)
    np.testing.assert_array_equal(two.counts[0], population.counts[own])
    np.testing.assert_array_equal(two.counts.sum(axis=0), population.counts.sum(axis=0))
