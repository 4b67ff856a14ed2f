# SPDX-License-Identifier: EUPL-1.2
"""What can be made of readings before any table is looked at: sealed, folded, and in rows.

It is made as if nothing were known of the objects, which holds for nearly all that is imported in
bulk; of those that turn out to be known, what was projected is thrown away and made anew from
their whole histories. So a batch can be prepared anywhere, in another process too: what comes of it
is bytes that are sent to the database as they are.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from gearskifte.kernel.database.rows import Parts, Target, parts_of
from gearskifte.kernel.secrets import Vault
from gearskifte.registry.findings import Found, found, together
from gearskifte.registry.histories import pack_facts
from gearskifte.registry.projecting import Encoded, Met, Object, met, projected
from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.history import Registered
from gearskifte.registry.rules.intake import Event, Fact, Kind, Reading
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

    def readings(self, sent: Sequence[Sent]) -> Iterator[Reading]:
        """What is understood of messages, one after the other."""
        for each in sent:
            yield held_back() if each.held else sent_by(self.read(each.body), each.sender)

    def __call__(self, share: Share) -> Answer:
        """Everything that can be done of a share without looking at a table."""
        if not share.whole:
            read = self.readings(share.sent)
            return Answer(prepare(read, self.vault, share.now, announce=share.announce), None)
        readings = list(self.readings(share.sent))
        made = prepare(readings, self.vault, share.now, announce=share.announce)
        return Answer(made, readings)


def prepare(
    readings: Iterable[Reading],
    vault: Vault,
    now: datetime,
    *,
    announce: bool,
    aliases: Mapping[UUID, UUID] | None = None,
) -> Made:
    """Make what will be written of a batch.

    Args:
        readings: of its messages, of which none is kept.
        vault: the keys by which persons are known.
        now: the moment for which cards are made.
        announce: whether other rooms will be told what is news.
        aliases: ids in the messages that stand for objects with another id here.
    """
    sealer = Sealer(vault, aliases)
    gathered = _Gathered(now, announce=announce)
    rests, faults = [], []
    events: list[dict[str, Any]] = []
    about: list[dict[str, Any]] = []
    for number, reading in enumerate(readings):
        gathered.add(number, [sealer.registration(each) for each in reading.registrations])
        _add_events(events, about, number, [sealer.event(each) for each in reading.events])
        faults.append(found([(number, each) for each in reading.findings]))
        rests.append(msgspec.structs.replace(reading, registrations=(), events=(), findings=()))
    said = heard(gathered.naming.values())
    return Made(
        rests=rests,
        registrations=parts_of(list(zip(gathered.rows))),
        registration_ids=gathered.ids,
        told_in=gathered.told_in,
        of=gathered.of,
        met=met(gathered.follows()),
        cases=gathered.cases,
        person_ids=[person.bytes for person in sealer.met],
        persons=parts_of(list(zip(_person_rows(sealer, vault, said, now)))),
        heard=said,
        events=events,
        about=about,
        found=together(faults),
        subjects=gathered.subjects,
    )


class _Gathered:
    """What the registrations of a batch tell, each once.

    A message's rows are made while it is at hand: a batch is more than the processor's caches hold,
    and what has left them costs a fifth more.

    Attributes:
        rows: of the registrations; `ids` their ids, `told_in` the messages that told them first,
            `of` the numbers of their objects.
        naming: facts that may name somebody; the sealer makes one object of facts that are equal.
        cases, subjects: as in `Made`.
    """

    def __init__(self, now: datetime, *, announce: bool) -> None:
        self.rows: list[bytes] = []
        self.ids: list[bytes] = []
        self.told_in = array("L")
        self.of = array("L")
        self.cases: dict[int, str] = {}
        self.naming: dict[int, Told] = {}
        self.subjects: dict[str, list[tuple[int, bytes]]] = {}
        self._now = now
        self._announce = announce
        self._numbers: dict[int, int] = {}
        self._histories: list[list[Sealed]] = []
        self._follows: list[Encoded] = []
        self._told: set[int] = set()
        self._told_more: set[int] = set()
        self._kinds: dict[int, tuple[bool, str]] = {}

    def add(self, message: int, told: Sequence[Sealed]) -> None:
        """Add the registrations that stand in a message."""
        new = [each for each in told if self._listen(message, each)]
        for each in new:
            self._file(message, each)
        self.rows += _registration_rows(message, new)
        for history in self._histories[len(self._follows) :]:
            self._follows.append(self._following(history))

    def follows(self) -> list[Encoded]:
        """What follows for each object, by number, from all that was told of it."""
        for number in self._told_more:
            self._follows[number] = self._following(self._histories[number])
        self._told_more.clear()
        return self._follows

    def _file(self, message: int, sealed: Sealed) -> None:
        registration = sealed.registration
        object_id = registration.object_id
        number = self._numbers.setdefault(object_id.int, len(self._histories))
        if number == len(self._histories):
            self._histories.append([sealed])
        else:
            self._histories[number].append(sealed)
            if number < len(self._follows):
                self._told_more.add(number)
        if registration.kind is Kind.CASE and number not in self.cases:
            self.cases[number] = str(object_id)
        self.ids.append(sealed.id.bytes)
        self.told_in.append(message)
        self.of.append(number)

    def _following(self, history: list[Sealed]) -> Encoded:
        about = _object(history, self._now)
        return projected(about, {}, self._now, announce=self._announce).encoded()

    def _listen(self, message: int, sealed: Sealed) -> bool:
        """Note whom a registration names and its subjects; whether it was not told before."""
        told = sealed.registration
        new = sealed.id.int not in self._told
        self._told.add(sealed.id.int)
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
        return new


def _subject(fact: Fact) -> str:
    """The KLE number by which a fact classifies the object or a benefit of it, "" if none."""
    values = fact.values
    number = values.get(f.CLASS_KEY)
    if number and (values.get(f.ROLE) == f.PRIMARY or values.get(f.TYPE) != f.CLASS):
        return str(number)
    return ""


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


def _registration_rows(message: int, told: Sequence[Sealed]) -> list[bytes]:
    # One after the other, so that the dictionary they are packed with stays at hand.
    packed = pack_facts([sealed.encoded for sealed in told])
    return [
        REGISTRATIONS.encode(
            (
                sealed.id,
                each.object_id,
                each.kind,
                each.operation,
                each.source_time,
                message,
                each.lifecycle,
                None if each.actor is None else msgspec.json.encode(each.actor),
                each.note,
                facts,
            )
        )
        for sealed, facts in zip(told, packed, strict=True)
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


def _add_events(
    rows: list[dict[str, Any]],
    about: list[dict[str, Any]],
    message: int,
    events: Sequence[Event],
) -> None:
    """Add rows of a message's events, with its number in place of its id, and of their objects."""
    for event in events:
        event_id = content_id(event)
        rows.append(
            {
                "id": event_id,
                "raw_id": message,
                "message_id": event.message_id,
                "registered_at": event.registered_at,
                "happened_at": event.happened_at,
                "body": event,
            }
        )
        targets = {ref.value for ref in event.objects if ref.kind in ("uuid", "person")}
        about += [{"event_id": event_id, "target": target} for target in sorted(targets)]
