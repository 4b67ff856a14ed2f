# SPDX-License-Identifier: EUPL-1.2
"""Money month by month and year by year: only what is certain is added, the rest is counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import msgspec

from gearskifte.kernel.quantities import Money
from gearskifte.overview.rules.money import BenefitLine, PaymentLine, is_coming

MONTHS: Final = 13
"""How many months are shown, the newest first: the same month a year ago is among them."""


class MonthLine(msgspec.Struct, frozen=True):
    """What came, and what will come, in one month.

    Attributes:
        first: the first day of the month.
        unclear: payments whose amount can mean two things, and which are in no sum.
    """

    first: date
    names: tuple[str, ...]
    paid: Money
    coming: Money
    unclear: int


class YearLine(msgspec.Struct, frozen=True):
    """What was paid of one benefit in one year, before tax."""

    year: int
    name: str
    total: Money
    unclear: int
    repayable: bool | None


def months(payments: Sequence[PaymentLine], today: date) -> tuple[MonthLine, ...]:
    """The newest months in which there is a payment."""
    firsts = sorted({p.on.replace(day=1) for p in payments if p.on}, reverse=True)
    return tuple(_month(first, payments, today) for first in firsts[:MONTHS])


def _month(first: date, payments: Iterable[PaymentLine], today: date) -> MonthLine:
    here = [p for p in payments if p.on and p.on.replace(day=1) == first]
    sums = {True: Money(0), False: Money(0)}
    unclear = 0
    for payment in here:
        if payment.amount is None or payment.amount.money is None:
            unclear += 1
        else:
            sums[is_coming(payment, today)] += payment.amount.money
    names = dict.fromkeys(name for payment in here for name in payment.names)
    return MonthLine(first, tuple(names), sums[False], sums[True], unclear)


def years(
    payments: Iterable[PaymentLine], benefits: Iterable[BenefitLine], today: date
) -> tuple[YearLine, ...]:
    """Each benefit's sum in each year, the newest year first; what is coming is not counted."""
    repayable: dict[str, set[bool | None]] = {}
    for benefit in benefits:
        repayable.setdefault(benefit.name, set()).add(benefit.repayable)
    sums: dict[tuple[int, str], tuple[Money, int]] = {}
    for payment in payments:
        if payment.on is None or is_coming(payment, today):
            continue
        for part in payment.parts:
            added, unclear = sums.get((payment.on.year, part.name), (Money(0), 0))
            if part.amount is None or part.amount.money is None:
                unclear += 1
            else:
                added += part.amount.money
            sums[payment.on.year, part.name] = (added, unclear)
    return tuple(
        YearLine(year, name, added, unclear, _only(repayable.get(name, set())))
        for (year, name), (added, unclear) in sorted(sums.items(), key=_newest_year_first)
    )


def _newest_year_first(item: tuple[tuple[int, str], tuple[Money, int]]) -> tuple[int, str]:
    (year, name), _ = item
    return -year, name


def _only(said: set[bool | None]) -> bool | None:
    """What all grants of a benefit say; None where they say different things, or nothing."""
    return next(iter(said)) if len(said) == 1 else None
