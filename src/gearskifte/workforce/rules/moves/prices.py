# SPDX-License-Identifier: EUPL-1.2
"""Many municipalities' plans beside each other, and the prices of what they share.

What is common: course places a year; the hours of each agreement of loan, of which no more can be
borrowed than the other lends; and, where that is asked for, the share that the worst municipality
lacks. All are one programme, solved exactly. Its duals are prices: a municipality that plans by
itself at them can do no better than its part of the common plan, so they are all that anybody must
be told of the others (Dantzig and Wolfe 1960). `bound_at` lets each plan by itself at given prices;
no plan for all can be below what that adds up to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.moves.loans import Agreement, agreement, between, sign
from gearskifte.workforce.rules.moves.plan import Draft, Plan, Situation, draft, plan_of
from gearskifte.workforce.rules.moves.program import Program, RowName, Solution


@dataclass(frozen=True, slots=True)
class Common:
    """What municipalities share.

    Attributes:
        courses: places a year, (years,).
        fairness: the weight of the worst municipality's uncovered share, times the need of all.
    """

    courses: Floats
    fairness: float = 0.0


@dataclass(frozen=True, slots=True)
class Prices:
    """What one more of each common thing is worth, in uncovered hours.

    Attributes:
        courses: of a place, (years,); loans: of an hour of each agreement, (agreements, years).
        shares: of each municipality's uncovered share, (municipalities,).
    """

    courses: Floats
    loans: Floats
    shares: Floats

    def of_things(self) -> Floats:
        """Prices of places by year, then of each agreement by year."""
        return np.concatenate([self.courses, self.loans.ravel()])


@dataclass(frozen=True, slots=True)
class Coordinated:
    """Plans that share what is common (samordnede planer).

    Attributes:
        names: of the municipalities; plans: one for each; shares: of its need that each lacks.
        objective: of all together, with fairness; agreements: the loans between them.
    """

    names: tuple[str, ...]
    plans: tuple[Plan, ...]
    objective: float
    agreements: tuple[Agreement, ...]
    prices: Prices
    shares: Floats

    @property
    def uncovered(self) -> float:
        """Hours that stay uncovered, all municipalities and years."""
        return sum(float(plan.uncovered.sum()) for plan in self.plans)


def coordinate(situations: Sequence[Situation], common: Common) -> Coordinated:
    """Plans of municipalities that share places and lend each other hours; the best there are."""
    program, years = Program(), situations[0].years
    made = [_part(each, program) for each in situations]
    agreements = _agreements(situations)
    terms: list[list[tuple[int, float]]] = [[] for _ in range(years * (1 + len(agreements)))]
    for part in made:
        for column, thing, amount in _uses(part, agreements):
            terms[thing].append((column, amount))
    for thing, (listed, limit) in enumerate(zip(terms, _limits(common, agreements), strict=True)):
        program.row(RowName("common", (thing,)), listed, most=float(limit))
    worst = int(program.columns(1, _weight(situations, common))[0])
    for number, part in enumerate(made):
        lacking = [(int(place), -_of_need(part.situation)) for place in part.uncovered.ravel()]
        program.row(RowName("between", (number,)), [(worst, 1.0), *lacking], least=0.0)
    found = program.solve()
    things = np.array([found.prices[RowName("common", (at,))] for at in range(len(terms))])
    prices = Prices(
        things[:years],
        things[years:].reshape(-1, years),
        np.array([-found.prices[RowName("between", (number,))] for number in range(len(made))]),
    )
    return Coordinated(
        tuple(each.name for each in situations),
        _plans(made, found),
        found.objective,
        agreements,
        prices,
        np.array([_share(part, found.values) for part in made]),
    )


def bound_at(situations: Sequence[Situation], common: Common, prices: Prices) -> float:
    """What municipalities that plan by themselves at `prices` add up to: no joint plan is below.

    Raises:
        ValueError: if the prices of shares are more than the weight of fairness.
    """
    if prices.shares.sum() > _weight(situations, common) * (1 + 1e-9) + 1e-9:
        raise ValueError("shares are priced above what fairness weighs")
    agreements = _agreements(situations)
    paid = prices.of_things()
    total = -float(paid @ _limits(common, agreements))
    for number, situation in enumerate(situations):
        program = Program()
        part = _part(situation, program)
        for column, thing, amount in _uses(part, agreements):
            program.cost[column] += amount * float(paid[thing])
        for place in part.uncovered.ravel():
            program.cost[place] += float(prices.shares[number]) * _of_need(situation)
        total += program.solve().objective
    return total


def _agreements(situations: Sequence[Situation]) -> tuple[Agreement, ...]:
    return between({each.name: each.loans for each in situations})


def _part(situation: Situation, program: Program) -> Draft:
    """A municipality's part, whose course places are those of all."""
    return draft(replace(situation, courses=np.full(situation.years, np.inf)), program)


def _limits(common: Common, agreements: tuple[Agreement, ...]) -> Floats:
    """Of places by year, then of each agreement by year: borrowed less lent is nothing."""
    return np.concatenate([common.courses, np.zeros(len(agreements) * len(common.courses))])


def _weight(situations: Sequence[Situation], common: Common) -> float:
    return common.fairness * float(sum(each.need.mean(axis=0).sum() for each in situations))


def _of_need(situation: Situation) -> float:
    return 1 / max(float(situation.need.sum()), 1e-9)


def _share(part: Draft, values: Floats) -> float:
    return float(values[part.uncovered].sum()) * _of_need(part.situation)


def _uses(part: Draft, agreements: tuple[Agreement, ...]) -> list[tuple[int, int, float]]:
    """Columns that take of what is common: (column, common thing, how much of it)."""
    situation = part.situation
    years = situation.years
    found = [
        (int(part.moves[number, year]), year, 1.0)
        for number, who in enumerate(situation.willing)
        if who.retrained
        for year in range(years)
    ]
    at = {about: number for number, about in enumerate(agreements)}
    for loan, columns in zip(situation.loans, part.loaned, strict=True):
        if (number := at.get(agreement(loan))) is not None:
            first, way = years * (1 + number), sign(situation.name, loan)
            found += [(int(column), first + year, way) for year, column in enumerate(columns)]
    return found


def _plans(made: Sequence[Draft], found: Solution) -> tuple[Plan, ...]:
    """Each municipality's plan; where more was lent than was borrowed, no more is lent."""
    borrowed = {
        agreement(loan): found.values[columns]
        for part in made
        for loan, columns in zip(part.situation.loans, part.loaned, strict=True)
        if sign(part.situation.name, loan) > 0
    }
    plans = []
    for part in made:
        values = found.values.copy()
        for loan, columns in zip(part.situation.loans, part.loaned, strict=True):
            if sign(part.situation.name, loan) < 0:
                values[columns] = borrowed.get(agreement(loan), values[columns])
        objective = float(
            np.dot(part.program.cost[part.first : part.last], values[part.first : part.last])
        )
        plans.append(plan_of(part, Solution(objective, values)))
    return tuple(plans)
