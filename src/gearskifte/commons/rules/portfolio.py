# SPDX-License-Identifier: EUPL-1.2
"""A municipality's own undertakings: phases, what each phase asks for, and what counts.

Registering takes two fields. A pilot (prøvehandling) has a small budget, a last day and a stop
criterion before it begins, so that trying is cheap and stopping is honest; and who stops says why,
for the next one to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

STALE_AFTER: Final = timedelta(days=180)
"""Without a sign of life for so long, an entry is greyed and counted nowhere."""

HEARTBEAT_AFTER: Final = timedelta(days=90)
"""After so long its owner is asked: does it still run?"""

SOON: Final = timedelta(days=183)
"""Who starts within so long can still go together with others."""

UNNAMED: Final = "Vores kommune"
"""The municipality of an installation whose name is not configured."""

LONGEST_TITLE: Final = 120
LONGEST_TEXT: Final = 2_000


class Phase(StrEnum):
    """How far an undertaking has come (fase)."""

    IDEA = "idea"
    PILOT = "pilot"
    PROJECT = "project"
    RUNNING = "running"
    STOPPED = "stopped"


class Origin(StrEnum):
    """Who had the idea (idégiver): good ones come from all sides."""

    LEADER = "leader"
    STAFF = "staff"
    CITIZEN = "citizen"
    VENDOR = "vendor"


class Field(StrEnum):
    """Which part of the municipality it is for (område)."""

    CARE = "care"
    CHILDREN = "children"
    WORK = "work"
    TECHNICAL = "technical"
    CITIZEN_SERVICE = "citizen_service"
    ADMINISTRATION = "administration"
    CULTURE = "culture"


class Kind(StrEnum):
    """What a milestone says happened, beside the phases, which are kinds of their own."""

    DECISION = "decision"
    REUSE = "reuse"
    EFFECT = "effect"
    RELEASE = "release"


class Answer(StrEnum):
    """What a municipality answers another that is near: join, share, or wait for the result."""

    JOIN = "join"
    SHARE = "share"
    WAIT = "wait"


class Missing(StrEnum):
    """What an entry lacks before it may be kept."""

    TITLE = "title"
    DESCRIPTION = "description"
    BUDGET = "budget"
    ENDS_ON = "ends_on"
    STOP_CRITERION = "stop_criterion"
    BECAUSE = "because"


@dataclass(frozen=True, slots=True)
class Stage:
    """The phase wanted, with what belongs to it; the budget is a pilot's, in øre."""

    phase: Phase
    ends_on: date | None = None
    stop_criterion: str = ""
    because: str = ""
    budget_oere: int | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that the next one may use (genbrugeligt papir): its title and address."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a municipality's own portfolio keeps of an undertaking, all of it optional.

    Attributes:
        owner: the role that answers for it. staff: who is involved. with_whom: co-creators
            (medskabere); groups and roles, never people.
        cost_oere: what it costs in all. starts_on: when the work begins.
        kle: the subject's number. system: the systems it touches. target: whom it is for.
        promise: the promise that effects keeps of it. robot: the slug of the robot that does it.
    """

    owner: str = ""
    origin: Origin = Origin.STAFF
    with_whom: str = ""
    staff: str = ""
    business_case: str = ""
    cost_oere: int | None = None
    starts_on: date | None = None
    field: Field | None = None
    kle: str = ""
    system: str = ""
    target: str = ""
    papers: tuple[Paper, ...] = ()
    promise: UUID | None = None
    robot: str = ""


def missing_of_text(title: str, description: str) -> list[Missing]:
    """What a new entry lacks: both fields, and nothing else."""
    lacks = [] if title.strip() else [Missing.TITLE]
    return lacks if description.strip() else [*lacks, Missing.DESCRIPTION]


def missing_of_stage(stage: Stage) -> list[Missing]:
    """What a phase asks for and has not got."""
    if stage.phase is Phase.PILOT:
        lacks = [] if stage.budget_oere else [Missing.BUDGET]
        lacks = lacks if stage.ends_on else [*lacks, Missing.ENDS_ON]
        return lacks if stage.stop_criterion.strip() else [*lacks, Missing.STOP_CRITERION]
    if stage.phase is Phase.STOPPED and not stage.because.strip():
        return [Missing.BECAUSE]
    return []


def read_papers(written: str) -> tuple[Paper, ...]:
    """Papers as they are written in a form and kept: a line each, title | address.

    Raises:
        ValueError: naming the first line that has no title or no web address.
    """
    papers = []
    for line in filter(None, map(str.strip, written.splitlines())):
        title, _, address = (part.strip() for part in line.rpartition("|"))
        if not title or not address.startswith(("https://", "http://")) or " " in address:
            raise ValueError(line)
        papers.append(Paper(title, address))
    return tuple(papers)


def write_papers(papers: Iterable[Paper]) -> str:
    """Papers as lines."""
    return "\n".join(f"{paper.title} | {paper.address}" for paper in papers)


def is_over(phase: Phase, ends_on: date | None, today: date) -> bool:
    """Whether a pilot has passed its last day, so that somebody must say what came of it."""
    return phase is Phase.PILOT and ends_on is not None and ends_on < today


def starts_soon(phase: Phase, starts_on: date | None, today: date) -> bool:
    """Whether the work begins within six months: then there is still time to go together."""
    begun = phase in {Phase.RUNNING, Phase.STOPPED}
    return not begun and starts_on is not None and today <= starts_on <= today + SOON


def is_stale(alive_at: datetime, now: datetime) -> bool:
    """Whether nobody has said for half a year that it lives."""
    return now - alive_at > STALE_AFTER


def asks_for_heartbeat(phase: Phase, alive_at: datetime, now: datetime) -> bool:
    """Whether the owner is asked if it still runs; what has stopped is not asked for."""
    return phase is not Phase.STOPPED and now - alive_at > HEARTBEAT_AFTER


def topic_of(entry: UUID, confirmed: Iterable[tuple[UUID, UUID]]) -> frozenset[UUID]:
    """The entries that people have confirmed to be the same topic as this one, itself included.

    Confirmations are followed from pair to pair: who says that A is B, and B is C, says A is C.
    """
    near: dict[UUID, set[UUID]] = {}
    for one, other in confirmed:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    reached, waiting = {entry}, [entry]
    while waiting:
        for other in near.get(waiting.pop(), ()):
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    return frozenset(reached)


def topics_of(confirmed: Iterable[tuple[UUID, UUID]]) -> dict[UUID, UUID]:
    """Every confirmed entry's topic, named by its first entry; who is in no pair has none."""
    pairs = list(confirmed)
    near: dict[UUID, set[UUID]] = {}
    for one, other in pairs:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    named: dict[UUID, UUID] = {}
    for entry in sorted(near):
        waiting = [] if entry in named else [entry]
        while waiting:
            reached = waiting.pop()
            if named.setdefault(reached, entry) == entry:
                waiting.extend(near[reached] - named.keys())
    return named


def municipalities_in(
    topic: Iterable[UUID], owners: Mapping[UUID, tuple[str, datetime]], now: datetime
) -> int:
    """How many municipalities a topic counts: confirmed entries that are not stale, each once."""
    return len(
        {
            owners[entry][0]
            for entry in topic
            if entry in owners and not is_stale(owners[entry][1], now)
        }
    )
