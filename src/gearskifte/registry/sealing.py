# SPDX-License-Identifier: EUPL-1.2
"""Take CPR numbers out of what was read, before anything of it is stored."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

import msgspec

from gearskifte.kernel.secrets import Vault
from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.intake import Event, Fact, Registration
from gearskifte.registry.rules.references import Reference, ReferenceKind

_MEANT_AS_CPR: Final = re.compile(
    r"\s*(urn\s*:\s*oio\s*:\s*cpr.*|[0-9]{6}\W*[0-9]{4}\s*)", re.IGNORECASE | re.DOTALL
)
_TEN_DIGITS: Final = re.compile(r"[0-9]{6}\W?[0-9]{4}")


class Sealer:
    """Replaces CPR references by persons' ids, and remembers whom it met.

    What a new system calls by an id of its own is called by the id it has always had here.

    Attributes:
        met: person's id → (fingerprint, enciphered number), both hexadecimal.
    """

    def __init__(self, vault: Vault, aliases: Mapping[UUID, UUID] | None = None) -> None:
        self._vault = vault
        self._aliases = aliases or {}
        self._known: dict[str, UUID] = {}
        self.met: dict[UUID, tuple[str, str]] = {}

    def person(self, cpr: str) -> UUID:
        """The id of the person with this number."""
        if cpr not in self._known:
            person = self._vault.person_id(cpr)
            self._known[cpr] = person
            cipher = self._vault.encipher(cpr.encode())
            self.met[person] = (self._vault.fingerprint(cpr).hex(), cipher.hex())
        return self._known[cpr]

    def reference(self, reference: Reference | None) -> Reference | None:
        """The same reference, by person where it was by CPR number.

        One that was meant as a CPR number and is none keeps nothing but what tells it from others.
        """
        if reference is None:
            return None
        if reference.kind is ReferenceKind.CPR:
            return Reference(ReferenceKind.PERSON, str(self.person(reference.value)))
        if reference.kind is ReferenceKind.UUID and self._aliases:
            uuid = UUID(reference.value)
            return Reference(ReferenceKind.UUID, str(self._aliases.get(uuid, uuid)))
        if reference.kind is ReferenceKind.URN and _MEANT_AS_CPR.fullmatch(reference.value):
            return Reference(ReferenceKind.URN, f"urn:oio:cpr-nr:{self._instead(reference.value)}")
        return reference

    def fact(self, fact: Fact) -> Fact:
        """The same fact in the form it is stored in: JSON types only, no CPR numbers."""
        key, values = fact.key, fact.values
        if values.get(f.TYPE) == f.PARTY:
            # Neither is for CPR numbers, and both are where vendors put them. The standard forbids
            # a party the one; the other only tells parties apart.
            key = _TEN_DIGITS.sub(lambda found: self._instead(found.group()), key)
            values = {name: value for name, value in values.items() if name != f.USER_KEY}
        return msgspec.structs.replace(
            fact, key=key, values=self._plain(values), actor=self.reference(fact.actor)
        )

    def registration(self, registration: Registration) -> Registration:
        """The same registration without CPR numbers, its facts in an order of their own."""
        facts = sorted((self.fact(fact) for fact in registration.facts), key=_encoded)
        return msgspec.structs.replace(
            registration,
            object_id=self.canonical(registration.object_id),
            facts=tuple(facts),
            actor=self.reference(registration.actor),
        )

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


def _encoded(value: Any) -> bytes:
    return msgspec.json.encode(value, order="deterministic")


def content_id(value: Any) -> UUID:
    """An id made from content: the same content always gets the same id."""
    return UUID(bytes=hashlib.sha256(_encoded(value)).digest()[:16], version=5)


def registration_id(sealed: Registration) -> UUID:
    """The id that a registration is stored under; the same statement gives it every time."""
    content = msgspec.structs.asdict(sealed)
    # The same statement may come by importer and by opdater, which carries no life cycle.
    del content["operation"], content["lifecycle"]
    return content_id(content)
