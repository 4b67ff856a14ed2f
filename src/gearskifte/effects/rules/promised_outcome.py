# SPDX-License-Identifier: EUPL-1.2
"""The outcomes that may be promised, and what each case counts for in a reckoning (udfald).

Every case is followed equally long, and what is counted of it cannot change after that: a log that
grows changes no month of a reckoning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from gearskifte.effects.rules.log import CaseFacts
from gearskifte.effects.rules.meaning import EARLY
from gearskifte.effects.rules.outcomes import REDONE_DAYS, is_in_time, is_redone
from gearskifte.effects.rules.verdict import Direction


class PromisedOutcome(StrEnum):
    """What a promise is about (primært udfald)."""

    WAITING = "waiting"
    IN_TIME = "in_time"
    REDONE = "redone"
    TOUCHES = "touches"
    PEOPLE = "people"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Followed:
    """How an outcome is counted.

    Attributes:
        days: that every case is followed; a month is counted when all of its cases have been.
        better: which way it is better.
        is_share: a share of cases, whose changes are told in percentage points; else changes are
            in per cent of what it would have been.
    """

    days: int
    better: Direction = Direction.LOWER
    is_share: bool = False


LONGEST_DEADLINE: Final = 180
"""Days: a case with a longer deadline counts in no reckoning of shares in time."""

FOLLOWED: Final[Mapping[PromisedOutcome, Followed]] = {
    PromisedOutcome.WAITING: Followed(EARLY),
    PromisedOutcome.IN_TIME: Followed(LONGEST_DEADLINE, Direction.HIGHER, is_share=True),
    PromisedOutcome.REDONE: Followed(EARLY + REDONE_DAYS, is_share=True),
    PromisedOutcome.TOUCHES: Followed(EARLY),
    PromisedOutcome.PEOPLE: Followed(EARLY),
    PromisedOutcome.MINUTES: Followed(EARLY),
}


def value_of(case: CaseFacts, outcome: PromisedOutcome) -> float | None:
    """What a followed case counts for; None where it does not count.

    `IN_TIME` is 1 or 0 of cases with a deadline, open ones too. `REDONE` is 1 or 0 of cases decided
    within `EARLY` days. The others are what was done in those days, as `CaseFacts` has it.
    """
    if outcome is PromisedOutcome.IN_TIME:
        last = case.started + timedelta(days=LONGEST_DEADLINE)
        if case.deadline is None or case.deadline > last:
            return None
        return float(is_in_time(case))
    if outcome is PromisedOutcome.REDONE:
        if case.decided is None or case.decided > case.started + timedelta(days=EARLY):
            return None
        return float(is_redone(case))
    counted = {
        PromisedOutcome.TOUCHES: case.touches,
        PromisedOutcome.PEOPLE: case.people_told,
        PromisedOutcome.MINUTES: case.minutes,
    }
    found = counted.get(outcome)
    return None if found is None else float(found)
