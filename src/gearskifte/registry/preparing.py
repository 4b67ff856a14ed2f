# SPDX-License-Identifier: EUPL-1.2
"""What can be made of readings before any table is looked at: sealed, folded, and in rows.

It is made as if nothing were known of the objects, which holds for nearly all that is imported in
bulk; of those that turn out to be known, what was projected is thrown away and made anew from
their whole histories. So a batch can be prepared while the one before it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg.types.json import Jsonb

from gearskifte.kernel.secrets import Vault
from gearskifte.registry.histories import pack_facts
from gearskifte.registry.projecting import Object, Projected, projected
from gearskifte.registry.rules.history import Registered
from gearskifte.registry.rules.intake import Reading
from gearskifte.registry.sealing import Sealed, Sealer, content_id


class Received(msgspec.Struct, frozen=True):
    """A kept message that has been read. `id` and `origin` are the raw message's.

    Attributes:
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


class Told(msgspec.Struct, frozen=True, gc=False):
    """A registration without CPR numbers, and the message it came in.

    Attributes:
        packed: its facts as they are stored.
    """

    message_id: int
    received_at: datetime
    sealed: Sealed
    packed: bytes

    @property
    def object_id(self) -> UUID:
        """What it is about."""
        return self.sealed.registration.object_id

    def row(self) -> tuple[object, ...]:
        """The columns of `storing.REGISTRATIONS`."""
        told = self.sealed.registration
        return (
            self.sealed.id,
            told.object_id,
            told.kind.value,
            told.operation.value,
            told.source_time,
            self.received_at,
            self.message_id,
            told.lifecycle,
            None if told.actor is None else Jsonb(told.actor, msgspec.json.encode),
            told.note,
            self.packed,
        )


class Prepared(msgspec.Struct, frozen=True):
    """A batch as it will be written.

    Attributes:
        batch: the messages.
        sealer: whoever sealed them, and has met the persons in them.
        told: their registrations, each once, by the number of their id.
        objects: what follows for each object, by the number of its id, if these registrations are
            all there is of it.
        events: rows of events; `about` of what they are about.
    """

    batch: Sequence[Received]
    sealer: Sealer
    told: Mapping[int, Told]
    objects: Mapping[int, Projected]
    events: Sequence[dict[str, Any]]
    about: Sequence[dict[str, Any]]


def prepare(
    batch: Sequence[Received],
    vault: Vault,
    now: datetime,
    *,
    announce: bool,
    aliases: Mapping[UUID, UUID] | None = None,
) -> Prepared:
    """Make what will be written of a batch.

    Args:
        batch: messages that have been read.
        vault: the keys by which persons are known.
        now: the moment for which cards are made.
        announce: whether other rooms will be told what is news.
        aliases: ids in the messages that stand for objects with another id here.
    """
    sealer = Sealer(vault, aliases)
    once: dict[int, tuple[Received, Sealed]] = {}
    for received in batch:
        for registration in received.reading.registrations:
            sealed = sealer.registration(registration)
            once.setdefault(sealed.id.int, (received, sealed))
    # One after the other, so that the dictionary they are packed with stays at hand.
    packed = pack_facts([sealed.encoded for _, sealed in once.values()])
    told = {
        number: Told(received.id, received.received_at, sealed, facts)
        for (number, (received, sealed)), facts in zip(once.items(), packed, strict=True)
    }
    histories: dict[int, list[Told]] = {}
    for each in told.values():
        histories.setdefault(each.object_id.int, []).append(each)
    objects = {
        number: projected(_object(every), {}, now, announce=announce)
        for number, every in histories.items()
    }
    events, about = _event_rows(batch, sealer)
    return Prepared(batch, sealer, told, objects, events, about)


def _object(every: list[Told]) -> Object:
    """The object that these registrations are about; what kind it is, the first says."""
    if len(every) > 1:
        every.sort(key=lambda each: (each.sealed.registration.source_time, each.sealed.id))
    first = every[0].sealed.registration
    history = [
        Registered(
            each.sealed.id,
            each.sealed.registration.source_time,
            each.received_at,
            each.sealed.registration.facts,
        )
        for each in every
    ]
    return Object(first.object_id, first.kind, history)


def _event_rows(
    batch: Iterable[Received], sealer: Sealer
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
