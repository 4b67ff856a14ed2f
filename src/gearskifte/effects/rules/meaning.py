# SPDX-License-Identifier: EUPL-1.2
"""What the activities of a process mean, version by version, and cases read by it.

A version holds from a day on, for a KLE number and all below it; what happened on a day is read by
the version that held on that day. A milestone that the version names activities for is read from
them alone; every other milestone is read from the states that the source system states.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

import msgspec

from gearskifte.effects.rules.course_facts import CaseDates
from gearskifte.effects.rules.decision import first_known, stated_class
from gearskifte.effects.rules.log import (
    CaseEvent,
    Known,
    Meaning,
    Milestone,
    decision_and_after,
    first_of,
    handling_minutes,
    in_order,
    is_done,
    people_in,
)
from gearskifte.kernel.time import local_date

EARLY: Final = 56
"""Days in which work on a case is counted for a reckoning: as long as its wait is followed."""

_BY_STATE: Final[Mapping[str, Milestone]] = {
    "started": Milestone.RECEIVED,
    "informed": Milestone.INFORMED,
    "decided": Milestone.DECIDED,
    "closed": Milestone.CLOSED,
    "reopened": Milestone.REOPENED,
}
"""Dates that states give, by the milestone that activities may give instead."""


class MeaningVersion(msgspec.Struct, frozen=True):
    """A version of what the activities of a process mean (udgave af milepælskortlægning).

    Attributes:
        id: the order in which versions were entered.
        meaning: with its number, counted by process. topic: KLE number, and all below it.
        valid_from: the first day it is read by; None from the beginning.
        why, by, at: who entered it, when and for what reason.
    """

    id: int
    meaning: Meaning
    topic: str
    valid_from: date | None
    why: str
    by: str
    at: datetime


class Meanings(msgspec.Struct, frozen=True):
    """All versions for one kind of case: what held from which day on.

    Attributes:
        newest: the highest id there is; 0 without any.
        days: the days on which another version takes over. held: from each of them, and before.
    """

    newest: int = 0
    days: tuple[date, ...] = ()
    held: tuple[MeaningVersion | None, ...] = (None,)

    @staticmethod
    def of(versions: Iterable[MeaningVersion]) -> Meanings:
        """Of versions for a kind of case, those of the numbers above it too."""
        known = list(versions)
        days = sorted({_from(each) for each in known} - {date.min})
        held = [_holding(known, day) for day in (date.min, *days)]
        newest = max((each.id for each in known), default=0)
        return Meanings(newest, tuple(days), tuple(held))

    def version_on(self, day: date) -> MeaningVersion | None:
        """The version that held on a day; None where none did."""
        return self.held[bisect_right(self.days, day)]

    def on(self, day: date) -> Meaning:
        """What activities meant on a day; without a version nothing."""
        found = self.version_on(day)
        return found.meaning if found else _NOTHING


class ReadCase(msgspec.Struct, frozen=True):
    """What a case comes to by what its activities mean; `started` None is not received yet.

    The early numbers are of what was done in the first `EARLY` days, so that they stay as they are.
    """

    started: date | None
    informed: date | None
    decided: date | None
    closed: date | None
    reopened: date | None
    annulled: date | None
    complained: date | None
    upheld: date | None
    touches: int
    people: int
    minutes: int | None
    early_touches: int = 0
    early_people: int = 0
    early_minutes: int | None = None
    decision: str = ""
    decision_on: date | None = None


class ActivitySeen(msgspec.Struct, frozen=True):
    """An activity of a process: how often it occurs, and when (aktivitet).

    Attributes:
        cases, events: in how many cases, and how often in all.
        first, last: the first and the last day.
        told: whether it is a message's type rather than something that was done.
        title: what a message's type is called; "" where that is not known, and of what was done.
    """

    activity: str
    cases: int
    events: int
    first: date
    last: date
    told: bool = False
    title: str = ""


_NOTHING: Final = Meaning(0, {})


def tag_of(resource: str) -> str:
    """What is kept of who did something: enough to tell two people apart, not to name one."""
    return hashlib.sha256(resource.encode()).hexdigest()[:8] if resource else ""


def tagged(version: MeaningVersion) -> MeaningVersion:
    """The version with its robots as they stand in cases that are kept."""
    robots = frozenset(map(tag_of, version.meaning.robots))
    meaning = msgspec.structs.replace(version.meaning, robots=robots)
    return msgspec.structs.replace(version, meaning=meaning)


def read_case(dates: CaseDates, events: Sequence[CaseEvent], meanings: Meanings) -> ReadCase:
    """What a case comes to.

    Args:
        dates: what the states of its source system say.
        events: what is told that happened, in any order.
        meanings: what activities mean, and meant.
    """
    ordered = in_order(events)
    reached: dict[Milestone, list[date]] = defaultdict(list)
    human: list[CaseEvent] = []
    how: list[Known] = []
    for event in ordered:
        day = local_date(event.at)
        meaning = meanings.on(day)
        milestone = meaning.milestones.get(event.activity)
        if milestone is not None and event.lifecycle != "start":
            reached[milestone].append(day)
            if milestone is Milestone.DECIDED and meaning.tells_how:
                how.append((day, event.activity))
        if event.resource not in meaning.robots:
            human.append(event)
    for name, milestone in _BY_STATE.items():
        stated = getattr(dates, name)
        if stated is not None and milestone not in meanings.on(stated).milestones.values():
            reached[milestone].append(stated)
    started = first_of(reached, Milestone.RECEIVED)
    ended = min(reached[Milestone.DECIDED] + reached[Milestone.CLOSED], default=None)
    known = first_known(how, stated_class(dates.decisions, ended))
    last = (started or date.min) + timedelta(days=EARLY)
    early = [event for event in human if local_date(event.at) <= last]
    return ReadCase(
        started=started,
        informed=first_of(reached, Milestone.INFORMED),
        closed=first_of(reached, Milestone.CLOSED),
        touches=sum(is_done(event) for event in human),
        people=people_in(human),
        minutes=handling_minutes(human),
        early_touches=sum(is_done(event) for event in early),
        early_people=people_in(early),
        early_minutes=handling_minutes(early),
        decision=known[1] if known else "",
        decision_on=known[0] if known else None,
        **decision_and_after(reached),
    )


def activities_in(cases: Iterable[Sequence[CaseEvent]], fewest: int) -> tuple[ActivitySeen, ...]:
    """The activities of many cases, the most frequent first; none of fewer cases than `fewest`."""
    in_cases: Counter[str] = Counter()
    times: Counter[str] = Counter()
    days: dict[str, tuple[date, date]] = {}
    told: dict[str, bool] = {}
    for events in cases:
        in_cases.update({event.activity for event in events})
        for event in events:
            times[event.activity] += 1
            day = local_date(event.at)
            low, high = days.get(event.activity, (day, day))
            days[event.activity] = min(low, day), max(high, day)
            told[event.activity] = told.get(event.activity, True) and event.lifecycle == "told"
    often = sorted(in_cases, key=lambda each: (-in_cases[each], each))
    return tuple(
        ActivitySeen(each, in_cases[each], times[each], *days[each], told[each])
        for each in often
        if in_cases[each] >= fewest
    )


def _from(version: MeaningVersion) -> date:
    return version.valid_from or date.min


def _holding(versions: Sequence[MeaningVersion], day: date) -> MeaningVersion | None:
    """The longest number, the latest day, the last word: in that order."""
    fitting = [each for each in versions if _from(each) <= day]
    return max(fitting, key=lambda each: (len(each.topic), _from(each), each.id), default=None)
