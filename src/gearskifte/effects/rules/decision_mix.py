# SPDX-License-Identifier: EUPL-1.2
"""How cases were decided, by kind and month of start (afgørelsesfordeling).

A month is counted when all of its cases have been followed for `LONGEST_DEADLINE` days, the open
ones too: cases that take long are refused more often, and a mix of the quick ones is another mix.
What is told after those days changes no month. Every case is in one share, so they sum to one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from gearskifte.effects.rules.log import CaseFacts
from gearskifte.effects.rules.outcomes import share_with_interval
from gearskifte.effects.rules.promised_outcome import LONGEST_DEADLINE

FEWEST: Final = 5
"""Of fewer cases no month is told, and no class is named that no more cases have had so far."""
_YEAR: Final = 12


class Ending(StrEnum):
    """What became of a case in the days that it was followed."""

    DECIDED = "decided"
    """As its class says."""
    OTHER = "other"
    """In a way that is not named, as too few cases were decided so."""
    UNTOLD = "untold"
    """Decided, and nothing says how."""
    CLOSED = "closed"
    """Closed without a decision."""
    OPEN = "open"
    """Neither decided nor closed."""


class DecidedShare(msgspec.Struct, frozen=True):
    """How many cases were decided in one way, as a share with its 95 % interval (Wilson).

    Attributes:
        name: the class of decision as its source writes it; "" unless `ending` is DECIDED.
    """

    ending: Ending
    name: str
    count: int
    share: float
    low: float
    high: float


class DecisionMonth(msgspec.Struct, frozen=True):
    """How the cases were decided that began in one month, of at least `FEWEST`.

    A class is named that at least `FEWEST` cases of this month and those before it have had.
    """

    municipality: str
    topic: str
    month: date
    started: int
    shares: tuple[DecidedShare, ...]


class DecisionMix(msgspec.Struct, frozen=True):
    """How cases of one kind were decided in the last twelve months that can be counted.

    Attributes:
        first, last: the first days of the first and the last of those months.
        cases: that began in them and are told. shares: the most frequent first.
        months: every month that can be counted and had `FEWEST` cases, the oldest first.
    """

    first: date
    last: date
    cases: int
    shares: tuple[DecidedShare, ...]
    months: tuple[DecisionMonth, ...]


def ending_of(case: CaseFacts) -> tuple[Ending, str]:
    """What became of a case in the days it was followed, and the class of its decision."""
    last = case.heard + timedelta(days=LONGEST_DEADLINE)
    if case.decision and case.decision_on is not None and case.decision_on <= last:
        return Ending.DECIDED, case.decision
    if case.decided is not None and case.decided <= last:
        return Ending.UNTOLD, ""
    if case.closed is not None and case.closed <= last:
        return Ending.CLOSED, ""
    return Ending.OPEN, ""


def decision_months(cases: Iterable[CaseFacts], until: date) -> list[DecisionMonth]:
    """How cases were decided, by municipality, kind and month of start; ripe months alone.

    Args:
        cases: what is known of each; those decided before they began are left out.
        until: the last day of which everything is known.
    """
    groups = _by_month(cases, until)
    so_far: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    found = []
    for key in sorted(groups):
        endings, counted = groups[key], so_far[key[:2]]
        counted.update(name for _, name in endings)
        if len(endings) >= FEWEST:
            found.append(DecisionMonth(*key, len(endings), _shares(endings, counted)))
    return found


def decision_mix(cases: Iterable[CaseFacts], until: date) -> DecisionMix | None:
    """How the cases of one kind of one authority were decided; None where nothing says how."""
    known = list(cases)
    groups = {key[2]: each for key, each in _by_month(known, until).items()}
    last = _last_ripe(until)
    first = date(last.year - (last.month < _YEAR), last.month % _YEAR + 1, 1)
    year = {month: each for month, each in groups.items() if first <= month <= last}
    few = [each for each in year.values() if len(each) < FEWEST]
    # What is left out of the months must not be what the year has more than they do.
    if 0 < sum(map(len, few)) < FEWEST:
        year = {month: each for month, each in year.items() if len(each) >= FEWEST}
    told = [ending for each in year.values() for ending in each]
    shares = _shares(told, Counter(name for _, name in told)) if len(told) >= FEWEST else ()
    if not any(each.ending is Ending.DECIDED for each in shares):
        return None
    months = tuple(decision_months(known, until))
    return DecisionMix(first, last, len(told), shares, months)


def _by_month(
    cases: Iterable[CaseFacts], until: date
) -> dict[tuple[str, str, date], list[tuple[Ending, str]]]:
    groups: dict[tuple[str, str, date], list[tuple[Ending, str]]] = defaultdict(list)
    last = _last_ripe(until)
    for case in cases:
        month = case.heard.replace(day=1)
        if month <= last and not case.impossible:
            groups[case.municipality, case.topic, month].append(ending_of(case))
    return groups


def _last_ripe(until: date) -> date:
    """The newest month whose last case has been followed long enough."""
    begun = (until - timedelta(days=LONGEST_DEADLINE)).replace(day=1)
    return (begun - timedelta(days=1)).replace(day=1)


def _shares(
    endings: Sequence[tuple[Ending, str]], cases: Mapping[str, int]
) -> tuple[DecidedShare, ...]:
    """The named classes first, the most frequent of them first; `cases` have had each class."""
    counted: Counter[tuple[Ending, str]] = Counter()
    for (ending, name), count in Counter(endings).items():
        rare = ending is Ending.DECIDED and cases[name] < FEWEST
        counted[(Ending.OTHER, "") if rare else (ending, name)] += count
    order = list(Ending)
    often = sorted(counted, key=lambda each: (order.index(each[0]), -counted[each], each[1]))
    return tuple(
        DecidedShare(*each, counted[each], *share_with_interval(counted[each], len(endings)))
        for each in often
    )
