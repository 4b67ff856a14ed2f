# SPDX-License-Identifier: EUPL-1.2
"""Take CPR numbers out of what was read, before anything of it is stored."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

import msgspec

from gearskifte.kernel.secrets import Vault
from gearskifte.registry.rules.intake import Event, Fact, Registration
from gearskifte.registry.rules.references import Reference, ReferenceKind


class Sealer:
    """Replaces CPR references by persons' ids, and remembers whom it met.

    Attributes:
        met: person's id → (fingerprint, enciphered number), both hexadecimal.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
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
        """The same reference, by person where it was by CPR number."""
        if reference is None or reference.kind is not ReferenceKind.CPR:
            return reference
        return Reference(ReferenceKind.PERSON, str(self.person(reference.value)))

    def fact(self, fact: Fact) -> Fact:
        """The same fact in the form it is stored in: JSON types only, no CPR numbers."""
        return msgspec.structs.replace(
            fact, values=self._plain(fact.values), actor=self.reference(fact.actor)
        )

    def registration(self, registration: Registration) -> Registration:
        """The same registration without CPR numbers, its facts in an order of their own."""
        facts = sorted((self.fact(fact) for fact in registration.facts), key=_encoded)
        return msgspec.structs.replace(
            registration, facts=tuple(facts), actor=self.reference(registration.actor)
        )

    def event(self, event: Event) -> Event:
        """The same event without CPR numbers."""
        objects = tuple(filter(None, map(self.reference, event.objects)))
        return msgspec.structs.replace(event, objects=objects)

    def _plain(self, value: Any) -> Any:
        if isinstance(value, Reference):
            return msgspec.to_builtins(self.reference(value))
        if isinstance(value, dict):
            return {name: self._plain(inner) for name, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self._plain(inner) for inner in value]
        return value


def _encoded(value: Any) -> bytes:
    return msgspec.json.encode(value, order="deterministic")


def content_id(value: Any) -> UUID:
    """An id made from content: the same content always gets the same id."""
    return UUID(bytes=hashlib.sha256(_encoded(value)).digest()[:16], version=5)
