# SPDX-License-Identifier: EUPL-1.2
"""The service of one kind of case as its department head sees it (servicebillede)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import fmean, median, stdev
from typing import Final

import msgspec

from gearskifte.effects.rules.control_chart import BASELINE, ControlChart, control_chart
from gearskifte.effects.rules.deadlines import PublishedDeadline, holding
from gearskifte.effects.rules.decision_mix import DecisionMix, decision_mix
from gearskifte.effects.rules.log import CaseFacts
from gearskifte.effects.rules.meaning import EARLY, ActivitySeen
from gearskifte.effects.rules.outcomes import (
    REDONE_DAYS,
    Cell,
    Coverage,
    cells,
    coverage,
    next_month,
    share_with_interval,
)
from gearskifte.effects.rules.promised_outcome import FOLLOWED, PromisedOutcome, value_of
from gearskifte.effects.rules.quality import Quality
from gearskifte.effects.rules.waiting import ExpectedWait, PastCase, WaitTable, wait_table
from gearskifte.effects.rules.ways import Ways, ways_of

YEAR: Final = 365
AGES: Final = (30, 60, 90, 180)
"""The queue is told by days waited: until 30, 60, 90 and 180, and longer."""
MONTHS_SHOWN: Final = 24
FEWEST: Final = 5
"""Of fewer cases no average is told; it would be about somebody."""


class Share(msgspec.Struct, frozen=True):
    """`count` of `of`, as a share with its 95 % interval."""

    count: int
    of: int
    share: float
    low: float
    high: float


class Stage(msgspec.Struct, frozen=True):
    """Days that half of the cases stayed at most, on the way from one state to the next."""

    start: str
    end: str
    median_days: int
    cases: int


class Measured(msgspec.Struct, frozen=True):
    """A mean of measurements with its 95 % interval (Student's t), and of how many it is."""

    mean: float
    low: float
    high: float
    count: int


class Work(msgspec.Struct, frozen=True):
    """What was done in the cases decided in the last year; None of fewer than five.

    Attributes:
        touches, people: per case. minutes: per case of which handling was measured.
        of: how many cases were decided. complained: in how many there was a complaint.
    """

    touches: Measured | None
    people: Measured | None
    minutes: Measured | None
    of: int
    complained: Share | None


class Queue(msgspec.Struct, frozen=True):
    """The open cases: how many have waited how long, and how many past their deadline.

    `ages` are counts for `AGES` and longer; `overdue` is None where there is no deadline.
    """

    open: int
    ages: tuple[int, ...]
    oldest_days: int
    overdue: int | None


class Redone(msgspec.Struct, frozen=True):
    """Decisions of a year that did not hold for 180 days, by what became of them.

    `judged` decisions are old enough to say. One may be in several.
    """

    judged: int
    reopened: int
    annulled: int
    upheld: int


class ServicePicture(msgspec.Struct, frozen=True):
    """What is known of the service of one kind of case.

    Attributes:
        until: the last day of which everything is known.
        wait: what a case that is received now may expect. on_time: of the last twelve months that
            can be judged. redone: of decisions in the year before the last 180 days.
        chart: the median wait by month of start, from `chart_from` on, if it is long enough.
        ways: how the cases went that were decided in the last year; None of a few.
        work: what was done in those. reasons: of decisions that did not hold, why.
        quality: how good the data are. activities: what is done in the cases, for who maps it.
        samples: minutes of items timed by hand, of robots that work on these cases.
        decisions: how cases were decided; None where nothing says how.
        detectable: what six months could show of each outcome, by `PromisedOutcome`: per cent, or
            percentage points of a share.
    """

    until: date
    coverage: Coverage
    deadline: PublishedDeadline | None
    wait: ExpectedWait | None
    on_time: Share | None
    redone: Share | None
    queue: Queue
    stages: tuple[Stage, ...]
    months: tuple[Cell, ...]
    chart: ControlChart | None
    chart_from: date | None
    ways: Ways | None = None
    work: Work | None = None
    reasons: Redone | None = None
    quality: Quality | None = None
    activities: tuple[ActivitySeen, ...] = ()
    samples: Measured | None = None
    detectable: Mapping[str, int] = {}
    decisions: DecisionMix | None = None


def with_deadline(case: CaseFacts, deadlines: Sequence[PublishedDeadline]) -> CaseFacts:
    """The case with the deadline that was published when it was received; its own goes before."""
    found = holding(deadlines, case.started)
    if case.deadline is not None or found is None or found.rule is None:
        return case
    return msgspec.structs.replace(case, deadline=found.rule.deadline(case.started))


def service_picture(
    cases: Iterable[CaseFacts], deadlines: Sequence[PublishedDeadline], until: date
) -> tuple[ServicePicture, WaitTable | None]:
    """The picture of one kind of case, and the table from which waits are read off.

    Args:
        cases: all of the kind, of one authority.
        deadlines: all that have been published for it, in the order they were entered.
        until: the last day of which everything is known.
    """
    known = [with_deadline(case, deadlines) for case in cases]
    sound = [case for case in known if not case.impossible and case.heard <= until]
    months = [cell for cell in cells(sound, until) if cell.started]
    table = wait_table([_past(case) for case in sound], until)
    chart, chart_from = _chart(months)
    picture = ServicePicture(
        until=until,
        coverage=coverage(known),
        deadline=holding(deadlines, until),
        wait=table.expect(0) if table else None,
        on_time=_on_time(months),
        redone=_redone(sound, until),
        queue=_queue(sound, until),
        stages=tuple(_stages(sound, until)),
        months=tuple(months[-MONTHS_SHOWN:]),
        chart=chart,
        chart_from=chart_from,
        ways=_ways(sound, until),
        work=_work(_lately(sound, until)),
        reasons=_reasons(sound, until),
        detectable=dict(_detectable(sound, until)),
        decisions=decision_mix(sound, until),
    )
    return picture, table


def share(count: int, of: int) -> Share | None:
    """The share, or None of fewer than five."""
    return Share(count, of, *share_with_interval(count, of)) if of >= FEWEST else None


def _past(case: CaseFacts) -> PastCase:
    ends = [day for day in (case.decided, case.closed) if day is not None]
    ended = min(ends, default=None)
    return PastCase(case.started, ended, case.decided is not None and case.decided == ended)


def _on_time(months: Sequence[Cell]) -> Share | None:
    judged = [cell for cell in months if cell.due is not None][-12:]
    return share(sum(cell.on_time or 0 for cell in judged), sum(cell.due or 0 for cell in judged))


def _redone(cases: Sequence[CaseFacts], until: date) -> Share | None:
    judged = [cell for cell in cells(cases, until) if cell.judged][-12:]
    return share(sum(cell.redone for cell in judged), sum(cell.judged for cell in judged))


def _reasons(cases: Sequence[CaseFacts], until: date) -> Redone | None:
    last = until - timedelta(days=REDONE_DAYS)
    judged = [
        case
        for case in cases
        if case.decided and last - timedelta(days=YEAR) < case.decided <= last
    ]
    if len(judged) < FEWEST:
        return None
    within = [
        {
            name
            for name in ("reopened", "annulled", "upheld")
            if (day := getattr(case, name)) is not None
            and case.decided is not None
            and case.decided <= day <= case.decided + timedelta(days=REDONE_DAYS)
        }
        for case in judged
    ]
    counts = (sum(name in each for each in within) for name in ("reopened", "annulled", "upheld"))
    return Redone(len(judged), *counts)


def _work(cases: Sequence[CaseFacts]) -> Work | None:
    if len(cases) < FEWEST:
        return None
    people = [case.people_told for case in cases]
    return Work(
        touches=sampled([case.touches for case in cases]),
        people=sampled([each for each in people if each is not None]),
        minutes=sampled([case.minutes for case in cases if case.minutes is not None]),
        of=len(cases),
        complained=share(sum(case.complained is not None for case in cases), len(cases)),
    )


def sampled(values: Sequence[float]) -> Measured | None:
    """The mean of measurements with its interval; None of fewer than five."""
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to import

    if len(values) < FEWEST:
        return None
    mean = fmean(values)
    half = float(stdtrit(len(values) - 1, 0.975)) * stdev(values) / math.sqrt(len(values))
    return Measured(mean, max(0.0, mean - half), mean + half, len(values))


def _queue(cases: Sequence[CaseFacts], until: date) -> Queue:
    waiting = [
        case
        for case in cases
        if not any(day is not None and day <= until for day in (case.decided, case.closed))
    ]
    days = [(until - case.started).days for case in waiting]
    bounds = [(-1, AGES[0]), *pairwise(AGES), (AGES[-1], 10**6)]
    due = [case.deadline for case in waiting if case.deadline is not None]
    return Queue(
        open=len(waiting),
        ages=tuple(sum(low < each <= high for each in days) for low, high in bounds),
        oldest_days=max(days, default=0),
        overdue=sum(day < until for day in due) if due or not waiting else None,
    )


def _stages(cases: Sequence[CaseFacts], until: date) -> list[Stage]:
    """Where cases of the last year waited: until informed, until decided, until closed."""
    lately = _lately(cases, until)
    steps = (
        ("modtaget", "oplyst", [(case.started, case.informed) for case in lately]),
        ("oplyst", "afgjort", [(case.informed, case.decided) for case in lately]),
        ("afgjort", "afsluttet", [(case.decided, case.closed) for case in lately]),
    )
    found = []
    for start, end, pairs in steps:
        days = [(b - a).days for a, b in pairs if a is not None and b is not None and b >= a]
        if len(days) >= FEWEST:
            found.append(Stage(start, end, round(median(days)), len(days)))
    return found


def _lately(cases: Sequence[CaseFacts], until: date) -> list[CaseFacts]:
    """Those that were decided in the last year."""
    since = until - timedelta(days=YEAR)
    return [case for case in cases if case.decided and since < case.decided <= until]


def _ways(cases: Sequence[CaseFacts], until: date) -> Ways | None:
    found = ways_of([case.steps for case in _lately(cases, until)], FEWEST)
    return found if found.cases >= FEWEST else None


def _detectable(cases: Sequence[CaseFacts], until: date) -> Iterator[tuple[str, int]]:
    """What six months outside the limits of own history would be, of outcomes with 25 months."""
    for outcome, followed in FOLLOWED.items():
        months: dict[date, list[float]] = defaultdict(list)
        for case in cases:
            month = case.started.replace(day=1)
            if next_month(month) + timedelta(days=followed.days) <= until:
                value = _plain_value(case, outcome)
                if value is not None:
                    months[month].append(value if followed.is_share else math.log1p(value))
        run = _newest_run(
            {month: fmean(each) for month, each in months.items() if len(each) >= FEWEST}
        )
        chart = control_chart([value for _, value in run], run[0][0].month) if run else None
        if chart is not None:
            size = chart.run_high - chart.centre
            yield outcome.value, round(100 * (size if followed.is_share else math.expm1(size)))


def _plain_value(case: CaseFacts, outcome: PromisedOutcome) -> float | None:
    if outcome is PromisedOutcome.WAITING:
        waited = EARLY if case.decided is None else (case.decided - case.started).days
        return float(min(waited, EARLY))
    return value_of(case, outcome)


def _newest_run(values: Mapping[date, float]) -> list[tuple[date, float]]:
    """The newest stretch of months without a gap."""
    run: list[tuple[date, float]] = []
    for month in sorted(values):
        if run and month != next_month(run[-1][0]):
            run = []
        run.append((month, values[month]))
    return run


def _chart(months: Sequence[Cell]) -> tuple[ControlChart | None, date | None]:
    """The chart of log waits by month, of the newest stretch without a gap."""
    run: list[Cell] = []
    for cell in months:
        if cell.median_days is None or cell.started < FEWEST:
            if len(run) > BASELINE:
                break
            run = []
        elif run and cell.month != next_month(run[-1].month):
            run = [cell]
        else:
            run.append(cell)
    if len(run) <= BASELINE:
        return None, None
    values = [math.log1p(cell.median_days or 0) for cell in run]
    return control_chart(values, run[0].month.month), run[0].month
