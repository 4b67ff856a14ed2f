# SPDX-License-Identifier: EUPL-1.2
"""The pace of the gear change (tempo): from idea to use, from first use to second and to tenth.

Everything is computed from milestones with dates; nobody types a pace in. What has not come yet is
part of the answer: a mean over those that came would say that all goes fast. So the time is read
from the cumulative incidence (Aalen and Johansen 1978): the share in use so many days after the
idea, where those still waiting count as long as they have waited, and those that stopped never
come. A calendar year uses what could be seen in that year alone: a spell is counted from the day of
it that the year began to the day that the year ended (left truncation), so that this year's ideas
are not compared with last year's, which have had longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from gearskifte.commons.rules.portfolio import Phase

FEWEST: Final = 5
"""With fewer that came, no pace is told."""

HALF: Final = 0.5
NTH: Final = (2, 10)
"""The municipalities whose arrival after the first is timed."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Something that was waited for, from the day it could come (ibrugtagningsforløb).

    Attributes:
        start: the day it could come from. end: the day it came, stopped, or was last seen waiting.
        came: whether it came. stopped: whether it never will.
    """

    start: date
    end: date
    came: bool
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast, in days: when a quarter and half had come; None where so many have not.

    `seen` spells were watched, `came` of them came.
    """

    seen: int
    came: int
    quarter: int | None
    half: int | None


def pace(spells: Iterable[Spell], since: date, until: date) -> Pace:
    """The pace as it could be seen from `since` until and with `until`."""
    risky = [
        (max(0, (since - each.start).days), (min(each.end, until) - each.start).days, each)
        for each in spells
        if each.end >= since and each.start <= until
    ]
    seen = [(low, high, each, each.end <= until) for low, high, each in risky if high >= low]
    came = sorted({high for _, high, each, ended in seen if ended and each.came})
    stopped = sorted({high for _, high, each, ended in seen if ended and each.stopped})
    number = sum(ended and each.came for _, _, each, ended in seen)
    if number < FEWEST:
        return Pace(len(seen), number, None, None)
    free, share = 1.0, 0.0
    reached: dict[float, int] = {}
    for day in sorted({*came, *stopped}):
        # Who began on the very day is watched on it: day 0 exists.
        at_risk = sum(low <= day <= high for low, high, _, _ in seen)
        ended = [each for _, high, each, over in seen if over and high == day]
        here = sum(each.came for each in ended)
        share += free * here / at_risk
        free *= 1 - sum(each.came or each.stopped for each in ended) / at_risk
        for level in (HALF / 2, HALF):
            if share >= level - 1e-12:
                reached.setdefault(level, day)
    return Pace(len(seen), number, reached.get(HALF / 2), reached.get(HALF))


@dataclass(frozen=True, slots=True)
class Dated:
    """A milestone as the pace needs it: of which topic, who, what, and the day."""

    topic: str
    entry: str
    by: str
    kind: str
    day: date


def idea_to_use(milestones: Iterable[Dated], today: date) -> list[Spell]:
    """From each entry's idea to its use. One that was never an idea here has no such spell."""
    stories: dict[str, dict[str, date]] = {}
    for each in milestones:
        first = stories.setdefault(each.entry, {})
        first[each.kind] = min(each.day, first.get(each.kind, each.day))
    spells = []
    for story in stories.values():
        idea, used = story.get(Phase.IDEA), story.get(Phase.RUNNING)
        stopped = story.get(Phase.STOPPED)
        if idea is None:
            continue
        if used is not None and used >= idea:
            spells.append(Spell(idea, used, came=True))
        elif stopped is not None and stopped >= idea:
            spells.append(Spell(idea, stopped, came=False, stopped=True))
        elif used is None:
            spells.append(Spell(idea, today, came=False))
    return spells


def first_to(nth: int, milestones: Iterable[Dated], today: date) -> list[Spell]:
    """From a topic's first municipality in use to its `nth`, for every topic in use."""
    users: dict[str, dict[str, date]] = {}
    for each in milestones:
        if each.kind in {Phase.RUNNING, "reuse"}:
            known = users.setdefault(each.topic, {})
            known[each.by] = min(each.day, known.get(each.by, each.day))
    spells = []
    for days in users.values():
        first, *_ = ordered = sorted(days.values())
        reached = len(ordered) >= nth
        spells.append(Spell(first, ordered[nth - 1] if reached else today, came=reached))
    return spells


@dataclass(frozen=True, slots=True)
class Tempo:
    """One step's pace: in all, in the year until today, and in the year before."""

    step: str
    whole: Pace
    year: Pace
    before: Pace


def tempo(milestones: Sequence[Dated], today: date) -> list[Tempo]:
    """The pace of every step: "use", then "2" and "10" municipalities."""
    spells: Mapping[str, list[Spell]] = {
        "use": idea_to_use(milestones, today),
        **{str(nth): first_to(nth, milestones, today) for nth in NTH},
    }
    begun = _years_before(today, 1), _years_before(today, 2)
    return [
        Tempo(
            step,
            pace(each, date.min, today),
            pace(each, begun[0], today),
            pace(each, begun[1], begun[0] - timedelta(days=1)),
        )
        for step, each in spells.items()
    ]


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))
