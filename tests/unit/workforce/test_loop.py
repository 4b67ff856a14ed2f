# SPDX-License-Identifier: EUPL-1.2
"""What other rooms measured becomes need and freed hours; nobody types it in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.workforce.public import Measured, MeasuredBy, Service, Use
from gearskifte.workforce.rules.hands.inputs import CaseLine
from gearskifte.workforce.rules.hands.loop import freed_of, need_of_cases

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 1, tzinfo=UTC)
USE = Use(Service.JOB_CENTRE, 0.5, "Lise", NOW)
MEASURED = Measured(
    "joblog", MeasuredBy.ROBOT, "Joblog", "Jobcenter", 10, 6, 600.0, (540.0, 660.0), NOW, NOW, USE
)


def test_hours_count_when_measured_and_answered_for() -> None:
    """Half of ten hours went to other work, so five count, draw by draw."""
    (freed,) = freed_of([MEASURED])
    assert freed.service is Service.JOB_CENTRE
    assert list(freed.used(2)) == [4.5, 5.5]


@pytest.mark.parametrize("lacking", [{"use": None}, {"draws": ()}])
def test_hours_that_nobody_measured_or_answered_for_count_for_nothing(
    lacking: dict[str, object],
) -> None:
    """Too few timed items, or nobody's word on what the hours went to: nothing is claimed."""
    assert freed_of([replace(MEASURED, **lacking)]) == ()  # type: ignore[arg-type]


@given(
    st.dictionaries(
        st.sampled_from(["27.36.08", "27.36.10", "27.60.12", "15.20.04"]), st.integers(0, 10**5)
    ),
    st.floats(1, 1e6),
)
def test_all_work_of_cases_is_needed_once(cases: dict[str, int], people: float) -> None:
    """The hours of all who live here are the cases' minutes, each counted by its closest line."""
    lines = [
        CaseLine("27", Service.HEALTH, 60, "ur"),
        CaseLine("27.36", Service.ELDER_CARE, 120, "ur"),
    ]
    hours = sum(line.hours * people for line in need_of_cases(lines, cases, people))
    close = sum(number for kle, number in cases.items() if kle.startswith("27.36"))
    wide = cases.get("27.60.12", 0)
    assert hours == pytest.approx(2 * close + wide)
