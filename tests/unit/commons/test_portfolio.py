# SPDX-License-Identifier: EUPL-1.2
"""What a phase asks for, what counts, and which entries are one topic."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.commons.rules.portfolio import (
    STALE_AFTER,
    Missing,
    Phase,
    Stage,
    asks_for_heartbeat,
    is_stale,
    missing_of_stage,
    missing_of_text,
    municipalities_in,
    topic_of,
)
from tests.unit.commons.feeds import NOW

pytestmark = pytest.mark.unit

ENTRIES = st.integers(0, 9).map(lambda number: UUID(int=number))
PAIRS = st.lists(st.tuples(ENTRIES, ENTRIES), max_size=12)


def test_two_fields_are_enough() -> None:
    """An entry needs a title and what it shall do for whom, and nothing else."""
    assert missing_of_text("Delebiler", "Ansatte deler vogne.") == []
    assert missing_of_text(" ", "") == [Missing.TITLE, Missing.DESCRIPTION]


def test_a_pilot_says_beforehand_when_it_stops() -> None:
    """A pilot has a budget, a last day and a stop criterion; what stopped says why."""
    lacks = [Missing.BUDGET, Missing.ENDS_ON, Missing.STOP_CRITERION]
    assert missing_of_stage(Stage(Phase.PILOT)) == lacks
    told = Stage(Phase.PILOT, date(2027, 1, 1), "Færre end ti ture.", "", 50_000_00)
    assert missing_of_stage(told) == []
    assert missing_of_stage(Stage(Phase.STOPPED)) == [Missing.BECAUSE]
    assert missing_of_stage(Stage(Phase.IDEA)) == []


@given(ENTRIES, PAIRS)
def test_a_topic_is_the_same_from_all_its_entries(
    entry: UUID, confirmed: list[tuple[UUID, UUID]]
) -> None:
    """Every entry of a topic gives the same topic, whatever the order of the confirmations."""
    topic = topic_of(entry, confirmed)
    assert entry in topic
    for other in topic:
        assert topic_of(other, [(b, a) for a, b in reversed(confirmed)]) == topic


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 400)), max_size=9))
def test_a_municipality_counts_once_and_only_while_alive(lines: list[tuple[str, int]]) -> None:
    """The count is the number of municipalities with an entry heard from in half a year."""
    owners = {
        UUID(int=number): (name, NOW - timedelta(days=days))
        for number, (name, days) in enumerate(lines)
    }
    alive = {name for name, days in lines if timedelta(days=days) <= STALE_AFTER}
    assert municipalities_in(owners, owners, NOW) == len(alive)


def test_the_owner_is_asked_before_an_entry_is_stale() -> None:
    """After 90 days the owner is asked, after 180 it counts no more; what stopped is not asked."""
    old = NOW - timedelta(days=100)
    assert asks_for_heartbeat(Phase.RUNNING, old, NOW)
    assert not asks_for_heartbeat(Phase.STOPPED, old, NOW)
    assert not is_stale(old, NOW)
    assert is_stale(NOW - timedelta(days=181), NOW)
