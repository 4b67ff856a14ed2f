# SPDX-License-Identifier: EUPL-1.2
"""Every read leaves one line in the person's log, and no line can be changed unnoticed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from random import Random
from typing import Any, LiteralString

import psycopg
import pytest
from psycopg import Cursor
from psycopg.sql import SQL

from gearskifte.kernel.access import Access
from gearskifte.kernel.audit import SQL as STATEMENTS
from gearskifte.kernel.audit import Break, read_log, verify
from gearskifte.kernel.database.provider import Database
from gearskifte.overview.queries import read_news
from gearskifte.registry.public import Kind, read_list, read_object, read_overview
from tests.builders.desk import Desk
from tests.builders.facts import case, object_id
from tests.builders.people import (
    ANNA,
    BO,
    CARLA,
    CITIZENS,
    HOUR,
    NOW,
    official_access,
    own_access,
)

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]
Read = Callable[[Cursor[Any], Access], object]

READS: dict[str, Read] = {
    "overview": read_overview,
    "list": lambda cursor, access: read_list(
        cursor, access, kind=Kind.CASE, finished=False, most=5, skip=0
    ),
    "seen": lambda cursor, access: read_object(cursor, access, object_id("a")),
    "denied": lambda cursor, access: read_object(cursor, access, object_id("b")),
    "missing": lambda cursor, access: read_object(cursor, access, object_id("none")),
    "news": read_news,
    "log": lambda cursor, access: read_log(cursor, access, before=None, most=5, own=True),
}


def _lines(owner: Connection) -> list[tuple[Any, ...]]:
    found = owner.execute("SELECT subject, at, entry FROM kernel_audit ORDER BY id").fetchall()
    owner.commit()
    return found


def _read(web: Connection, access: Access, read: Read = read_overview) -> None:
    with web.transaction(), web.cursor() as cursor:
        read(cursor, access)


def _write(owner: Connection, people: int = 3, lines: int = 5) -> None:
    """Lines of some people's logs."""
    for number in range(lines):
        for person in CITIZENS[:people]:
            _read(owner, own_access(person, NOW + HOUR * number))


@pytest.mark.parametrize("name", READS)
def test_every_read_leaves_exactly_one_line(
    database: Database, worker: Connection, web: Connection, owner: Connection, name: str
) -> None:
    """Whatever is read, seen or denied, one line says who, why and what, at that moment."""
    Desk(worker).take(case("a", ANNA), case("b", BO))
    for number, access in enumerate((own_access(ANNA), own_access(ANNA, NOW + HOUR))):
        _read(web, access, READS[name])
        assert len(_lines(owner)) == number + 1
    subject, at, entry = _lines(owner)[-1]
    assert (subject, at) == (ANNA.id, NOW + HOUR)
    assert entry["actor"]["id"] == str(ANNA.id)
    assert (entry["action"], entry["purpose"]) == ("read", "own")
    assert entry.get("object") == {
        "seen": str(object_id("a")),
        "denied": str(object_id("b")),
        "missing": str(object_id("none")),
    }.get(name)


def test_the_line_is_part_of_the_read(web: Connection, owner: Connection) -> None:
    """What is rolled back was never read, and what is committed stands in the log."""
    with web.cursor() as cursor:
        read_overview(cursor, own_access(ANNA))
        web.rollback()
        assert _lines(owner) == []
        read_overview(cursor, own_access(ANNA))
        web.commit()
        assert len(_lines(owner)) == 1


def test_a_person_reads_their_own_log_and_nobody_elses(web: Connection, owner: Connection) -> None:
    """The log comes newest first, in pages, with or without one's own readings."""
    for number in range(4):
        _read(web, official_access(ANNA, CARLA, at=NOW + HOUR * number))
    _read(web, official_access(BO, CARLA))
    _read(web, own_access(ANNA))
    with web.transaction(), web.cursor() as cursor:
        others = read_log(cursor, own_access(ANNA), before=None, most=3, own=False)
        older = read_log(cursor, own_access(ANNA), before=others[-1].id, most=3, own=False)
        everything = read_log(cursor, own_access(ANNA), before=None, most=99, own=True)
    assert [line.at for line in others + older] == [NOW + HOUR * n for n in (3, 2, 1, 0)]
    assert {line.entry.actor.id for line in others} == {"carla"}
    assert len(everything) == 4 + 1 + 3
    assert {line.entry.what for line in everything} == {"overview", "log"}


def test_a_log_nobody_touched_is_whole(owner: Connection) -> None:
    """Nothing is found where nothing was done, be the log empty or long."""
    assert verify(owner) == []
    _write(owner)
    assert verify(owner) == []


CHANGES: dict[str, LiteralString] = {
    "who": "entry = jsonb_set(entry, '{actor,name}', '\"En anden\"')",
    "why": "entry = jsonb_set(entry, '{purpose}', '\"casework\"')",
    "when": "at = at + interval '1 microsecond'",
    "whom": "subject = gen_random_uuid()",
    "hash": "hash = sha256(hash)",
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("seq", [1, 3, 5])
def test_a_changed_line_is_found(owner: Connection, change: str, seq: int) -> None:
    """Who, why, when and whom cannot be changed afterwards, in any line."""
    _write(owner)
    chain = ANNA.id.bytes[0]
    query = SQL("UPDATE kernel_audit SET {} WHERE chain = %s AND seq = %s")
    owner.execute(query.format(SQL(CHANGES[change])), [chain, seq])
    found = verify(owner)
    assert Break(chain, seq, "changed line") in found
    assert {each.chain for each in found} == {chain}


def test_a_removed_line_is_found(owner: Connection) -> None:
    """A gap in the middle of a chain shows after the line that is missing."""
    _write(owner)
    chain = ANNA.id.bytes[0]
    owner.execute("DELETE FROM kernel_audit WHERE chain = %s AND seq = 3", [chain])
    assert verify(owner) == [Break(chain, 4, "missing line before")]


def test_a_removed_line_is_found_though_the_rest_moves_up(owner: Connection) -> None:
    """Renumbering the lines after it does not hide the gap: their hashes do not follow."""
    _write(owner)
    chain = ANNA.id.bytes[0]
    owner.execute("DELETE FROM kernel_audit WHERE chain = %s AND seq = 3", [chain])
    for seq in (4, 5):
        move = "UPDATE kernel_audit SET seq = %s WHERE chain = %s AND seq = %s"
        owner.execute(move, [seq - 1, chain, seq])
    assert Break(chain, 3, "changed line") in verify(owner)


@pytest.mark.parametrize("kept", [4, 1, 0])
def test_removed_newest_lines_are_found(owner: Connection, kept: int) -> None:
    """A chain that was cut off, or emptied, does not reach its head."""
    _write(owner)
    chain = ANNA.id.bytes[0]
    owner.execute("DELETE FROM kernel_audit WHERE chain = %s AND seq > %s", [chain, kept])
    assert [each.chain for each in verify(owner)] == [chain]


@pytest.mark.parametrize("seq", [6, 7, 0])
def test_an_inserted_line_is_found(owner: Connection, seq: int) -> None:
    """A line that did not go through the log's own door does not fit, even with a right hash."""
    _write(owner)
    chain = ANNA.id.bytes[0]
    owner.execute(
        "INSERT INTO kernel_audit (chain, seq, at, subject, entry, hash) SELECT chain, %s, at,"
        " subject, entry, kernel_chain_hash(hash, %s, at, subject::text, entry) FROM kernel_audit"
        " WHERE chain = %s AND seq = 5",
        [seq, seq, chain],
    )
    assert {each.chain for each in verify(owner)} == {chain}


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM kernel_chain WHERE chain = %s",
        "UPDATE kernel_chain SET seq = 0 WHERE chain = %s",
        "UPDATE kernel_chain SET seq = 4 WHERE chain = %s",
        "UPDATE kernel_chain SET hash = sha256('') WHERE chain = %s",
    ],
)
def test_a_chain_whose_head_was_touched_is_found(owner: Connection, change: LiteralString) -> None:
    """Removing or turning back the head of a chain does not hide what was done to its lines."""
    _write(owner)
    owner.execute(change, [ANNA.id.bytes[0]])
    assert {each.chain for each in verify(owner)} == {ANNA.id.bytes[0]}


def test_any_one_forgery_is_found(owner: Connection) -> None:
    """Sixty random changes, each to one line of a long log, are all found."""
    _write(owner, people=4, lines=10)
    owner.commit()
    dice = Random(4)
    for _ in range(60):
        person, seq = dice.choice(CITIZENS), dice.randint(1, 10)
        change = dice.choice([*CHANGES.values(), "seq = seq + 100"])
        query = SQL("UPDATE kernel_audit SET {} WHERE chain = %s AND seq = %s")
        with owner.transaction(force_rollback=True):
            done = owner.execute(query.format(SQL(change)), [person.id.bytes[0], seq])
            assert done.rowcount == 1
            assert owner.execute(STATEMENTS.breaks).fetchall() != []


@pytest.mark.parametrize("role", ["web", "worker"])
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO kernel_audit VALUES (1, 0, 1, now(), gen_random_uuid(), '{}', '')",
        "UPDATE kernel_audit SET at = now()",
        "DELETE FROM kernel_audit",
        "TRUNCATE kernel_audit",
        "UPDATE kernel_chain SET seq = 0",
        "DELETE FROM kernel_chain",
        "INSERT INTO kernel_chain VALUES (300, 0, '')",
    ],
)
def test_neither_web_nor_worker_can_touch_the_log(
    request: pytest.FixtureRequest, role: str, statement: str
) -> None:
    """Lines are written by the log's own function and by nothing else."""
    connection: Connection = request.getfixturevalue(role)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_readers_at_the_same_time_keep_the_chain_whole(
    database: Database, owner: Connection
) -> None:
    """Six readers of the same people lose no line and break no chain."""
    reads, readers = 15, 6

    def read_much(number: int) -> None:
        with closing(psycopg.connect(database.web_url)) as connection:
            for at in range(reads):
                person = CITIZENS[(number + at) % 2]
                _read(connection, own_access(person, NOW + timedelta(seconds=at)))

    with ThreadPoolExecutor(readers) as pool:
        list(pool.map(read_much, range(readers)))
    assert len(_lines(owner)) == reads * readers
    assert verify(owner) == []
