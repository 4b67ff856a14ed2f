# SPDX-License-Identifier: EUPL-1.2
"""From what happened in a case to the states it was in (Fremdrift), by the log's mapping."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from gearskifte.connectors.mapping import Milestone
from gearskifte.registry.public import Progress

_RANK: Final = {state: rank for rank, state in enumerate(Progress)}


class Reached(NamedTuple):
    """A milestone and when the case came to it."""

    moment: datetime
    milestone: Milestone


class State(NamedTuple):
    """A state from one moment to another; `end` None is until further notice."""

    state: Progress
    start: datetime
    end: datetime | None


class Course(NamedTuple):
    """A case's states in order of time, and whether an activity pointed back to an earlier one."""

    states: tuple[State, ...]
    out_of_order: bool


def course(start: datetime, reached: Iterable[Reached]) -> Course:
    """The states of a case that began at `start`.

    A case only goes forward: the first time it comes to a state counts, and an activity of a state
    it has passed is no way back. Only what the mapping calls Genaabnet takes a decided or closed
    case back to Oplyst. Of two states at the same moment the later one holds.
    """
    begun = [(start, Progress.ARISEN)]
    out_of_order = False
    for moment, milestone in sorted(reached, key=lambda each: each.moment):
        _, now = begun[-1]
        then = _next(now, milestone)
        if then is None:
            out_of_order |= milestone not in (now.value, Milestone.REOPENED)
            continue
        at = max(moment, start)  # some work may be done before the case is counted as begun
        if at == begun[-1][0]:
            begun.pop()
        if not begun or begun[-1][1] is not then:
            begun.append((at, then))
    ends = [moment for moment, _ in begun[1:]] + [None]
    states = (State(state, at, end) for (at, state), end in zip(begun, ends, strict=True))
    return Course(tuple(states), out_of_order)


def _next(now: Progress, milestone: Milestone) -> Progress | None:
    """The state that a case in the state `now` goes into, None where it stays."""
    if milestone is Milestone.REOPENED:
        return Progress.INFORMED if _RANK[now] > _RANK[Progress.INFORMED] else None
    state = Progress(milestone)
    return state if _RANK[state] > _RANK[now] else None
