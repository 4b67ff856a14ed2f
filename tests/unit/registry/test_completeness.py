# SPDX-License-Identifier: EUPL-1.2
"""When a source is fresh, late, silent or lying."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.registry.public import Expectation, SourceCondition, inventory_hash
from gearskifte.registry.rules.completeness import ON_ITS_WAY, missing, state_of

pytestmark = pytest.mark.unit

NOW = datetime(2024, 6, 3, 12, 0, tzinfo=UTC)
HOURLY = Expectation(timedelta(hours=1), timedelta(minutes=15))
MOMENTS = st.integers(-(10**8), 10**8).map(lambda seconds: NOW + timedelta(seconds=seconds))
REGISTERED = st.lists(st.tuples(st.uuids(), MOMENTS), unique_by=lambda pair: pair[0], max_size=8)


@pytest.mark.parametrize(
    ("minutes", "state"),
    [(0, "fresh"), (75, "fresh"), (76, "late"), (195, "late"), (196, "silent")],
)
def test_a_source_is_late_and_then_silent(minutes: int, state: str) -> None:
    """Fresh until the promise and its grace are over; silent when three promises are."""
    assert state_of(NOW, NOW - timedelta(minutes=minutes), HOURLY, None) == state


def test_a_source_that_was_never_heard_is_silent() -> None:
    """A promise is broken also by who never began."""
    assert state_of(NOW, None, HOURLY, None) is SourceCondition.SILENT


def test_nothing_agreed_is_told_as_such() -> None:
    """Nobody is late who promised nothing."""
    assert state_of(NOW, NOW, None, None) is SourceCondition.UNAGREED


def test_a_difference_is_on_its_way_for_a_quarter_of_an_hour() -> None:
    """After that the source is lying, however freshly it is heard."""
    almost = NOW - ON_ITS_WAY + timedelta(seconds=1)
    assert state_of(NOW, NOW, HOURLY, almost) is SourceCondition.FRESH
    assert state_of(NOW, NOW, HOURLY, NOW - ON_ITS_WAY) is SourceCondition.LYING


@given(registered=REGISTERED, data=st.data())
def test_the_hash_knows_no_order(
    registered: list[tuple[UUID, datetime]], data: st.DataObject
) -> None:
    """The same objects give the same hash, and others another."""
    shuffled = data.draw(st.permutations(registered))
    assert inventory_hash(shuffled) == inventory_hash(registered)
    if registered:
        assert inventory_hash(registered[1:]) != inventory_hash(registered)


@given(registered=REGISTERED, lost=st.integers(0, 7))
def test_exactly_what_was_lost_is_missing(
    registered: list[tuple[UUID, datetime]], lost: int
) -> None:
    """Neither more nor less than what is not here, or older here, is told."""
    here = dict(registered[lost:])
    stale = {id_: at - timedelta(seconds=1) for id_, at in registered[-1:]}
    assert missing(registered, here) == registered[:lost]
    assert len(missing(registered, here | stale)) == len(set(registered[:lost] + registered[-1:]))
