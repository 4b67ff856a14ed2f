# SPDX-License-Identifier: EUPL-1.2
"""How good the data are, to be read before any effect, and when they are too poor (datakvalitet).

Poor data make no effect: where one of the rules in `POOR` is broken, a reckoning *cannot be
decided*, or says so beside its verdict where the rule is in `SAID`. The rules are few and stated,
so that nobody has to ask whether they were bent.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

import msgspec

from gearskifte.effects.rules.adoption import first_day, month_of
from gearskifte.effects.rules.log import CaseEvent
from gearskifte.effects.rules.meaning import EARLY, Meanings
from gearskifte.kernel.errors import Text
from gearskifte.kernel.time import local_date


class Poor(StrEnum):
    """A rule that the data break."""

    IMPOSSIBLE = "decided before received"
    UNDECIDED = "decisions are not told"
    UNMAPPED = "activities nobody has looked at"
    GAPS = "months without cases"
    SILENT = "a source is silent"
    UNMEASURED = "handling is measured of too few cases"


POOR: Final[Mapping[Poor, float]] = {
    Poor.IMPOSSIBLE: 0.05,
    Poor.UNDECIDED: 0.50,
    Poor.UNMAPPED: 0.20,
    Poor.GAPS: 0.10,
    Poor.SILENT: 0.10,
}
"""Each rule but `UNMEASURED` is broken by more than this share: of cases, of cases over 56 days old
that are neither decided nor closed, of events, of months, of cases that are open and whose source
is silent.
"""

FEWEST_DAYS: Final = 20
"""Of a source that was heard on fewer days it is not known what silence is."""
LONGEST_SILENCE: Final = 30
"""A source that is silent for fewer days is never late."""
TIMES: Final = 3
"""So many times its usual pause, and a source is silent."""


class KnownCase(msgspec.Struct, frozen=True):
    """A case as far as the quality of its data is concerned.

    Attributes:
        system: the source system. started: None while it is not received.
        days: the days on which anything is known to have happened. events: what is told of it.
    """

    system: str
    started: date | None
    decided: date | None
    closed: date | None
    days: tuple[date, ...]
    events: Sequence[CaseEvent] = ()


class SourceHeard(msgspec.Struct, frozen=True):
    """A source system and when it was last heard (kilde).

    Attributes:
        cases, open: how many there are, and of them neither decided nor closed.
        pause: days between two that it is heard on, in 19 of 20 pauses; None of too few days.
        silent: whether it has been longer silent than that allows.
    """

    system: str
    cases: int
    open: int
    last: date
    pause: int | None
    silent: bool


SAID: Final = frozenset({Poor.SILENT})
"""What is said beside a verdict and does not undo it: silence may hide something, or nothing."""


class Quality(msgspec.Struct, frozen=True):
    """How good the data of one kind of case are.

    Attributes:
        unbegun: not received yet. impossible: decided before received.
        old, ended: cases begun over 56 days ago, and those of them decided or closed.
        dated: cases with a day of decision.
        events, tied: what is told, and what shares case and moment with another.
        activities, unmapped: different ones, and those nobody has looked at; `unmapped_events` are
            theirs. Where no version of a meaning is saved, `mapped` is false and none is counted.
        months, gaps: from the first to the last, and those without a case.
        sources: the systems that tell of the cases.
        poor: the rules that are broken. breaks: those of them that no verdict survives.
    """

    cases: int
    unbegun: int
    impossible: int
    dated: int
    old: int
    ended: int
    events: int
    tied: int
    activities: int
    mapped: bool
    unmapped: int
    unmapped_events: int
    months: int
    gaps: tuple[date, ...]
    sources: tuple[SourceHeard, ...]
    poor: tuple[Poor, ...]

    @property
    def breaks(self) -> tuple[Poor, ...]:
        """The broken rules that undo a verdict."""
        return tuple(rule for rule in self.poor if rule not in SAID)


def quality(cases: Iterable[KnownCase], meanings: Meanings, until: date) -> Quality:
    """How good the data are.

    Args:
        cases: all of one kind, of one authority.
        meanings: what its activities mean.
        until: the last day of which everything is known.
    """
    known = list(cases)
    begun = [case for case in known if case.started is not None and case.started <= until]
    old = [case for case in begun if _started(case) < until - timedelta(days=EARLY)]
    events, unmapped = _events(known, meanings)
    months = sorted({month_of(_started(case)) for case in begun})
    span = months[-1] - months[0] + 1 if months else 0
    present = set(months)
    gaps = (
        [month for month in range(months[0], months[-1]) if month not in present] if months else []
    )
    found = Quality(
        cases=len(known),
        unbegun=len(known) - len(begun),
        impossible=sum(
            case.decided is not None and case.decided < _started(case) for case in begun
        ),
        dated=sum(case.decided is not None for case in begun),
        old=len(old),
        ended=sum(case.decided is not None or case.closed is not None for case in old),
        events=sum(events.values()),
        tied=sum(map(_tied, known)),
        activities=len(events),
        mapped=meanings.newest > 0,
        unmapped=len(unmapped),
        unmapped_events=sum(unmapped.values()),
        months=span,
        gaps=tuple(map(first_day, gaps)),
        sources=tuple(_sources(known, until)),
        poor=(),
    )
    return msgspec.structs.replace(found, poor=tuple(_poor(found)))


_TOLD: Final[Mapping[Poor, Text]] = {
    Poor.IMPOSSIBLE: Text(
        "over 5 % af sagerne er afgjort, før de er modtaget",
        "over 5 % of the cases are decided before they are received",
    ),
    Poor.UNDECIDED: Text(
        "under halvdelen af sagerne over 56 dage har en dato for afgørelse eller afslutning",
        "under half of the cases over 56 days old have a day of decision or closing",
    ),
    Poor.UNMAPPED: Text(
        "over 20 % af hændelserne har aktiviteter, som ingen har taget stilling til",
        "over 20 % of the events have activities that nobody has looked at",
    ),
    Poor.GAPS: Text(
        "over 10 % af månederne har ingen sager", "over 10 % of the months have no cases"
    ),
    Poor.SILENT: Text(
        "over 10 % af sagerne er åbne i et system, der er holdt op med at sende",
        "over 10 % of the cases are open in a system that has stopped sending",
    ),
    Poor.UNMEASURED: Text(
        "arbejdstiden er målt i under halvdelen af sagerne",
        "handling was measured in under half of the cases",
    ),
}


def poor_text(rule: Poor) -> Text:
    """What is the matter with the data, in words."""
    return _TOLD[rule]


def poor_data(rules: Sequence[Poor]) -> Text:
    """Why data are too poor for a verdict, in a sentence."""
    da = " og ".join(_TOLD[rule].da for rule in rules)
    en = " and ".join(_TOLD[rule].en for rule in rules)
    return Text(
        f"Kan ikke afgøres: tallene er for dårlige, for {da}.",
        f"Cannot be decided: the data are too poor, for {en}.",
    )


def heard_until(days: Iterable[date], until: date) -> date:
    """The last day that can be relied on: `until`, or the last one heard where the rest is silence.

    Args:
        days: those on which anything is known to have happened.
        until: the last day of which everything should be known.
    """
    heard = sorted({day for day in days if day <= until})
    return heard[-1] if heard and _is_silent(heard, until) else until


def _poor(found: Quality) -> Iterable[Poor]:
    silent = sum(source.open for source in found.sources if source.silent)
    shares = {
        Poor.IMPOSSIBLE: (found.impossible, found.cases),
        Poor.UNDECIDED: (found.old - found.ended, found.old),
        Poor.UNMAPPED: (found.unmapped_events, found.events),
        Poor.GAPS: (len(found.gaps), found.months),
        Poor.SILENT: (silent, found.cases),
    }
    return [rule for rule, (count, of) in shares.items() if count > POOR[rule] * of]


def _events(cases: Iterable[KnownCase], meanings: Meanings) -> tuple[Counter[str], Counter[str]]:
    """All events by activity, and those of activities nobody has looked at."""
    every: Counter[str] = Counter()
    unmapped: Counter[str] = Counter()
    for case in cases:
        for event in case.events:
            every[event.activity] += 1
            version = meanings.version_on(local_date(event.at))
            if version is not None and event.activity not in version.meaning.milestones:
                unmapped[event.activity] += 1
    return every, unmapped


def _tied(case: KnownCase) -> int:
    moments = Counter(event.at for event in case.events)
    return sum(number for number in moments.values() if number > 1)


def _sources(cases: Iterable[KnownCase], until: date) -> Iterable[SourceHeard]:
    days: dict[str, set[date]] = defaultdict(set)
    number: Counter[str] = Counter()
    still: Counter[str] = Counter()
    for case in cases:
        number[case.system] += 1
        still[case.system] += case.decided is None and case.closed is None
        days[case.system].update(day for day in case.days if day <= until)
    for system in sorted(number):
        heard = sorted(days[system])
        if heard:
            silent = _is_silent(heard, until)
            counts = number[system], still[system]
            yield SourceHeard(system, *counts, heard[-1], _pause(heard), silent)


def _is_silent(heard: Sequence[date], until: date) -> bool:
    pause = _pause(heard)
    return pause is not None and (until - heard[-1]).days > max(LONGEST_SILENCE, TIMES * pause)


def _pause(heard: Sequence[date]) -> int | None:
    if len(heard) < FEWEST_DAYS:
        return None
    pauses = sorted((after - before).days for before, after in pairwise(heard))
    return pauses[math.ceil(0.95 * len(pauses)) - 1]


def _started(case: KnownCase) -> date:
    return case.started or date.max
