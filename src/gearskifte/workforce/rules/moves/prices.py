# SPDX-License-Identifier: EUPL-1.2
"""Many municipalities' plans beside each other: each solves its own, prices share what is common.

What is common to a region: course places a year, and hours lent and borrowed, of which no more can
be borrowed than is lent. Each municipality plans at given prices; a small programme then mixes its
plans so that the common limits hold, and its duals are the next prices (Dantzig and Wolfe 1960).
A mix of plans is a plan. The prices also give a lower bound, so the distance to the joint optimum
is known and not believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.moves.plan import Draft, Plan, Situation, best_plan, draft, plan_of
from gearskifte.workforce.rules.moves.program import Program, RowName, Solution, Solver

CLOSE_ENOUGH: Final = 0.01
MOST_ROUNDS: Final = 30
STEADY: Final = 0.6
"""How far the next prices stay at the best ones so far: prices that jump find nothing (Wentges)."""


@dataclass(frozen=True, slots=True)
class Coordinated:
    """Plans that share what is common (samordnede planer).

    Attributes:
        plans: one for each municipality; objective: of all together.
        bound: no joint plan can be below this; rounds: how many times prices were set.
        course_prices: what one more place would save, by year.
    """

    plans: tuple[Plan, ...]
    objective: float
    bound: float
    rounds: int
    course_prices: Floats

    @property
    def gap(self) -> float:
        """The largest share by which the joint optimum can be better."""
        return (self.objective - self.bound) / max(self.objective, 1e-9)


class _Member:
    """One municipality: its programme, and the plans it has answered with."""

    def __init__(self, situation: Situation) -> None:
        shared = replace(situation, courses=np.full(situation.years, np.inf))
        self.draft = draft(shared)
        self.own_cost = np.array(self.draft.program.cost)
        self._solver = Solver(self.draft.program)
        self.plans: list[Floats] = []

    def keep_to_itself(self) -> None:
        """A plan that takes nothing in common: always possible."""
        cost = self.own_cost.copy()
        dear = 1e3 * self.own_cost.max()
        for number, who in enumerate(self.draft.situation.willing):
            if who.retrained:
                cost[self.draft.moves[number]] += dear
        cost[self.draft.borrow] += dear
        cost[self.draft.lend] += dear
        self.plans.append(self._solver.solve(cost).values)

    def answer(self, prices: Floats) -> float:
        """Cost at the prices; the plan's columns are kept."""
        years = self.draft.situation.years
        cost = self.own_cost.copy()
        for number, who in enumerate(self.draft.situation.willing):
            if who.retrained:
                cost[self.draft.moves[number]] += prices[:years]
        loans = prices[years:].reshape(years, -1)
        cost[self.draft.borrow] += loans
        cost[self.draft.lend] -= loans
        found = self._solver.solve(cost)
        self.plans.append(found.values)
        return found.objective

    def cost_of(self, values: Floats) -> float:
        """What a plan costs without prices."""
        return float((self.own_cost * values).sum())

    def takes(self, values: Floats) -> Floats:
        """How much of each common thing a plan takes."""
        return common_use(self.draft, values)


def common_use(made: Draft, values: Floats) -> Floats:
    """Course places by year, then borrowed less lent hours by year and service."""
    situation = made.situation
    places = np.zeros(situation.years)
    for number, who in enumerate(situation.willing):
        if who.retrained:
            places += values[made.moves[number]]
    loans = values[made.borrow] - values[made.lend]
    return np.concatenate([places, loans.ravel()])


def coordinate(situations: Sequence[Situation], courses: Floats) -> Coordinated:
    """Plans of a region's municipalities that share `courses` places a year and lend hours."""
    members = [_Member(situation) for situation in situations]
    limits = np.concatenate([courses, np.zeros(situations[0].need[0].size)])
    for member in members:
        member.keep_to_itself()
    best = np.mean([_own_prices(each, courses / len(members)) for each in situations], axis=0)
    bound, rounds, prices = -np.inf, 0, best
    while True:
        rounds += 1
        value = sum(member.answer(prices) for member in members) - float((prices * limits).sum())
        if value > bound:
            bound, best = value, prices
        mixed, wanted = _mix(members, limits)
        if rounds == MOST_ROUNDS or mixed.objective - bound <= CLOSE_ENOUGH * mixed.objective:
            break
        prices = STEADY * best + (1 - STEADY) * wanted
    plans = _plans(members, mixed)
    return Coordinated(plans, mixed.objective, bound, rounds, best[: len(courses)])


def _own_prices(situation: Situation, courses: Floats) -> Floats:
    """What one more of each common thing is worth to one that has its share of places."""
    alone = best_plan(replace(situation, courses=courses)).prices
    scenarios, years, services = situation.need.shape
    places = [alone.get(RowName("courses", (year,)), 0.0) for year in range(years)]
    hours = [
        -sum(alone[RowName("cover", (scenario, year, service))] for scenario in range(scenarios))
        for year in range(years)
        for service in range(services)
    ]
    own: Floats = np.maximum(np.array(places + hours), 0.0)
    return own


def _mix(members: Sequence[_Member], limits: Floats) -> tuple[Solution, Floats]:
    """The best mix of the plans so far, and the prices of what is common."""
    program = Program()
    uses: list[tuple[int, Floats]] = []
    for number, member in enumerate(members):
        places = program.columns(len(member.plans))
        for place, values in zip(places, member.plans, strict=True):
            program.cost[place] = member.cost_of(values)
            uses.append((int(place), member.takes(values)))
        name = RowName("mix", (number,))
        program.row(name, [(int(place), 1.0) for place in places], least=1.0, most=1.0)
    taken = np.stack([use for _, use in uses])
    for at, limit in enumerate(limits):
        terms = [(place, float(taken[n, at])) for n, (place, _) in enumerate(uses)]
        program.row(RowName("common", (at,)), terms, most=float(limit))
    found = program.solve()
    return found, np.maximum(np.array(found.worth[-len(limits) :]), 0.0)


def _plans(members: Sequence[_Member], mixed: Solution) -> tuple[Plan, ...]:
    plans, first = [], 0
    for member in members:
        shares = mixed.values[first : first + len(member.plans)]
        first += len(member.plans)
        values = np.tensordot(shares, np.stack(member.plans), axes=1)
        plans.append(plan_of(member.draft, Solution(member.cost_of(values), values)))
    return tuple(plans)


def joint(situations: Sequence[Situation], courses: Floats) -> Solution:
    """All municipalities in one programme; exact, and slow beyond ten of them."""
    program = Program()
    drafts = []
    for situation in situations:
        alone = replace(situation, courses=np.full(situation.years, np.inf))
        drafts.append(draft(alone, program))
    years, services = situations[0].need.shape[1:]
    for year in range(years):
        terms = [
            (int(made.moves[number, year]), 1.0)
            for made in drafts
            for number, who in enumerate(made.situation.willing)
            if who.retrained
        ]
        program.row(RowName("common", (year,)), terms, most=float(courses[year]))
        for service in range(services):
            lent = [(int(made.lend[year, service]), -1.0) for made in drafts]
            borrowed = [(int(made.borrow[year, service]), 1.0) for made in drafts]
            program.row(RowName("loans", (year, service)), [*lent, *borrowed], most=0.0)
    return program.solve()
