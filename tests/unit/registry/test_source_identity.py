# SPDX-License-Identifier: EUPL-1.2
"""Who sent a message, and what is written like a key."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.registry.public import Reading, Reference, ReferenceKind
from gearskifte.registry.rules.sender import OTHER_SENDER, held_back, sent_by
from gearskifte.registry.source_keys import hash_of
from tests.builders.caller import OTHER_SYSTEM, SYSTEM

pytestmark = pytest.mark.unit

KEY = "gsk_abcd1234_" + "A" * 43


@pytest.mark.parametrize(
    ("stated", "sender", "reported"),
    [
        (OTHER_SYSTEM, SYSTEM, True),
        (SYSTEM, SYSTEM, False),
        (OTHER_SYSTEM, "", False),
        (None, SYSTEM, False),
    ],
)
def test_another_sender_than_the_one_that_proved_itself_is_reported(
    stated: str | None, sender: str, reported: bool
) -> None:
    """A finding, where the message names a sender and came with the key of another."""
    system = Reference(ReferenceKind.UUID, stated) if stated else None
    reading = sent_by(Reading("SF1470", system=system), sender)
    assert [finding.rule for finding in reading.findings] == [OTHER_SENDER] * reported


def test_a_message_held_back_says_nothing() -> None:
    """What is kept unread has no content, and one refusal that says why."""
    reading = held_back()
    assert not reading.registrations
    assert [refusal.code for refusal in reading.refusals] == ["GS-REG-002"]


def test_a_key_is_found_by_its_hash() -> None:
    """The hash is the SHA-256 of the whole key."""
    assert hash_of(KEY) == hashlib.sha256(KEY.encode()).digest()


@given(st.text(max_size=60))
def test_what_is_not_written_like_a_key_is_not_looked_up(text: str) -> None:
    """Only text in the form of a key has a hash."""
    assert hash_of(text) is None
    assert hash_of(KEY + text) is None or not text
