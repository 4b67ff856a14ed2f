# SPDX-License-Identifier: EUPL-1.2
"""Remembers what shows only between objects and between messages: links, identities, keys, ids.

What is kept of a message is small, so that any number of them can be checked together.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from gearskifte.connectors.conformance.finding import ConformanceFinding, Place, told
from gearskifte.connectors.conformance.ruleset import Ruleset


class Known(NamedTuple):
    """An object that was seen.

    Attributes:
        whole_in: the number of the message it was sent whole in, None where it was only changed.
        parts: the ids of the benefits in a grant, None where not all of them are known.
        is_exempt: whether it is exempt from public access.
    """

    whole_in: int | None
    parts: frozenset[str] | None
    is_exempt: bool


class Spot(NamedTuple):
    """Where something stands: in which message (its number), and where in it."""

    file: int
    rules: Ruleset
    place: Place
    path: str
    object_id: UUID | None

    def told(self, kind: str) -> tuple[int, ConformanceFinding]:
        """The finding of a kind here."""
        return self.file, told(self.rules, kind, self.place, self.path, self.object_id)


class Link(NamedTuple):
    """A reference from one object to another that the messages may hold.

    Attributes:
        kind: the kind of object it points at; `target` its UUID.
        beside: whether its message holds other objects of that kind, sent whole.
        part: the id of the benefit inside a grant that is meant, "" where none is.
        exempts: whether it exempts the target from public access.
    """

    spot: Spot
    kind: str
    target: str
    beside: bool
    part: str = ""
    exempts: bool = False


class Memory:
    """What is remembered of the messages checked so far."""

    def __init__(self) -> None:
        self._objects: dict[tuple[str, str], Known] = {}
        self._kind_of: dict[str, str] = {}
        self._links: list[Link] = []
        self._owner_of_key: dict[tuple[str, ...], str] = {}
        self._uses: dict[str, dict[str, dict[int, Spot]]] = {}
        self._messages: dict[str, bytes] = {}

    def message_fault(self, message_id: str, body: bytes) -> str:
        """The kind of finding that a message's id earns, "" for none."""
        if not message_id:
            return ""
        digest = hashlib.sha256(body).digest()
        before = self._messages.get(message_id)
        self._messages.setdefault(message_id, digest)
        if before is None:
            return ""
        return "duplicate" if before == digest else "message-id"

    def is_another_object(self, kind: str, uuid: str, known: Known) -> bool:
        """Remember an object; whether its UUID already is another's, of this message or kind."""
        before = self._objects.get((kind, uuid))
        self._objects[kind, uuid] = known if before is None else _joined(before, known)
        other_kind = self._kind_of.setdefault(uuid, kind) != kind
        twice = before is not None and before.whole_in == known.whole_in is not None
        return other_kind or twice

    def is_anothers_key(self, scope: tuple[str, ...], owner: str) -> bool:
        """Remember whose a key is; whether it already is another's."""
        return self._owner_of_key.setdefault(scope, owner) != owner

    def use(self, identity: str, kind: str, file: int, spot: Callable[[], Spot]) -> None:
        """Remember what kind of actor an identity was used for, and where first in a message."""
        used_in = self._uses.setdefault(identity, {}).setdefault(kind, {})
        if file not in used_in:
            used_in[file] = spot()

    def link(self, link: Link) -> None:
        """Remember a link until every message was seen."""
        self._links.append(link)

    def loose_ends(self) -> Iterator[tuple[int, ConformanceFinding]]:
        """When every message was seen: links that lead nowhere, and identities of two kinds.

        Of the kinds that an identity is used for, the one in most messages is the right one.
        """
        seen = Counter(kind for kind, _ in self._objects)
        for link in self._links:
            fault = self._fault(link, seen)
            if fault:
                yield link.spot.told(fault)
        for uses in self._uses.values():
            for used_in in sorted(uses.values(), key=len, reverse=True)[1:]:
                for spot in used_in.values():
                    yield spot.told("identity")

    def _fault(self, link: Link, seen: Mapping[str, int]) -> str:
        known = self._objects.get((link.kind, link.target))
        if known is None:
            if link.beside:
                return "dangling"
            itself = link.spot.place.object == link.kind
            return "dangling-set" if seen[link.kind] > itself else "unseen"
        if link.part and known.parts is not None and link.part not in known.parts:
            return "dangling"
        return "exempt-twice" if link.exempts and known.is_exempt else ""


def _joined(before: Known, after: Known) -> Known:
    """What is known of an object that was sent in two messages."""
    parts = None
    if before.parts is not None and after.parts is not None:
        parts = before.parts | after.parts
    whole_in = before.whole_in if after.whole_in is None else after.whole_in
    return Known(whole_in, parts, after.is_exempt or before.is_exempt)
