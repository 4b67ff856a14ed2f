# SPDX-License-Identifier: EUPL-1.2
"""Writes what was read to the tables, a batch at a time, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, Final, LiteralString
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.database.copying import Target, copy_in
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.events import Announcement, publish
from gearskifte.kernel.secrets import Vault
from gearskifte.registry.events import CasesChanged, person_events
from gearskifte.registry.histories import pack_facts
from gearskifte.registry.projecting import Met, project
from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.history import Registered
from gearskifte.registry.rules.intake import Fact, Kind, Reading, Registration, Section
from gearskifte.registry.rules.naming import Names, Said, mentioned_systems, names
from gearskifte.registry.sealing import Sealed, Sealer, content_id, mentioned

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


class Received(msgspec.Struct, frozen=True):
    """A kept message that has been read. `id` and `origin` are the raw message's.

    Attributes:
        sender: the system whose key the message came with, "" for one that came as a file.
        held: whether it is kept unread.
    """

    id: int
    received_at: datetime
    reading: Reading
    origin: str = ""
    sender: str = ""
    held: bool = False


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


class _Told(msgspec.Struct, frozen=True, gc=False):
    """A registration without CPR numbers, and the message it came in."""

    message_id: int
    received_at: datetime
    sealed: Sealed

    def registered(self) -> Registered:
        """As one of its object's history."""
        told = self.sealed.registration
        return Registered(self.sealed.id, told.source_time, self.received_at, told.facts)

    def row(self) -> tuple[object, ...]:
        """The columns of `REGISTRATIONS`."""
        told = self.sealed.registration
        return (
            self.sealed.id,
            told.object_id,
            told.kind,
            told.operation,
            told.source_time,
            self.received_at,
            self.message_id,
            told.lifecycle,
            told.actor,
            told.note,
            pack_facts(self.sealed.encoded),
        )


def rows(values: Iterable[Any]) -> str:
    """A JSON array for `jsonb_to_recordset`."""
    return msgspec.json.encode(list(values)).decode()


def store(
    cursor: Cursor[Any],
    batch: Sequence[Received],
    vault: Vault,
    now: datetime,
    *,
    announce: bool,
) -> Stored:
    """Write a batch of readings; what is known already is left alone.

    `announce` is whether other rooms are told what is news in them.
    """
    registrations = [each for received in batch for each in received.reading.registrations]
    sealer = Sealer(vault, aliases_of(cursor, registrations))
    told = _without_erased(
        cursor,
        [
            _Told(received.id, received.received_at, sealer.registration(registration))
            for received in batch
            for registration in received.reading.registrations
        ],
    )
    events, about = _event_rows(batch, sealer)
    fresh, here = _unknown(cursor, told)
    heard = _newest(fresh)
    said = names((each.at, each.fact) for each in heard)
    _add_persons(cursor, sealer, vault, said.persons, now)
    copy_in(cursor, REGISTRATIONS, [each.row() for each in fresh])
    new_events = cursor.execute(SQL.add_events, {"rows": rows(events)}).fetchall()
    cursor.execute(SQL.add_event_objects, {"rows": rows(about)})
    new = {
        *(each.message_id for each in fresh),
        *(message for _, message in new_events),
        *_add_classes(cursor, batch),
        *_add_inventories(cursor, batch),
    }
    met, objects = _met(fresh, here)
    project(cursor, objects, now, announce=announce, met=met)
    if announce:
        happened = {event_id for event_id, _ in new_events}
        news = person_events(each["body"] for each in events if each["id"] in happened)
        publish(cursor, news, now)
        targets = {row["target"] for row in about if row["event_id"] in happened}
        _announce_cases(cursor, fresh, targets, now)
    _write_names(cursor, heard, said)
    whole = {each.history[0].id.int for each in met if len(each.history) == 1}
    return Stored(
        new=frozenset(new),
        objects=len(met) + len(objects),
        told_more=tuple(each.sealed.id for each in fresh if each.sealed.id.int not in whole),
    )


def aliases_of(cursor: Cursor[Any], told: Iterable[Registration]) -> dict[UUID, UUID]:
    """The ids in these registrations that stand for objects with another id here."""
    ((any_,),) = cursor.execute(SWAP.any_alias).fetchall()
    if not any_:  # as in every registry where no system has been swapped
        return {}
    ids = {id_ for each in told for id_ in mentioned(each)}
    return dict(cursor.execute(SWAP.aliases, {"ids": list(ids)}).fetchall())


def _without_erased(cursor: Cursor[Any], told: list[_Told]) -> list[_Told]:
    """Leave out objects that have been deleted, which no message brings back."""
    ((any_,),) = cursor.execute(SWAP.any_erased).fetchall()
    if not any_:  # as in every registry from which nothing has been deleted
        return told
    ids = {each.sealed.registration.object_id for each in told}
    erased = {row[0] for row in cursor.execute(SWAP.erased, {"ids": list(ids)}).fetchall()}
    return [each for each in told if each.sealed.registration.object_id not in erased]


def _unknown(cursor: Cursor[Any], told: Iterable[_Told]) -> tuple[list[_Told], set[int]]:
    """The registrations that are not here, each once, and which of their objects are.

    Nobody else writes, so none will come; and of an object that is not here nothing is known.
    """
    once: dict[int, _Told] = {}
    for each in told:
        once.setdefault(each.sealed.id.int, each)
    about = {each.sealed.registration.object_id.int for each in once.values()}
    here = _found(cursor, SQL.known_objects, about)
    asked = [id_ for id_, each in once.items() if each.sealed.registration.object_id.int in here]
    known = _found(cursor, SQL.known_registrations, asked)
    return [each for id_, each in once.items() if id_ not in known], here


def _found(cursor: Cursor[Any], statement: LiteralString, ids: Iterable[int]) -> set[int]:
    """Which of the ids a statement finds, as numbers; they are sent as one text: quickest."""
    text = ",".join([f"{each:032x}" for each in ids])
    if not text:
        return set()
    text = "{" + text + "}"
    return {row[0].int for row in cursor.execute(statement, {"ids": text}).fetchall()}


def _met(fresh: Iterable[_Told], here: set[int]) -> tuple[list[Met], list[UUID]]:
    """The objects that nothing was known of before with their histories, and the others' ids."""
    found: dict[int, list[_Told]] = {}
    known: dict[int, UUID] = {}
    for each in fresh:
        about = each.sealed.registration.object_id
        if about.int in here:
            known[about.int] = about
        else:
            found.setdefault(about.int, []).append(each)
    met = []
    for every in found.values():
        if len(every) > 1:
            every.sort(key=lambda e: (e.sealed.registration.source_time, e.sealed.id))
        first = every[0].sealed.registration
        met.append(Met(first.object_id, first.kind, [each.registered() for each in every]))
    return met, sorted(known.values(), key=attrgetter("int"))


def _announce_cases(
    cursor: Cursor[Any], fresh: Sequence[_Told], targets: set[str], now: datetime
) -> None:
    """Tell that something new is known of cases: a registration, or an event about one."""
    told = (each.sealed.registration for each in fresh)
    cases = {each.object_id for each in told if each.kind is Kind.CASE}
    changed = CasesChanged(tuple(sorted(cases | set(map(UUID, targets)), key=attrgetter("int"))))
    if changed.cases:
        announced = Announcement("CasesChanged", msgspec.to_builtins(changed))
        publish(cursor, [announced], now)


def _event_rows(
    batch: Sequence[Received], sealer: Sealer
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    events, about = [], []
    for received in batch:
        for event in map(sealer.event, received.reading.events):
            event_id = content_id(event)
            events.append(
                {
                    "id": event_id,
                    "raw_id": received.id,
                    "message_id": event.message_id,
                    "registered_at": event.registered_at,
                    "happened_at": event.happened_at,
                    "body": event,
                }
            )
            targets = {ref.value for ref in event.objects if ref.kind in ("uuid", "person")}
            about += [{"event_id": event_id, "target": target} for target in sorted(targets)]
    return events, about


def _add_persons(
    cursor: Cursor[Any], sealer: Sealer, vault: Vault, said: Mapping[str, Said], now: datetime
) -> None:
    """Persons met for the first time; the others' names, where a newer one was told."""
    known = _found(cursor, SQL.known_persons, [person.int for person in sealer.met])
    met = [
        (person, vault.fingerprint(cpr), vault.encipher(cpr.encode()), name, at, now)
        for person, cpr in sealer.met.items()
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


def _newest(fresh: Iterable[_Told]) -> list[_Heard]:
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
