# SPDX-License-Identifier: EUPL-1.2
"""Take CPR numbers out of what was read, before anything of it is stored."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

import msgspec

from gearskifte.kernel.secrets import Vault, person_with
from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.intake import Event, Fact, Kind, Registration
from gearskifte.registry.rules.references import Reference, ReferenceKind

_MEANT_AS_CPR: Final = re.compile(
    r"\s*(urn\s*:\s*oio\s*:\s*cpr.*|[0-9]{6}\W*[0-9]{4}\s*)", re.IGNORECASE | re.DOTALL
)
_TEN_DIGITS: Final = re.compile(r"[0-9]{6}\W?[0-9]{4}")
_ENCODER: Final = msgspec.json.Encoder(order="deterministic")
_FACT: Final = msgspec.json.Decoder(Fact)
_MAY_TELL: Final = re.compile(f'"(?:{ReferenceKind.CPR}|{ReferenceKind.URN}|{f.PARTY})"'.encode())
"""What stands in the JSON of every fact that may hold a CPR number, and of few others."""
_PLAIN: Final = (str, bool, int, type(None))
_SAFE: Final = 0xFFFFFFFFFFFF_0FFF_3FFF_FFFFFFFFFFFF
_VERSION_5: Final = 0x000000000000_5000_8000_000000000000


class Sealed(msgspec.Struct, frozen=True, gc=False):
    """A registration without CPR numbers.

    Attributes:
        id: what it is stored under; the same statement gives it every time.
        registration: its facts in an order of their own.
        encoded: the same facts as a JSON array.
    """

    id: UUID
    registration: Registration
    encoded: bytes


class _Told(msgspec.Struct, gc=False):
    """What makes a registration's id; `facts` as they are stored."""

    actor: Reference | None
    facts: msgspec.Raw
    kind: Kind
    note: str
    object_id: UUID
    source_time: datetime


class Sealer:
    """Replaces CPR references by persons' ids, and remembers whom it met.

    What a new system calls by an id of its own is called by the id it has always had here. The
    facts of a batch resemble each other (one owner, one system), so each is sealed once.

    Attributes:
        met: person's id → CPR number and its fingerprint.
    """

    def __init__(self, vault: Vault, aliases: Mapping[UUID, UUID] | None = None) -> None:
        self._vault = vault
        self._aliases = aliases or {}
        self._known: dict[str, str] = {}
        self._facts: dict[bytes, tuple[bytes, Fact]] = {}
        self.met: dict[UUID, tuple[str, bytes]] = {}

    def person(self, cpr: str) -> str:
        """The id of the person with this number, as text."""
        known = self._known.get(cpr)
        if known is None:
            fingerprint = self._vault.fingerprint(cpr)
            person = person_with(fingerprint)
            known = self._known[cpr] = str(person)
            self.met[person] = (cpr, fingerprint)
        return known

    def reference(self, reference: Reference | None) -> Reference | None:
        """The same reference, by person where it was by CPR number.

        One that was meant as a CPR number and is none keeps nothing but what tells it from others.
        """
        if reference is None:
            return None
        if reference.kind is ReferenceKind.CPR:
            return Reference(ReferenceKind.PERSON, self.person(reference.value))
        if reference.kind is ReferenceKind.UUID and self._aliases:
            uuid = UUID(reference.value)
            return Reference(ReferenceKind.UUID, str(self._aliases.get(uuid, uuid)))
        if reference.kind is ReferenceKind.URN and _MEANT_AS_CPR.fullmatch(reference.value):
            return Reference(ReferenceKind.URN, f"urn:oio:cpr-nr:{self._instead(reference.value)}")
        return reference

    def fact(self, fact: Fact) -> tuple[bytes, Fact]:
        """The same fact as it is stored, as JSON and as itself: JSON types only, no CPR numbers."""
        told = _ENCODER.encode(fact)
        known = self._facts.get(told)
        if known is not None:
            return known
        if self._aliases or _MAY_TELL.search(told):
            sealed = self._seal(fact)
            known = self._facts[told] = (_ENCODER.encode(sealed), sealed)
        else:  # as most: what is stored is what was told, with its references as JSON
            known = self._facts[told] = (told, _FACT.decode(told))
        return known

    def _seal(self, fact: Fact) -> Fact:
        key, values = fact.key, fact.values
        if values.get(f.TYPE) == f.PARTY:
            # Neither is for CPR numbers, and both are where vendors put them. The standard forbids
            # a party the one; the other only tells parties apart.
            if _TEN_DIGITS.search(key):
                key = _TEN_DIGITS.sub(lambda found: self._instead(found.group()), key)
            values = {name: value for name, value in values.items() if name != f.USER_KEY}
        return Fact(
            fact.section,
            key,
            fact.start,
            {
                name: value if type(value) is str else self._plain(value)
                for name, value in values.items()
            },
            fact.end,
            self.reference(fact.actor),
            fact.actor_type,
            fact.note,
        )

    def registration(self, registration: Registration) -> Sealed:
        """The same registration without CPR numbers."""
        sealed = sorted(map(self.fact, registration.facts), key=itemgetter(0))
        stored = Registration(
            self.canonical(registration.object_id),
            registration.kind,
            registration.operation,
            registration.source_time,
            tuple([fact for _, fact in sealed]),
            registration.lifecycle,
            self.reference(registration.actor),
            registration.note,
        )
        encoded = b"[%b]" % b",".join([text for text, _ in sealed])
        return Sealed(_registration_id(stored, encoded), stored, encoded)

    def canonical(self, object_id: UUID) -> UUID:
        """The id that an object has here."""
        return self._aliases.get(object_id, object_id)

    def event(self, event: Event) -> Event:
        """The same event without CPR numbers."""
        return msgspec.structs.replace(
            event,
            event_type=self.reference(event.event_type),
            objects=tuple(filter(None, map(self.reference, event.objects))),
            action=self.reference(event.action),
            authority=self.reference(event.authority),
            subject=self.reference(event.subject),
            system=self.reference(event.system),
        )

    def _instead(self, text: str) -> str:
        """What stands in for a text that nobody may read: the same for the same text."""
        return self._vault.fingerprint(text).hex()[:16]

    def _plain(self, value: Any) -> Any:
        if isinstance(value, _PLAIN):
            return value
        if isinstance(value, Reference):
            return msgspec.to_builtins(self.reference(value))
        if isinstance(value, dict):
            return {name: self._plain(inner) for name, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self._plain(inner) for inner in value]
        return value


def renamed(registration: Registration, aliases: Mapping[UUID, UUID]) -> Registration:
    """The registration with the ids that objects have here, and all else as it was told."""
    if not aliases:
        return registration
    facts = tuple(
        msgspec.structs.replace(fact, values=_with_ids(fact.values, aliases))
        for fact in registration.facts
    )
    own = registration.object_id
    return msgspec.structs.replace(registration, object_id=aliases.get(own, own), facts=facts)


def _with_ids(value: Any, aliases: Mapping[UUID, UUID]) -> Any:
    if isinstance(value, Reference) and value.kind is ReferenceKind.UUID:
        uuid = UUID(value.value)
        return Reference(ReferenceKind.UUID, str(aliases.get(uuid, uuid)))
    if isinstance(value, dict):
        return {name: _with_ids(inner, aliases) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_with_ids(inner, aliases) for inner in value)
    return value


def mentioned(registration: Registration) -> Iterator[UUID]:
    """The ids of objects that a registration is about or refers to."""
    yield registration.object_id
    for fact in registration.facts:
        yield from _uuids(fact.values)


def _uuids(value: Any) -> Iterator[UUID]:
    if isinstance(value, Reference):
        if value.kind is ReferenceKind.UUID:
            yield UUID(value.value)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _uuids(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _uuids(inner)


def content_id(value: Any) -> UUID:
    """An id made from content: the same content always gets the same id.

    It is the first half of the hash, as a UUID of version 5.
    """
    number = int.from_bytes(hashlib.sha256(_ENCODER.encode(value)).digest()[:16])
    # By way of msgspec, which makes one in a third of the time that its own class takes.
    return msgspec.convert((number & _SAFE | _VERSION_5).to_bytes(16), UUID)


def _registration_id(stored: Registration, facts: bytes) -> UUID:
    """The id made from what was told of an object.

    The same statement may come by importer and by opdater, which carries no life cycle, so neither
    is part of it.
    """
    told = _Told(
        stored.actor,
        msgspec.Raw(facts),
        stored.kind,
        stored.note,
        stored.object_id,
        stored.source_time,
    )
    return content_id(told)
