# SPDX-License-Identifier: EUPL-1.2
"""From the states of a case in the registry to the dates that outcomes are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from gearskifte.effects.rules.log import START, TOLD
from gearskifte.kernel.time import local_date
from gearskifte.registry.public import CaseCourse, DatedState, Progress, moment_of

_STEPS: Final[Mapping[str, str]] = {
    Progress.ARISEN: "modtaget",
    Progress.INFORMED: "oplyst",
    Progress.DECIDED: "afgjort",
    Progress.CLOSED: "afsluttet",
}
"""States of a case by what they are called in `Stage` too."""


class DatedClass(msgspec.Struct, frozen=True, array_like=True):
    """A class of decision that a source states (afgørelsesklasse), and the days it holds."""

    name: str
    start: date
    end: date | None = None


class CaseDates(msgspec.Struct, frozen=True, omit_defaults=True):
    """When a case was received, informed, decided, closed and opened again; Danish dates.

    `decisions` are the classes of decision it has had, the first first.
    """

    started: date
    informed: date | None
    decided: date | None
    closed: date | None
    reopened: date | None
    decisions: tuple[DatedClass, ...] = ()

    @property
    def days(self) -> frozenset[date]:
        """The days on which a state began."""
        known = (self.started, self.informed, self.decided, self.closed, self.reopened)
        return frozenset(day for day in known if day is not None)


def case_dates(course: CaseCourse) -> CaseDates | None:
    """The dates of a case; None where nothing says when it was received.

    A case that is taken back from decided or closed was reopened.
    """
    states = sorted(course.states, key=lambda state: state.start)
    begun = _first(states, Progress.ARISEN)
    if begun is None:
        created = moment_of(course.created_at)
        begun = local_date(created) if created else None
    if begun is None:
        return None
    return CaseDates(
        started=begun,
        informed=_first(states, Progress.INFORMED),
        decided=_first(states, Progress.DECIDED),
        closed=_first(states, Progress.CLOSED),
        reopened=_reopened(states),
        decisions=tuple(
            DatedClass(each.state, local_date(each.start), each.end and local_date(each.end))
            for each in course.decisions
        ),
    )


def steps_of(course: CaseCourse) -> tuple[str, ...]:
    """What was done in a case, in order: what a log tells, else the states it went through."""
    done = tuple(act.activity for act in course.acts if act.lifecycle not in (START, TOLD))
    if done:
        return done
    states = sorted(course.states, key=lambda state: state.start)
    return tuple(_STEPS[each.state] for each in states if each.state in _STEPS)


def _first(states: Iterable[DatedState], wanted: Progress) -> date | None:
    return next((local_date(each.start) for each in states if each.state == wanted), None)


def _reopened(states: Iterable[DatedState]) -> date | None:
    over = False
    for each in states:
        if over and each.state in (Progress.ARISEN, Progress.INFORMED):
            return local_date(each.start)
        over = over or each.state in (Progress.DECIDED, Progress.CLOSED)
    return None
