# SPDX-License-Identifier: EUPL-1.2
"""Writes what was read to the tables, a batch at a time, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, Final, LiteralString
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.database.copying import Target, array_of, copy_in
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.events import Announcement, publish
from gearskifte.kernel.secrets import Vault
from gearskifte.registry.events import CasesChanged, person_events
from gearskifte.registry.preparing import Prepared, Received, Told, prepare
from gearskifte.registry.projecting import project
from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.intake import Fact, Kind, Registration, Section
from gearskifte.registry.rules.naming import Names, Said, mentioned_systems, names
from gearskifte.registry.sealing import Sealer, content_id, mentioned

SQL: Queries = load("gearskifte.registry", "intake")
COMPLETENESS: Queries = load("gearskifte.registry", "completeness")
SWAP: Queries = load("gearskifte.registry", "swap")
PERSONS: Final = Target(
    "registry_person",
    {
        "id": "uuid",
        "fingerprint": "bytea",
        "cipher": "bytea",
        "name": "text",
        "name_time": "timestamptz",
        "met_at": "timestamptz",
    },
)
REGISTRATIONS: Final = Target(
    "registry_registration",
    {
        "id": "uuid",
        "object_id": "uuid",
        "kind": "varchar",
        "operation": "varchar",
        "source_time": "timestamptz",
        "received_at": "timestamptz",
        "message_id": "int8",
        "lifecycle": "varchar",
        "actor": "jsonb",
        "note": "text",
        "facts": "bytea",
    },
)


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
    cursor: Cursor[Any], prepared: Prepared, vault: Vault, now: datetime, *, announce: bool
) -> Stored:
    """Write a batch that was prepared; what is known already is left alone.

    `announce` is whether other rooms are told what is news in it.
    """
    batch = prepared.batch
    registrations = [each for received in batch for each in received.reading.registrations]
    if aliases := aliases_of(cursor, registrations):
        prepared = prepare(batch, vault, now, announce=announce, aliases=aliases)
    fresh, here = _unknown(cursor, _without_erased(cursor, list(prepared.told.values())))
    heard = _newest(fresh)
    said = names((each.at, each.fact) for each in heard)
    _add_persons(cursor, prepared.sealer, vault, said.persons, now)
    copy_in(cursor, REGISTRATIONS, [each.row() for each in fresh])
    new_events = cursor.execute(SQL.add_events, {"rows": rows(prepared.events)}).fetchall()
    cursor.execute(SQL.add_event_objects, {"rows": rows(prepared.about)})
    new = {
        *(each.message_id for each in fresh),
        *(message for _, message in new_events),
        *_add_classes(cursor, batch),
        *_add_inventories(cursor, batch),
    }
    about = {each.object_id.int: each.object_id for each in fresh}
    met = [prepared.objects[number] for number in about if number not in here]
    known = [about[number] for number in sorted(here & about.keys())]
    project(cursor, known, now, announce=announce, met=met)
    if announce:
        happened = {event_id for event_id, _ in new_events}
        events = (each["body"] for each in prepared.events if each["id"] in happened)
        publish(cursor, person_events(events), now)
        targets = {row["target"] for row in prepared.about if row["event_id"] in happened}
        _announce_cases(cursor, fresh, targets, now)
    _write_names(cursor, heard, said)
    whole = {each.id.int for each in met if each.registrations == 1}
    return Stored(
        new=frozenset(new),
        objects=len(about),
        told_more=tuple(each.sealed.id for each in fresh if each.object_id.int not in whole),
    )


def aliases_of(cursor: Cursor[Any], told: Iterable[Registration]) -> dict[UUID, UUID]:
    """The ids in these registrations that stand for objects with another id here."""
    ((any_,),) = cursor.execute(SWAP.any_alias).fetchall()
    if not any_:  # as in every registry where no system has been swapped
        return {}
    ids = {id_ for each in told for id_ in mentioned(each)}
    return dict(cursor.execute(SWAP.aliases, {"ids": list(ids)}).fetchall())


def _without_erased(cursor: Cursor[Any], told: list[Told]) -> list[Told]:
    """Leave out objects that have been deleted, which no message brings back."""
    ((any_,),) = cursor.execute(SWAP.any_erased).fetchall()
    if not any_:  # as in every registry from which nothing has been deleted
        return told
    erased = _found(cursor, SWAP.erased, {each.object_id for each in told})
    return [each for each in told if each.object_id.int not in erased]


def _unknown(cursor: Cursor[Any], told: list[Told]) -> tuple[list[Told], set[int]]:
    """The registrations that are not here, and which of all their objects are, by number.

    Nobody else writes, so none will come; and of an object that is not here nothing is known.
    """
    about = {each.object_id.int: each.object_id for each in told}
    here = _found(cursor, SQL.known_objects, about.values())
    asked = [each.sealed.id for each in told if each.object_id.int in here]
    known = _found(cursor, SQL.known_registrations, asked)
    return [each for each in told if each.sealed.id.int not in known], here


def _found(cursor: Cursor[Any], statement: LiteralString, ids: Collection[UUID]) -> set[int]:
    """Which of the ids a statement finds, by number."""
    if not ids:
        return set()
    found = cursor.execute(statement, {"ids": array_of(ids)}).fetchall()
    return {row[0].int for row in found}


def _announce_cases(
    cursor: Cursor[Any], fresh: Sequence[Told], targets: set[str], now: datetime
) -> None:
    """Tell that something new is known of cases: a registration, or an event about one."""
    told = (each.sealed.registration for each in fresh)
    cases = {each.object_id for each in told if each.kind is Kind.CASE}
    changed = CasesChanged(tuple(sorted(cases | set(map(UUID, targets)), key=attrgetter("int"))))
    if changed.cases:
        announced = Announcement("CasesChanged", msgspec.to_builtins(changed))
        publish(cursor, [announced], now)


def _add_persons(
    cursor: Cursor[Any], sealer: Sealer, vault: Vault, said: Mapping[str, Said], now: datetime
) -> None:
    """Persons met for the first time; the others' names, where a newer one was told."""
    known = _found(cursor, SQL.known_persons, sealer.met)
    met = [
        (person, fingerprint, vault.encipher(cpr.encode()), name, at, now)
        for person, (cpr, fingerprint) in sealer.met.items()
        if person.int not in known
        for told in (said.get(str(person)),)
        for name, at in ((told.name, told.at) if told else ("", None),)
    ]
    copy_in(cursor, PERSONS, met)
    new = {str(person) for person, *_ in met}
    named = [
        {"id": key, "name": told.name, "name_time": told.at}
        for key, told in said.items()
        if key not in new
    ]
    cursor.execute(SQL.name_persons, {"rows": rows(named)})


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


class _Heard(msgspec.Struct, gc=False):
    """A fact that many registrations tell, and the newest source and received time of them."""

    fact: Fact
    at: datetime
    received_at: datetime


def _newest(fresh: Iterable[Told]) -> list[_Heard]:
    """Each fact that was told and may name somebody, once."""
    newest: dict[int, _Heard] = {}
    for each in fresh:
        at, received_at = each.sealed.registration.source_time, each.received_at
        for fact in each.sealed.registration.facts:
            if fact.section is not Section.RELATION and f.SYSTEMS not in fact.values:
                continue
            before = newest.get(id(fact))
            if before is None:
                newest[id(fact)] = _Heard(fact, at, received_at)
                continue
            before.at = max(before.at, at)
            before.received_at = max(before.received_at, received_at)
    return list(newest.values())


def _write_names(cursor: Cursor[Any], told: Iterable[_Heard], said: Names) -> None:
    """What systems and authorities are called, and when each system was heard."""
    heard: dict[str, tuple[datetime, datetime]] = {}
    for each in told:
        for system in mentioned_systems([each.fact]):
            received, newest = heard.get(system, (each.received_at, each.at))
            heard[system] = (max(received, each.received_at), max(newest, each.at))
    authorities = [
        {"id": key, "name": s.name, "name_time": s.at} for key, s in said.authorities.items()
    ]
    cursor.execute(SQL.name_authorities, {"rows": rows(authorities)})
    sources = [
        {"id": key, "name": s.name, "name_time": s.at, "heard_at": at, "newest_at": newest}
        for key, s in said.systems.items()
        for at, newest in (heard[key],)
    ]
    cursor.execute(SQL.hear_systems, {"rows": rows(sources)})
