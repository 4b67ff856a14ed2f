# SPDX-License-Identifier: EUPL-1.2
"""How long an open case will still take, as its citizen may be told (forventet ventetid).

The wait is estimated as it is now, not as it was when the cases of last year began: every case
that was open in the last year counts for the days it was open in that year, also those that are
open still (a life table of a period, with delayed entry). A case that ends without an answer, since
it was withdrawn or passed on, stops counting; it was no answer.

A range is only worth something if it holds. So the table looks back at itself: where would each
answer have stood in the table of the week its case began? If those ranks drift from one time of
year to the next, the range is widened until it would have held in the past, and where the past
gives no such range, none is shown.

Source of the estimator: Aalen and Johansen 1978 (cumulative incidence), Keiding 1990 (period and
delayed entry). The measured coverage is in docs/decisions/0045-waiting-range.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

WINDOW_DAYS: Final = 365
"""How far back the table looks."""

FEWEST: Final = 20
"""Answers, and days on which answers were given, below which nothing is said."""

COVERED: Final = 0.8
"""The share of answers that come within the range."""

SETTLING_DAYS: Final = 120
"""After the first case: a table younger than this has not seen long waits, and is not judged by."""

DRIFT: Final = 0.12
"""Standard deviation of the mean rank between six times of year; chance gives about 0.05."""

_BLOCK_DAYS: Final = 60
_BLOCKS: Final = 6
_FEWEST_IN_BLOCK: Final = 5
_FEWEST_RANKS: Final = 30
_NEVER: Final = 10**7

Days = NDArray[np.int64]
Shares = NDArray[np.float64]


class PastCase(msgspec.Struct, frozen=True):
    """A case that others can learn from.

    Attributes:
        started: Danish calendar date on which it was received (modtaget).
        ended: when it was answered, or ended without an answer; None while it is open.
        answered: whether it was answered (afgjort).
    """

    started: date
    ended: date | None
    answered: bool


class ExpectedWait(msgspec.Struct, frozen=True):
    """What to expect, in calendar days from the day the case began.

    Attributes:
        usual: half of those who have waited as long as this are answered by then.
        earliest, latest: eight of ten of them are answered from the one to the other.
        answers: how many answers of the last year it was made from.
    """

    usual: int
    earliest: int
    latest: int
    answers: int


class WaitTable(msgspec.Struct, frozen=True):
    """The waits of one kind of case as they are now; small enough to be kept as JSON.

    Attributes:
        as_of: the day it was made for.
        ages: days from start on which answers were given, rising.
        reached: share of cases answered by each of them.
        answers: number of answers at each of them.
        lowest, highest: the ranks (0 to 1) that the range goes between.
    """

    as_of: date
    ages: tuple[int, ...]
    reached: tuple[float, ...]
    answers: tuple[int, ...]
    lowest: float
    highest: float

    def expect(self, elapsed: int) -> ExpectedWait | None:
        """What a case that has waited `elapsed` days may expect; None where too few waited longer.

        Args:
            elapsed: whole calendar days since the case began.
        """
        past = sum(1 for age in self.ages if age <= elapsed)
        ages, answers = self.ages[past:], sum(self.answers[past:])
        if answers < FEWEST:
            return None
        gone = self.reached[past - 1] if past else 0.0
        left = self.reached[-1] - gone
        if left <= 0:
            return None
        shares = [(reached - gone) / left for reached in self.reached[past:]]
        # Of n answers the next falls between the ranks k and l with probability (l - k)/(n + 1).
        lowest, usual, highest = (
            rank * (answers + 1) / answers for rank in (self.lowest, 0.5, self.highest)
        )
        if highest > 1 + 0.5 / answers:
            return None
        return ExpectedWait(
            usual=_first(ages, shares, usual),
            earliest=elapsed if lowest <= 0 else _first(ages, shares, lowest),
            latest=_first(ages, shares, min(highest, 1.0)),
            answers=sum(self.answers),
        )


def _first(ages: tuple[int, ...], shares: list[float], rank: float) -> int:
    at = next((i for i, share in enumerate(shares) if share >= rank - 1e-9), len(ages) - 1)
    return ages[at]


def wait_table(cases: Iterable[PastCase], as_of: date) -> WaitTable | None:
    """The waits as they were known on the evening of `as_of`.

    None where fewer than 20 answers were given in the last year, or on fewer than 20 days (days of
    many answers count for less): cases that are answered in a few heaps say little about when the
    next heap comes.
    """
    known = _Known.of(cases)
    today = as_of.toordinal()
    life = known.table(today)
    if life is None or known.answer_days(today) < FEWEST:
        return None
    lowest, highest = _ranks(known, today)
    ages, reached, answers = life
    return WaitTable(
        as_of=as_of,
        ages=tuple(ages.tolist()),
        reached=tuple(reached.round(9).tolist()),
        answers=tuple(answers.tolist()),
        lowest=lowest,
        highest=highest,
    )


def expected_wait(cases: Iterable[PastCase], *, elapsed: int, as_of: date) -> ExpectedWait | None:
    """What a case may expect that has waited `elapsed` days on `as_of`; None where none can say.

    Args:
        cases: of the same kind in the same municipality, the open ones too; those of all years, so
            that the range can be held against the past.
        elapsed: whole calendar days since the case began.
        as_of: what came later than this day is not looked at.
    """
    table = wait_table(cases, as_of)
    return None if table is None else table.expect(elapsed)


class _Known(msgspec.Struct, frozen=True):
    """The cases as arrays of day numbers; `end` is `_NEVER` for the open ones."""

    start: Days
    end: Days
    answered: NDArray[np.bool_]

    @classmethod
    def of(cls, cases: Iterable[PastCase]) -> _Known:
        rows = [
            (
                case.started.toordinal(),
                _NEVER if case.ended is None else case.ended.toordinal(),
                case.answered,
            )
            for case in cases
            if case.ended is None or case.ended >= case.started
        ]
        start, end, answered = zip(*rows, strict=True) if rows else ((), (), ())
        return cls(np.array(start, int), np.array(end, int), np.array(answered, bool))

    def table(self, today: int) -> tuple[Days, Shares, Days] | None:
        """Ages, share answered by each and number of answers at each; None with too few."""
        opened = today - WINDOW_DAYS
        here = (self.start <= today) & (self.end > opened)
        start, end, answered = self.start[here], self.end[here], self.answered[here]
        entry = np.sort(np.maximum(0, opened - start))
        out = np.minimum(end, today) - start
        ended = end <= today
        answers = np.sort(out[ended & answered])
        if len(answers) < FEWEST:
            return None
        ends, leaving = np.sort(out[ended]), np.sort(out)
        ages = np.unique(ends)
        at_risk = np.searchsorted(entry, ages, "left") - np.searchsorted(leaving, ages, "left")
        at_risk[ages == 0] = np.count_nonzero(entry == 0)
        gone = _at(ends, ages)
        at_risk = np.maximum(at_risk, gone)
        staying = np.cumprod(1 - gone / at_risk)
        before = np.concatenate([[1.0], staying[:-1]])
        count = _at(answers, ages)
        reached = np.cumsum(before * count / at_risk)
        told = count > 0
        return ages[told], reached[told], count[told]

    def answer_days(self, today: int) -> float:
        """On how many days answers were given in the last year; heaped days count for less."""
        mine = self.answered & (self.end <= today) & (self.end > today - WINDOW_DAYS)
        counts = np.unique(self.end[mine], return_counts=True)[1]
        return float(counts.sum() ** 2 / (counts**2).sum()) if len(counts) else 0.0


def _at(values: Days, ages: Days) -> Days:
    """How many of the sorted `values` equal each age."""
    return np.searchsorted(values, ages, "right") - np.searchsorted(values, ages, "left")


def _ranks(known: _Known, today: int) -> tuple[float, float]:
    """Between which ranks the range goes, so that it would have held until now."""
    margin = (1 - COVERED) / 2
    lowest, highest = margin, 1 - margin
    days, ranks = _past_ranks(known, today)
    if len(ranks) < _FEWEST_RANKS or not _drifts(days, ranks, today):
        return lowest, highest
    low, high = np.quantile(ranks, [margin, 1 - margin])
    return min(lowest, float(low)), max(highest, float(high))


def _past_ranks(known: _Known, today: int) -> tuple[Days, Shares]:
    """For each answer so far: its day, and its rank in the table of the week its case began."""
    settled = np.quantile(known.start, 0.01) + SETTLING_DAYS
    mine = np.flatnonzero(known.answered & (known.end <= today) & (known.start >= settled))
    weeks = known.start[mine] // 7
    found: list[tuple[Days, Shares]] = []
    for week in np.unique(weeks):
        life = known.table(int(week) * 7)
        if life is not None:
            these = mine[weeks == week]
            waits = known.end[these] - known.start[these]
            found.append((known.end[these], _rank(life, waits)))
    if not found:
        return np.array([], int), np.array([], float)
    return np.concatenate([d for d, _ in found]), np.concatenate([r for _, r in found])


def _rank(life: tuple[Days, Shares, Days], waits: Days) -> Shares:
    """The middle of the ranks that each wait has in the table, from 0 to 1."""
    ages, reached, _ = life
    steps = np.concatenate([[0.0], reached / reached[-1]])
    below, upto = np.searchsorted(ages, waits, "left"), np.searchsorted(ages, waits, "right")
    middle: Shares = (steps[below] + steps[upto]) / 2
    return middle


def _drifts(days: Days, ranks: Shares, today: int) -> bool:
    """Whether answers of one time of year rank higher than those of another."""
    means = []
    for block in range(_BLOCKS):
        until = today - block * _BLOCK_DAYS
        mine = ranks[(days <= until) & (days > until - _BLOCK_DAYS)]
        if len(mine) >= _FEWEST_IN_BLOCK:
            means.append(float(mine.mean()))
    return len(means) > 2 and float(np.std(means)) > DRIFT
