# SPDX-License-Identifier: EUPL-1.2
"""Writes what was read to the tables, a batch at a time, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final, LiteralString
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.database.rows import add_rows, array_of_bytes
from gearskifte.kernel.events import Announcement, publish
from gearskifte.registry.events import CasesChanged, person_events
from gearskifte.registry.histories import unpack_facts
from gearskifte.registry.preparing import PERSONS, REGISTRATIONS, Made
from gearskifte.registry.projecting import project
from gearskifte.registry.rules.intake import Reading, Registration
from gearskifte.registry.rules.naming import Heard, Told, heard, may_name
from gearskifte.registry.sealing import content_id, mentioned

SQL: Final[Queries] = load("gearskifte.registry", "intake")
COMPLETENESS: Final[Queries] = load("gearskifte.registry", "completeness")
SWAP: Final[Queries] = load("gearskifte.registry", "swap")


class Received(msgspec.Struct, frozen=True):
    """A kept message that has been read. `id` and `origin` are the raw message's.

    Attributes:
        reading: what is left of it besides registrations, events and findings.
        sender: the system whose key the message came with, "" for one that came as a file.
        held: whether it is kept unread.
        body: its bytes, for what could not be read of them.
    """

    id: int
    received_at: datetime
    reading: Reading
    origin: str = ""
    sender: str = ""
    held: bool = False
    body: bytes = b""


class _Fresh(msgspec.Struct, frozen=True):
    """What is new of a batch, by the numbers it has in it.

    Attributes:
        registrations: those that are not here.
        about: the objects they are about, in order.
        here: those of them that are here already.
    """

    registrations: Sequence[int]
    about: Sequence[int]
    here: frozenset[int]


class Stored(msgspec.Struct, frozen=True):
    """What a batch changed.

    Attributes:
        new: ids of the messages that told something not known before.
        objects: how many something new was told of.
        told_more: ids of the new registrations that are not all there is of their object.
    """

    new: frozenset[int]
    objects: int
    told_more: tuple[UUID, ...]


def rows(values: Iterable[Any]) -> str:
    """A JSON array for `jsonb_to_recordset`."""
    return msgspec.json.encode(list(values)).decode()


def store(
    cursor: Cursor[Any], batch: Sequence[Received], made: Made, now: datetime, *, announce: bool
) -> Stored:
    """Write a batch that was prepared; what is known already is left alone.

    `announce` is whether other rooms are told what is news in it.
    """
    fresh = _fresh(cursor, made)
    beside = {
        "messages": [each.id for each in batch],
        "received": [each.received_at for each in batch],
    }
    all_new = len(fresh.registrations) == len(made.registration_ids)
    told = made.registrations if all_new else made.registrations.only(fresh.registrations)
    add_rows(cursor, REGISTRATIONS, told.rows, **beside)
    said = made.heard if all_new else _heard_again(cursor, batch, made, fresh)
    _add_persons(cursor, made, said)
    new_events = _add_events(cursor, batch, made)
    new = {
        *(batch[number].id for number in {made.told_in[each] for each in fresh.registrations}),
        *(message for _, message in new_events),
        *_add_classes(cursor, batch),
        *_add_inventories(cursor, batch),
    }
    met = made.met.only([each for each in fresh.about if each not in fresh.here])
    known = [
        UUID(bytes=made.met.ids[each]) for each in sorted(fresh.here.intersection(fresh.about))
    ]
    project(cursor, known, now, announce=announce, new=met)
    if announce:
        happened = {event_id for event_id, _ in new_events}
        events = (each["body"] for each in made.events if each["id"] in happened)
        publish(cursor, person_events(events), now)
        targets = {row["target"] for row in made.about if row["event_id"] in happened}
        _announce_cases(cursor, made, fresh, targets, now)
    _write_names(cursor, batch, said)
    more = {each for each in fresh.about if each in fresh.here or not made.met.whole[each]}
    return Stored(
        new=frozenset(new),
        objects=len(fresh.about),
        told_more=tuple(
            UUID(bytes=made.registration_ids[each])
            for each in (fresh.registrations if more else ())
            if made.of[each] in more
        ),
    )


def any_alias(cursor: Cursor[Any]) -> bool:
    """Whether any system has been swapped, which few registries have seen."""
    ((any_,),) = cursor.execute(SWAP.any_alias).fetchall()
    return bool(any_)


def aliases_of(cursor: Cursor[Any], told: Iterable[Registration]) -> dict[UUID, UUID]:
    """The ids in these registrations that stand for objects with another id here."""
    if not any_alias(cursor):
        return {}
    ids = {id_ for each in told for id_ in mentioned(each)}
    return dict(cursor.execute(SWAP.aliases, {"ids": list(ids)}).fetchall())


def erased(cursor: Cursor[Any], made: Made) -> set[bytes]:
    """The ids of objects in a batch that have been deleted, which no message brings back."""
    ((any_,),) = cursor.execute(SWAP.any_erased).fetchall()
    return _found(cursor, SWAP.erased, made.met.ids) if any_ else set()  # as few registries have


def _fresh(cursor: Cursor[Any], made: Made) -> _Fresh:
    """What is not here. Nobody else writes, so none of it will come.

    Of an object that is not here nothing is known.
    """
    told, ids = range(len(made.registration_ids)), made.met.ids
    here = _found(cursor, SQL.known_objects, ids)
    if not here:
        return _Fresh(told, range(len(ids)), frozenset())
    asked = [each for each in told if ids[made.of[each]] in here]
    known = _found(cursor, SQL.known_registrations, [made.registration_ids[each] for each in asked])
    new = [each for each in told if made.registration_ids[each] not in known]
    about = dict.fromkeys(made.of[each] for each in new)
    return _Fresh(new, list(about), frozenset(each for each in about if ids[each] in here))


def _found(cursor: Cursor[Any], statement: LiteralString, ids: Collection[bytes]) -> set[bytes]:
    """Which of the ids a statement finds."""
    if not ids:
        return set()
    return {row[0].bytes for row in cursor.execute(statement, {"ids": array_of_bytes(ids)})}


def _heard_again(
    cursor: Cursor[Any], batch: Sequence[Received], made: Made, fresh: _Fresh
) -> Heard:
    """What the new registrations say that all are called, where others are known already."""
    ids = array_of_bytes(made.registration_ids[each] for each in fresh.registrations)
    numbers = {each.id: number for number, each in enumerate(batch)}
    return heard(
        Told(fact, at, {numbers[message]})
        for at, message, facts in cursor.execute(SQL.told, {"ids": ids}).fetchall()
        for fact in unpack_facts(facts)
        if may_name(fact)
    )


def _announce_cases(
    cursor: Cursor[Any], made: Made, fresh: _Fresh, targets: set[str], now: datetime
) -> None:
    """Tell that something new is known of cases: a registration, or an event about one."""
    about = set(fresh.about)
    cases = {id_ for each, id_ in made.cases.items() if each in about}
    if changed := sorted(cases | {str(UUID(target)) for target in targets}):
        publish(cursor, [Announcement(CasesChanged.__name__, {"cases": changed})], now)


def _add_persons(cursor: Cursor[Any], made: Made, said: Heard) -> None:
    """Persons met for the first time; the others' names, where a newer one was told."""
    known = _found(cursor, SQL.known_persons, made.person_ids)
    new = [at for at, person in enumerate(made.person_ids) if person not in known]
    add_rows(cursor, PERSONS, (made.persons.only(new) if known else made.persons).rows)
    named = [
        {"id": key, "name": told.name, "name_time": told.at}
        for key, told in said.names.persons.items()
        if UUID(key).bytes in known
    ]
    if named:
        cursor.execute(SQL.name_persons, {"rows": rows(named)})


def _add_events(
    cursor: Cursor[Any], batch: Sequence[Received], made: Made
) -> list[tuple[UUID, int]]:
    """Write events; the ids of those that are new, with their messages."""
    if not made.events:
        return []
    events = [{**each, "raw_id": batch[each["raw_id"]].id} for each in made.events]
    new = cursor.execute(SQL.add_events, {"rows": rows(events)}).fetchall()
    cursor.execute(SQL.add_event_objects, {"rows": rows(made.about)})
    return new


def _add_classes(cursor: Cursor[Any], batch: Sequence[Received]) -> set[int]:
    new = set()
    for received in batch:
        arguments = {"rows": rows(received.reading.classes)}
        if received.reading.classes and cursor.execute(SQL.add_classes, arguments).fetchall():
            new.add(received.id)
    return new


def _add_inventories(cursor: Cursor[Any], batch: Sequence[Received]) -> set[int]:
    """What sources say they have sent; who counts has been heard."""
    told = [(each, said) for each in batch for said in each.reading.inventories]
    if not told:
        return set()
    inventories = [
        {
            **msgspec.to_builtins(said),
            "id": content_id(said),
            "message_id": received.id,
            "kind": said.kind or "",
            "listed": said.objects,
        }
        for received, said in told
    ]
    heard = [
        {"id": said.system, "name": "", "name_time": None, "heard_at": received.received_at,
         "newest_at": said.until}
        for received, said in {said.system: (received, said) for received, said in told}.values()
    ]  # fmt: skip
    cursor.execute(SQL.hear_systems, {"rows": rows(heard)})
    added = cursor.execute(COMPLETENESS.add_inventories, {"rows": rows(inventories)})
    return {message for _, message in added.fetchall()}


def _write_names(cursor: Cursor[Any], batch: Sequence[Received], said: Heard) -> None:
    """What systems and authorities are called, and when each system was heard."""
    authorities = [
        {"id": key, "name": s.name, "name_time": s.at} for key, s in said.names.authorities.items()
    ]
    if authorities:
        cursor.execute(SQL.name_authorities, {"rows": rows(authorities)})
    sources = [
        {
            "id": key,
            "name": s.name,
            "name_time": s.at,
            "heard_at": max(batch[number].received_at for number in messages),
            "newest_at": newest,
        }
        for key, s in said.names.systems.items()
        for newest, messages in (said.systems[key],)
    ]
    if sources:
        cursor.execute(SQL.hear_systems, {"rows": rows(sources)})
