# SPDX-License-Identifier: EUPL-1.2
"""What service a municipality gave, by kind of case and month of start (udfald).

The share decided in time is of all cases that began in the month, the open ones too. It is shown
only when the deadline of every one of them has passed, so that nothing that happens later, and no
log that ends earlier, can change it. Leaving the open ones out makes the newest months look
perfect: measured on building permits, 1.00 instead of 0.37.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec

from gearskifte.effects.rules.log import CaseFacts
from gearskifte.kernel.calendar import working_days

REDONE_DAYS: Final = 180
"""A decision reopened, annulled or lost in a complaint within so many days did not hold."""

_Z: Final = 1.959964


class Cell(msgspec.Struct, frozen=True):
    """The outcomes of the cases that began in one month.

    Attributes:
        month: the first day of the month; a case told of later than it began counts when told of.
        started, decided: number of cases, and of those decided so far.
        median_days, median_working_days: until half of all were decided; None while that can
            still change.
        ninth_decile_days: until nine of ten were.
        mean_log_days: mean of log(1 + days), of the decided ones where all are; else None.
        due: cases with a deadline, once all of them have passed, else None.
        on_time: how many of those were decided in time. redone: how many decisions did not hold.
        judged: decisions old enough to say so. touches, people: per case that is decided.
        minutes: measured handling minutes per case that has any, and how many `measured` there are.
    """

    municipality: str
    topic: str
    month: date
    started: int
    decided: int
    median_days: int | None
    median_working_days: int | None
    ninth_decile_days: int | None
    mean_log_days: float | None
    due: int | None
    on_time: int | None
    judged: int
    redone: int
    touches: float | None
    people: float | None
    minutes: float | None
    measured: int


class Coverage(msgspec.Struct, frozen=True):
    """How much of a log can be used, to be read before any outcome (datakvalitet).

    Attributes:
        cases: all of them. impossible: decided before they began, and left out everywhere.
        with_deadline, with_minutes: that state a deadline; of which handling was measured.
        late: that the log told of only after they had begun.
    """

    cases: int
    impossible: int
    decided: int
    open: int
    with_deadline: int
    with_minutes: int
    late: int


def coverage(cases: Iterable[CaseFacts]) -> Coverage:
    """Count what can be used."""
    known = list(cases)
    sound = [case for case in known if not case.impossible]
    return Coverage(
        cases=len(known),
        impossible=len(known) - len(sound),
        decided=sum(case.decided is not None for case in sound),
        open=sum(case.decided is None and case.closed is None for case in sound),
        with_deadline=sum(case.deadline is not None for case in sound),
        with_minutes=sum(case.minutes is not None for case in sound),
        late=sum(case.heard > case.started for case in sound),
    )


def cells(cases: Iterable[CaseFacts], until: date) -> list[Cell]:
    """Outcomes by municipality, kind of case and month.

    Args:
        cases: what is known of each; those decided before they began are left out.
        until: the last day of which everything is known (the day before a log was taken out).
    """
    groups: dict[tuple[str, str, date], list[CaseFacts]] = defaultdict(list)
    for case in cases:
        if not case.impossible and case.heard <= until:
            month = case.heard.replace(day=1)
            groups[case.municipality, case.topic, month].append(case)
    return [_cell(*key, groups[key], until) for key in sorted(groups)]


def _cell(
    municipality: str, topic: str, month: date, cases: Sequence[CaseFacts], until: date
) -> Cell:
    whole = next_month(month) <= until + timedelta(days=1)
    decided = [case for case in cases if _by(case.decided, until)]
    waits = _waits(cases, until)
    due = [case for case in cases if case.deadline is not None]
    ripe = whole and all(_by(case.deadline, until) for case in due) and bool(due)
    judged = [case for case in decided if _by(case.decided, until - timedelta(days=REDONE_DAYS))]
    measured = [case.minutes for case in cases if case.minutes is not None]
    return Cell(
        municipality=municipality,
        topic=topic,
        month=month,
        started=len(cases),
        decided=len(decided),
        median_days=_quantile(waits, 0.5, whole=whole),
        median_working_days=_quantile(_waits(cases, until, working=True), 0.5, whole=whole),
        ninth_decile_days=_quantile(waits, 0.9, whole=whole),
        mean_log_days=_mean([math.log1p(wait) for wait, over in waits if over])
        if whole and len(decided) == len(cases)
        else None,
        due=len(due) if ripe else None,
        on_time=sum(is_in_time(case) for case in due) if ripe else None,
        judged=len(judged),
        redone=sum(is_redone(case) for case in judged),
        touches=_mean([case.touches for case in decided]),
        people=_mean([case.people for case in decided]),
        minutes=_mean(measured),
        measured=len(measured),
    )


def share_with_interval(count: int, of: int) -> tuple[float, float, float]:
    """A share with its 95 % interval (Wilson 1927).

    Raises:
        ValueError: if there is nothing to take a share of.
    """
    if of < 1:
        raise ValueError("a share of nothing")
    share, z2 = count / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    spread = _Z / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return share, min(share, max(0.0, middle - spread)), max(share, min(1.0, middle + spread))


def next_month(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def _by(day: date | None, until: date) -> bool:
    return day is not None and day <= until


def is_in_time(case: CaseFacts) -> bool:
    """Whether a case was decided on its deadline or before."""
    return case.deadline is not None and _by(case.decided, case.deadline)


def is_redone(case: CaseFacts) -> bool:
    """Whether the decision of a decided case did not hold for `REDONE_DAYS`."""
    assert case.decided is not None  # noqa: S101 - only decided cases are judged
    last = case.decided + timedelta(days=REDONE_DAYS)
    after = (case.reopened, case.annulled, case.upheld)
    return any(day is not None and case.decided <= day <= last for day in after)


def _waits(
    cases: Sequence[CaseFacts], until: date, *, working: bool = False
) -> list[tuple[int, bool]]:
    """Days each case has waited, and whether its wait is over."""
    found = []
    for case in cases:
        over = case.decided is not None and case.decided <= until
        end = case.decided if case.decided is not None and over else until
        days = working_days(case.started, end) if working else (end - case.started).days
        found.append((days, over))
    return sorted(found)


def _quantile(waits: Sequence[tuple[int, bool]], share: float, *, whole: bool) -> int | None:
    """The days until this share of all cases was decided; None where it can still change."""
    if not whole:
        return None
    first = waits[: math.ceil(share * len(waits))]
    # One that is still open may be decided on any later day.
    return first[-1][0] if all(over for _, over in first) else None


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
