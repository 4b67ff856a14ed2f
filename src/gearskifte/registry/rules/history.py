# SPDX-License-Identifier: EUPL-1.2
"""Three times in one rule: what was true at a moment, as it was known at a moment.

*Valid time* (Virkning) lives on each fact, *source time* (Tidspunkt) orders the registrations, and
*received time* (StsTidspunkt) says from when we knew them. Registrations are ordered by source
time, never by arrival, so a late message lands where it belongs and import order does not matter.

Two ways for a later registration to speak about what an earlier one said:

* **Attributes and states** overlay, field by field: the later value holds inside its own valid time
  and what was said before still holds outside it. Correcting last year leaves this year alone.
* **Relations** are restated from the start of the later fact: what the key said from then on is
  gone. So does the standard remove a relation, by closing its Virkning (anvendelsesmønster AM-02).
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

import msgspec

from gearskifte.registry.rules.intake import Fact, Section

# To look a member up by its name takes longer than all else that is done with most facts.
_ATTRIBUTES: Final = Section.ATTRIBUTES
_RELATION: Final = Section.RELATION


class Registered(msgspec.Struct, frozen=True, gc=False):
    """A stored registration. `id` is made from its content and breaks ties in source time."""

    id: UUID
    source_time: datetime
    received_at: datetime
    facts: tuple[Fact, ...]


class Piece(msgspec.Struct, frozen=True, order=True, gc=False):
    """A value over a half-open stretch of valid time; `end` None is until further notice."""

    start: datetime
    end: datetime | None
    value: Any

    def holds_at(self, moment: datetime) -> bool:
        """Whether `moment` is inside the stretch."""
        return self.start <= moment and (self.end is None or moment < self.end)


Timeline = list[Piece]
"""Pieces of one fact in order of time, never overlapping."""


class History(msgspec.Struct, frozen=True):
    """An object's facts over valid time, as known at one moment.

    Attributes:
        fields: (section, key, field) → timeline of the field's value, for attributes and states.
        relations: relation key → timeline of the relation's values.
    """

    fields: Mapping[tuple[Section, str, str], Timeline]
    relations: Mapping[str, Timeline]

    def field_at(self, section: Section, key: str, field: str, moment: datetime) -> Any:
        """The value of a field valid at `moment`, or None."""
        return _at(self.fields.get((section, key, field), ()), moment)

    def attributes_at(self, key: str, moment: datetime) -> dict[str, Any]:
        """All fields of an attribute set that have a value at `moment`."""
        found = {}
        for (section, set_key, name), pieces in self.fields.items():
            if set_key == key and section is _ATTRIBUTES:
                value = _at(pieces, moment)
                if value is not None:
                    found[name] = value
        return found

    def attribute_sets_at(self, moment: datetime) -> list[str]:
        """Keys of the attribute sets with any value at `moment`, in order."""
        keys = {
            key
            for (section, key, _), pieces in self.fields.items()
            if section is _ATTRIBUTES and _at(pieces, moment) is not None
        }
        return sorted(keys)

    def relations_at(self, moment: datetime) -> list[Mapping[str, Any]]:
        """Values of the relations valid at `moment`, in order of their keys."""
        found = ((key, _at(pieces, moment)) for key, pieces in sorted(self.relations.items()))
        return [value for _, value in found if value is not None]

    def next_change_after(self, moment: datetime) -> datetime | None:
        """The first moment after `moment` at which some fact begins or ends."""
        edges = []
        for timelines in (self.fields.values(), self.relations.values()):
            for pieces in timelines:
                for piece in pieces:
                    start, end = piece.start, piece.end
                    if start > moment:
                        edges.append(start)
                    if end is not None and end > moment:
                        edges.append(end)
        return min(edges, default=None)


def fold(registrations: Iterable[Registered], *, known_at: datetime | None = None) -> History:
    """An object's history from all its registrations, in any order.

    Args:
        registrations: of one object.
        known_at: leave out what was received later than this; None takes all.
    """
    fields: dict[tuple[Section, str, str], Timeline] = {}
    relations: dict[str, Timeline] = {}
    known = [each for each in registrations if known_at is None or each.received_at <= known_at]
    if len(known) > 1:
        known.sort(key=attrgetter("source_time", "id"))
    for registration in known:
        for fact in sorted(registration.facts, key=attrgetter("start")):
            section, key, start, end = fact.section, fact.key, fact.start, fact.end
            nothing = end is not None and end <= start
            # Nearly always nothing was said of it before, and there is nothing to lay it over.
            if section is _RELATION:
                said = relations.get(key)
                if said is None:
                    relations[key] = [] if nothing else [Piece(start, end, fact.values)]
                else:
                    _restate_from(said, Piece(start, end, fact.values))
                continue
            for name, value in fact.values.items():
                field = (section, key, name)
                before = fields.get(field)
                if before is None:
                    fields[field] = [] if nothing else [Piece(start, end, value)]
                elif not nothing:
                    _overlay(before, Piece(start, end, value))
    return History(fields, relations)


def _at(pieces: Iterable[Piece], moment: datetime) -> Any:
    for piece in pieces:
        if piece.start <= moment and (piece.end is None or moment < piece.end):
            return piece.value
    return None


def _is_empty(piece: Piece) -> bool:
    return piece.end is not None and piece.end <= piece.start


def _before(piece: Piece, moment: datetime) -> Piece:
    """The part of `piece` before `moment`; empty when it starts later."""
    if piece.end is not None and piece.end <= moment:
        return piece
    return Piece(piece.start, max(moment, piece.start), piece.value)


def _from(piece: Piece, moment: datetime | None) -> Piece:
    """The part of `piece` from `moment` on; empty when it ends earlier."""
    if moment is None:
        return Piece(piece.start, piece.start, piece.value)
    return Piece(max(moment, piece.start), piece.end, piece.value)


def _restate_from(timeline: Timeline, new: Piece) -> None:
    kept = [_before(piece, new.start) for piece in timeline]
    timeline[:] = [piece for piece in (*kept, new) if not _is_empty(piece)]


def _overlay(timeline: Timeline, new: Piece) -> None:
    kept = [
        part
        for piece in timeline
        for part in (_before(piece, new.start), _from(piece, new.end))
        if not _is_empty(part)
    ]
    timeline[:] = kept
    insort(timeline, new, key=lambda piece: piece.start)
