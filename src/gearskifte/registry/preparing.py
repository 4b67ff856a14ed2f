# SPDX-License-Identifier: EUPL-1.2
"""What can be made of readings before any table is looked at: sealed, folded, and in rows.

It is made as if nothing were known of the objects, which holds for nearly all that is imported in
bulk; of those that turn out to be known, what was projected is thrown away and made anew from
their whole histories. So a batch can be prepared anywhere, in another process too: what comes of it
is bytes that are sent to the database as they are.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from gearskifte.kernel.database.copying import Parts, Target, parts_of
from gearskifte.kernel.secrets import Vault
from gearskifte.registry.findings import Found, found
from gearskifte.registry.histories import pack_facts
from gearskifte.registry.projecting import Met, Object, met, projected
from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.history import Registered
from gearskifte.registry.rules.intake import Fact, Kind, Reading
from gearskifte.registry.rules.naming import Heard, Told, heard, may_name
from gearskifte.registry.rules.sender import held_back, sent_by
from gearskifte.registry.sealing import Sealed, Sealer, content_id

Reader = Callable[[bytes], Reading]
"""Makes a reading of a message's bytes; never raises for bad input."""

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
        "message_id": "int8",
        "lifecycle": "varchar",
        "actor": "jsonb",
        "note": "text",
        "facts": "bytea",
    },
    {
        "message_id": "(%(messages)s::bigint[])[message_id + 1]",
        "received_at": "(%(received)s::timestamptz[])[message_id + 1]",
    },
)
"""Rows have the number of the message in its batch, from which the database makes its id."""


class Sent(msgspec.Struct, frozen=True):
    """A message that is to be read.

    Attributes:
        sender: the system whose key it came with, "" for one that came as a file.
        held: whether it is kept unread.
    """

    body: bytes
    sender: str = ""
    held: bool = False


class Share(msgspec.Struct, frozen=True):
    """A batch of messages that is to be prepared, and the moment for which cards are made.

    Attributes:
        announce: whether other rooms will be told what is news.
        whole: whether what is read will be wanted too.
    """

    sent: Sequence[Sent]
    now: datetime
    announce: bool
    whole: bool


class Made(msgspec.Struct, frozen=True):
    """A batch as it will be written; messages, registrations and objects go by their numbers.

    Attributes:
        rests: of each message's reading, all that is not in rows here.
        registrations: a part for each; `registration_ids` their ids, `told_in` the messages that
            told them first, `of` the objects they are about.
        met: what follows for each object if these registrations are all there is of it.
        cases: the ids, as text, of those objects that some registration calls a case.
        persons: a part for each whom the messages tell of; `person_ids` their ids.
        heard: what everything is called if all registrations are new.
        events: rows of events; `about` of what they are about.
        subjects: the KLE numbers by which objects are classified, with message and object's id.
    """

    rests: list[Reading]
    registrations: Parts
    registration_ids: list[bytes]
    told_in: array[int]
    of: array[int]
    met: Met
    cases: dict[int, str]
    person_ids: list[bytes]
    persons: Parts
    heard: Heard
    events: list[dict[str, Any]]
    about: list[dict[str, Any]]
    found: Found
    subjects: dict[str, list[tuple[int, bytes]]]


class Answer(msgspec.Struct, frozen=True):
    """What came of a share.

    Attributes:
        readings: what was read, where it was wanted.
    """

    made: Made
    readings: list[Reading] | None


class Preparer:
    """Reads and prepares shares; one that is given to a process of its own does so there."""

    def __init__(self, read: Reader, vault: Vault) -> None:
        self.read = read
        self.vault = vault

    def readings(self, sent: Sequence[Sent]) -> list[Reading]:
        """What is understood of messages."""
        return [
            held_back() if each.held else sent_by(self.read(each.body), each.sender)
            for each in sent
        ]

    def __call__(self, share: Share) -> Answer:
        """Everything that can be done of a share without looking at a table."""
        readings = self.readings(share.sent)
        made = prepare(readings, self.vault, share.now, announce=share.announce)
        return Answer(made, readings if share.whole else None)


def prepare(
    readings: Sequence[Reading],
    vault: Vault,
    now: datetime,
    *,
    announce: bool,
    aliases: Mapping[UUID, UUID] | None = None,
) -> Made:
    """Make what will be written of a batch.

    Args:
        readings: of its messages.
        vault: the keys by which persons are known.
        now: the moment for which cards are made.
        announce: whether other rooms will be told what is news.
        aliases: ids in the messages that stand for objects with another id here.
    """
    sealer = Sealer(vault, aliases)
    gathered = _Gathered()
    for number, reading in enumerate(readings):
        for registration in reading.registrations:
            gathered.add(number, sealer.registration(registration))
    told = list(gathered.told.values())
    objects: dict[int, list[Sealed]] = {}
    for _, sealed in told:
        objects.setdefault(sealed.registration.object_id.int, []).append(sealed)
    at = {number: at for at, number in enumerate(objects)}
    of = array("L", [at[sealed.registration.object_id.int] for _, sealed in told])
    follows = [
        projected(_object(every, now), {}, now, announce=announce) for every in objects.values()
    ]
    cases = {
        each: str(sealed.registration.object_id)
        for each, (_, sealed) in zip(of, told, strict=True)
        if sealed.registration.kind is Kind.CASE
    }
    events, about = _event_rows(readings, sealer)
    said = heard(gathered.naming.values())
    return Made(
        rests=[_rest(reading) for reading in readings],
        registrations=parts_of(_registration_rows(told)),
        registration_ids=[sealed.id.bytes for _, sealed in told],
        told_in=array("L", [number for number, _ in told]),
        of=of,
        met=met(follows),
        cases=cases,
        person_ids=[person.bytes for person in sealer.met],
        persons=parts_of(_person_rows(sealer, vault, said, now)),
        heard=said,
        events=events,
        about=about,
        found=found([(n, each) for n, reading in enumerate(readings) for each in reading.findings]),
        subjects=gathered.subjects,
    )


class _Gathered:
    """What the registrations of a batch tell, each once.

    Attributes:
        told: registrations with the message that told it first, by the number of their id.
        naming: facts that may name somebody; the sealer makes one object of facts that are equal.
    """

    def __init__(self) -> None:
        self.told: dict[int, tuple[int, Sealed]] = {}
        self.naming: dict[int, Told] = {}
        self.subjects: dict[str, list[tuple[int, bytes]]] = {}
        self._kinds: dict[int, tuple[bool, str]] = {}

    def add(self, message: int, sealed: Sealed) -> None:
        """Add a registration that stands in a message."""
        told = sealed.registration
        new = sealed.id.int not in self.told
        if new:
            self.told[sealed.id.int] = (message, sealed)
        numbers: set[str] = set()
        for fact in told.facts:
            key = id(fact)
            kind = self._kinds.get(key)
            if kind is None:
                kind = self._kinds[key] = (may_name(fact), _subject(fact))
            names, number = kind
            if number:
                numbers.add(number)
            if names and new:
                before = self.naming.get(key)
                if before is None:
                    self.naming[key] = Told(fact, told.source_time, {message})
                else:
                    before.at = max(before.at, told.source_time)
                    before.messages.add(message)
        for number in numbers:
            self.subjects.setdefault(number, []).append((message, told.object_id.bytes))


def _subject(fact: Fact) -> str:
    """The KLE number by which a fact classifies the object or a benefit of it, "" if none."""
    values = fact.values
    number = values.get(f.CLASS_KEY)
    if number and (values.get(f.ROLE) == f.PRIMARY or values.get(f.TYPE) != f.CLASS):
        return str(number)
    return ""


def _rest(reading: Reading) -> Reading:
    return msgspec.structs.replace(reading, registrations=(), events=(), findings=())


def _object(every: list[Sealed], now: datetime) -> Object:
    """The object that these registrations are about; what kind it is, the first says."""
    if len(every) > 1:
        every.sort(key=lambda each: (each.registration.source_time, each.id))
    first = every[0].registration
    history = [
        # When it was received is not known yet, and all that is known is taken.
        Registered(each.id, each.registration.source_time, now, each.registration.facts)
        for each in every
    ]
    return Object(first.object_id, first.kind, history)


def _registration_rows(told: Sequence[tuple[int, Sealed]]) -> list[bytes]:
    # One after the other, so that the dictionary they are packed with stays at hand.
    packed = pack_facts([sealed.encoded for _, sealed in told])
    return [
        REGISTRATIONS.encode(
            (
                sealed.id,
                each.object_id,
                each.kind.value,
                each.operation.value,
                each.source_time,
                message,
                each.lifecycle,
                None if each.actor is None else msgspec.json.encode(each.actor),
                each.note,
                facts,
            )
        )
        for (message, sealed), facts in zip(told, packed, strict=True)
        for each in (sealed.registration,)
    ]


def _person_rows(sealer: Sealer, vault: Vault, said: Heard, now: datetime) -> list[bytes]:
    rows = []
    for person, (cpr, fingerprint) in sealer.met.items():
        told = said.names.persons.get(str(person))
        name, at = (told.name, told.at) if told else ("", None)
        cipher = vault.encipher(cpr.encode())
        rows.append(PERSONS.encode((person, fingerprint, cipher, name, at, now)))
    return rows


def _event_rows(
    readings: Sequence[Reading], sealer: Sealer
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of events, with the message's number in place of its id, and what they are about."""
    events, about = [], []
    for number, reading in enumerate(readings):
        for event in map(sealer.event, reading.events):
            event_id = content_id(event)
            events.append(
                {
                    "id": event_id,
                    "raw_id": number,
                    "message_id": event.message_id,
                    "registered_at": event.registered_at,
                    "happened_at": event.happened_at,
                    "body": event,
                }
            )
            targets = {ref.value for ref in event.objects if ref.kind in ("uuid", "person")}
            about += [{"event_id": event_id, "target": target} for target in sorted(targets)]
    return events, about
