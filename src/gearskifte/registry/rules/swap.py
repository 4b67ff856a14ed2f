# SPDX-License-Identifier: EUPL-1.2
"""A vendor swap (leverandørskifte): which object of the old system each new one is.

The new system gives its objects ids of its own. An object is known again by its id, by a list that
the vendors have made, or by its user key (BrugervendtNoegle), which the standard says is unique for
a kind of object in an authority, also across systems (anvisninger, SF1470). A key alone is not
believed where the persons contradict it: another citizen's page is the last thing to get wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from gearskifte.registry.rules.cards import Summary
from gearskifte.registry.rules.intake import Kind


class Known(msgspec.Struct, frozen=True):
    """An object as far as it must be told from others; `persons` are its parties."""

    id: UUID
    kind: Kind
    owner: str
    key: str
    persons: frozenset[UUID]


class By(StrEnum):
    """By what an object was known again."""

    ID = "id"
    LIST = "list"
    KEY = "key"


class Trouble(StrEnum):
    """Why an object cannot be taken over before somebody has looked at it.

    OTHER_PERSON: the key is the same, the persons are not. SEVERAL: several old objects have its
    key. TAKEN: another new object is the same old one already. NOT_OLD: the list names an object
    that the old system does not have. UNSEEN: a citizen who sees the object would see it no more.
    """

    OTHER_PERSON = "other-person"
    SEVERAL = "several"
    TAKEN = "taken"
    NOT_OLD = "not-old"
    UNSEEN = "unseen"


class Match(msgspec.Struct, frozen=True):
    """What a new object is: an old one, or a new thing (`old` None), or a trouble."""

    old: UUID | None = None
    by: By | None = None
    trouble: Trouble | None = None


NEW: Final = Match()


class Matcher:
    """Knows the old system's objects, and which of them have been taken over."""

    def __init__(self, old: Iterable[Known], listed: Mapping[UUID, UUID]) -> None:
        self._listed = listed
        self._old: dict[UUID, Known] = {}
        self._by_key: dict[tuple[str, str, str], list[UUID]] = {}
        self._taken: dict[UUID, UUID] = {}
        for each in old:
            self._old[each.id] = each
            if each.key:
                self._by_key.setdefault(_key(each), []).append(each.id)

    def __len__(self) -> int:
        return len(self._old)

    def match(self, new: Known) -> Match:
        """Which old object a new one is. The same new object gets the same answer again."""
        found = self._find(new)
        if found.old is None:
            return found
        if self._taken.setdefault(found.old, new.id) != new.id:
            return Match(trouble=Trouble.TAKEN)
        return found

    @property
    def left(self) -> int:
        """How many old objects nothing has taken over."""
        return len(self._old) - len(self._taken)

    def _find(self, new: Known) -> Match:
        if new.id in self._old:
            return Match(new.id, By.ID)
        if new.id in self._listed:
            old = self._listed[new.id]
            return Match(old, By.LIST) if old in self._old else Match(trouble=Trouble.NOT_OLD)
        alike = self._by_key.get(_key(new), []) if new.key else []
        if not alike:
            return NEW
        fitting = [id_ for id_ in alike if not _contradicts(self._old[id_], new)]
        if not fitting:
            return Match(trouble=Trouble.OTHER_PERSON)
        if len(fitting) > 1:
            return Match(trouble=Trouble.SEVERAL)
        return Match(fitting[0], By.KEY)


def _key(known: Known) -> tuple[str, str, str]:
    return (known.kind, known.owner, "".join(known.key.split()).casefold())


def _contradicts(old: Known, new: Known) -> bool:
    """Whether both say whom they concern, and nobody is the same."""
    return bool(old.persons and new.persons and old.persons.isdisjoint(new.persons))


def differences(before: Summary, after: Summary) -> set[str]:
    """The parts of a card that a takeover would change for its readers."""
    fields = type(before.card).__struct_fields__
    changed = {
        name for name in fields if getattr(before.card, name) != getattr(after.card, name, None)
    }
    if before.hidden != after.hidden:
        changed.add("hidden")
    return changed


def persons_lost(before: Summary, after: Summary, shown: Iterable[str], kind: Kind) -> bool:
    """Whether somebody sees the object before a takeover and not after it."""
    roles = {each.partition(":")[2] for each in shown if each.startswith(f"{kind}:")}
    return not _viewers(before, roles) <= _viewers(after, roles)


def _viewers(summary: Summary, roles: set[str]) -> set[UUID]:
    if summary.hidden:
        return set()
    return {each.person for each in summary.parties if each.role in roles}
