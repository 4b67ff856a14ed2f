# SPDX-License-Identifier: EUPL-1.2
"""From cases to a panel: waiting times by unit and month of start, and when each unit adopted.

Only months whose cases have all been followed long enough are used, and a case that was not decided
within that time counts as that long, open or not. So no outcome changes when the log grows.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import numpy as np

from gearskifte.effects.rules import refusals
from gearskifte.effects.rules.panel import Panel, Scale
from gearskifte.effects.rules.periods import Step

FOLLOWED: Final = 180
"""Days that a case is followed unless somebody says otherwise."""
TOUCHED: Final = 0.5
"""A unit has adopted from the month in which so large a share of its cases was touched."""


class Measure(StrEnum):
    """What is measured of a case (udfald)."""

    WAITING = "waiting"
    WITHIN = "within"


@dataclass(frozen=True, slots=True)
class StartedCase:
    """A case as far as an evaluation is concerned.

    Attributes:
        unit: whose it is.
        started: the day it began.
        decided: the day it was decided; None while it is open.
        touched: whether what is evaluated touched it.
    """

    unit: str
    started: date
    decided: date | None
    touched: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """How cases are counted.

    Attributes:
        measure: days of waiting, or the share decided within the time of following.
        followed: days that every case is followed.
        share: of a month's cases that must be touched for adoption.
        is_plain: mean days rather than the mean of log(1 + days).
    """

    measure: Measure = Measure.WAITING
    followed: int = FOLLOWED
    share: float = TOUCHED
    is_plain: bool = False


def case_panel(
    cases: Sequence[StartedCase],
    log_ends: Mapping[str, date],
    rule: Rule,
    adopted: Mapping[str, int] | None = None,
) -> Panel:
    """The panel by unit and month of start.

    Args:
        cases: all cases of all units, in any order.
        log_ends: the last day each unit's log tells of.
        rule: how cases are counted.
        adopted: months of adoption that are known otherwise (year × 12 + month - 1), by unit.

    Raises:
        InputRefused: if no month of any unit has been followed long enough.
    """
    known = adopted or {}
    by_month: dict[str, dict[int, list[StartedCase]]] = defaultdict(lambda: defaultdict(list))
    for case in cases:
        if case.decided is None or case.decided >= case.started:
            by_month[case.unit][month_of(case.started)].append(case)
    ripe = {
        unit: {
            month: each
            for month, each in months.items()
            if last_day(month) + timedelta(days=rule.followed) <= log_ends[unit]
        }
        for unit, months in by_month.items()
    }
    months = sorted({month for each in ripe.values() for month in each})
    if not months:
        raise refusals.empty_table()
    numbers = np.arange(months[0], months[-1] + 1, dtype=np.int64)
    units = tuple(sorted(by_month))
    outcome, number = (
        np.full((len(units), len(numbers)), np.nan),
        np.zeros((len(units), len(numbers))),
    )
    for row, unit in enumerate(units):
        for month, each in ripe[unit].items():
            outcome[row, month - months[0]] = _outcome(each, rule)
            number[row, month - months[0]] = len(each)
    dates = [
        float(known[unit]) if unit in known else adoption(by_month[unit], rule.share)
        for unit in units
    ]
    is_log = rule.measure is Measure.WAITING and not rule.is_plain
    scale = Scale.LOGGED if is_log else Scale.PLAIN
    return Panel(units, Step.MONTH, numbers, outcome, number, np.array(dates), scale)


def adoption(months: Mapping[int, Iterable[StartedCase]], share: float) -> float:
    """The first month with that share of its cases touched, if the months after keep it up.

    Infinite where there is none.
    """
    counted = [(month, list(each)) for month, each in sorted(months.items())]
    touched = np.array([sum(case.touched for case in each) for _, each in counted], dtype=float)
    started = np.array([len(each) for _, each in counted], dtype=float)
    since = np.cumsum(touched[::-1])[::-1] / np.cumsum(started[::-1])[::-1]
    found = np.flatnonzero((touched >= share * started) & (since >= share))
    return float(counted[found[0]][0]) if len(found) else math.inf


def month_of(day: date) -> int:
    """The number of the month: year × 12 + month - 1."""
    return day.year * 12 + day.month - 1


def last_day(month: int) -> date:
    """The last day of a month by its number."""
    return date((month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)


def _outcome(cases: Sequence[StartedCase], rule: Rule) -> float:
    days = [_days(case, rule.followed) for case in cases]
    if rule.measure is Measure.WITHIN:
        within = [
            case.decided is not None and (case.decided - case.started).days <= rule.followed
            for case in cases
        ]
        return float(np.mean(within))
    return float(np.mean(days if rule.is_plain else np.log1p(days)))


def _days(case: StartedCase, most: int) -> int:
    waited = most if case.decided is None else (case.decided - case.started).days
    return min(waited, most)
