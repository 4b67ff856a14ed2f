# SPDX-License-Identifier: EUPL-1.2
"""The ways that cases take, and what is done again in them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.effects.rules.course_facts import steps_of
from gearskifte.effects.rules.log import CaseFacts
from gearskifte.effects.rules.picture import service_picture
from gearskifte.effects.rules.ways import Again, Way, ways_of
from gearskifte.registry.public import CaseCourse, DatedState, LoggedAct

pytestmark = pytest.mark.unit

UNTIL = date(2026, 11, 28)


def test_ways_and_what_is_done_again_are_counted() -> None:
    """The most trodden way first; a step done three times was done twice again, in one case."""
    found = ways_of([("a", "b")] * 4 + [("a", "b", "a", "b", "a")] * 3 + [()], 3)
    assert (found.cases, found.different, found.with_again) == (7, 2, 3)
    assert found.ways == (Way(("a", "b"), 4), Way(("a", "b", "a", "b", "a"), 3))
    assert found.again == (Again("a", 3, 6), Again("b", 3, 3))


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=5).map(tuple), max_size=40))
def test_nothing_is_told_of_a_few(trails: list[tuple[str, ...]]) -> None:
    """No way and no step is shown that fewer than five cases have, and none is counted twice."""
    found = ways_of(trails, 5)
    assert all(way.cases >= 5 for way in found.ways)
    assert all(each.cases >= 5 for each in found.again)
    assert sum(way.cases for way in found.ways) <= found.cases


def test_only_cases_decided_in_the_last_year_are_looked_at() -> None:
    """What was done long ago says nothing of how cases go today."""
    old = [
        CaseFacts("M", "T", day, day, decided=day, steps=("gammel",))
        for day in [UNTIL - timedelta(days=500)] * 9
    ]
    new = [
        CaseFacts("M", "T", day, day, decided=day, steps=("ny", "ny"))
        for day in [UNTIL - timedelta(days=50)] * 6
    ]
    picture, _ = service_picture(old + new, [], UNTIL)
    assert picture.ways is not None
    assert picture.ways.ways == (Way(("ny", "ny"), 6),)
    few, _ = service_picture(old + new[:4], [], UNTIL)
    assert few.ways is None


def test_steps_are_a_logs_activities_or_else_the_states() -> None:
    """A case that no log tells of went from state to state, in the order of time."""
    at = datetime(2026, 3, 1, tzinfo=UTC)
    states = (DatedState("Afgjort", at + timedelta(days=9)), DatedState("Opstaaet", at))
    course = CaseCourse(UUID(int=1), "o", "s", "27", "", "", states, "")
    assert steps_of(course) == ("modtaget", "afgjort")
    at = datetime(2025, 3, 3, tzinfo=UTC)
    acts = (LoggedAct(at, "x", "a"), LoggedAct(at, "y", "a", "start"), LoggedAct(at, "y", "a"))
    told = CaseCourse(UUID(int=1), "o", "s", "27", "", "", states, "", "1", acts)
    assert steps_of(told) == ("x", "y")


@pytest.mark.parametrize(("people", "known"), [(0, None), (2, 2.0)])
def test_people_whom_nobody_tells_of_are_not_counted_as_none(
    people: int, known: float | None
) -> None:
    """A log without names says nothing of how many people worked on a case, and not zero."""
    day = UNTIL - timedelta(days=20)
    cases = [CaseFacts("M", "T", day, day, decided=day, touches=3, people=people) for _ in range(6)]
    picture, _ = service_picture(cases, [], UNTIL)
    assert picture.work is not None
    counted = picture.work.people
    assert (counted.mean if counted else None) == known
