# SPDX-License-Identifier: EUPL-1.2
"""The plan of moves: the best there is, only with those who want to, and explained."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.kernel.errors import Text
from gearskifte.workforce.rules.moves.explain import reasons
from gearskifte.workforce.rules.moves.plan import FAIRNESS, SMALL, Situation, Willing, best_plan
from gearskifte.workforce.rules.moves.prices import coordinate, joint
from gearskifte.workforce.rules.moves.program import RowName

pytestmark = pytest.mark.unit

HOURS = 1000.0


def situation(
    need: list[float], base: list[float], willing: tuple[Willing, ...], *, years: int = 1
) -> Situation:
    """As many services as needs, one post in each, nothing else that binds."""
    services = len(need)
    return Situation(
        services=np.arange(services),
        qualified=(True,) * services,
        need=np.tile(np.array(need) * HOURS, (1, years, 1)),
        base=np.tile(np.array(base) * HOURS, (1, years, 1)),
        heads=np.tile(np.array(base), (years, 1)),
        hours=np.full(services, HOURS),
        more_hours=np.zeros(services),
        willing=willing,
        courses=np.full(years, 100.0),
        budget=np.full(years, 1e9),
        qualified_share=np.zeros(services),
        loan=np.zeros(services),
        notice=0.0,
        weights=np.ones(services),
    )


@settings(max_examples=40)
@given(
    need=st.lists(st.integers(0, 6), min_size=3, max_size=3),
    base=st.lists(st.integers(0, 6), min_size=3, max_size=3),
    heads=st.lists(st.integers(0, 3), min_size=4, max_size=4),
)
def test_a_plan_is_as_good_as_the_best_of_all_plans(
    need: list[int], base: list[int], heads: list[int]
) -> None:
    """On tiny cases no way of moving whole people leaves less uncovered than the plan does."""
    ways = ((0, 1), (1, 2), (2, 0), (0, 2))
    willing = tuple(Willing(a, b, float(n), False) for (a, b), n in zip(ways, heads, strict=True))
    at = situation([float(n) for n in need], [float(n) for n in base], willing)
    best = min(
        _cost(at, moved)
        for moved in itertools.product(*(range(n + 1) for n in heads))
        if all(_left(at, moved, post) >= 0 for post in range(3))
    )
    plan = best_plan(at)
    assert plan.objective <= best + 1e-6
    assert plan.objective == pytest.approx(_cost(at, plan.moved[:, 0].tolist()), abs=1e-6)


def _left(at: Situation, moved: tuple[int, ...], post: int) -> float:
    gone = sum(n for n, who in zip(moved, at.willing, strict=True) if who.origin == post)
    return float(at.heads[0, post]) - gone


def _cost(at: Situation, moved: tuple[float, ...] | list[float]) -> float:
    there = at.base[0, 0].copy()
    for heads, who in zip(moved, at.willing, strict=True):
        there[who.origin] -= heads * HOURS
        there[who.target] += heads * HOURS
    uncovered = np.maximum(at.need[0, 0] - there, 0)
    needed = at.need[0, 0] > 0
    worst = (uncovered[needed] / at.need[0, 0][needed]).max(initial=0)
    small = SMALL * HOURS * sum(moved)
    return float(uncovered.sum() + FAIRNESS * at.need[0, 0].sum() * worst + small)


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000))
def test_nobody_moves_who_did_not_say_yes(seed: int) -> None:
    """Moves stay within the willing; without retraining the services' hours add up to nothing."""
    at = _drawn(seed)
    plan = best_plan(replace(at, notice=0.0))
    willing = np.array([who.heads for who in at.willing])
    assert (plan.moved >= -1e-9).all()
    assert (plan.moved.sum(axis=1) <= willing + 1e-6).all()
    stay = replace(at, willing=tuple(replace(who, retrained=False) for who in at.willing))
    np.testing.assert_allclose(best_plan(stay).gained.sum(axis=1), 0, atol=1e-6 * HOURS)


def test_who_is_retrained_is_away_for_a_year() -> None:
    """A course costs a year in the old post's hours before the new post has them."""
    at = situation([5.0, 9.0], [9.0, 5.0], (Willing(0, 1, 2.0, True),), years=3)
    plan = best_plan(at)
    np.testing.assert_allclose(plan.gained[:, 0], [-2000, -2000, -2000])
    np.testing.assert_allclose(plan.gained[:, 1], [0, 2000, 2000])


def test_the_share_of_qualified_staff_is_kept() -> None:
    """Unqualified people move in only as far as the service's share of qualified hours allows."""
    at = situation([0.0, 20.0], [10.0, 6.0], (Willing(0, 1, 9.0, False),))
    at = replace(at, services=np.array([0, 1]), qualified_share=np.array([0.0, 0.6]))
    helper = replace(
        at,
        services=np.array([0, 1, 1]),
        qualified=(True, True, False),
        heads=np.array([[10.0, 6.0, 0.0]]),
        hours=np.full(3, HOURS),
        more_hours=np.zeros(3),
        willing=(Willing(0, 2, 9.0, False),),
    )
    assert best_plan(helper).moved.sum() == pytest.approx(4.0)  # 6 of 10 are qualified


def test_a_price_is_what_one_more_is_worth() -> None:
    """The price of a course place is the fall of what is uncovered when there is one more."""
    at = situation([2.0, 30.0], [20.0, 10.0], (Willing(0, 1, 9.0, True),), years=3)
    at = replace(at, courses=np.array([2.0, 2.0, 0.0]))
    first = best_plan(at)
    more = best_plan(replace(at, courses=np.array([2.1, 2.0, 0.0])))
    price = first.prices[RowName("courses", (0,))]
    assert price > 0
    assert first.objective - more.objective == pytest.approx(price / 10, rel=1e-6)
    names = [Text("Kontor", "Office"), Text("Pleje", "Care")]
    told = reasons(first.prices, at.willing, names, names, 2027)
    assert told[0].text.en == "One more course place in 2027"


def _drawn_willing(drawn: np.random.Generator) -> Willing:
    origin, target = (int(post) for post in drawn.choice(4, 2, replace=False))
    return Willing(origin, target, float(drawn.integers(1, 4)), bool(drawn.random() < 0.6))


def _drawn(seed: int, years: int = 3) -> Situation:
    drawn = np.random.default_rng(seed)
    willing = tuple(_drawn_willing(drawn) for _ in range(6))
    base = drawn.uniform(5, 20, 4)
    made = situation(
        (base * drawn.uniform(0.8, 1.3, 4)).tolist(), base.tolist(), willing, years=years
    )
    return replace(made, loan=base * 0.05 * HOURS, notice=3.0)


@pytest.mark.parametrize("seed", [1, 2])
def test_prices_bring_a_region_near_its_joint_optimum(seed: int) -> None:
    """Ten municipalities that share places and hours come within 1 % of one plan for all."""
    region = [_drawn(seed * 100 + number) for number in range(10)]
    places = np.array([6.0, 6.0, 6.0])
    found = coordinate(region, places)
    exact = joint(region, places).objective
    assert found.bound <= exact + 1e-6 <= found.objective + 2e-6
    assert found.objective <= 1.01 * exact
    used = sum(
        plan.moved[number]
        for plan, at in zip(found.plans, region, strict=True)
        for number, who in enumerate(at.willing)
        if who.retrained
    )
    assert (used <= places + 1e-6).all()
    lent = sum(plan.lent - plan.borrowed for plan in found.plans)
    assert (np.asarray(lent) >= -1e-6 * HOURS).all()


def test_the_order_of_municipalities_does_not_matter() -> None:
    """The joint optimum is the same in any order."""
    region = [_drawn(number) for number in range(4)]
    places = np.array([3.0, 3.0, 3.0])
    assert joint(region[::-1], places).objective == pytest.approx(joint(region, places).objective)


def test_the_solver_says_nothing_of_itself(capfd: pytest.CaptureFixture[str]) -> None:
    """What a command prints is its answer alone; the solver's own lines would break its JSON."""
    best_plan(situation([3.0, 1.0], [2.0, 2.0], ()))
    assert capfd.readouterr() == ("", "")
