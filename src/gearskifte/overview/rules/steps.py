# SPDX-License-Identifier: EUPL-1.2
"""Where a case is: its four states (fremdrift) as steps, each with the date it was reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from gearskifte.kernel.time import local_date
from gearskifte.registry.public import DatedState, Progress


class Place(StrEnum):
    """Where a step is on the way."""

    DONE = "done"
    CURRENT = "current"
    UPCOMING = "upcoming"


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four states; `reached` is the Danish date it was first reached, if it was."""

    state: Progress
    place: Place
    reached: date | None


def current_state(states: Sequence[DatedState], now: datetime) -> str:
    """The state that holds at `now`, as the source wrote it; "" where none does."""
    return next((state.state for state in states if state.holds_at(now)), "")


def steps(states: Sequence[DatedState], now: datetime) -> tuple[Step, ...]:
    """The four states in order. A state that was skipped on the way counts as passed.

    Nothing is shown as reached before it is, and a state this does not know makes all steps
    upcoming rather than guessed.
    """
    order = list(Progress)
    here = current_state(states, now)
    at = order.index(Progress(here)) if here in set(Progress) else -1
    reached = {
        state.state: local_date(state.start)
        for state in sorted(states, key=lambda each: each.start, reverse=True)
        if state.start <= now
    }
    return tuple(
        Step(state, _place(number, at, last=len(order) - 1), _date(reached, state, number <= at))
        for number, state in enumerate(order)
    )


def _place(number: int, at: int, *, last: int) -> Place:
    if number < at or number == at == last:
        return Place.DONE
    return Place.CURRENT if number == at else Place.UPCOMING


def _date(reached: dict[str, date], state: Progress, passed: bool) -> date | None:
    return reached.get(state) if passed else None
