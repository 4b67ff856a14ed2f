# SPDX-License-Identifier: EUPL-1.2
"""Every message about news ends seen, failed and told of, or with a person, and is sent once."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.overview.rules.messages import (
    ENDED,
    GATHER,
    GIVE_UP,
    QUIET,
    UNSEEN,
    UNTOLD,
    Happening,
    Message,
    Reason,
    State,
    after,
    new_message,
)
from tests.builders.people import NOW

pytestmark = pytest.mark.unit

steps = st.lists(st.tuples(st.sampled_from(Happening), st.integers(0, 72 * 60)), max_size=30)


def _live(sequence: list[tuple[Happening, int]]) -> tuple[list[Message], datetime]:
    now, message = NOW, new_message(NOW)
    lived = [message]
    for happening, minutes in sequence:
        now += timedelta(minutes=minutes)
        message = after(message, happening, now)
        lived.append(message)
    return lived, now


@given(steps)
def test_no_message_ends_in_silence(sequence: list[tuple[Happening, int]]) -> None:
    """Whatever it has met, once nothing more happens it comes to an end that somebody knows of."""
    lived, now = _live(sequence)
    message, end = lived[-1], now + QUIET + GIVE_UP + UNSEEN + UNTOLD
    while message.look_at is not None and now <= end:
        now = max(now, message.look_at)
        message = after(message, Happening.TURN, now)
    assert message.state in ENDED
    assert message.ended_at is not None
    assert (message.reason is not None) == (message.state is State.ESCALATED)


@given(steps)
def test_no_message_is_handed_over_twice(sequence: list[tuple[Happening, int]]) -> None:
    """After it was accepted, or nobody knows whether it was, it is never sent again."""
    lived, _ = _live(sequence)
    states = [message.state for message in lived]
    for place, (before, message) in enumerate(pairwise(lived), 1):
        if before.state is State.SENDING and message.state is not State.SENDING:
            surely_not = message.state in (State.WAITING, State.FAILED)
            assert surely_not or State.SENDING not in states[place:]


@given(steps)
def test_only_what_was_not_begun_goes_without_an_end(
    sequence: list[tuple[Happening, int]],
) -> None:
    """A message is dropped only before it was tried; what has ended stays as it ended."""
    lived, _ = _live(sequence)
    for before, message in pairwise(lived):
        if message.state is State.DROPPED:
            assert message.attempts == 0
        if before.state in ENDED:
            assert message == before


def test_changes_are_gathered_and_a_person_is_left_in_peace() -> None:
    """A message waits for what else changes, and for a day after the last one."""
    assert new_message(NOW).due_at == NOW + GATHER
    assert new_message(NOW, NOW - timedelta(hours=1)).due_at == NOW + timedelta(hours=23)
    early = after(new_message(NOW), Happening.TURN, NOW)
    assert early.state is State.WAITING


def test_what_the_citizen_has_seen_is_not_sent() -> None:
    """Who has been on the page meanwhile is sent nothing."""
    assert after(new_message(NOW), Happening.VISITED, NOW).state is State.SEEN


@pytest.mark.parametrize(
    ("happening", "reason"),
    [
        (Happening.ACCEPTED, Reason.UNSEEN),
        (Happening.REFUSED, Reason.UNTOLD),
        (Happening.LOST, Reason.UNKNOWN),
        (Happening.DEFERRED, Reason.UNTOLD),
    ],
)
def test_what_nobody_sees_goes_to_a_person(happening: Happening, reason: Reason) -> None:
    """Sent and unseen, failed and untold, or unknown: each has its own reason."""
    message, now = new_message(NOW), NOW
    while message.look_at is not None:
        now = message.look_at
        message = after(message, Happening.TURN, now)
        if message.state is State.SENDING:
            message = after(message, happening, now)
    assert (message.state, message.reason) == (State.ESCALATED, reason)
