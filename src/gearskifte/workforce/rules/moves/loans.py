# SPDX-License-Identifier: EUPL-1.2
"""Hours lent between named municipalities: what was agreed, and the limits on both sides.

What is lent is lacking at the lender in the same year. A municipality that plans alone must lend
what it promised, and may borrow up to what the other agreed to; where several plan together, no
more is borrowed than the other lends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


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


def sign(name: str, loan: Loan) -> float:
    """1 where the hours come to the municipality of that name, -1 where they leave."""
    return 1.0 if loan.borrower == name else -1.0


def between(loans: Mapping[str, tuple[Loan, ...]]) -> tuple[Agreement, ...]:
    """Agreements with both ends among the municipalities: these must be planned together."""
    found = {
        agreement(loan)
        for some in loans.values()
        for loan in some
        if {loan.lender, loan.borrower} <= loans.keys()
    }
    return tuple(sorted(found))
