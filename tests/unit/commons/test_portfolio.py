# SPDX-License-Identifier: EUPL-1.2
"""What a phase asks for, what counts, and which entries are one topic."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.commons.rules.portfolio import (
    STALE_AFTER,
    Missing,
    Paper,
    Phase,
    Stage,
    asks_for_heartbeat,
    is_over,
    is_stale,
    missing_of_stage,
    missing_of_text,
    municipalities_in,
    read_papers,
    topic_of,
    topics_of,
    write_papers,
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


@given(PAIRS)
def test_every_topic_has_one_name(confirmed: list[tuple[UUID, UUID]]) -> None:
    """Two entries have the same topic's name just when people's confirmations lead between them."""
    named = topics_of(confirmed)
    for entry, name in named.items():
        assert {other for other in named if named[other] == name} == topic_of(entry, confirmed)


def test_papers_are_read_as_they_are_written() -> None:
    """A line each of title and web address; anything else is refused, naming the line."""
    papers = (Paper("Krav", "https://example.org/krav"), Paper("A | B", "http://b.dk/x"))
    assert read_papers(write_papers(papers)) == papers
    assert read_papers("\n  \n") == ()
    for wrong in ("Krav", "Krav | javascript:alert(1)", " | https://a.dk", "K | https://a b"):
        with pytest.raises(ValueError, match=re.escape(wrong.strip())):
            read_papers(wrong)


def test_a_trial_past_its_day_asks_what_came_of_it() -> None:
    """Only a pilot, and only after its last day."""
    day = NOW.date()
    assert is_over(Phase.PILOT, day, day + timedelta(days=1))
    assert not is_over(Phase.PILOT, day, day)
    assert not is_over(Phase.STOPPED, day, day + timedelta(days=1))
