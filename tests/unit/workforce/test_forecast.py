# SPDX-License-Identifier: EUPL-1.2
"""The forecast from five-year ages: what it keeps, what it cannot see, and how well it does."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.connectors.statfiles.public import read_table
from gearskifte.kernel.errors import InputRefused
from gearskifte.workforce.public import backtest, choose_origins, population_of
from gearskifte.workforce.rules.population.backtest import said_before
from gearskifte.workforce.rules.population.births import Fertility, unborn_sd
from gearskifte.workforce.rules.population.cohort_ratios import forecast
from gearskifte.workforce.rules.population.counts import Population, in_bands
from gearskifte.workforce.rules.population.intervals import learn_spread
from gearskifte.workforce.rules.population.single_ages import grouped, single_ages
from tests.builders.statistics import REAL_COUNTS, invented

pytestmark = pytest.mark.unit


@settings(max_examples=12)
@given(seed=st.integers(0, 50), years=st.integers(1, 8))
def test_single_ages_add_up_to_the_counted_groups(seed: int, years: int) -> None:
    """Drawing single ages out of groups neither makes nor loses a person."""
    population = invented(years=years, seed=seed)
    again = grouped(single_ages(population), population.ages)
    np.testing.assert_allclose(again, population.counts, rtol=1e-9)


@settings(max_examples=6)
@given(seed=st.integers(0, 20), origin=st.integers(2011, 2014))
def test_a_forecast_knows_nothing_of_later_years(seed: int, origin: int) -> None:
    """Other numbers after the origin change neither forecast nor interval."""
    population = invented(years=7, seed=seed)
    other = population.counts.copy()
    other[..., population.years.index(origin) + 1 :] *= 3
    disturbed = dataclasses.replace(population, counts=other)
    np.testing.assert_array_equal(
        forecast(population.until(origin), 3), forecast(disturbed.until(origin), 3)
    )


def test_the_order_of_the_areas_does_not_matter() -> None:
    """The same areas in another order get the same forecast."""
    population = invented(areas=4)
    turned = dataclasses.replace(
        population, areas=population.areas[::-1], counts=population.counts[::-1]
    )
    np.testing.assert_allclose(forecast(turned, 4)[::-1], forecast(population, 4), rtol=1e-9)


def test_an_interval_is_wider_further_ahead_and_for_a_small_area() -> None:
    """Uncertainty grows with the years and falls with the size of the area."""
    population = invented(areas=8, years=8)
    spread = learn_spread(population, lambda year: forecast(population.until(year), 5))
    expected = in_bands(forecast(population, 1)[..., -1], population.ages)
    assert (spread.half_width(expected, 5) > spread.half_width(expected, 1)).all()
    assert (spread.half_width(expected / 10, 3) >= spread.half_width(expected, 3)).all()


@pytest.mark.skipif(not REAL_COUNTS.exists(), reason="the real counts are not here")
def test_real_municipalities_are_foreseen_as_well_as_promised() -> None:
    """Four and five years ahead on 98 municipalities, misses and coverage stay within the goals."""
    population = population_of(read_table(REAL_COUNTS.read_bytes(), REAL_COUNTS.name))
    assert len(population.areas) == 98
    five = backtest(population, choose_origins(population, (), 5), 5)
    # Nobody could see the fall of births after 2010: what is promised there is the interval.
    goals = {"0-4": 7.0, "5-14": 2.8, "15-64": 1.7, "65-79": 1.2, "80+": 2.0}
    assert all(five.wape[band] <= goal for band, goal in goals.items()), five
    assert all(72 <= five.coverage80[band] <= 88 for band in goals), five
    four = backtest(population, (2013,), 4)
    assert four.wape["0-4"] <= 5.2, four


def test_births_go_on_from_the_newest_level_and_come_back_to_the_long_run() -> None:
    """The level begins at the newest, half of its trend goes on each year, and the rest fades."""
    level = Fertility(2.0, 0.0, 1.7).ahead(60)
    assert (np.diff(level) < 0).all()
    assert level[0] == pytest.approx(1.7 * (2.0 / 1.7) ** 0.95)
    assert level[-1] == pytest.approx(1.7, rel=0.01)
    rising = Fertility(1.7, 0.02, 1.7).ahead(3)
    np.testing.assert_allclose(rising, 1.7 * np.exp([0.01, 0.015, 0.0175]))


@given(years=st.integers(1, 25), low=st.integers(0, 20), width=st.integers(1, 10))
def test_births_to_come_move_only_who_is_not_born(years: int, low: int, width: int) -> None:
    """A group whose youngest are born already is as sure as its deaths and moves."""
    moved = unborn_sd(low, low + width, years)
    assert (moved == 0) == (low >= years)
    assert moved <= unborn_sd(low, low + width, years + 1) + 1e-12


def test_single_ages_and_five_year_ages_say_the_same_of_births() -> None:
    """A table with single ages has the births of the same people in five-year groups."""
    population = invented(years=6)
    singles = dataclasses.replace(
        population, ages=tuple(range(101)), counts=single_ages(population)
    )
    broad = in_bands(forecast(population, 5)[..., -1], population.ages)
    fine = in_bands(forecast(singles, 5)[..., -1], singles.ages)
    np.testing.assert_allclose(fine, broad, rtol=0.03)


@pytest.mark.parametrize("areas", [1, 3])
def test_a_table_of_few_areas_has_an_honest_interval(areas: int) -> None:
    """With one municipality alone its misses are those that municipalities of its size have."""
    population = invented(areas=areas, years=8)
    spread = learn_spread(population, lambda year: forecast(population.until(year), 5))
    expected = in_bands(forecast(population, 5)[..., -1], population.ages)
    width = spread.half_width(expected, 5)
    assert (width > 0.01).all()
    assert (width < 0.6).all()


def test_a_common_surprise_in_the_table_widens_the_interval() -> None:
    """Misses that all areas had together count as what may come again; the longer, the more."""
    population = invented(areas=12, years=9)
    shocked = population.counts.copy()
    shocked[:, :, 0, 5:] *= 0.8
    after = dataclasses.replace(population, counts=shocked)

    def shared(one: Population) -> float:
        return float(learn_spread(one, lambda year: forecast(one.until(year), 5)).shared[0])

    assert shared(after) > 1.1 > shared(population)


def test_ages_that_cannot_be_put_together_are_refused() -> None:
    """Where no group begins at 80, those over 80 cannot be told, and nothing is printed of them."""
    population = invented(years=9)
    ages = population.ages[:16]
    counts = population.counts[:, :, :16]
    with pytest.raises(InputRefused, match=r"GS-WRK-009.*age 80"):
        choose_origins(dataclasses.replace(population, ages=ages, counts=counts), (), 5)


def test_too_short_a_table_is_refused_with_what_is_needed() -> None:
    """A table without the outcome of a forecast is refused, and says how many years it takes."""
    with pytest.raises(InputRefused, match=r"GS-WRK-007.*8 or more"):
        choose_origins(invented(years=6), (), 5)


def test_an_origin_without_outcome_is_refused() -> None:
    """A year one cannot forecast from is refused with those one can."""
    with pytest.raises(InputRefused, match=r"GS-WRK-008.*2012, 2013"):
        choose_origins(invented(years=6), (2015,), 2)


def test_what_was_said_before_is_what_would_have_been_said() -> None:
    """An earlier forecast is made with the counts of then, and set beside the newest counts."""
    population = invented(years=6)
    said = said_before(population, 1, (1, 3, 5))
    assert [(each.origin, each.year) for each in said] == [(2014, 2015), (2012, 2015)]
    then = forecast(population.until(2012), 3)[..., -1]
    assert sum(said[1].foretold.values()) == pytest.approx(then[1].sum(), abs=3)
    assert said[1].low["80+"] <= said[1].foretold["80+"] <= said[1].high["80+"]
    assert sum(said[1].came.values()) == pytest.approx(population.at(2015)[1].sum())
