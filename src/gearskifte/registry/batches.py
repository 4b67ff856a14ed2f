# SPDX-License-Identifier: EUPL-1.2
"""Batches of messages: kept, read and prepared, and written.

A batch is kept in one transaction, so that no message is lost for what follows, and written in
another. Several may be read and prepared at once, in other processes; all are kept and written
in the order they came, by this process alone.
"""

from __future__ import annotations

import gc
import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, compress, islice
from typing import Any, Final, LiteralString
from uuid import UUID

import msgspec
import psycopg
from psycopg import Cursor

from gearskifte.registry import judging, storing
from gearskifte.registry.beside import VALUES_OF_A_BATCH
from gearskifte.registry.preparing import Answer, Made, Sent, Share, prepare
from gearskifte.registry.receiving import SQL, Intake, Message, Tally, writing
from gearskifte.registry.rules.intake import Reading
from gearskifte.registry.settling import settle_twins
from gearskifte.registry.storing import Received
from gearskifte.registry.unread import note as note_unread

BATCH: Final = 100
"""Messages that wait are read so many at a time."""
MOST_TOGETHER: Final = 1000
BYTES_TOGETHER: Final = 6 * 2**20
"""Messages that are handed in are written so many and so much at a time."""
MOST_REFUSED: Final = 100
LEFT_BEHIND: Final = timedelta(minutes=5)
"""Longer than any importer takes from keeping a batch of messages to having read it."""
_UNFORESEEN: Final = (
    psycopg.DataError,
    psycopg.errors.ProgramLimitExceeded,
    psycopg.errors.StatementTooComplex,
)
"""What PostgreSQL raises for a value that no table can hold."""


class Unread(msgspec.Struct, frozen=True):
    """A kept message that is to be read."""

    id: int
    received_at: datetime
    origin: str
    sent: Sent


class Batch(msgspec.Struct, frozen=True):
    """Messages that are to be read and written together.

    Attributes:
        again: ids of those that came again while they, here or in a batch before, are to be read.
        swapped: whether any system has been swapped, so that readings will be wanted.
    """

    unread: list[Unread]
    again: list[int]
    swapped: bool


class _Prepared(msgspec.Struct, frozen=True):
    unread: list[Unread]
    made: Made
    readings: list[Reading] | None


def handed_in(intake: Intake, messages: Iterable[Message], tally: Tally) -> Iterator[Batch]:
    """Messages in batches, kept; those that were read before are counted and left out."""
    begun: set[int] = set()
    for together in _together(messages):
        every, swapped = _keep(intake, together)
        batch = Batch([], [], swapped)
        for message, kept in zip(together, every, strict=True):
            id_, status, received_at, sender, held = kept
            if status != "received":
                tally.count(_again(status))
            elif id_ in begun:
                batch.again.append(id_)
            else:
                begun.add(id_)
                sent = Sent(message.body, sender, held)
                batch.unread.append(Unread(id_, received_at, message.origin, sent))
        yield batch


def waiting(
    intake: Intake, statement: LiteralString, after: int, left_before: datetime | None = None
) -> Batch:
    """The next messages that were kept and not read."""
    arguments = {"after": after, "most": BATCH, "left_before": left_before}
    with intake.connection.transaction(), intake.connection.cursor() as cursor:
        found = cursor.execute(statement, arguments).fetchall()
        swapped = bool(found) and storing.any_alias(cursor)
    unread = [
        Unread(id_, at, origin, Sent(intake.vault.decipher(body), sender, held))
        for id_, at, origin, body, sender, held in found
    ]
    return Batch(unread, [], swapped)


def write_in_turn(
    intake: Intake,
    batches: Iterator[Batch],
    tally: Tally,
    *,
    announce: bool,
    progress: Callable[[Tally], None] | None = None,
) -> set[int]:
    """Write batches in order; the ids of their messages.

    A single batch is prepared here. From two on, others prepare them, where there are any. The
    disk is waited for once, when all are written.
    """
    touched: set[int] = set()
    first = list(islice(batches, 2))
    beside = intake.beside if len(first) > 1 else None
    begun: deque[tuple[Batch, Callable[[], Answer]]] = deque()

    def write_next() -> None:
        batch, answer = begun.popleft()
        _write(intake, batch, answer(), tally, announce=announce)
        touched.update(each.id for each in batch.unread)
        if progress is not None:
            progress(tally)

    with _without_looking_for_cycles():
        for batch in chain(first, batches):
            sent = [each.sent for each in batch.unread]
            if beside is None:
                share = Share(sent, intake.clock(), announce, whole=True)
                begun.append((batch, partial(intake.preparer, share)))
            else:
                share = Share(sent, intake.clock(), announce, whole=batch.swapped)
                begun.append((batch, beside.begin(share)))
            if len(begun) == (1 if beside is None else beside.ahead):
                write_next()
        while begun:
            write_next()
    if touched:  # so that what is told to have been read is so after a power cut too
        with intake.connection.transaction(), intake.connection.cursor() as cursor:
            cursor.execute(SQL.make_durable)
    return touched


@contextmanager
def _without_looking_for_cycles() -> Iterator[None]:
    threshold = gc.get_threshold()
    gc.set_threshold(VALUES_OF_A_BATCH, *threshold[1:])
    try:
        yield
    finally:
        gc.set_threshold(*threshold)


def _together(messages: Iterable[Message]) -> Iterator[list[Message]]:
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


def _keep(intake: Intake, together: Sequence[Message]) -> tuple[list[tuple[Any, ...]], bool]:
    """Keep messages that are not kept yet, and commit; what is known of each, and if of swaps."""
    digests = [hashlib.sha256(message.body).digest() for message in together]
    with writing(intake.connection) as cursor:
        known = _stored(cursor, digests)
        first = dict(zip(reversed(digests), reversed(together), strict=True))
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
        swapped = storing.any_alias(cursor)
    return [known[digest] for digest in digests], swapped


def _stored(cursor: Cursor[Any], digests: Sequence[bytes]) -> dict[bytes, tuple[Any, ...]]:
    """What is known of the messages with these hashes."""
    rows = cursor.execute(SQL.kept, {"sha256": list(digests)}).fetchall()
    return {bytes(digest): tuple(rest) for digest, *rest in rows}


def _again(status: str) -> str:
    """How a message counts that was read before."""
    return "quarantined" if status == "quarantined" else "unchanged"


def _write(intake: Intake, batch: Batch, answer: Answer, tally: Tally, *, announce: bool) -> None:
    """Write a batch; if that fails, one message at a time, so that one cannot stop all."""
    prepared = _Prepared(batch.unread, answer.made, answer.readings)
    try:
        _write_together(intake, prepared, tally, announce=announce)
    except _UNFORESEEN:
        readings = _readings(intake, prepared)
        for each, reading in zip(batch.unread, readings, strict=True):
            try:
                _write_alone(intake, each, reading, tally, announce=announce)
            except _UNFORESEEN as error:
                unusable = judging.unusable(reading, error)
                _write_alone(intake, each, unusable, tally, announce=announce)
    if batch.again:
        with intake.connection.transaction(), intake.connection.cursor() as cursor:
            found = cursor.execute(SQL.statuses, {"ids": batch.again}).fetchall()
        statuses = {id_: status for id_, status, _ in found}
        for id_ in batch.again:
            tally.count(_again(statuses[id_]))


def _readings(intake: Intake, prepared: _Prepared) -> list[Reading]:
    """What is understood of the messages; they are read again where others have read them."""
    if prepared.readings is not None:
        return prepared.readings
    return list(intake.preparer.readings([each.sent for each in prepared.unread]))


def _anew(
    intake: Intake, unread: list[Unread], readings: list[Reading], *, announce: bool
) -> _Prepared:
    """Prepare messages here, since it turned out that they are not what was prepared."""
    made = prepare(readings, intake.vault, intake.clock(), announce=announce)
    return _Prepared(unread, made, readings)


def _write_alone(
    intake: Intake, unread: Unread, reading: Reading, tally: Tally, *, announce: bool
) -> None:
    alone = _anew(intake, [unread], [reading], announce=announce)
    _write_together(intake, alone, tally, announce=announce)


def _write_together(intake: Intake, prepared: _Prepared, tally: Tally, *, announce: bool) -> None:
    if not prepared.unread:
        return
    with writing(intake.connection) as cursor:
        cursor.execute(SQL.make_durable_later)
        ids = {"ids": [each.id for each in prepared.unread]}
        known = {id_: states for id_, *states in cursor.execute(SQL.statuses, ids).fetchall()}
        prepared = _still_unread(intake, prepared, known, announce=announce)
        made, now = _as_swapped_and_deleted(intake, cursor, prepared, announce), intake.clock()
        batch = [_received(*each) for each in zip(prepared.unread, made.rests, strict=True)]
        stored = storing.store(cursor, batch, made, now, announce=announce)
        statuses = judging.settle(cursor, batch, stored)
        note_unread(cursor, batch, intake.vault)
        settle_twins(cursor, intake, batch, statuses, made)
        findings = judging.judge(cursor, batch, made, stored)
    # Another importer may have read some of the messages since they were kept.
    statuses += [_again(status) for status, _ in known.values() if status != "received"]
    refused = [(each.origin, refusal) for each in batch for refusal in each.reading.refusals]
    tally.refused += refused[: MOST_REFUSED - len(tally.refused)]
    tally.findings += findings
    tally.objects += stored.objects
    for status in statuses:
        tally.count(status)


def _still_unread(
    intake: Intake, prepared: _Prepared, known: dict[int, list[Any]], *, announce: bool
) -> _Prepared:
    """The messages that nobody else has read meanwhile."""
    still = [known[each.id] == ["received", each.sent.held] for each in prepared.unread]
    if all(still):
        return prepared
    unread = list(compress(prepared.unread, still))
    readings = list(compress(_readings(intake, prepared), still))
    return _anew(intake, unread, readings, announce=announce)


def _as_swapped_and_deleted(
    intake: Intake, cursor: Cursor[Any], prepared: _Prepared, announce: bool
) -> Made:
    """What was prepared; made anew where it tells of swapped systems' objects or deleted ones."""
    made, aliases, now = prepared.made, {}, intake.clock()
    if storing.any_alias(cursor):
        readings = _readings(intake, prepared)
        registrations = [told for each in readings for told in each.registrations]
        if aliases := storing.aliases_of(cursor, registrations):
            made = prepare(readings, intake.vault, now, announce=announce, aliases=aliases)
    if gone := storing.erased(cursor, made):
        left = [_without(each, gone, aliases) for each in _readings(intake, prepared)]
        made = prepare(left, intake.vault, now, announce=announce, aliases=aliases)
    return made


def _without(reading: Reading, gone: set[bytes], aliases: Mapping[UUID, UUID]) -> Reading:
    """A reading without what it tells of some objects."""
    left = [
        each
        for each in reading.registrations
        if aliases.get(each.object_id, each.object_id).bytes not in gone
    ]
    return msgspec.structs.replace(reading, registrations=tuple(left))


def _received(unread: Unread, rest: Reading) -> Received:
    sent = unread.sent
    return Received(
        unread.id, unread.received_at, rest, unread.origin, sent.sender, sent.held, sent.body
    )
