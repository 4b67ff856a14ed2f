# SPDX-License-Identifier: EUPL-1.2
"""Placements, p-values, intervals and several outcomes: the arithmetic that verdicts stand on."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.effects.rules import placebo
from gearskifte.effects.rules.multiplicity import holm, romano_wolf
from gearskifte.effects.rules.placebo import Placed
from gearskifte.effects.rules.placements import controls_needed, floor, place
from gearskifte.effects.rules.spread import case_variance, spread

pytestmark = pytest.mark.unit


@given(st.integers(1, 4), st.integers(1, 7))
@settings(max_examples=30)
def test_few_placements_are_listed_each_once(adopters: int, controls: int) -> None:
    """Every set of units stands once where the adopters stand, the real one first."""
    found = place(adopters, controls)
    sets = [frozenset(row[:adopters].tolist()) for row in found.order]
    assert sets[0] == set(range(adopters))
    assert len(set(sets)) == len(sets) == found.possible == comb(adopters + controls, adopters)
    assert (np.sort(found.order, axis=1) == np.arange(adopters + controls)).all()


def test_many_placements_are_drawn_and_the_same_each_time() -> None:
    """A sample holds what happened once, at the front, and depends on the seed alone."""
    one, other = place(30, 68, seed=7), place(30, 68, seed=7)
    assert one.order.shape == (1999, 98)
    assert (one.order[0] == np.arange(98)).all()
    assert (one.order == other.order).all()
    assert not (one.order == place(30, 68, seed=8).order).all()


def test_as_many_adopters_as_controls_stand_out_twice() -> None:
    """Three among six can reach 2 in 20 and no less: the other three lie as far away."""
    assert floor(3, 3) == pytest.approx(0.1)
    assert floor(1, 19) == pytest.approx(0.05)
    assert [controls_needed(adopters) for adopters in (1, 2, 3)] == [19, 5, 4]


@given(st.integers(0, 10_000), st.integers(2, 5))
@settings(max_examples=40)
def test_an_interval_is_every_effect_that_is_not_refuted(seed: int, adopters: int) -> None:
    """Just inside either end an effect is not refuted at 5 %, and just outside it is."""
    random = np.random.default_rng(seed)
    units = 16
    changes = random.standard_normal((1, units, 1))
    own = (np.arange(units) < adopters).astype(float)
    weights = (own / adopters - (1 - own) / (units - adopters))[None, :, None]
    placed = placebo.place_changes(
        changes, own[None, :, None], weights, np.ones((1, units)),
        place(adopters, units - adopters, most=999).order,
    )  # fmt: skip
    low, high = placebo.intervals(placed)
    step = 1e-6
    for inside, outside in ((low + step, low - step), (high - step, high + step)):
        if np.isfinite(inside).all():
            assert placebo.p_values(placed, inside)[0] > 0.05
            assert placebo.p_values(placed, outside)[0] <= 0.05


def test_a_placement_that_is_steeper_than_what_happened_bounds_from_one_side() -> None:
    """Such a placement gives at least what happened outside its crossings: one end is open."""
    low, high = placebo.ends(Placed(np.array([[1.0, 6.0]]), np.array([[1.0, 2.0]])))
    # |6 - 2t| >= |1 - t| for t up to 7/3; the estimate is 1.
    assert (low[0, 1], high[0, 1]) == (-np.inf, pytest.approx(7 / 3))


def test_small_units_are_known_to_be_restless() -> None:
    """The variance of a single case, and with it a unit's spread, is found again."""
    random = np.random.default_rng(2)
    cases = np.repeat([[5.0], [20.0], [200.0]], 20, axis=0) * np.ones((60, 48))
    noise = random.standard_normal((1, 60, 48)) * 0.8 / np.sqrt(cases) + 0.05 * (
        random.standard_normal((1, 60, 48))
    )
    assert case_variance(noise, cases[None])[0] == pytest.approx(0.64, rel=0.15)
    long = random.standard_normal((1, 60, 9)) * np.sqrt(0.04 + 0.64 / cases[:, :9])
    found = spread(long, 0.64 / cases[None, :, 0])[0]
    assert found[[0, 20, 40]] == pytest.approx(
        np.sqrt(0.04 + 0.64 / np.array([5, 20, 200])), rel=0.1
    )


def test_without_cases_all_units_count_the_same() -> None:
    """Where nothing is known of sizes no unit is steadier than another."""
    noise = np.random.default_rng(3).standard_normal((1, 20, 36))
    assert case_variance(noise, np.ones((1, 20, 36)))[0] == 0
    found = spread(noise[:, :, :5], np.zeros((1, 20)))[0]
    assert np.ptp(found) == 0


@given(st.integers(0, 10_000), st.integers(2, 6))
@settings(max_examples=40)
def test_several_outcomes_never_make_each_other_more_certain(seed: int, outcomes: int) -> None:
    """Adjusted p-values are no smaller than plain ones, nor larger than Bonferroni's, in order."""
    random = np.random.default_rng(seed)
    table = random.standard_normal((400, outcomes)) + random.standard_normal((400, 1))
    plain = (np.abs(table) >= np.abs(table[0])).mean(axis=0)
    adjusted = romano_wolf(table)
    assert (adjusted >= plain - 1e-12).all()
    size = np.abs(table[0]) / table.std(axis=0)
    assert (np.diff(adjusted[np.argsort(-size)]) >= 0).all()
    stepped = holm(plain)
    assert (stepped >= plain).all()
    assert (stepped <= np.minimum(1, plain * outcomes) + 1e-12).all()


def test_one_outcome_pays_nothing() -> None:
    """With a single outcome the adjusted p-value is the plain one."""
    table = np.random.default_rng(1).standard_normal((500, 1))
    assert romano_wolf(table)[0] == (np.abs(table) >= np.abs(table[0])).mean()
