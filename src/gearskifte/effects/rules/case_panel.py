# SPDX-License-Identifier: EUPL-1.2
"""From cases to a panel: waiting times by unit and month of start, and when each unit adopted.

Only months whose cases have all been followed long enough are used, and a case that was not decided
within that time counts as that long, open or not. So no outcome changes when the log grows.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gearskifte.effects.rules import refusals
from gearskifte.effects.rules.adoption import TOUCHED, adoption, last_day, month_of
from gearskifte.effects.rules.case_mix import without_mix
from gearskifte.effects.rules.panel import Panel, Scale
from gearskifte.effects.rules.periods import Step

Floats = NDArray[np.float64]

FOLLOWED: Final = 180
"""Days that a case is followed unless somebody says otherwise."""


class Measure(StrEnum):
    """What is measured of a case (udfald)."""

    WAITING = "waiting"
    WITHIN = "within"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class StartedCase:
    """A case as far as an evaluation is concerned.

    Attributes:
        unit: whose it is.
        started: the day it began.
        decided: the day it was decided; None while it is open.
        touched: whether what is evaluated touched it.
        kind: of what kind it is, where the mix of kinds is allowed for.
        value: what it counts for where `Measure.VALUE` is asked for; None where it does not count.
    """

    unit: str
    started: date
    decided: date | None
    touched: bool
    kind: str = ""
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """How cases are counted.

    Attributes:
        measure: days of waiting, the share decided within the time of following, or each case's
            own value.
        followed: days that every case is followed.
        share: of a month's cases that must be touched for adoption.
        is_plain: mean days or values rather than the mean of log(1 + days or value).
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
    possible = [each for each in cases if each.decided is None or each.decided >= each.started]
    units = tuple(sorted({case.unit for case in possible}))
    when = _adopted(possible, units, rule, adopted or {})
    ripe = [
        case
        for case in possible
        if last_day(month_of(case.started)) + timedelta(days=rule.followed) <= log_ends[case.unit]
        and (rule.measure is not Measure.VALUE or case.value is not None)
    ]
    if not ripe:
        raise refusals.empty_table()
    row = np.array([units.index(case.unit) for case in ripe])
    month = np.array([month_of(case.started) for case in ripe], dtype=np.int64)
    values = without_mix(
        np.array([_value(case, rule) for case in ripe]),
        [case.unit for case in ripe],
        [case.kind for case in ripe],
        month < when[row],
    )
    numbers = np.arange(month.min(), month.max() + 1, dtype=np.int64)
    number, total = np.zeros((2, len(units), len(numbers)))
    np.add.at(number, (row, month - numbers[0]), 1.0)
    np.add.at(total, (row, month - numbers[0]), values)
    outcome = np.divide(total, number, out=np.full(total.shape, np.nan), where=number > 0)
    is_log = rule.measure is not Measure.WITHIN and not rule.is_plain
    scale = Scale.LOGGED if is_log else Scale.PLAIN
    return Panel(units, Step.MONTH, numbers, outcome, number, when, scale)


def _adopted(
    cases: Sequence[StartedCase], units: Sequence[str], rule: Rule, known: Mapping[str, int]
) -> Floats:
    """The month of each unit's adoption, as it is known or as the cases show it: (units,)."""
    counts: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    for case in cases:
        month = month_of(case.started)
        touched, started = counts[case.unit].get(month, (0, 0))
        counts[case.unit][month] = touched + case.touched, started + 1
    return np.array(
        [
            float(known[unit]) if unit in known else adoption(counts[unit], rule.share)
            for unit in units
        ]
    )


def _value(case: StartedCase, rule: Rule) -> float:
    """The outcome of one case, which is the same as soon as it has been followed."""
    if rule.measure is Measure.VALUE:
        value = case.value or 0.0
        return value if rule.is_plain else math.log1p(value)
    waited = None if case.decided is None else (case.decided - case.started).days
    if rule.measure is Measure.WITHIN:
        return float(waited is not None and waited <= rule.followed)
    days = rule.followed if waited is None else min(waited, rule.followed)
    return float(days) if rule.is_plain else math.log1p(days)
