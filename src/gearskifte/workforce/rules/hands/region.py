# SPDX-License-Identifier: EUPL-1.2
"""Several municipalities planned together: each from its own files, prices for what they share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.workforce.rules.arrays import Floats
from gearskifte.workforce.rules.hands.inputs import SERVICES
from gearskifte.workforce.rules.hands.outlook import Choice, Inputs, situation_of
from gearskifte.workforce.rules.moves.loans import Loan, agreement
from gearskifte.workforce.rules.moves.plan import Plan, best_plan
from gearskifte.workforce.rules.moves.prices import Common, Coordinated, coordinate


@dataclass(frozen=True, slots=True)
class Together:
    """A region's plans (regionsplan).

    Attributes:
        names: of the municipalities; alone, plain: plans without loans, and together.
        fair: together, with a weight on the municipality that lacks most; course_places: by year.
    """

    names: tuple[str, ...]
    alone: tuple[Plan, ...]
    plain: Coordinated
    fair: Coordinated
    course_places: Floats

    @property
    def price(self) -> float:
        """Hours in all years that stay uncovered for the sake of fairness between them."""
        return max(self.fair.uncovered - self.plain.uncovered, 0.0)


@dataclass(frozen=True, slots=True)
class Lent:
    """Hours of one agreement in one year, and what one hour more would cover."""

    lender: str
    borrower: str
    service: str
    year: int
    hours: float
    price: float


def plan_together(
    inputs: Mapping[str, Inputs], loans: tuple[Loan, ...], fairness: float
) -> Together:
    """Plans of the municipalities in `inputs`, by name, whose course places are shared.

    Raises:
        InputRefused: GS-WRK-024 if an agreement is with somebody who is not there.
    """
    for loan in loans:
        for name in (loan.lender, loan.borrower):
            if name not in inputs:
                raise _no_such_municipality(name, inputs)
    choice = Choice()
    situations = [
        replace(
            situation_of(each, choice),
            name=name,
            loans=tuple(loan for loan in loans if name in (loan.lender, loan.borrower)),
        )
        for name, each in inputs.items()
    ]
    places: Floats = np.sum([each.courses for each in inputs.values()], axis=0)
    alone = tuple(best_plan(replace(each, loans=())) for each in situations)
    plain = coordinate(situations, Common(places))
    fair = coordinate(situations, Common(places, fairness)) if fairness else plain
    return Together(tuple(inputs), alone, plain, fair, places)


def lent(found: Coordinated, loans: tuple[Loan, ...], first_year: int) -> tuple[Lent, ...]:
    """Every loan that is made, year by year, as the borrower's plan has it."""
    rows = []
    for name, plan in zip(found.names, found.plans, strict=True):
        own = [loan for loan in loans if name in (loan.lender, loan.borrower)]
        for loan, years in zip(own, plan.loaned, strict=True):
            if loan.borrower != name:
                continue
            prices = found.prices.loans[found.agreements.index(agreement(loan))]
            rows += [
                Lent(loan.lender, name, SERVICES[loan.service], first_year + at, float(h), float(p))
                for at, (h, p) in enumerate(zip(years, prices, strict=True))
                if h > 1e-6
            ]
    return tuple(rows)


def _no_such_municipality(name: str, inputs: Mapping[str, Inputs]) -> InputRefused:
    known = ", ".join(inputs)
    return InputRefused(
        "GS-WRK-024",
        what=Text(f"{name} har ingen filer.", f"{name} has no files."),
        why=Text(
            f"En aftale om lån er med {name}. Filerne er fra {known}.",
            f"An agreement of loan is with {name}. The files are from {known}.",
        ),
        do=Text(
            "Læg kommunens filer i en mappe med dens navn, eller fjern aftalen.",
            "Put the municipality's files in a folder with its name, or remove the agreement.",
        ),
    )
