# SPDX-License-Identifier: EUPL-1.2
"""Where a case is: its four states (fremdrift) as steps, each with the date it was reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Final

import msgspec

from gearskifte.kernel.time import local_date
from gearskifte.registry.public import DatedState, Progress


class Place(StrEnum):
    """Where a step is on the way."""

    DONE = "done"
    CURRENT = "current"
    UPCOMING = "upcoming"


class Step(msgspec.Struct, frozen=True):
    """One of the four states; `reached` is the Danish date it was first reached, if it was."""

    state: Progress
    place: Place
    reached: date | None


STATES: Final = tuple(Progress)
"""The four states in order, as `steps` has them."""
_NUMBER: Final = {state.value: number for number, state in enumerate(STATES)}


_UPCOMING: Final = tuple(Step(state, Place.UPCOMING, None) for state in STATES)


def current_state(states: Sequence[DatedState], now: datetime) -> str:
    """The state that holds at `now`, as the source wrote it; "" where none does."""
    for state in states:  # asked some dozen times for each page
        if state.holds_at(now):
            return state.state
    return ""


def steps(states: Sequence[DatedState], now: datetime) -> tuple[Step, ...]:
    """The four states in order. A state that was skipped on the way counts as passed.

    Nothing is shown as reached before it is, and a state this does not know makes all steps
    upcoming rather than guessed. An upcoming step has no date.
    """
    at = _NUMBER.get(current_state(states, now), -1)
    reached: dict[str, datetime] = {}
    for each in states:
        if each.start <= reached.get(each.state, now):
            reached[each.state] = each.start
    passed = [
        Step(state, _place(number, at), _date(reached.get(state)))
        for number, state in enumerate(STATES[: at + 1])
    ]
    return (*passed, *_UPCOMING[at + 1 :])


def _place(number: int, at: int) -> Place:
    if number < at or number == at == len(STATES) - 1:
        return Place.DONE
    return Place.CURRENT if number == at else Place.UPCOMING


def _date(moment: datetime | None) -> date | None:
    return None if moment is None else local_date(moment)
