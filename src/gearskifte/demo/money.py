# SPDX-License-Identifier: EUPL-1.2
"""Payments that follow from a grant: one a month, on the bank day its plan says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from gearskifte.demo.faults import Fault
from gearskifte.demo.identity import identify
from gearskifte.demo.story import Benefit, Grant
from gearskifte.demo.timeline import at, first_bank_day, last_bank_day, next_month

_AFTER_TAX: Final = 68
"""Percent left after tax and labour-market pension (ATP); one figure for all, as this is a demo."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One month's payment (økonomisk effektuering).

    Attributes:
        lines: benefit and amount in whole kroner.
        due: when the bank moves the money (Dispositionsdato).
    """

    id: UUID
    number: str
    grant: Grant
    month: date
    due: datetime
    lines: tuple[tuple[Benefit, int], ...]

    @property
    def gross(self) -> int:
        """All lines, in whole kroner."""
        return sum(kroner for _, kroner in self.lines)

    @property
    def net(self) -> int:
        """What reaches the account, in whole kroner."""
        return self.gross * _AFTER_TAX // 100

    @property
    def last_day(self) -> date:
        """The last day of the month paid for."""
        return next_month(self.month) - timedelta(days=1)

    @property
    def fault(self) -> Fault | None:
        """What the vendor gets wrong in it, if anything."""
        return self.grant.mistakes.get(self.month)


def payments(grant: Grant, first: date, last: date) -> Iterator[Payment]:
    """The payments for the months from `first` to `last`, both included."""
    month = max(first, min(benefit.rates[0].month for benefit in grant.benefits))
    while month <= last:
        lines = tuple((each, each.kroner(month)) for each in grant.benefits if each.kroner(month))
        if lines:
            day = first_bank_day(month) if grant.in_advance else last_bank_day(month)
            number = f"{grant.number}-{month:%Y%m}"
            yield Payment(identify("payment", number), number, grant, month, at(day, 6), lines)
        month = next_month(month)
