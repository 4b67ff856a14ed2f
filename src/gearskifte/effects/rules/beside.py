# SPDX-License-Identifier: EUPL-1.2
"""One municipality beside the others, kind of case by kind of case (sammenligning).

What is compared is the days to an answer within the first 120: every case that began early enough
is followed so long, and one without an answer counts all of them, so neither open cases nor the
last day of the data move the figure. What the others would have taken for the same mix of kinds is
the standard (indirekte standardisering): each kind's mean among the others, weighted by how many
the municipality has. The interval has room for that months lean on each other, and that the
others differ among themselves.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

import msgspec

from gearskifte.effects.rules.log import CaseFacts

FOLLOWED_DAYS: Final = 120
MONTHS: Final = 12
FEWEST_OTHERS: Final = 6
FEWEST_CASES: Final = 20
"""Of the municipality itself, and among the others of each kind that is compared."""
FEWEST_EACH: Final = 5
"""Cases that another municipality has of a kind at least, to be compared with."""
LEAST_COVERED: Final = 0.5
_T: Final = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
"""97.5 % quantiles of Student's t for 1 to 30 degrees of freedom."""


class Month(msgspec.Struct, frozen=True):
    """Cases of one kind that began in a month: how many, and the days they waited in all."""

    month: date
    cases: int
    days: int


class Followed(msgspec.Struct, frozen=True):
    """The months of one kind of case of one municipality."""

    owner: str
    topic: str
    months: tuple[Month, ...]

    @property
    def cases(self) -> int:
        """How many in all."""
        return sum(each.cases for each in self.months)

    @property
    def days(self) -> int:
        """Days waited in all."""
        return sum(each.days for each in self.months)


class Outcome(StrEnum):
    """What a comparison comes to (udfald)."""

    LONGER = "longer"
    SHORTER = "shorter"
    NO_DIFFERENCE = "no demonstrable difference"
    TOO_FEW_OTHERS = "not comparable: too few others"
    TOO_FEW_CASES = "not comparable: too few cases"


class Beside(msgspec.Struct, frozen=True):
    """A municipality beside the others; days are means within the first 120.

    Attributes:
        cases: compared. of: that the municipality had of all kinds asked for.
        others: municipalities compared with; where it could not be compared, those there are.
        own: days. expected: days, had the others had the same kinds.
        difference, low, high: own less expected, with its 95 % interval.
    """

    outcome: Outcome
    cases: int
    of: int
    others: int
    own: float | None = None
    expected: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None


def followed(cases: Iterable[CaseFacts], until: date) -> tuple[Month, ...]:
    """The last 12 whole months whose cases have all been followed for 120 days by `until`."""
    last = (until - timedelta(days=FOLLOWED_DAYS - 1)).replace(day=1)
    number, days = defaultdict[date, int](int), defaultdict[date, int](int)
    first = date(last.year - 1, last.month, 1)
    for case in cases:
        if case.impossible or not first <= case.started < last:
            continue
        ends = [day for day in (case.decided, case.closed) if day is not None and day <= until]
        took = (min(ends) - case.started).days if ends else FOLLOWED_DAYS
        month = case.started.replace(day=1)
        number[month] += 1
        days[month] += min(max(took, 0), FOLLOWED_DAYS)
    return tuple(Month(month, number[month], days[month]) for month in sorted(number))


def beside(owner: str, rows: Collection[Followed]) -> Beside:
    """The municipality beside the others in the kinds of case of these rows."""
    own = [row for row in rows if row.owner == owner]
    of = sum(row.cases for row in own)
    theirs = defaultdict[str, list[Followed]](list)
    for row in rows:
        if row.owner != owner and row.cases >= FEWEST_EACH:
            theirs[row.topic].append(row)
    compared = [
        row
        for row in own
        if len(theirs[row.topic]) >= FEWEST_OTHERS
        and sum(each.cases for each in theirs[row.topic]) >= FEWEST_CASES
    ]
    cases = sum(row.cases for row in compared)
    others = {each.owner for row in compared or own for each in theirs[row.topic]}
    if not of or of < FEWEST_CASES:
        return Beside(Outcome.TOO_FEW_CASES, cases, of, len(others))
    if len(others) < FEWEST_OTHERS or cases < LEAST_COVERED * of:
        return Beside(Outcome.TOO_FEW_OTHERS, cases, of, len(others))
    if cases < FEWEST_CASES:
        return Beside(Outcome.TOO_FEW_CASES, cases, of, len(others))
    return _compared(compared, theirs, cases, of)


def _compared(
    own: Sequence[Followed], theirs: dict[str, list[Followed]], cases: int, of: int
) -> Beside:
    means = {row.topic: _mean(theirs[row.topic]) for row in own}
    level = sum(row.days for row in own) / cases
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
    return Beside(outcome, cases, of, len(moves), level, expected, difference, low, high)


def _mean(rows: Sequence[Followed]) -> float:
    return sum(row.days for row in rows) / sum(row.cases for row in rows)


def _without_each(
    own: Sequence[Followed], theirs: dict[str, list[Followed]], cases: int
) -> list[float]:
    """How far the standard moves when each of the others is left out in turn (jackknife)."""
    moves = defaultdict[str, float](float)
    for row in own:
        days = sum(each.days for each in theirs[row.topic])
        number = sum(each.cases for each in theirs[row.topic])
        for each in theirs[row.topic]:
            rest = (days - each.days) / (number - each.cases)
            moves[each.owner] += row.cases / cases * (rest - days / number)
    return list(moves.values())


def _own_variance(
    own: Sequence[Followed], means: dict[str, float], cases: int, difference: float
) -> tuple[float, int]:
    """The variance of the municipality's own mean, month by month, neighbours leaning together."""
    off = defaultdict[date, float](float)
    for row in own:
        for each in row.months:
            off[each.month] += each.days - each.cases * (means[row.topic] + difference)
    months = [off[month] / cases for month in sorted(off)]
    if len(months) < 3:
        # So few months say nothing of how they vary; every wait within the 120 days may be theirs.
        return float(FOLLOWED_DAYS) ** 2, 1
    # Months that each lean half on the last vary three times what they show one by one; of twelve
    # months the neighbours show too little of it, so what they show counts double.
    variance = sum(each**2 for each in months)
    variance += 4 * max(sum(a * b for a, b in pairwise(months)), 0.0)
    return len(months) / (len(months) - 1) * variance, len(months) - 2
