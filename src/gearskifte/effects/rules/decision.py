# SPDX-License-Identifier: EUPL-1.2
"""How one case was decided, and since when that is known (afgørelse).

A source states a class of decision, or the activity that decided the case says it: where a process
has several that mean decided, such as granted and refused. What was known first counts, so that
nothing that is told later changes how a case was decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from gearskifte.effects.rules.course_facts import DatedClass
from gearskifte.effects.rules.log import Known


def stated_class(classes: Iterable[DatedClass], ended: date | None) -> Known | None:
    """The first class of decision that held after the case was first decided or closed.

    Args:
        classes: those that its source states, the first first.
        ended: when the case was first decided or closed; None while it is open.
    """
    if ended is None:
        return None
    held = (each for each in classes if each.end is None or each.end > ended)
    first = next(held, None)
    return (max(first.start, ended), first.name) if first else None


def first_known(activities: Sequence[Known], stated: Known | None = None) -> Known | None:
    """What was known first; of one day what the activities say, the first of them."""
    known = [*activities, *([stated] if stated else [])]
    return min(known, key=lambda each: each[0], default=None)
