# SPDX-License-Identifier: EUPL-1.2
"""A fair plan: no service is left behind, as long as that costs no more than was allowed.

First the fewest uncovered hours in all are found. Then, of all plans that leave at most the allowed
share more of them, the one whose worst service lacks the least of its need (max-min, Rawls 1971;
the epsilon-constraint of Haimes 1971). What it costs is the difference, and is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from gearskifte.workforce.rules.moves.plan import Plan, Situation, draft, plan_of
from gearskifte.workforce.rules.moves.program import RowName, Solver

ALLOWED: Final = 0.02
"""The share more of uncovered hours that fairness may cost, where nothing else is chosen."""
TIE: Final = 1e-3
"""How little the hours in all weigh among plans that are equally fair."""


@dataclass(frozen=True, slots=True)
class Fair:
    """A fair plan and its price (fordeling).

    Attributes:
        plan: the fair one; its `prices` are those of hours in all.
        fewest: uncovered hours a year of the plan with the fewest; hours: of the fair one.
        worst_before, worst: the worst service's uncovered share of its need, in its worst year.
    """

    plan: Plan
    fewest: float
    hours: float
    worst_before: float
    worst: float

    @property
    def price(self) -> float:
        """Hours a year that stay uncovered for the sake of fairness."""
        return max(self.hours - self.fewest, 0.0)


def fair_plan(situation: Situation, allowed: float = ALLOWED) -> Fair:
    """The plan whose worst service lacks least, at `allowed` more uncovered hours at most."""
    made = draft(situation)
    own = np.array(made.program.cost)
    first = made.program.solve()
    plain = plan_of(made, first)
    if allowed <= 0 or first.objective <= 0 or not plain.worst:
        return _told(plain, plain)
    terms = [(int(place), float(own[place])) for place in np.flatnonzero(own)]
    most = (1 + allowed) * first.objective
    made.program.row(RowName("allowed"), terms, most=most)
    cost = own * TIE
    cost[made.worst] = float(situation.need.mean(axis=0).sum())
    second = plan_of(made, Solver(made.program).solve(cost))
    return _told(plain, replace(second, prices=plain.prices))


def _told(plain: Plan, plan: Plan) -> Fair:
    years = len(plan.uncovered)
    return Fair(
        plan,
        float(plain.uncovered.sum()) / years,
        float(plan.uncovered.sum()) / years,
        plain.worst,
        plan.worst,
    )
