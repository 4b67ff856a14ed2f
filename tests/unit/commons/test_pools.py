# SPDX-License-Identifier: EUPL-1.2
"""Pools come to something or end; what each pays is the whole cost; nobody is asked twice."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.commons.rules.pools import (
    LAPSES_WITHIN,
    Match,
    Member,
    Share,
    State,
    about_to_lapse,
    shares,
    state,
    unanswered,
)
from gearskifte.commons.rules.portfolio import Phase, starts_soon
from tests.unit.commons.feeds import NOW, later

pytestmark = pytest.mark.unit

DEADLINE = date(2027, 3, 1)
ENTRIES = st.integers(1, 6).map(lambda number: UUID(int=number))


def test_a_pool_is_decided_on_its_day() -> None:
    """It is open through its deadline; then it is made with enough, and lapsed with few."""
    after = DEADLINE + timedelta(days=1)
    assert state(1, 3, DEADLINE, DEADLINE) is State.OPEN
    assert state(3, 3, DEADLINE, after) is State.MADE
    assert state(2, 3, DEADLINE, after) is State.LAPSED


def test_a_pool_that_is_short_is_shown_before_it_lapses() -> None:
    """Only one that lacks partners, and only near its deadline."""
    near = DEADLINE - LAPSES_WITHIN
    assert about_to_lapse(2, 3, DEADLINE, near)
    assert not about_to_lapse(3, 3, DEADLINE, near)
    assert not about_to_lapse(2, 3, DEADLINE, near - timedelta(days=1))
    assert not about_to_lapse(2, 3, DEADLINE, DEADLINE + timedelta(days=1))


@given(
    st.integers(0, 10**12),
    st.lists(st.integers(0, 700_000), min_size=1, max_size=20),
    st.sampled_from(Share),
)
def test_the_shares_are_the_cost(cost: int, inhabitants: list[int], share: Share) -> None:
    """What all pay is the cost to the øre, and nobody is an øre from the exact share."""
    members = [Member(str(number), each) for number, each in enumerate(inhabitants)]
    paid = shares(cost, members, share)
    assert sum(paid) == cost
    weights = inhabitants if share is Share.INHABITANTS and any(inhabitants) else [1] * len(members)
    for each, weight in zip(paid, weights, strict=True):
        assert abs(each * sum(weights) - cost * weight) < sum(weights)


def _match(asking: UUID, other: UUID, days: int) -> Match:
    return Match(asking, other, 0.99, later(days))


@given(
    st.lists(st.tuples(ENTRIES, ENTRIES, st.integers(0, 9)), max_size=12),
    st.lists(st.tuples(ENTRIES, ENTRIES), max_size=6),
)
def test_a_pair_waits_once_until_either_has_answered(
    seen: list[tuple[UUID, UUID, int]], answers: list[tuple[UUID, UUID]]
) -> None:
    """Each pair stands once, oldest first, and an answer from either side takes it away."""
    waiting = unanswered([_match(*each) for each in seen], answers)
    pairs = [frozenset({each.asking, each.other}) for each in waiting]
    assert len(set(pairs)) == len(pairs)
    answered = {frozenset(pair) for pair in answers}
    assert set(pairs) == {frozenset(each[:2]) for each in seen} - answered
    assert [each.since for each in waiting] == sorted(each.since for each in waiting)


def test_who_starts_soon() -> None:
    """From today until half a year ahead, and not what has begun or stopped."""
    today = NOW.date()
    assert starts_soon(Phase.IDEA, today, today)
    assert starts_soon(Phase.PROJECT, today + timedelta(days=183), today)
    assert not starts_soon(Phase.IDEA, today + timedelta(days=184), today)
    assert not starts_soon(Phase.IDEA, today - timedelta(days=1), today)
    assert not starts_soon(Phase.RUNNING, today, today)
    assert not starts_soon(Phase.IDEA, None, today)
