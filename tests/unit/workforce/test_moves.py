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
from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.moves.explain import reasons
from gearskifte.workforce.rules.moves.fair import fair_plan
from gearskifte.workforce.rules.moves.loans import Loan
from gearskifte.workforce.rules.moves.plan import SMALL, Situation, Willing, best_plan
from gearskifte.workforce.rules.moves.prices import Common, Coordinated, bound_at, coordinate
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
    return float(uncovered.sum() + SMALL * HOURS * sum(moved))


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
    return replace(made, loan=base * 0.05 * HOURS, notice=3.0, name=f"K{seed}")


def _region(first: int, count: int) -> list[Situation]:
    """Municipalities in a row, each with agreements both ways with the next in every service."""
    found = [_drawn(first + number) for number in range(count)]
    for here, there in itertools.pairwise(range(count)):
        for lender, borrower in ((here, there), (there, here)):
            loans = tuple(
                Loan(found[lender].name, found[borrower].name, service, 0.0, 700.0)
                for service in range(4)
            )
            for side in (here, there):
                found[side] = replace(found[side], loans=found[side].loans + loans)
    return found


@pytest.mark.parametrize("fairness", [0.0, 0.3])
@pytest.mark.parametrize("seed", [1, 2])
def test_prices_are_all_that_a_municipality_must_know_of_others(seed: int, fairness: float) -> None:
    """Ten that plan by themselves at the prices add up to the plan for all; other prices do not."""
    region = _region(seed * 100, 10)
    common = Common(np.array([6.0, 6.0, 6.0]), fairness)
    found = coordinate(region, common)
    assert bound_at(region, common, found.prices) == pytest.approx(found.objective, rel=1e-6)
    dearer = replace(found.prices, courses=found.prices.courses + 50.0)
    assert bound_at(region, common, dearer) <= found.objective + 1e-6
    used = sum(
        plan.moved[number]
        for plan, at in zip(found.plans, region, strict=True)
        for number, who in enumerate(at.willing)
        if who.retrained
    )
    assert (used <= common.courses + 1e-6).all()


def _hours(found: Coordinated, region: list[Situation]) -> dict[tuple[str, str, int, str], Floats]:
    """Hours of each agreement as each of its sides has them."""
    return {
        (loan.lender, loan.borrower, loan.service, at.name): hours
        for plan, at in zip(found.plans, region, strict=True)
        for loan, hours in zip(at.loans, plan.loaned, strict=True)
    }


@settings(max_examples=8)
@given(seed=st.integers(0, 5_000))
def test_what_is_lent_is_lacking_at_the_lender(seed: int) -> None:
    """Both sides of a loan have the same hours, within both limits; all add up to nothing."""
    region = _region(seed, 4)
    found = coordinate(region, Common(np.array([2.0, 2.0, 2.0])))
    hours = _hours(found, region)
    for (lender, borrower, service, side), each in hours.items():
        np.testing.assert_allclose(each, hours[lender, borrower, service, lender], atol=1e-6)
        assert (each <= 700.0 + 1e-6).all()
        assert side in {lender, borrower}
    net = sum(plan.borrowed - plan.lent for plan in found.plans)
    np.testing.assert_allclose(np.asarray(net), 0, atol=1e-5)
    for plan, at in zip(found.plans, region, strict=True):
        assert (plan.lent <= at.loan + 1e-6).all()
        there = at.base[0] + plan.gained + plan.borrowed - plan.lent
        assert (plan.uncovered >= at.need[0] - there - 1e-5).all()


def test_who_plans_alone_lends_what_was_promised() -> None:
    """A promise is kept though hands are lacking; what was only agreed to is lent if it helps."""
    at = replace(
        situation([9.0, 5.0], [5.0, 9.0], ()),
        name="A",
        loan=np.full(2, 5000.0),
        loans=(Loan("A", "B", 0, 300.0, 900.0), Loan("B", "A", 0, 0.0, 1200.0)),
    )
    plan = best_plan(at)
    np.testing.assert_allclose(plan.loaned[:, 0], [300.0, 1200.0])
    assert plan.uncovered[0, 0] == pytest.approx(4000 + 300 - 1200)
    assert plan.prices[RowName("loan", (1, 0))] == pytest.approx(1 - SMALL)
    names = [Text("Pleje", "Care")] * 2
    told = reasons(plan.prices, (), names, names, 2027, at.loans)
    assert told[0].text.en == "100 hours more that B would lend A in 2027"


@settings(max_examples=15)
@given(seed=st.integers(0, 10_000), allowed=st.sampled_from([0.0, 0.01, 0.05, 0.2]))
def test_fairness_costs_no_more_than_was_allowed(seed: int, allowed: float) -> None:
    """The worst service lacks no more than before, and hours in all rise no more than allowed."""
    at = _drawn(seed)
    fair = fair_plan(at, allowed)
    plain = best_plan(at)
    assert fair.worst <= plain.worst + 1e-7
    assert fair.plan.objective >= 0
    assert fair.plan.uncovered.sum() <= (1 + allowed) * plain.objective + 1e-4
    if not allowed:
        assert fair.price == pytest.approx(0, abs=1e-6)


def test_the_worst_service_is_helped_first() -> None:
    """Where the same hands could go to either of two, fairness sends them to who lacks most."""
    willing = (Willing(0, 1, 4.0, False), Willing(0, 2, 4.0, False))
    at = situation([0.0, 10.0, 40.0], [4.0, 6.0, 36.0], willing)
    fair = fair_plan(at, 0.01)
    # Both lack four hands; four can move. 40 % and 10 % of the need become at best 4/50 of both.
    assert fair.worst == pytest.approx(0.08, abs=0.005)
    assert fair.price == pytest.approx(0, abs=50)


def test_fairness_between_municipalities_has_a_price_that_is_told() -> None:
    """With a weight on the worst municipality it lacks less; all together lack no less."""
    region = _region(300, 5)
    places = np.array([3.0, 3.0, 3.0])
    plain, fair = (coordinate(region, Common(places, weight)) for weight in (0.0, 0.5))
    assert fair.shares.max() < plain.shares.max() - 1e-4
    assert fair.uncovered >= plain.uncovered - 1e-4


def test_the_order_of_municipalities_does_not_matter() -> None:
    """The plan for all is as good in any order."""
    region = _region(0, 4)
    common = Common(np.array([3.0, 3.0, 3.0]))
    turned = coordinate(region[::-1], common)
    assert turned.objective == pytest.approx(coordinate(region, common).objective)


def test_the_solver_says_nothing_of_itself(capfd: pytest.CaptureFixture[str]) -> None:
    """What a command prints is its answer alone; the solver's own lines would break its JSON."""
    best_plan(situation([3.0, 1.0], [2.0, 2.0], ()))
    assert capfd.readouterr() == ("", "")
