# SPDX-License-Identifier: EUPL-1.2
"""Writes what was read to the tables, a batch at a time, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.events import Announcement, publish
from gearskifte.kernel.secrets import Vault
from gearskifte.registry.events import CasesChanged, person_events
from gearskifte.registry.projecting import Histories, project
from gearskifte.registry.rules.history import Registered
from gearskifte.registry.rules.intake import Kind, Reading, Registration
from gearskifte.registry.rules.naming import mentioned_systems, names
from gearskifte.registry.sealing import Sealer, content_id, mentioned, registration_id

SQL: Queries = load("gearskifte.registry", "intake")
COMPLETENESS: Queries = load("gearskifte.registry", "completeness")
SWAP: Queries = load("gearskifte.registry", "swap")


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
        registrations: ids of the new registrations.
        objects: ids of the objects they are about.
    """

    new: frozenset[int]
    registrations: tuple[UUID, ...]
    objects: tuple[UUID, ...]


class _Sealed(msgspec.Struct, frozen=True):
    """A registration without CPR numbers, and the message it came in."""

    id: UUID
    message_id: int
    received_at: datetime
    registration: Registration

    def row(self) -> dict[str, Any]:
        return {
            **msgspec.to_builtins(self.registration),
            "id": self.id,
            "message_id": self.message_id,
            "received_at": self.received_at,
        }


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
    told = [each for received in batch for each in received.reading.registrations]
    sealer = Sealer(vault, aliases_of(cursor, told))
    sealed = _without_erased(
        cursor,
        [
            _seal(received, registration, sealer)
            for received in batch
            for registration in received.reading.registrations
        ],
    )
    events, about = _event_rows(batch, sealer)
    _add_persons(cursor, sealer, now)
    met = _touch_objects(cursor, sealed)
    arguments = {"rows": rows(each.row() for each in sealed)}
    added = dict(cursor.execute(SQL.add_registrations, arguments).fetchall())
    new_events = cursor.execute(SQL.add_events, {"rows": rows(events)}).fetchall()
    cursor.execute(SQL.add_event_objects, {"rows": rows(about)})
    new = {
        *added.values(),
        *(message for _, message in new_events),
        *_add_classes(cursor, batch),
        *_add_inventories(cursor, batch),
    }
    fresh = [each for each in sealed if added.get(each.id) == each.message_id]
    objects = sorted({each.registration.object_id for each in fresh})
    project(cursor, objects, now, announce=announce, histories=_whole_histories(fresh, met))
    if announce:
        heard = {event_id for event_id, _ in new_events}
        publish(cursor, person_events(each["body"] for each in events if each["id"] in heard), now)
        targets = {row["target"] for row in about if row["event_id"] in heard}
        _announce_cases(cursor, fresh, targets, now)
    _write_names(cursor, fresh)
    return Stored(frozenset(new), tuple(sorted(added)), tuple(objects))


def aliases_of(cursor: Cursor[Any], told: Iterable[Registration]) -> dict[UUID, UUID]:
    """The ids in these registrations that stand for objects with another id here."""
    ((any_,),) = cursor.execute(SWAP.any_alias).fetchall()
    if not any_:  # as in every registry where no system has been swapped
        return {}
    ids = {id_ for each in told for id_ in mentioned(each)}
    return dict(cursor.execute(SWAP.aliases, {"ids": list(ids)}).fetchall())


def _without_erased(cursor: Cursor[Any], sealed: list[_Sealed]) -> list[_Sealed]:
    """Leave out objects that have been deleted, which no message brings back."""
    ids = {each.registration.object_id for each in sealed}
    erased = {row[0] for row in cursor.execute(SWAP.erased, {"ids": list(ids)}).fetchall()}
    return [each for each in sealed if each.registration.object_id not in erased]


def _announce_cases(
    cursor: Cursor[Any], fresh: Sequence[_Sealed], targets: set[str], now: datetime
) -> None:
    """Tell that something new is known of cases: a registration, or an event about one."""
    cases = {
        str(each.registration.object_id) for each in fresh if each.registration.kind is Kind.CASE
    }
    changed = CasesChanged(tuple(UUID(each) for each in sorted(cases | targets)))
    if changed.cases:
        told = Announcement("CasesChanged", msgspec.to_builtins(changed))
        publish(cursor, [told], now)


def _seal(received: Received, registration: Registration, sealer: Sealer) -> _Sealed:
    sealed = sealer.registration(registration)
    return _Sealed(registration_id(sealed), received.id, received.received_at, sealed)


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


def _add_persons(cursor: Cursor[Any], sealer: Sealer, now: datetime) -> None:
    met = [
        {"id": person, "fingerprint": fingerprint, "cipher": cipher}
        for person, (fingerprint, cipher) in sealer.met.items()
    ]
    cursor.execute(SQL.add_persons, {"rows": rows(met), "now": now})


def _touch_objects(cursor: Cursor[Any], sealed: Sequence[_Sealed]) -> set[UUID]:
    """Make a row for each object; the ids of those that were met for the first time."""
    kinds = {each.registration.object_id: each.registration.kind for each in sealed}
    stubs = [{"id": object_id, "kind": kind} for object_id, kind in kinds.items()]
    return {row[0] for row in cursor.execute(SQL.add_stubs, {"rows": rows(stubs)}).fetchall()}


def _whole_histories(fresh: Sequence[_Sealed], met: set[UUID]) -> Histories:
    """The histories of objects that nothing was known of before: they need not be read back."""
    found: Histories = {}
    for each in sorted(fresh, key=lambda each: (each.registration.source_time, each.id)):
        told = each.registration
        if told.object_id in met:
            _, history = found.setdefault(told.object_id, (told.kind, []))
            history.append(Registered(each.id, told.source_time, each.received_at, told.facts))
    return found


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


def _write_names(cursor: Cursor[Any], fresh: Sequence[_Sealed]) -> None:
    """What persons, systems and authorities are called, and when each system was heard."""
    said = names(
        (each.registration.source_time, fact) for each in fresh for fact in each.registration.facts
    )
    heard: dict[str, tuple[datetime, datetime]] = {}
    for each in fresh:
        for system in mentioned_systems(each.registration.facts):
            times = heard.get(system, (each.received_at, each.registration.source_time))
            heard[system] = (
                max(times[0], each.received_at),
                max(times[1], each.registration.source_time),
            )
    for statement, known in (
        (SQL.name_persons, said.persons),
        (SQL.name_authorities, said.authorities),
    ):
        found = [{"id": key, "name": s.name, "name_time": s.at} for key, s in known.items()]
        cursor.execute(statement, {"rows": rows(found)})
    sources = [
        {"id": key, "name": s.name, "name_time": s.at, "heard_at": at, "newest_at": newest}
        for key, s in said.systems.items()
        for at, newest in (heard[key],)
    ]
    cursor.execute(SQL.hear_systems, {"rows": rows(sources)})
