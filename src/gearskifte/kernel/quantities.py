# SPDX-License-Identifier: EUPL-1.2
"""Quantities with units. A bare number can neither be added to another kind nor printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

_AMOUNT: Final = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,10})?")
_LIKE_THOUSANDS: Final = re.compile(r"-?[0-9]{1,3}\.[0-9]{3}")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in Danish øre (1 krone = 100 øre)."""

    oere: int

    @classmethod
    def from_kroner(cls, text: str) -> Money:
        """Read kroner written with a decimal point (BeloebType).

        Raises:
            ValueError: if `text` is no number, is finer than one øre, or is written like 5.942 or
                2.260, which is either a few kroner or, with a Danish thousands separator, some
                thousands. Nobody may guess with a citizen's money.
        """
        written = text.strip()
        if not _AMOUNT.fullmatch(written):
            raise ValueError("not an amount")
        if _LIKE_THOUSANDS.fullmatch(written):
            raise ValueError("could be thousands")
        oere = Decimal(written) * 100
        if oere != oere.to_integral_value():
            raise ValueError("finer than one øre")
        return cls(int(oere))

    def __add__(self, other: Money) -> Money:
        return Money(self.oere + other.oere)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number fit to be shown: what it is, how sure, where from, as of when and by what method.

    Attributes:
        value: the number itself, in `unit`.
        unit: what is counted ("dage", "sager", "kr.").
        interval: lower and upper bound in the same unit, or None where nothing is estimated.
        source: what the number was made from, with enough to find the rows again.
        as_of: when it was true.
        method: how it was made, in a few words.
    """

    value: Decimal | int
    unit: str
    interval: tuple[Decimal | int, Decimal | int] | None
    source: str
    as_of: datetime
    method: str
