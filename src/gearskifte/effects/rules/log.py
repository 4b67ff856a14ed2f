# SPDX-License-Identifier: EUPL-1.2
"""From the events of one case to what is known of it: when it began, when it was decided, by whom.

What a local activity code means is knowledge about one process of one municipality. It is data with
a version (`Meaning`), never part of the program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from gearskifte.kernel.calendar import add_working_days
from gearskifte.kernel.time import local_date


class Milestone(StrEnum):
    """What an activity means for the case (milepæl); NONE is that it was found to mean nothing."""

    RECEIVED = "modtaget"
    INFORMED = "oplyst"
    DECIDED = "afgjort"
    CLOSED = "afsluttet"
    REOPENED = "genaabnet"
    ANNULLED = "omgjort"
    COMPLAINT = "klage"
    UPHELD = "medhold"
    NONE = "ingen"


class Meaning(msgspec.Struct, frozen=True):
    """What the activities of one process mean (milepælskortlægning).

    Attributes:
        version: goes up by one at every change; older versions are kept.
        milestones: activity code → what it means; one that nobody has looked at is left out.
        robots: resources that are software, not people.
    """

    version: int
    milestones: Mapping[str, Milestone]
    robots: frozenset[str] = frozenset()

    @property
    def tells_how(self) -> bool:
        """Whether several activities mean decided, as granted and refused, and so tell how."""
        return sum(each is Milestone.DECIDED for each in self.milestones.values()) > 1


Known = tuple[date, str]
"""The day from which it is known how a case was decided, and how (afgørelse)."""


class CaseEvent(msgspec.Struct, frozen=True):
    """Something that happened in a case.

    Attributes:
        at: the moment, in UTC; `sequence` orders events of the same moment.
        lifecycle: "start" begins an activity that has a "complete" too; "told" is a message of a
            kind, which nobody in the case did; anything else is done.
    """

    at: datetime
    sequence: int
    activity: str
    resource: str = ""
    lifecycle: str = ""


class DeadlineRule(msgspec.Struct, frozen=True):
    """The published deadline of a kind of case (sagsbehandlingsfrist, retssikkerhedsloven § 3)."""

    days: int
    working: bool = False

    def deadline(self, started: date) -> date:
        """The last day on which a case that began on `started` is decided in time."""
        if self.working:
            return add_working_days(started, self.days)
        return started + timedelta(days=self.days)


class CaseFacts(msgspec.Struct, frozen=True):
    """What is known of one case. All dates are Danish calendar dates.

    Attributes:
        municipality, topic: whose case, and of what kind (KLE).
        started: when it was received. heard: when the log first could tell of it, never earlier.
        decided, closed, reopened, annulled, complained, upheld: the first time each happened.
        deadline: the last day in time; None where there is none.
        touches: what people did in the case. people: how many different people did it.
        minutes: measured human handling time; None where no activity has both beginning and end.
        steps: what was done, in order.
        decision: how it was decided (afgørelse); "" where nothing says. decision_on: the day from
            which that is known.
    """

    municipality: str
    topic: str
    started: date
    heard: date
    decided: date | None = None
    deadline: date | None = None
    informed: date | None = None
    closed: date | None = None
    reopened: date | None = None
    annulled: date | None = None
    complained: date | None = None
    upheld: date | None = None
    touches: int = 0
    people: int = 0
    minutes: int | None = None
    steps: tuple[str, ...] = ()
    decision: str = ""
    decision_on: date | None = None

    @property
    def people_told(self) -> int | None:
        """How many people did something; None where something was done and not told by whom."""
        return None if self.touches and not self.people else self.people

    @property
    def impossible(self) -> bool:
        """Whether it was decided before it began; such a case would spoil every average."""
        return self.decided is not None and self.decided < self.started


START: Final = "start"
TOLD: Final = "told"


def case_facts(
    events: Sequence[CaseEvent],
    meaning: Meaning,
    *,
    municipality: str,
    topic: str,
    started: date | None = None,
    deadline: date | DeadlineRule | None = None,
) -> CaseFacts | None:
    """What the events of one case say; None where it has not been received yet.

    Args:
        events: of one case, at least one, in any order.
        meaning: what its activities mean.
        municipality: whose case it is.
        topic: of what kind it is.
        started: the date of receipt that the source states. Else the milestone RECEIVED, and where
            no activity means that, the first event.
        deadline: the case's own, else the rule of its kind.

    Raises:
        ValueError: if there are no events.
    """
    if not events:
        raise ValueError("a case without events")
    ordered = in_order(events)
    first = local_date(ordered[0].at)
    reached: dict[Milestone, list[date]] = defaultdict(list)
    how: list[Known] = []
    for event in ordered:
        milestone = meaning.milestones.get(event.activity)
        if milestone is not None and event.lifecycle != START:
            reached[milestone].append(local_date(event.at))
            if milestone is Milestone.DECIDED and meaning.tells_how:
                how.append((local_date(event.at), event.activity))
    decision_on, decision = how[0] if how else (None, "")
    # Without the milestone the case may be received on any later day: it has not begun.
    awaited = Milestone.RECEIVED in meaning.milestones.values()
    begun = started or (first_of(reached, Milestone.RECEIVED) if awaited else first)
    if begun is None:
        return None
    human = [event for event in ordered if event.resource not in meaning.robots]
    due = deadline.deadline(begun) if isinstance(deadline, DeadlineRule) else deadline
    return CaseFacts(
        municipality=municipality,
        topic=topic,
        started=begun,
        heard=max(first, begun),
        deadline=due,
        touches=sum(is_done(event) for event in human),
        people=people_in(human),
        minutes=handling_minutes(human),
        steps=tuple(event.activity for event in ordered if is_done(event)),
        informed=first_of(reached, Milestone.INFORMED),
        closed=first_of(reached, Milestone.CLOSED),
        decision=decision,
        decision_on=decision_on,
        **decision_and_after(reached),
    )


def in_order(events: Iterable[CaseEvent]) -> list[CaseEvent]:
    """Events by moment, and of one moment by their number."""
    return sorted(events, key=lambda event: (event.at, event.sequence))


def is_done(event: CaseEvent) -> bool:
    """Whether something was done, and not only begun or told of."""
    return event.lifecycle not in (START, TOLD)


def people_in(events: Iterable[CaseEvent]) -> int:
    """How many different people did something."""
    return len({event.resource for event in events if event.resource and is_done(event)})


def first_of(
    reached: Mapping[Milestone, Sequence[date]], milestone: Milestone, since: date | None = None
) -> date | None:
    """The first day that a milestone was reached, on or after `since`."""
    days = [day for day in reached.get(milestone, ()) if since is None or day >= since]
    return min(days, default=None)


def decision_and_after(reached: Mapping[Milestone, Sequence[date]]) -> dict[str, date | None]:
    """The decision, and what came of it: the first time each, and not before the decision."""
    decided = first_of(reached, Milestone.DECIDED)
    return {
        "decided": decided,
        "reopened": first_of(reached, Milestone.REOPENED, decided),
        "annulled": first_of(reached, Milestone.ANNULLED, decided),
        "complained": first_of(reached, Milestone.COMPLAINT, decided),
        "upheld": first_of(reached, Milestone.UPHELD, decided),
    }


def handling_minutes(events: Iterable[CaseEvent]) -> int | None:
    """Minutes from the beginning to the end of the activities that have both; None without any.

    An end belongs to the latest open beginning of the same activity by the same person. The time
    between activities is waiting, and never counted as work.
    """
    open_since: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    total, measured = timedelta(), False
    for event in events:
        key = (event.activity, event.resource)
        if event.lifecycle == START:
            open_since[key].append(event.at)
        elif event.lifecycle != TOLD and open_since[key]:
            total += event.at - open_since[key].pop()
            measured = True
    return round(total / timedelta(minutes=1)) if measured else None
