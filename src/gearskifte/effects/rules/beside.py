# SPDX-License-Identifier: EUPL-1.2
"""One municipality beside the others, kind of case by kind of case (sammenligning).

What is compared is the months that municipalities tell each other (`elsewhere`): how long the cases
that began in a month waited, each followed equally long, so neither open cases nor the last day of
the data move a figure. What the others would have taken for the same mix of kinds is the standard
(indirekte standardisering): each kind's mean among the others, weighted by how many the
municipality has. The interval has room for that months lean on each other, and that the others
differ among themselves.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Final

import msgspec

from gearskifte.effects.rules.elsewhere import Month

MONTHS: Final = 12
FEWEST_OTHERS: Final = 6
FEWEST_CASES: Final = 20
"""Of the municipality itself, and among the others of each kind that is compared."""
FEWEST_MONTHS: Final = 3
"""Fewer months of the municipality's own say nothing of how they vary."""
LEAST_COVERED: Final = 0.5
_T: Final = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
"""97.5 % quantiles of Student's t for 1 to 30 degrees of freedom."""


class Told(msgspec.Struct, frozen=True):
    """The months of one kind of case of one municipality; outcomes are means of log(1 + days)."""

    unit: str
    topic: str
    months: tuple[Month, ...]

    @property
    def cases(self) -> int:
        """How many in all."""
        return sum(each.cases for each in self.months)

    @property
    def total(self) -> float:
        """The outcomes of all cases, added up."""
        return sum(each.cases * each.outcome for each in self.months)


class Outcome(StrEnum):
    """What a comparison comes to (udfald)."""

    LONGER = "longer"
    SHORTER = "shorter"
    NO_DIFFERENCE = "no demonstrable difference"
    TOO_FEW_OTHERS = "not comparable: too few others"
    TOO_FEW_CASES = "not comparable: too few cases"


class Beside(msgspec.Struct, frozen=True):
    """A municipality beside the others.

    Attributes:
        cases: compared. of: that the municipality told of, of all kinds asked for.
        others: municipalities compared with; where it could not be compared, those there are.
        own: days, the usual wait. expected: days, had the others had the same kinds of case.
        share, low, high: how much longer than expected, with its 95 % interval: 0.2 is 20 %.
    """

    outcome: Outcome
    cases: int
    of: int
    others: int
    own: float | None = None
    expected: float | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None


def beside(unit: str, told: Collection[Told]) -> Beside:
    """The municipality beside the others in these kinds of case, over its last 12 months."""
    newest = max(
        (month.number for row in told if row.unit == unit for month in row.months), default=0
    )
    rows = [_since(row, newest - MONTHS + 1, newest) for row in told]
    own = [row for row in rows if row.unit == unit and row.months]
    theirs = defaultdict[str, list[Told]](list)
    for row in rows:
        if row.unit != unit and row.months:
            theirs[row.topic].append(row)
    compared = [
        row
        for row in own
        if len(theirs[row.topic]) >= FEWEST_OTHERS
        and sum(each.cases for each in theirs[row.topic]) >= FEWEST_CASES
    ]
    of, cases = sum(row.cases for row in own), sum(row.cases for row in compared)
    others = {each.unit for row in compared or own for each in theirs[row.topic]}
    months = {month.number for row in compared for month in row.months}
    if of < FEWEST_CASES:
        return Beside(Outcome.TOO_FEW_CASES, cases, of, len(others))
    if len(others) < FEWEST_OTHERS or cases < LEAST_COVERED * of:
        return Beside(Outcome.TOO_FEW_OTHERS, cases, of, len(others))
    if cases < FEWEST_CASES or len(months) < FEWEST_MONTHS:
        return Beside(Outcome.TOO_FEW_CASES, cases, of, len(others))
    return _compared(compared, theirs, cases, of)


def _since(row: Told, first: int, last: int) -> Told:
    months = tuple(month for month in row.months if first <= month.number <= last)
    return Told(row.unit, row.topic, months)


def _compared(own: Sequence[Told], theirs: dict[str, list[Told]], cases: int, of: int) -> Beside:
    means = {row.topic: _mean(theirs[row.topic]) for row in own}
    level = sum(row.total for row in own) / cases
    expected = sum(row.cases * means[row.topic] for row in own) / cases
    difference = level - expected
    moves = _without_each(own, theirs, cases)
    ours, freedom = _own_variance(own, means, cases, difference)
    among = (len(moves) - 1) / len(moves) * sum(each**2 for each in moves)
    half = _T[min(freedom, len(moves) - 1, len(_T)) - 1] * math.sqrt(ours + among)
    low, high = difference - half, difference + half
    outcome = Outcome.NO_DIFFERENCE
    if low > 0:
        outcome = Outcome.LONGER
    elif high < 0:
        outcome = Outcome.SHORTER
    days_and_shares = map(math.expm1, (level, expected, difference, low, high))
    return Beside(outcome, cases, of, len(moves), *days_and_shares)


def _mean(rows: Sequence[Told]) -> float:
    return sum(row.total for row in rows) / sum(row.cases for row in rows)


def _without_each(own: Sequence[Told], theirs: dict[str, list[Told]], cases: int) -> list[float]:
    """How far the standard moves when each of the others is left out in turn (jackknife)."""
    moves = defaultdict[str, float](float)
    for row in own:
        total = sum(each.total for each in theirs[row.topic])
        number = sum(each.cases for each in theirs[row.topic])
        for each in theirs[row.topic]:
            rest = (total - each.total) / (number - each.cases)
            moves[each.unit] += row.cases / cases * (rest - total / number)
    return list(moves.values())


def _own_variance(
    own: Sequence[Told], means: dict[str, float], cases: int, difference: float
) -> tuple[float, int]:
    """The variance of the municipality's own mean, month by month, and its degrees of freedom."""
    off = defaultdict[int, float](float)
    for row in own:
        for each in row.months:
            expected = means[row.topic] + difference
            off[each.number] += each.cases * (each.outcome - expected) / cases
    months = [off[number] for number in sorted(off)]
    # Months that each lean half on the last vary three times what they show one by one; of twelve
    # months the neighbours show too little of it, so what they show counts double.
    variance = sum(each**2 for each in months)
    variance += 4 * max(sum(a * b for a, b in pairwise(months)), 0.0)
    return len(months) / (len(months) - 1) * variance, len(months) - 2
