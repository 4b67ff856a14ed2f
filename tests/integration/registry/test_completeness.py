# SPDX-License-Identifier: EUPL-1.2
"""A source's own count beside ours, and what its state is to other rooms."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gearskifte.connectors.public import read as read_any
from gearskifte.registry.public import (
    Message,
    SourceCondition,
    SourceState,
    agree,
    inventory_hash,
    judge_references,
    source_states,
)
from tests.builders import messages
from tests.builders.desk import Desk
from tests.builders.facts import MASTER_ID, START, case, object_id
from tests.builders.messages import message
from tests.builders.people import ANNA, HOUR, NOW

pytestmark = pytest.mark.integration

QUARTER = timedelta(minutes=15)


@pytest.fixture(autouse=True)
def _reads_inventories(desk: Desk) -> None:
    desk.read = lambda body: (
        read_any(body, max_bytes=10**6)
        if body.startswith(b'{"gearskifte"')
        else messages.read(body)
    )


def _inventory(*names: str, listed: bool = False, number: int | None = None) -> Message:
    registered = [(object_id(name), START) for name in names]
    told: dict[str, Any] = {
        "gearskifte": "inventory/1",
        "system": MASTER_ID,
        "until": NOW.isoformat(),
        "kind": "case",
        "number": len(names) if number is None else number,
        "hash": inventory_hash(registered),
    }
    if listed:
        told["objects"] = [[str(id_), at.isoformat()] for id_, at in registered]
    return Message("afstemning", json.dumps(told).encode())


def _state(desk: Desk, now: datetime) -> SourceState:
    (found,) = source_states(desk.connection.cursor(), now)
    desk.connection.commit()
    return found


def test_a_source_whose_count_agrees_is_fresh(desk: Desk) -> None:
    """With a promise kept and an inventory that agrees, nothing is amiss."""
    desk.take(message(case("a", ANNA)), message(case("b")))
    agree(desk.connection.cursor(), MASTER_ID, every=HOUR, grace=QUARTER, now=NOW)
    desk.take(_inventory("a", "b"))
    state = _state(desk, NOW + HOUR)
    assert (state.state, state.due_by) == (SourceCondition.FRESH, NOW + HOUR + QUARTER)


@pytest.mark.parametrize("listed", [True, False])
def test_a_lost_message_shows_within_a_quarter_of_an_hour(desk: Desk, listed: bool) -> None:
    """What the source counts and is not here makes it lying, until it has come."""
    desk.take(message(case("a", ANNA)))
    desk.take(_inventory("a", "b", listed=listed))
    assert _state(desk, NOW + QUARTER - timedelta(seconds=1)).state is SourceCondition.UNAGREED
    lying = _state(desk, NOW + QUARTER)
    assert (lying.state, lying.said, lying.ours) == (SourceCondition.LYING, 2, 1)
    assert lying.missing == (1 if listed else 0)
    desk.take(message(case("b")))
    assert _state(desk, NOW + QUARTER).state is SourceCondition.UNAGREED


def test_a_list_that_is_not_as_long_as_it_says_is_refused(desk: Desk) -> None:
    """An inventory that contradicts itself is in quarantine, and judges nobody."""
    tally = desk.take(_inventory("a", listed=True, number=3))
    assert [refusal.code for _, refusal in tally.refused] == ["GS-CON-095"]
    assert desk.count("inventory") == 0


def test_a_promise_that_is_not_kept_is_told(desk: Desk) -> None:
    """A source that is not heard as agreed is late, then silent."""
    desk.take(message(case("a", ANNA)))
    agree(desk.connection.cursor(), MASTER_ID, every=HOUR, grace=QUARTER, now=NOW)
    desk.connection.commit()
    assert _state(desk, NOW + 2 * HOUR).state is SourceCondition.LATE
    assert _state(desk, NOW + 4 * HOUR).state is SourceCondition.SILENT


def test_a_replay_counts_again(desk: Desk) -> None:
    """Inventories are read again with the messages, and agree as before."""
    desk.take(message(case("a", ANNA)), _inventory("a"))
    desk.replay()
    judge_references(desk.intake, [])
    assert desk.rows("SELECT agrees, ours FROM registry_inventory") == [(True, 1)]


def test_the_hash_is_the_documented_one() -> None:
    """A vendor can make it from the description alone."""
    told = [(object_id("a"), datetime(2024, 5, 31, 10, tzinfo=UTC))]
    line = f"{object_id('a')} 2024-05-31T10:00:00.000000Z\n"
    assert inventory_hash(told) == hashlib.sha256(line.encode()).hexdigest()
