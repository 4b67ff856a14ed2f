# SPDX-License-Identifier: EUPL-1.2
"""A backup is the database at one moment, and what is restored is proved equal to it."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from gearskifte.kernel.database import backup
from gearskifte.kernel.database.binaries import Binaries
from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.errors import DatabaseError
from gearskifte.kernel.secrets import mark, new_key

pytestmark = pytest.mark.integration

KEY = "0123456789abcdef"
AT = datetime(2026, 11, 29, 3, 45, tzinfo=UTC)
ROWS = [("æøå", 0.1), ("", None), ("twice", 1e300), ("twice", 1e300)]


def _fill(database: Database) -> None:
    with psycopg.connect(database.owner_url) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (words text, number double precision)")
        cursor.executemany("INSERT INTO kept VALUES (%s, %s)", ROWS)


def _save(database: Database, programs: Binaries, folder: Path, at: datetime = AT) -> Path:
    return backup.create(database, programs, folder, key=KEY, version="1", at=at)


def _rows(database: Database) -> list[tuple[object, ...]]:
    with psycopg.connect(database.owner_url) as connection:
        return connection.execute("SELECT * FROM kept ORDER BY words").fetchall()


@pytest.fixture
def full(empty_database: Database) -> Database:
    """A database with one table."""
    _fill(empty_database)
    return empty_database


def test_what_is_restored_is_what_was_saved(
    full: Database, new_database: Callable[[], Database], programs: Binaries, folder: Path
) -> None:
    """A table comes back with the same rows, and its sum says so."""
    made = _save(full, programs, folder)
    target = new_database()
    manifest = backup.restore(target, programs, made, key=KEY)
    assert manifest.rows == len(ROWS)
    assert _rows(target) == _rows(full)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE kept SET number = 0.10000000000000002 WHERE words = 'æøå'",
        "UPDATE kept SET words = NULL WHERE words = ''",
        "DELETE FROM kept WHERE ctid = (SELECT max(ctid) FROM kept)",
        "INSERT INTO kept VALUES ('', NULL)",
    ],
)
def test_any_change_of_a_row_changes_the_sum(
    full: Database, programs: Binaries, folder: Path, change: str
) -> None:
    """The smallest change, a null for an empty text, a row less or more: the sums differ."""
    before = _save(full, programs, folder)
    with psycopg.connect(full.owner_url) as connection:
        connection.execute(change)
    after = _save(full, programs, folder, AT + timedelta(seconds=1))
    sums = [backup.read_manifest(each, KEY).tables["kept"] for each in (before, after)]
    assert sums[0] != sums[1]


def test_a_backup_made_while_others_write_is_of_one_moment(
    full: Database, new_database: Callable[[], Database], programs: Binaries, folder: Path
) -> None:
    """Dump and sums see the same rows, whoever writes meanwhile: it is restored without a fault."""
    stop = threading.Event()

    def write() -> None:
        with psycopg.connect(full.owner_url, autocommit=True) as connection:
            for number in itertools.count():
                connection.execute("INSERT INTO kept VALUES ('new', %s)", [number])
                if stop.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = _save(full, programs, folder)
    finally:
        stop.set()
        writer.join()
    assert backup.restore(new_database(), programs, made, key=KEY).rows < len(_rows(full))


def test_a_backup_is_restored_into_an_empty_database_only(
    full: Database, programs: Binaries, folder: Path
) -> None:
    """What is there already is never written over."""
    made = _save(full, programs, folder)
    with pytest.raises(DatabaseError, match="GS-DB-023"):
        backup.restore(full, programs, made, key=KEY)


def test_a_backup_that_was_changed_is_refused(
    full: Database, programs: Binaries, folder: Path
) -> None:
    """One byte more in the dump, or no manifest, and nothing is restored."""
    made = _save(full, programs, folder)
    with (made / backup.DUMP).open("ab") as dump:
        dump.write(b"!")
    with pytest.raises(DatabaseError, match="GS-DB-022"):
        backup.read_manifest(made, KEY)
    (made / backup.MANIFEST).unlink()
    with pytest.raises(DatabaseError, match="GS-DB-022"):
        backup.read_manifest(made, KEY)


def test_a_backup_of_another_key_is_refused_before_it_is_needed(
    full: Database, programs: Binaries, folder: Path
) -> None:
    """Without its key a backup is unreadable, so a wrong one is told at once."""
    made = _save(full, programs, folder)
    with pytest.raises(DatabaseError, match="GS-DB-022"):
        backup.read_manifest(made, "another")


def test_a_backup_that_fails_leaves_nothing(
    full: Database, programs: Binaries, folder: Path
) -> None:
    """Two at the same second, or no room: an error, and no folder that looks like a backup."""
    made = _save(full, programs, folder)
    with pytest.raises(DatabaseError, match="GS-DB-021"):
        _save(full, programs, folder)
    assert list(folder.iterdir()) == [made]


def test_keys_are_told_apart_by_a_mark_that_gives_none_away() -> None:
    """The mark is the same for the same key and another for another; it holds none of the key."""
    one, other = new_key(), new_key()
    assert mark(one) == mark(one) != mark(other)
    assert mark(one) not in one.hex()
