# SPDX-License-Identifier: EUPL-1.2
"""A municipality's own undertakings: phases, what each phase asks for, and what counts.

Registering takes two fields. A pilot (prøvehandling) has a last day and a stop criterion before it
begins, so that stopping is planned and honest; and who stops says why, for the next one to read.
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


class Answer(StrEnum):
    """What a municipality answers another that is near: join, share, or wait for the result."""

    JOIN = "join"
    SHARE = "share"
    WAIT = "wait"


class Missing(StrEnum):
    """What an entry lacks before it may be kept."""

    TITLE = "title"
    DESCRIPTION = "description"
    ENDS_ON = "ends_on"
    STOP_CRITERION = "stop_criterion"
    BECAUSE = "because"


@dataclass(frozen=True, slots=True)
class Stage:
    """The phase wanted, with what belongs to it."""

    phase: Phase
    ends_on: date | None = None
    stop_criterion: str = ""
    because: str = ""


def missing_of_text(title: str, description: str) -> list[Missing]:
    """What a new entry lacks: both fields, and nothing else."""
    lacks = [] if title.strip() else [Missing.TITLE]
    return lacks if description.strip() else [*lacks, Missing.DESCRIPTION]


def missing_of_stage(stage: Stage) -> list[Missing]:
    """What a phase asks for and has not got."""
    if stage.phase is Phase.PILOT:
        lacks = [] if stage.ends_on else [Missing.ENDS_ON]
        return lacks if stage.stop_criterion.strip() else [*lacks, Missing.STOP_CRITERION]
    if stage.phase is Phase.STOPPED and not stage.because.strip():
        return [Missing.BECAUSE]
    return []


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
