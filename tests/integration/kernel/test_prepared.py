# SPDX-License-Identifier: EUPL-1.2
"""A statement in one call says what psycopg says, errors among the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import psycopg
import pytest

from gearskifte.kernel.database.prepared import one_value
from gearskifte.kernel.database.provider import Database

pytestmark = pytest.mark.integration

SAYS = "SELECT json_build_array(%(a)s::uuid, %(b)s::timestamptz, %(c)s::text, %(a)s::uuid)::text"
ASKED: Final[dict[str, str | UUID | datetime]] = {
    "a": UUID(int=7),
    "b": datetime(2026, 3, 1, 9, 12, tzinfo=UTC),
    "c": "æ '\"%(a)s$1",
}


@pytest.fixture
def connection(database: Database) -> Iterator[psycopg.Connection[Any]]:
    """A connection that commits by itself, as the pages have."""
    with psycopg.connect(database.web_url, autocommit=True) as made:
        yield made


def test_it_says_what_psycopg_says(connection: psycopg.Connection[Any]) -> None:
    """Ids, moments and texts, named twice or with signs that mean something, and again."""
    with connection.cursor() as cursor:
        plain = cursor.execute(SAYS, ASKED).fetchone()
        for _ in range(3):
            assert one_value(cursor, SAYS, ASKED) == str(plain[0]).encode() if plain else False


def test_nothing_is_none(connection: psycopg.Connection[Any]) -> None:
    """A null and no row are both nothing."""
    with connection.cursor() as cursor:
        assert one_value(cursor, "SELECT nullif(%(c)s, 'x')", {"c": "x"}) is None
        assert one_value(cursor, "SELECT 1 WHERE %(c)s = 'y'", {"c": "x"}) is None


def test_errors_are_psycopgs(connection: psycopg.Connection[Any]) -> None:
    """What the server refuses has the class of its code, and the connection goes on."""
    with connection.cursor() as cursor:
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            one_value(cursor, SAYS, {**ASKED, "a": "no id"})
        with pytest.raises(psycopg.errors.UndefinedTable):
            one_value(cursor, "SELECT a FROM there_is_none WHERE a = %(c)s", {"c": ""})
        with pytest.raises(ValueError, match="null character"):
            one_value(cursor, SAYS, {**ASKED, "c": "a\0b"})
        assert one_value(cursor, SAYS, ASKED)


def test_a_lost_connection_is_known(connection: psycopg.Connection[Any]) -> None:
    """Where the server has ended the connection, it is broken, so that a page asks once more."""
    with connection.cursor() as cursor, pytest.raises(psycopg.OperationalError):
        one_value(cursor, "SELECT pg_terminate_backend(pg_backend_pid())::text", {})
    assert connection.broken


def test_inside_a_transaction_psycopg_does_it(database: Database) -> None:
    """A connection that begins transactions begins one here too, and takes all of it back."""
    with psycopg.connect(database.web_url) as made, made.cursor() as cursor:
        asked = {"k": "gearskifte.scope", "v": "all"}
        assert one_value(cursor, "SELECT set_config(%(k)s, %(v)s, true)", asked) == b"all"
        assert made.info.transaction_status is psycopg.pq.TransactionStatus.INTRANS
