# SPDX-License-Identifier: EUPL-1.2
"""Amounts as a citizen may read them: in kroner where that is certain, else just as they came."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from gearskifte.kernel.quantities import Money


class Amount(msgspec.Struct, frozen=True):
    """An amount from a source system.

    Attributes:
        as_written: what the source wrote.
        money: what it means; None where it can mean more than one thing, e.g. "5.942", which is
            either five kroner and some, or five thousand with a Danish thousands separator.
    """

    as_written: str
    money: Money | None


@lru_cache(maxsize=4096)
def amount(as_written: str) -> Amount | None:
    """The amount that was written; None where nothing was.

    >>> amount("11423.50").money
    Money(oere=1142350)
    >>> amount("5.942").money is None
    True
    """
    if not as_written.strip():
        return None
    try:
        return Amount(as_written, Money.from_kroner(as_written))
    except ValueError:
        return Amount(as_written, None)
