# SPDX-License-Identifier: EUPL-1.2
"""From what happened in a case, by the log's mapping, to the states it was in."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.connectors.eventlog.progress import Course, Reached, course
from gearskifte.connectors.mapping import Milestone
from gearskifte.registry.public import Progress

pytestmark = pytest.mark.unit

START = datetime(2024, 3, 1, tzinfo=UTC)
ORDER = tuple(Progress)


def on(day: int) -> datetime:
    """That many days after the start."""
    return START + timedelta(days=day)


def walked(*reached: tuple[int, Milestone]) -> Course:
    """The course of a case that came to these milestones on these days."""
    return course(START, [Reached(on(day), milestone) for day, milestone in reached])


def test_a_case_goes_through_the_states_of_the_standard() -> None:
    """Each state holds from its milestone to the next; the last until further notice."""
    found = walked((2, Milestone.INFORMED), (5, Milestone.DECIDED), (9, Milestone.CLOSED))
    assert found.states == (
        (Progress.ARISEN, on(0), on(2)),
        (Progress.INFORMED, on(2), on(5)),
        (Progress.DECIDED, on(5), on(9)),
        (Progress.CLOSED, on(9), None),
    )
    assert not found.out_of_order


def test_the_first_time_counts() -> None:
    """A decision that is made, dated and sent has been made the first time."""
    found = walked((5, Milestone.DECIDED), (6, Milestone.DECIDED), (7, Milestone.DECIDED))
    assert [state.start for state in found.states] == [on(0), on(5)]
    assert not found.out_of_order


def test_an_activity_of_a_state_that_is_passed_is_no_way_back() -> None:
    """The state stays, and that is told."""
    found = walked((5, Milestone.DECIDED), (6, Milestone.INFORMED))
    assert [state.state for state in found.states] == [Progress.ARISEN, Progress.DECIDED]
    assert found.out_of_order


def test_a_case_that_is_opened_again_is_informed_again() -> None:
    """Genaabnet takes a decided or closed case back to Oplyst; from there it goes on as before."""
    found = walked(
        (1, Milestone.REOPENED), (5, Milestone.DECIDED), (6, Milestone.REOPENED),
        (8, Milestone.DECIDED), (9, Milestone.CLOSED),
    )  # fmt: skip
    assert [(state.state, state.start) for state in found.states] == [
        (Progress.ARISEN, on(0)),
        (Progress.DECIDED, on(5)),
        (Progress.INFORMED, on(6)),
        (Progress.DECIDED, on(8)),
        (Progress.CLOSED, on(9)),
    ]
    assert not found.out_of_order


def test_of_two_states_at_one_moment_the_later_holds() -> None:
    """A case decided the moment it is informed is decided; nothing holds for no time at all."""
    found = walked((3, Milestone.INFORMED), (3, Milestone.DECIDED))
    assert found.states == ((Progress.ARISEN, on(0), on(3)), (Progress.DECIDED, on(3), None))


@given(st.lists(st.tuples(st.integers(-2, 9), st.sampled_from(Milestone)), max_size=12))
def test_states_follow_each_other_without_gap_or_overlap(
    reached: list[tuple[int, Milestone]],
) -> None:
    """Whatever happens, each state ends when the next begins, none is empty, the last is open."""
    states = walked(*reached).states
    assert states[0].start == START
    assert states[-1].end is None
    for before, after in itertools.pairwise(states):
        assert before.end == after.start
        assert before.start < after.start
        forward = ORDER.index(before.state) < ORDER.index(after.state)
        assert forward or Milestone.REOPENED in {milestone for _, milestone in reached}
