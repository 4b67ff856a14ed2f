# SPDX-License-Identifier: EUPL-1.2
"""What can be done to the registry: take messages in, read what waits, make all of it anew.

A message is first kept, byte for byte, and committed; only then is anything read from it. What can
be used of a message is written in one transaction, what cannot goes to quarantine, and a process
that is killed in between leaves a message that waits and is read by whoever comes next.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final

import psycopg
from psycopg import Connection, Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.secrets import Vault
from gearskifte.registry import judging, projecting, storing
from gearskifte.registry.rules.intake import Reading, Refusal
from gearskifte.registry.storing import Received

SQL: Final[Queries] = load("gearskifte.registry", "intake")
REPLAY: Final[Queries] = load("gearskifte.registry", "replay")
BATCH: Final = 100
MOST_REFUSED: Final = 100

Reader = Callable[[bytes], Reading]
"""Makes a reading of a message's bytes; never raises for bad input."""


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
    """What an intake needs: a worker's connection, a reader, the keys and a clock."""

    connection: Connection[Any]
    read: Reader
    vault: Vault
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class _Kept:
    id: int
    received_at: datetime
    origin: str
    body: bytes = field(repr=False)


def take_in(
    intake: Intake, messages: Iterable[Message], progress: Callable[[Tally], None] | None = None
) -> Tally:
    """Keep and read messages, in order; the same bytes twice change nothing.

    Returns:
        What became of them. `progress` is called with the tally after every batch.
    """
    tally = Tally()
    touched: set[int] = set()
    for batch in _batches(messages, BATCH):
        kept = _keep(intake, batch, tally)
        _apply(intake, kept, tally, announce=True)
        touched |= {each.id for each in kept}
        if progress is not None:
            progress(tally)
    with intake.connection.transaction(), intake.connection.cursor() as cursor:
        tally.findings += judging.dangling(cursor, touched)
    return tally


def resume(intake: Intake, *, announce: bool = True) -> Tally:
    """Read the messages that were kept but, because a process was stopped, never read."""
    tally = Tally()
    after = 0
    while True:
        arguments = {"after": after, "most": BATCH}
        waiting = intake.connection.execute(SQL.waiting, arguments).fetchall()
        intake.connection.commit()
        if not waiting:
            return tally
        after = waiting[-1][0]
        kept = [
            _Kept(id_, at, origin, intake.vault.decipher(body)) for id_, at, origin, body in waiting
        ]
        _apply(intake, kept, tally, announce=announce)


def replay(intake: Intake) -> Tally:
    """Make everything anew from the kept messages, in the order they came.

    Persons keep their ids. If it is stopped on the way, `resume` goes on where it was.
    """
    with intake.connection.transaction(), intake.connection.cursor() as cursor:
        for name in REPLAY:
            if name.startswith("forget_"):
                cursor.execute(REPLAY[name])
        cursor.execute(REPLAY.unread)
    tally = resume(intake, announce=False)
    with intake.connection.transaction(), intake.connection.cursor() as cursor:
        tally.findings += judging.dangling(cursor, None)
    return tally


def refresh(connection: Connection[Any], now: datetime) -> int:
    """Make the cards anew for which some fact has begun or ended; the number of them."""
    with connection.transaction(), connection.cursor() as cursor:
        stale = [row[0] for row in cursor.execute(SQL.stale, {"now": now}).fetchall()]
        projecting.project(cursor, stale, now, announce=False)
        return len(stale)


def state_hash(connection: Connection[Any]) -> str:
    """One hash over all that the registry holds to be true, the same for the same truth."""
    row = connection.execute(REPLAY.state).fetchone()
    connection.commit()
    return str(row[0]) if row else ""


def _batches(messages: Iterable[Message], size: int) -> Iterator[list[Message]]:
    rest = iter(messages)
    while batch := list(islice(rest, size)):
        yield batch


def _keep(intake: Intake, batch: Sequence[Message], tally: Tally) -> list[_Kept]:
    """Keep the messages and commit; those that were read before are counted and left out."""
    kept: dict[int, _Kept] = {}
    with intake.connection.transaction(), intake.connection.cursor() as cursor:
        for message in batch:
            at = intake.clock()
            digest = {"sha256": hashlib.sha256(message.body).digest()}
            row = cursor.execute(
                SQL.keep,
                {
                    **digest,
                    "received_at": at,
                    "origin": message.origin,
                    "size": len(message.body),
                    "body": intake.vault.encipher(message.body),
                },
            ).fetchone()
            if row is not None:
                kept[row[0]] = _Kept(row[0], at, message.origin, message.body)
                continue
            id_, status, received_at = _known(cursor, digest)
            if status == "received" and id_ not in kept:
                kept[id_] = _Kept(id_, received_at, message.origin, message.body)
            else:
                tally.count("quarantined" if status == "quarantined" else "unchanged")
    return list(kept.values())


def _known(cursor: Cursor[Any], digest: dict[str, bytes]) -> tuple[int, str, datetime]:
    row = cursor.execute(SQL.kept, digest).fetchone()
    if row is None:  # kept by another process that has not committed yet, or removed just now
        raise psycopg.errors.SerializationFailure("the message is being kept by somebody else")
    return row[0], row[1], row[2]


def _apply(intake: Intake, kept: Sequence[_Kept], tally: Tally, *, announce: bool) -> None:
    """Read and write a batch; if that fails, one message at a time, so that one cannot stop all."""
    read = [
        Received(each.id, each.received_at, intake.read(each.body), each.origin) for each in kept
    ]
    try:
        _apply_together(intake, read, tally, announce=announce)
    except psycopg.DataError:
        for received in read:
            try:
                _apply_together(intake, [received], tally, announce=announce)
            except psycopg.DataError as error:
                unusable = judging.unusable(received, error)
                _apply_together(intake, [unusable], tally, announce=announce)


def _apply_together(
    intake: Intake, batch: Sequence[Received], tally: Tally, *, announce: bool
) -> None:
    if not batch:
        return
    with intake.connection.transaction(), intake.connection.cursor() as cursor:
        stored = storing.store(cursor, batch, intake.vault, intake.clock(), announce=announce)
        findings = judging.judge(cursor, batch, stored)
        statuses = judging.settle(cursor, batch, stored)
    refused = [(each.origin, refusal) for each in batch for refusal in each.reading.refusals]
    tally.refused += refused[: MOST_REFUSED - len(tally.refused)]
    tally.findings += findings
    tally.objects += len(stored.objects)
    for status in statuses:
        tally.count(status)
