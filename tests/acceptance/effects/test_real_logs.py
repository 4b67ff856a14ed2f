# SPDX-License-Identifier: EUPL-1.2
"""Real logs of municipalities give the waiting times and shares that were counted by hand."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Final

import duckdb
import pytest

from gearskifte.effects.rules.log import (
    CaseEvent,
    CaseFacts,
    DeadlineRule,
    Meaning,
    Milestone,
    case_facts,
)
from gearskifte.effects.rules.outcomes import cells, coverage
from gearskifte.kernel.time import local_date

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).resolve().parents[3]
LOGS = Path(os.environ.get("GEARSKIFTE_SHARED") or ROOT.parent / "shared") / "eventlogs"
SENT: Final = Meaning(1, {f"01_HOOFD_510_{part}": Milestone.DECIDED for part in (2, 3, 4)})


@pytest.fixture(scope="module")
def permits() -> list[CaseFacts]:
    """The building permits of the five municipalities of BPI Challenge 2015."""
    file = LOGS / "bpic15" / "bpic15_all.parquet"
    if not file.exists():
        pytest.skip(f"no logs at {LOGS}")
    rows = (
        duckdb.connect()
        .execute(
            """SELECT municipality, case_id, any_value(start_utc), list(activity ORDER BY ts_utc),
            list(ts_utc ORDER BY ts_utc), list(resource ORDER BY ts_utc)
            FROM read_parquet($1) GROUP BY ALL""",
            [str(file)],
        )
        .fetchall()
    )
    known = []
    for number, _, started, activities, moments, resources in rows:
        told = zip(activities, moments, resources, strict=True)
        facts = case_facts(
            [
                CaseEvent(at.replace(tzinfo=UTC), order, activity, resource or "")
                for order, (activity, at, resource) in enumerate(told)
            ],
            SENT,
            municipality=str(number),
            topic="permit",
            started=local_date(started.replace(tzinfo=UTC)),
            deadline=DeadlineRule(56),
        )
        assert facts is not None
        known.append(facts)
    return known


def test_median_days_and_share_in_time_of_five_municipalities(permits: list[CaseFacts]) -> None:
    """Median days to decision, share within 56 days and people per case are the counted ones."""
    days, shares, people = [], [], []
    for number in "12345":
        own = [case for case in permits if case.municipality == number and not case.impossible]
        waits = [(case.decided - case.started).days for case in own if case.decided]
        days.append(median(waits))
        in_time = sum(wait <= 56 for wait in waits)
        shares.append(in_time / len(own))
        people.append(sum(case.people for case in own) / len(own))
    assert days == pytest.approx([52, 50, 36, 32, 42], abs=0.5)
    assert shares == pytest.approx([0.47, 0.49, 0.56, 0.62, 0.62], abs=0.011)
    assert people == pytest.approx([2.65, 2.49, 2.47, 2.58, 2.81], abs=0.01)


def test_the_newest_months_are_not_made_perfect(permits: list[CaseFacts]) -> None:
    """No month is shown whose deadlines have not passed, and the last shown is no better."""
    until = date(2015, 3, 4)
    shown = [cell for cell in cells(permits, until) if cell.on_time is not None]
    assert max(cell.month for cell in shown) == date(2014, 12, 1)
    quarter = [cell for cell in shown if cell.month >= date(2014, 10, 1)]
    share = sum(cell.on_time or 0 for cell in quarter) / sum(cell.due or 0 for cell in quarter)
    assert share == pytest.approx(0.55, abs=0.04)


@pytest.mark.parametrize("months", range(1, 13))
def test_cutting_the_permits_changes_no_shown_share(permits: list[CaseFacts], months: int) -> None:
    """The last months cut off the five logs, every share that is still shown is the same."""
    until = date(2015, 3, 4)
    month = 2015 * 12 + 2 - months
    cut = date(month // 12, month % 12 + 1, 4)
    whole = {(cell.municipality, cell.month): cell for cell in cells(permits, until)}
    shorter = cells([_cut(case, cut) for case in permits if case.heard <= cut], cut)
    shown = [cell for cell in shorter if cell.on_time is not None]
    assert shown
    for cell in shown:
        assert whole[cell.municipality, cell.month].on_time == cell.on_time
        assert whole[cell.municipality, cell.month].due == cell.due


def _cut(case: CaseFacts, until: date) -> CaseFacts:
    decided = case.decided if case.decided and case.decided <= until else None
    return CaseFacts(
        case.municipality, case.topic, case.started, case.heard, decided, case.deadline
    )


def test_receipts_in_time_with_and_without_the_open_ones() -> None:
    """To the minute 66.4 % of all were in time and 71.6 % of the ended; to the day 71.1, 76.7."""
    file = LOGS / "receipt" / "receipt.csv"
    if not file.exists():
        pytest.skip(f"no logs at {LOGS}")
    rows = (
        duckdb.connect()
        .execute(
            """SELECT min("case:startdate"), min("case:enddate"), min("case:deadline")
            FROM read_csv($1) GROUP BY "case:concept:name" """,
            [str(file)],
        )
        .fetchall()
    )
    known = [
        CaseFacts(
            "1",
            "receipt",
            _day(started),
            _day(started),
            None if ended is None else _day(ended),
            _day(due),
        )
        for started, ended, due in rows
    ]
    found = coverage(known)
    assert (found.cases, found.with_deadline) == (1434, 1434)
    minutes = sum(ended is not None and ended <= due for _, ended, due in rows)
    assert minutes / len(known) == pytest.approx(0.664, abs=0.001)
    assert minutes / found.decided == pytest.approx(0.716, abs=0.001)
    # A deadline is a day: who is answered on that day, at whatever hour, was answered in time.
    days = sum(case.decided is not None and case.decided <= _due(case) for case in known)
    assert days / len(known) == pytest.approx(0.711, abs=0.001)
    assert days / found.decided == pytest.approx(0.767, abs=0.001)


def _day(moment: datetime) -> date:
    return local_date(moment)


def _due(case: CaseFacts) -> date:
    assert case.deadline is not None
    return case.deadline
