# SPDX-License-Identifier: EUPL-1.2
"""Deletion when the period has run out (sletning), with a proof of what is gone.

Deleted is every row about an object, and what the kept messages say of it: a message of which
nothing else is left is emptied, another is written again without it. That a message came, and the
hash of its bytes, stay, so that the same bytes sent once more bring nothing back. What is left of
an object is its id in one list, which every later message is held against. Persons' logs stay.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor, sql

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.events import Announcement, forget, publish
from gearskifte.registry.dueness import BATCH, due
from gearskifte.registry.events import ObjectsErased
from gearskifte.registry.receiving import Intake, writing
from gearskifte.registry.rules.intake import Reading, Registration
from gearskifte.registry.sealing import Sealer, mentioned
from gearskifte.registry.storing import aliases_of

SQL: Final[Queries] = load("gearskifte.registry", "retention")
_UUID_TEXT: Final = "([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"
_UUID: Final = re.compile(_UUID_TEXT.encode())

Writer = Callable[[Sequence[Registration]], bytes]
"""Makes one message of registrations of one standard and operation."""


class Run(msgspec.Struct, frozen=True):
    """A deletion run and its proof.

    Attributes:
        proof: rows removed by table, messages emptied and rewritten, what was found of the objects
            afterwards (0), messages that name one and that nobody could read or has decided on, and
            one hash over the ids.
    """

    id: int
    at: datetime
    by: str
    due_by: date
    number: int
    proof: dict[str, Any]


def erase(intake: Intake, write: Writer, *, due_by: date, by: str) -> Run:
    """Delete everything that may be deleted on a day, and prove it.

    Args:
        intake: a worker's.
        write: writes the rest of a message that tells of other objects too.
        due_by: what may be deleted on this day or before.
        by: who has it done.
    """
    now = intake.clock()
    with writing(intake.connection) as cursor:
        ids = [
            each.id
            for each in due(cursor, now)
            if each.verdict.on is not None and each.verdict.on <= due_by
        ]
        arguments = {"at": now, "by": by, "due_by": due_by, "number": len(ids)}
        ((erasure,),) = cursor.execute(SQL.begin, arguments).fetchall()
        cursor.execute(SQL.mark, {"erasure": erasure, "ids": ids})
        numbers = [row[0] for row in cursor.execute(SQL.numbers, {"ids": ids}).fetchall()]
        removed = _remove(cursor, ids)
        gone = {row[0] for row in cursor.execute(SQL.all_erased).fetchall()}
        messages = _clean_messages(cursor, intake, write, gone)
        proof = {
            "removed": removed,
            **messages,
            "found_in_tables_afterwards": _found(cursor, ids),
            "references_left": _count(cursor, ids),
            **_left_in_messages(cursor, intake, gone),
            "ids_sha256": hashlib.sha256("\n".join(sorted(map(str, ids))).encode()).hexdigest(),
        }
        cursor.execute(SQL.prove, {"erasure": erasure, "proof": json.dumps(proof)})
        told = ObjectsErased(tuple(ids), tuple(numbers))
        forget(cursor, [*map(str, ids), *numbers], now)
        publish(
            cursor, [Announcement("ObjectsErased", msgspec.to_builtins(told))] if ids else [], now
        )
    return Run(erasure, now, by, due_by, len(ids), proof)


def prove_everywhere(cursor: Cursor[Any], run: Run) -> Run:
    """Search every table of the other rooms for what a run deleted; the run with what was found.

    To be done when they have heard of it. What by design keeps the ids is left out: persons' logs
    of who has looked, and that the deletion was told.
    """
    ids = [row[0] for row in cursor.execute(SQL.erased_by, {"erasure": run.id}).fetchall()]
    found = {}
    for (table,) in cursor.execute(SQL.tables).fetchall():
        statement = sql.SQL(
            "SELECT count(*) FROM {0} AS t WHERE EXISTS ("
            "SELECT FROM regexp_matches(t::text, %s, 'g') AS m WHERE lower(m[1])::uuid = ANY(%s))"
        ).format(sql.Identifier(table))
        if table == "kernel_outbox":
            statement += sql.SQL(" AND t.name <> 'ObjectsErased'")
        ((number,),) = cursor.execute(statement, [_UUID_TEXT, ids]).fetchall()
        if number:
            found[table] = number
    proof = {**run.proof, "found_in_other_rooms_afterwards": found}
    cursor.execute(SQL.prove, {"erasure": run.id, "proof": json.dumps(proof)})
    return msgspec.structs.replace(run, proof=proof)


def runs(cursor: Cursor[Any]) -> list[Run]:
    """Every deletion run, the newest first."""
    return [
        Run(id_, at, by, due_by, number, proof)
        for id_, at, by, due_by, number, proof in cursor.execute(SQL.runs).fetchall()
    ]


def _remove(cursor: Cursor[Any], ids: Collection[UUID]) -> dict[str, int]:
    arguments = {"ids": list(ids), "texts": [str(id_) for id_ in ids]}
    removed = {}
    for name in SQL:
        if name.startswith("remove_"):
            cursor.execute(SQL[name], arguments)
            removed[name.removeprefix("remove_")] = max(cursor.rowcount, 0)
    return removed


def _clean_messages(
    cursor: Cursor[Any], intake: Intake, write: Writer, gone: Collection[UUID]
) -> dict[str, int]:
    counted: Counter[str] = Counter(messages_emptied=0, messages_rewritten=0)
    for each in list(_naming(cursor, intake, gone)):
        if not (each.about or each.useless):
            continue  # what it is about nobody knows, and somebody may still mend it
        rest = _rest(cursor, intake, each.reading, gone)
        if rest:
            sealed = intake.vault.encipher(write(rest))
            cursor.execute(SQL.rewrite_message, {"id": each.id, "body": sealed})
            counted["messages_rewritten"] += 1
        else:
            cursor.execute(SQL.empty_message, {"id": each.id})
            counted["messages_emptied"] += 1
    return dict(counted)


def _left_in_messages(
    cursor: Cursor[Any], intake: Intake, gone: Collection[UUID]
) -> dict[str, int]:
    """How many kept messages are about deleted objects, or name one and wait for a decision."""
    named = [each.about for each in _naming(cursor, intake, gone)]
    return {
        "found_in_messages_afterwards": sum(named),
        "unread_messages_that_name_them": len(named) - sum(named),
    }


def _rest(
    cursor: Cursor[Any], intake: Intake, reading: Reading, gone: Collection[UUID]
) -> list[Registration]:
    """What a message tells of objects that are still here."""
    sealer = Sealer(intake.vault, aliases_of(cursor, reading.registrations))
    return [each for each in reading.registrations if sealer.canonical(each.object_id) not in gone]


class _Naming(msgspec.Struct, frozen=True):
    """A kept message in which a deleted object's id stands.

    Attributes:
        about: whether it is about one, as far as it can be read.
        useless: whether nothing of it could be used and nobody has to decide on it.
    """

    id: int
    reading: Reading
    about: bool
    useless: bool


def _naming(cursor: Cursor[Any], intake: Intake, gone: Collection[UUID]) -> Iterator[_Naming]:
    """Messages about deleted objects, or not wholly read; what merely refers to one is left out."""
    after = 0
    wanted = set(gone)
    while batch := cursor.execute(SQL.messages, {"after": after, "most": BATCH}).fetchall():
        after = batch[-1][0]
        for id_, sealed, unread, decided in batch:
            body = intake.vault.decipher(sealed)
            if any(UUID(found.decode()) in wanted for found in _UUID.findall(body)):
                reading = intake.read(body)
                about = _is_about(cursor, intake, reading, wanted)
                if about or unread:
                    yield _Naming(id_, reading, about, decided and not _says_anything(reading))


def _says_anything(reading: Reading) -> bool:
    return bool(reading.registrations or reading.events or reading.classes or reading.inventories)


def _is_about(
    cursor: Cursor[Any], intake: Intake, reading: Reading, gone: Collection[UUID]
) -> bool:
    aliases = aliases_of(cursor, reading.registrations)
    about: Iterable[UUID] = (next(mentioned(each)) for each in reading.registrations)
    events = {ref.value for event in reading.events for ref in event.objects}
    return any(aliases.get(id_, id_) in gone for id_ in about) or any(
        str(id_) in events for id_ in gone
    )


def _count(cursor: Cursor[Any], ids: Collection[UUID]) -> int:
    ((number,),) = cursor.execute(SQL.references_left, {"ids": list(ids)}).fetchall()
    return int(number)


def _found(cursor: Cursor[Any], ids: Collection[UUID]) -> int:
    """How many rows of the registry still name one of the objects, wherever that could be."""
    number = 0
    for table, column in cursor.execute(SQL.columns).fetchall():
        statement = sql.SQL("SELECT count(*) FROM {} WHERE {} = ANY(%s)").format(
            sql.Identifier(table), sql.Identifier(column)
        )
        ((found,),) = cursor.execute(statement, [list(ids)]).fetchall()
        number += found
    return number
