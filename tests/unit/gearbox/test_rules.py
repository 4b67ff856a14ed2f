# SPDX-License-Identifier: EUPL-1.2
"""Sums over rooms keep their uncertainty and claim nothing that a room does not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.effects.public import (
    Detectable,
    Initiative,
    Reckoned,
    ServicePicture,
    StaffChange,
    Topic,
    Verdict,
    share,
)
from gearskifte.effects.rules.outcomes import Coverage
from gearskifte.effects.rules.picture import Queue
from gearskifte.gearbox.rules import in_time, net_hours, proven
from gearskifte.workforce.public import Measured, MeasuredBy, Service, Use

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 1, tzinfo=UTC)
TODAY = date(2026, 11, 1)
COVERAGE = Coverage(*([0] * len(Coverage.__struct_fields__)))


def _topic(number: str, count: int, of: int, overdue: int) -> Topic:
    picture = ServicePicture(
        TODAY, COVERAGE, None, None, share(count, of), None,
        Queue(overdue, (), 0, overdue), (), (), None, None,
    )  # fmt: skip
    return Topic(number, f"Emne {number}", "Team", NOW, picture)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=6))
def test_the_share_of_all_kinds_is_that_of_their_cases(counts: list[tuple[int, int]]) -> None:
    """Cases in time are summed, and so are the cases; kinds too small to judge are left out."""
    topics = [_topic(str(at), min(pair), max(pair), overdue=1) for at, pair in enumerate(counts)]
    judged = [topic for topic in topics if topic.shown.on_time]
    found = in_time(topics)
    assert found.overdue == len(judged)
    if not judged:
        assert (found.all, found.worst) == (None, None)
        return
    assert found.all is not None
    assert found.worst is not None
    assert found.all.of == sum(max(pair) for pair in counts if max(pair) >= 5)
    assert found.all.count == sum(min(pair) for pair in counts if max(pair) >= 5)
    worst = found.worst.shown.on_time
    assert worst is not None
    assert worst.share <= found.all.share


def _measured(minutes: list[float], use: Use | None = None) -> Measured:
    mean = sum(minutes) / len(minutes) if minutes else 10.0
    return Measured(
        "r", MeasuredBy.ROBOT, "R", "D", 9, len(minutes), mean, tuple(minutes), NOW, NOW, use
    )


@given(st.lists(st.lists(st.floats(-1e4, 1e4), min_size=50, max_size=50), min_size=1, max_size=4))
def test_hours_of_robots_are_summed_draw_by_draw(robots: list[list[float]]) -> None:
    """The interval of the sum is that of the summed draws."""
    found = net_hours([_measured(each) for each in robots])
    assert found is not None
    sums = np.sum(robots, axis=0) / 60
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(sums, [0.025, 0.975])))
    assert found.hours == pytest.approx(float(sums.mean()), abs=1e-6)


def test_a_robot_timed_too_little_counts_for_nothing_and_is_told_of() -> None:
    """No draws: no hours; and hours nobody has said the use of are counted."""
    assert net_hours([_measured([])]) is None
    used = _measured([60.0], Use(Service.SCHOOL, 1.0, "Lone", NOW))
    found = net_hours([used, _measured([120.0]), _measured([])])
    assert found is not None
    assert (found.hours, found.robots, found.untimed, found.unused) == (3.0, 2, 1, 1)


def _initiative(planned: date, verdicts: list[Verdict], cut: date | None) -> Initiative:
    change = StaffChange(-100, cut) if cut else None
    return Initiative(
        id=UUID(int=0), owner="o", topic="t", title="T", outcome="waiting", change=-20,
        planned=planned, cost_oere=0, detectable=Detectable(12), registered_at=NOW,
        registered_by="L", solution="", staffing=(change,) if change else (),
        reckonings=tuple(Reckoned(3, NOW, verdict, "", {}) for verdict in verdicts), cut=change,
    )  # fmt: skip


def test_only_the_newest_verdict_of_a_promise_counts() -> None:
    """Better at three months and undecided at six is undecided; a promise not reckoned is open."""
    first = [Verdict.BETTER, Verdict.CANNOT_BE_DECIDED]
    found = proven(
        [
            _initiative(date(2026, 5, 1), first, None),
            _initiative(date(2026, 10, 1), [], date(2026, 9, 1)),
        ],
        TODAY,
    )
    assert found.shown == {Verdict.CANNOT_BE_DECIDED: 1}
    assert found.open == 1
    assert len(found.cut) == 1
    assert found.next_day == date(2026, 12, 31)


def test_without_promises_nothing_is_due() -> None:
    """No promise, no verdict, no day."""
    assert proven([], TODAY).next_day is None
