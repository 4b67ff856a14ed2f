# SPDX-License-Identifier: EUPL-1.2
"""Minutes that an effect on handling time comes to (frigjorte minutter)."""

from __future__ import annotations

from collections.abc import Iterable


def minutes_freed(spent: float, shares: Iterable[float]) -> tuple[float, ...]:
    """How many more minutes the same cases would have taken, for each draw of the effect.

    Args:
        spent: the minutes that were measured in them.
        shares: of what the minutes would have been, above -1: -0.15 is 15 % fewer. An effect above
            zero is a burden, and gives minutes below zero.
    """
    return tuple(spent / (1 + share) - spent for share in shares)
