# SPDX-License-Identifier: EUPL-1.2
"""What can be done to the registry: take messages in, read what waits, make all of it anew.

A message is first kept, byte for byte, and committed; only then is anything read from it. What can
be used of a message is written in one transaction, what cannot goes to quarantine, and a process
that is killed in between leaves a message that waits and is read by whoever comes next.
"""

from __future__ import annotations

import gc
import hashlib
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, LiteralString

import psycopg
from psycopg import Connection, Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.secrets import Vault
from gearskifte.registry import judging, projecting, storing, unread
from gearskifte.registry.completeness import check_inventories
from gearskifte.registry.preparing import Prepared, Received, prepare
from gearskifte.registry.reading import Reader, ReadMany
from gearskifte.registry.rules.intake import Reading, Refusal
from gearskifte.registry.rules.sender import held_back, sent_by

SQL: Final[Queries] = load("gearskifte.registry", "intake")
REPLAY: Final[Queries] = load("gearskifte.registry", "replay")
BATCH: Final = 100
"""Messages that wait are read so many at a time."""
MOST_TOGETHER: Final = 1000
BYTES_TOGETHER: Final = 8 * 2**20
"""Messages that are handed in are written so many and so much at a time."""
_VALUES_OF_A_BATCH: Final = 250_000
_LONGEST_WAIT: Final = 0.0005
_UNFORESEEN: Final = (
    psycopg.DataError,
    psycopg.errors.ProgramLimitExceeded,
    psycopg.errors.StatementTooComplex,
)
"""What PostgreSQL raises for a value that no table can hold."""
MOST_REFUSED: Final = 100
LEFT_BEHIND: Final = timedelta(minutes=5)
"""Longer than any importer takes from keeping a batch of messages to having read it."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it came: where from (a file's name, an interface) and its bytes."""

    origin: str
    body: bytes = field(repr=False)


@dataclass(slots=True)
class Tally:
    """How an intake went, counted in messages; a message with any part refused is quarantined."""

    messages: int = 0
    applied: int = 0
    unchanged: int = 0
    quarantined: int = 0
    findings: int = 0
    objects: int = 0
    refused: list[tuple[str, Refusal]] = field(default_factory=list)
    """Where from and why, for the first hundred refusals that were new."""

    def count(self, status: str) -> None:
        """Count one message by what became of it."""
        self.messages += 1
        setattr(self, status, getattr(self, status) + 1)


@dataclass(frozen=True, slots=True)
class Intake:
    """What an intake needs: a worker's connection, a reader, the keys and a clock.

    `read_many` reads whole batches ahead, in other processes (see `reading_in`).
    """

    connection: Connection[Any]
    read: Reader
    vault: Vault
    clock: Callable[[], datetime]
    read_many: ReadMany | None = None

    def begin(self, bodies: Sequence[bytes]) -> Iterator[Reading]:
        """The readings of these messages, in order; where others read, they have begun."""
        return map(self.read, bodies) if self.read_many is None else self.read_many(bodies)


@dataclass(frozen=True, slots=True)
class _Kept:
    id: int
    received_at: datetime
    origin: str
    body: bytes = field(repr=False)
    sender: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True)
class _Begun:
    """Messages that are kept, and the readings of those that are not held."""

    kept: list[_Kept]
    readings: Iterator[Reading]


def take_in(
    intake: Intake, messages: Iterable[Message], progress: Callable[[Tally], None] | None = None
) -> Tally:
    """Keep and read messages, in order; the same bytes twice change nothing.

    A batch is kept, and begun to be read, before the one before it is written.

    Returns:
        What became of them. `progress` is called with the tally after every batch.
    """
    tally = Tally()
    touched: set[int] = set()

    def begun() -> Iterator[_Begun]:
        for batch in _batches(messages):
            kept = _keep(intake, batch, tally)
            touched.update(each.id for each in kept)
            yield _begin(intake, kept)

    _write_in_turn(intake, begun(), tally, announce=True, progress=progress)
    tally.findings += judge_references(intake, touched)
    return tally


def resume(intake: Intake) -> Tally:
    """Read the messages that were kept but, because a process was stopped, never read.

    Then those that a replay which was stopped has left; what they tell is no news.
    """
    tally = Tally()
    touched: set[int] = set()

    def begun(statement: LiteralString) -> Iterator[_Begun]:
        after = 0
        while waiting := _waiting(intake, statement, after):
            touched.update(each.id for each in waiting)
            after = waiting[-1].id
            yield _begin(intake, waiting)

    for statement, announce in ((SQL.never_read, True), (SQL.read_again, False)):
        _write_in_turn(intake, begun(statement), tally, announce=announce)
    tally.findings += judge_references(intake, touched)
    return tally


def read_new(intake: Intake) -> set[int]:
    """Read the next messages, a batch at most, that nobody else is about to read; their ids.

    They are what the API has kept, and what importers that were killed have left behind. What they
    refer to is not looked for: see `judge_references`.
    """
    waiting = _waiting(intake, SQL.never_read, 0, intake.clock() - LEFT_BEHIND)
    if waiting:
        prepared = _prepare(intake, _begin(intake, waiting), announce=True)
        _write(intake, prepared, Tally(), announce=True)
    return {each.id for each in waiting}


def judge_references(intake: Intake, messages: Collection[int]) -> int:
    """Report references, in messages that were read, to objects that have not come; how many.

    And look again whether the sources' own counts agree with what has come.
    """
    with writing(intake.connection) as cursor:
        check_inventories(cursor, intake.clock())
        return judging.dangling(cursor, messages)


def replay(intake: Intake) -> Tally:
    """Make everything anew from the kept messages, in the order they came.

    Persons keep their ids. If it is stopped on the way, `resume` goes on where it was.
    """
    with writing(intake.connection) as cursor:
        for name in REPLAY:
            if name.startswith("forget_"):
                cursor.execute(REPLAY[name])
        cursor.execute(REPLAY.unread)
    return resume(intake)


def refresh(connection: Connection[Any], now: datetime) -> int:
    """Make the cards anew for which some fact has begun or ended; the number of them."""
    with writing(connection) as cursor:
        stale = [row[0] for row in cursor.execute(SQL.stale, {"now": now}).fetchall()]
        projecting.project(cursor, stale, now, announce=False)
        return len(stale)


def state_hash(connection: Connection[Any]) -> str:
    """One hash over all that the registry holds to be true, the same for the same truth."""
    row = connection.execute(REPLAY.state).fetchone()
    connection.commit()
    return str(row[0]) if row else ""


@contextmanager
def writing(connection: Connection[Any]) -> Iterator[Cursor[Any]]:
    """A transaction in which nobody else writes the registry; who reads it is not held up.

    Two importers of the same persons and neighbouring objects would else lock each other out, or
    each write who sees what without knowing of the other.
    """
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(SQL.take_turn)
        yield cursor


def _batches(messages: Iterable[Message]) -> Iterator[list[Message]]:
    """As many messages as are written in one transaction, and held in memory, at a time."""
    batch: list[Message] = []
    size = 0
    for message in messages:
        if batch and (len(batch) == MOST_TOGETHER or size + len(message.body) > BYTES_TOGETHER):
            yield batch
            batch, size = [], 0
        batch.append(message)
        size += len(message.body)
    if batch:
        yield batch


def _keep(intake: Intake, batch: Sequence[Message], tally: Tally) -> list[_Kept]:
    """Keep the messages and commit; those that were read before are counted and left out."""
    digests = [hashlib.sha256(message.body).digest() for message in batch]
    kept: dict[int, _Kept] = {}
    with writing(intake.connection) as cursor:
        known = _stored(cursor, digests)
        first = dict(zip(reversed(digests), reversed(batch), strict=True))
        new = [digest for digest in dict.fromkeys(digests) if digest not in known]
        if new:
            arguments = {
                "sha256": new,
                "received_at": [intake.clock() for _ in new],
                "origin": [first[digest].origin for digest in new],
                "size": [len(first[digest].body) for digest in new],
                "body": [intake.vault.encipher(first[digest].body) for digest in new],
            }
            cursor.execute(SQL.keep, arguments)
            known |= _stored(cursor, new)
    for digest, message in zip(digests, batch, strict=True):
        id_, status, received_at, sender, held = known[digest]
        if status == "received" and id_ not in kept:
            kept[id_] = _Kept(id_, received_at, message.origin, message.body, sender, held)
        else:
            tally.count(_again(status))
    return list(kept.values())


def _stored(cursor: Cursor[Any], digests: Sequence[bytes]) -> dict[bytes, tuple[Any, ...]]:
    """What is known of the messages with these hashes."""
    rows = cursor.execute(SQL.kept, {"sha256": list(digests)}).fetchall()
    return {bytes(digest): tuple(rest) for digest, *rest in rows}


def _again(status: str) -> str:
    """How a message counts that was read before."""
    return "quarantined" if status == "quarantined" else "unchanged"


def _waiting(
    intake: Intake, statement: LiteralString, after: int, left_before: datetime | None = None
) -> list[_Kept]:
    """The next messages that were kept and not read."""
    arguments = {"after": after, "most": BATCH, "left_before": left_before}
    with intake.connection.transaction(), intake.connection.cursor() as cursor:
        waiting = cursor.execute(statement, arguments).fetchall()
    return [
        _Kept(id_, at, origin, intake.vault.decipher(body), sender, held)
        for id_, at, origin, body, sender, held in waiting
    ]


def _begin(intake: Intake, kept: list[_Kept]) -> _Begun:
    return _Begun(kept, intake.begin([each.body for each in kept if not each.held]))


def _write_in_turn(
    intake: Intake,
    batches: Iterator[_Begun],
    tally: Tally,
    *,
    announce: bool,
    progress: Callable[[Tally], None] | None = None,
) -> None:
    """Write batches in order; each is prepared while the database is busy with others.

    Whatever uses the connection is done by the one thread beside: it writes the batch before, then
    asks `batches` for the one after.
    """

    def step(before: Prepared | None) -> _Begun | None:
        if before is not None:
            _write(intake, before, tally, announce=announce)
            if progress is not None:
                progress(tally)
        return next(batches, None)

    with ThreadPoolExecutor(1, "registry-writer") as beside, _many_at_once():
        prepared: Prepared | None = None
        begun = beside.submit(step, None).result()
        while begun is not None:
            stepping = beside.submit(step, prepared)
            prepared = _prepare(intake, begun, announce=announce)
            begun = stepping.result()
        beside.submit(step, prepared).result()


@contextmanager
def _many_at_once() -> Iterator[None]:
    """Set the interpreter to batches that are prepared and written side by side.

    There are a hundred thousand values in a batch, without a cycle among them, and all are freed
    when it is written: the garbage collector looks through it once instead of hundreds of times,
    which took a fifth of the time. And when the database has answered, the thread that writes does
    not wait long for the one that prepares.
    """
    threshold, interval = gc.get_threshold(), sys.getswitchinterval()
    gc.set_threshold(_VALUES_OF_A_BATCH, *threshold[1:])
    sys.setswitchinterval(_LONGEST_WAIT)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        gc.set_threshold(*threshold)


def _prepare(intake: Intake, begun: _Begun, *, announce: bool) -> Prepared:
    read = [_received(each, begun.readings) for each in begun.kept]
    return prepare(read, intake.vault, intake.clock(), announce=announce)


def _write(intake: Intake, prepared: Prepared, tally: Tally, *, announce: bool) -> None:
    """Write a batch; if that fails, one message at a time, so that one cannot stop all."""
    try:
        _write_together(intake, prepared, tally, announce=announce)
    except _UNFORESEEN:
        for received in prepared.batch:
            try:
                _write_alone(intake, received, tally, announce=announce)
            except _UNFORESEEN as error:
                unusable = judging.unusable(received, error)
                _write_alone(intake, unusable, tally, announce=announce)


def _write_alone(intake: Intake, received: Received, tally: Tally, *, announce: bool) -> None:
    alone = prepare([received], intake.vault, intake.clock(), announce=announce)
    _write_together(intake, alone, tally, announce=announce)


def _received(kept: _Kept, readings: Iterator[Reading]) -> Received:
    reading = held_back() if kept.held else sent_by(next(readings), kept.sender)
    return Received(
        kept.id, kept.received_at, reading, kept.origin, kept.sender, kept.held, kept.body
    )


def _write_together(intake: Intake, prepared: Prepared, tally: Tally, *, announce: bool) -> None:
    if not prepared.batch:
        return
    with writing(intake.connection) as cursor:
        ids = {"ids": [each.id for each in prepared.batch]}
        known = {id_: states for id_, *states in cursor.execute(SQL.statuses, ids).fetchall()}
        batch = [each for each in prepared.batch if known[each.id] == ["received", each.held]]
        now = intake.clock()
        if len(batch) < len(prepared.batch):
            prepared = prepare(batch, intake.vault, now, announce=announce)
        stored = storing.store(cursor, prepared, intake.vault, now, announce=announce)
        statuses = judging.settle(cursor, batch, stored)
        unread.note(cursor, batch, intake.vault)
        findings = judging.judge(cursor, batch, stored)
    # Another importer may have read some of the messages since they were kept.
    statuses += [_again(status) for status, _ in known.values() if status != "received"]
    refused = [(each.origin, refusal) for each in batch for refusal in each.reading.refusals]
    tally.refused += refused[: MOST_REFUSED - len(tally.refused)]
    tally.findings += findings
    tally.objects += stored.objects
    for status in statuses:
        tally.count(status)
