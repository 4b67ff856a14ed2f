# SPDX-License-Identifier: EUPL-1.2
"""Keys: several live at once, none readable afterwards, each ending when it is told to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connections

from gearskifte.kernel.errors import GearskifteError
from gearskifte.registry.deliveries import hand_in, waiting
from gearskifte.registry.public import IssuedKey, add_sender, keys, revoke, rotate
from gearskifte.registry.source_keys import hash_of
from tests.builders.caller import OTHER_SYSTEM, SYSTEM
from tests.builders.desk import Desk
from tests.builders.facts import case
from tests.builders.people import DAY, HOUR, NOW, VAULT

pytestmark = pytest.mark.integration

Cursor = psycopg.Cursor[Any]


@pytest.fixture
def cursor(worker: psycopg.Connection[Any]) -> Iterator[Cursor]:
    """The worker's, in a transaction that is rolled back."""
    with worker.cursor() as cursor:
        yield cursor


def _live(cursor: Cursor, key: IssuedKey, at: datetime) -> bool:
    return waiting(cursor, hash_of(key.text) or b"", at=at, most=0) is not None


def test_a_key_is_live_from_when_it_is_made(cursor: Cursor) -> None:
    """Before that moment nobody has it."""
    key = add_sender(cursor, SYSTEM, name="Prøve", now=NOW)
    assert _live(cursor, key, NOW)
    assert _live(cursor, key, NOW + 1000 * DAY)
    assert not _live(cursor, key, NOW - HOUR)


def test_the_keys_before_a_new_one_stay_live_for_the_overlap(cursor: Cursor) -> None:
    """A system changes over without a stop: both keys work, then the older one ends."""
    old = add_sender(cursor, SYSTEM, name="Prøve", now=NOW)
    new = rotate(cursor, "Prøve", now=NOW + DAY, overlap=14 * DAY)
    assert new.text != old.text
    assert [_live(cursor, key, NOW + 14 * DAY) for key in (old, new)] == [True, True]
    assert [_live(cursor, key, NOW + 15 * DAY) for key in (old, new)] == [False, True]


def test_rotating_again_never_lengthens_a_key(cursor: Cursor) -> None:
    """A key that ends sooner keeps its end."""
    first = add_sender(cursor, SYSTEM, name="Prøve", now=NOW)
    rotate(cursor, SYSTEM, now=NOW, overlap=timedelta(0))
    rotate(cursor, SYSTEM.upper(), now=NOW, overlap=14 * DAY)
    assert not _live(cursor, first, NOW)


def test_a_key_can_be_ended_at_once_alone_or_with_all(cursor: Cursor) -> None:
    """Revoking by the first letters ends one key, revoking without ends every one."""
    first = add_sender(cursor, SYSTEM, name="Prøve", now=NOW)
    others = [rotate(cursor, SYSTEM, now=NOW, overlap=DAY) for _ in range(2)]
    assert revoke(cursor, SYSTEM, prefix=first.prefix, now=NOW + HOUR) == [first.prefix]
    assert not _live(cursor, first, NOW + HOUR)
    assert _live(cursor, others[0], NOW + HOUR)
    revoked = revoke(cursor, "Prøve", prefix="", now=NOW + HOUR)
    assert sorted(revoked) == sorted(key.prefix for key in others)
    assert not any(_live(cursor, key, NOW + HOUR) for key in others)


def test_no_key_can_be_read_out_of_the_database(cursor: Cursor) -> None:
    """Of a key only its hash and its first letters are kept, and its repr shows neither."""
    key = add_sender(cursor, SYSTEM, name="Prøve", now=NOW)
    row = cursor.execute("SELECT to_jsonb(k)::text FROM registry_source_key AS k").fetchone()
    assert row is not None
    secret = key.text.rpartition("_")[2]
    assert secret not in row[0]
    assert secret.encode().hex() not in row[0]
    assert secret not in repr(key)


def test_no_two_keys_are_alike(cursor: Cursor) -> None:
    """Each key is drawn anew, 256 bits of it."""
    add_sender(cursor, SYSTEM, name="Prøve", now=NOW)
    drawn = {rotate(cursor, SYSTEM, now=NOW).text for _ in range(50)}
    assert len(drawn) == 50
    assert {len(text.split("_", 2)[2]) for text in drawn} == {43}


def test_a_system_given_by_a_name_it_was_heard_under_is_that_system(desk: Desk) -> None:
    """Who has heard of it need not look its UUID up; an unknown name gets a UUID of its own."""
    desk.take(case("a"))
    ((system, name),) = desk.rows("SELECT id, name FROM registry_system")
    with desk.connection.cursor() as cursor:
        assert add_sender(cursor, name, name="", now=NOW).sender.system == system
        unknown = add_sender(cursor, "Et nyt system", name="", now=NOW).sender
    assert unknown.system not in {system, "Et nyt system"}


def test_a_source_is_added_once(cursor: Cursor) -> None:
    """The same system, or another by the same name, is refused with what to do."""
    add_sender(cursor, SYSTEM, name="Prøve", now=NOW)
    for given, name in ((SYSTEM, "Andet navn"), (OTHER_SYSTEM, "Prøve")):
        with pytest.raises(GearskifteError, match="GS-SRC-001"):
            add_sender(cursor, given, name=name, now=NOW)


def test_a_source_that_is_not_here_has_no_keys_to_turn(cursor: Cursor) -> None:
    """Neither rotated nor revoked."""
    with pytest.raises(GearskifteError, match="GS-SRC-003"):
        rotate(cursor, SYSTEM, now=NOW)
    with pytest.raises(GearskifteError, match="GS-SRC-003"):
        revoke(cursor, SYSTEM, prefix="", now=NOW)


def test_a_name_that_several_systems_have_is_refused(desk: Desk) -> None:
    """Which one is meant must be said by its UUID."""
    insert = "INSERT INTO registry_system (id, name) VALUES (%s, 'Fælles'), (%s, 'Fælles')"
    with desk.connection.cursor() as cursor:
        cursor.execute(insert, [SYSTEM, OTHER_SYSTEM])
        with pytest.raises(GearskifteError, match="GS-SRC-002"):
            add_sender(cursor, "Fælles", name="", now=NOW)


def test_the_list_tells_when_a_key_was_used(desk: Desk) -> None:
    """To the hour, so that it can be seen when the old key is no longer needed."""
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        key = add_sender(cursor, SYSTEM, name="Prøve", now=NOW)
    for minutes in (0, 10, 70):
        _hand_in(key, str(minutes).encode(), NOW + timedelta(minutes=minutes))
    with desk.connection.cursor() as cursor:
        (state,) = keys(cursor)
    assert (state.name, state.prefix, state.valid_to) == ("Prøve", key.prefix, None)
    assert state.used_at == datetime(2024, 6, 3, 13, 10, tzinfo=UTC)


def _hand_in(key: IssuedKey, body: bytes, at: datetime) -> None:
    connections["web"].ensure_connection()
    with psycopg.Cursor(connections["web"].connection) as cursor:
        assert hand_in(cursor, VAULT, [body], key=hash_of(key.text) or b"", at=at)
