# SPDX-License-Identifier: EUPL-1.2
"""Hours lent between named municipalities: what was agreed, and the limits on both sides.

What is lent is lacking at the lender in the same year. A municipality that plans alone must lend
what it promised, and may borrow up to what the other agreed to; where several plan together, no
more is borrowed than the other lends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from gearskifte.workforce.rules.moves.program import RowName

if TYPE_CHECKING:
    from gearskifte.workforce.rules.moves.plan import Draft, Situation


@dataclass(frozen=True, slots=True)
class Loan:
    """An agreement (låneaftale): hours a year of a service from one municipality to another.

    Attributes:
        service: its position; least, most: hours a year that are promised, and at most lent.
    """

    lender: str
    borrower: str
    service: int
    least: float
    most: float


class Agreement(NamedTuple):
    """Who lends to whom in which service: what both sides' agreements are about."""

    lender: str
    borrower: str
    service: int


def agreement(loan: Loan) -> Agreement:
    """What a loan is about."""
    return Agreement(loan.lender, loan.borrower, loan.service)


def sign(at: Situation, loan: Loan) -> float:
    """1 where the hours come to who plans, -1 where they leave."""
    return 1.0 if loan.borrower == at.name else -1.0


def between(situations: Sequence[Situation]) -> tuple[Agreement, ...]:
    """Agreements whose both ends are among the situations: these must be planned together."""
    names = {each.name for each in situations}
    found = {
        agreement(loan)
        for each in situations
        for loan in each.loans
        if {loan.lender, loan.borrower} <= names
    }
    return tuple(sorted(found))


def limit_loans(made: Draft) -> None:
    """Each agreement's hours, and all that a service lends or borrows, stay within their limits."""
    at, program = made.situation, made.program
    for number, loan in enumerate(at.loans):
        for year in range(at.years):
            terms = [(int(made.loaned[number, year]), 1.0)]
            program.row(RowName("loan", (number, year)), terms, least=loan.least, most=loan.most)
    for service, limit in enumerate(at.loan):
        for kind, way in (("borrows", 1.0), ("lends", -1.0)):
            some = [
                n
                for n, each in enumerate(at.loans)
                if each.service == service and sign(at, each) == way
            ]
            promised = sum(at.loans[n].least for n in some)
            for year in range(at.years if some else 0):
                terms = [(int(made.loaned[n, year]), 1.0) for n in some]
                most = max(float(limit), promised)
                program.row(RowName(kind, (service, year)), terms, most=most)
