# SPDX-License-Identifier: EUPL-1.2
"""What registrations say that persons, source systems and authorities are called.

The newest statement wins, by source time and not by arrival, so import order does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from gearskifte.registry.rules import fields as f
from gearskifte.registry.rules.intake import Fact, Section
from gearskifte.registry.rules.references import ReferenceKind


class Said(msgspec.Struct, frozen=True, order=True):
    """A name given to somebody or something, and when the source said so."""

    at: datetime
    name: str


class Names(msgspec.Struct, frozen=True):
    """The newest name of each, by person's id, system's id and authority's id."""

    persons: Mapping[str, Said]
    systems: Mapping[str, Said]
    authorities: Mapping[str, Said]


class Told(msgspec.Struct, gc=False):
    """A fact that names somebody, the newest source time of those who told it, and in what.

    Attributes:
        messages: numbers of the messages that it stands in.
    """

    fact: Fact
    at: datetime
    messages: set[int]


class Heard(msgspec.Struct, frozen=True):
    """What registrations together say that all are called.

    Attributes:
        systems: the newest source time at which each system is named, and in which messages.
    """

    names: Names
    systems: Mapping[str, tuple[datetime, set[int]]]


def heard(told: Iterable[Told]) -> Heard:
    """Collect names, and which systems are mentioned, from facts that each stand here once."""
    every = list(told)
    systems: dict[str, tuple[datetime, set[int]]] = {}
    for each in every:
        for system in mentioned_systems([each.fact]):
            newest, messages = systems.get(system, (each.at, set()))
            systems[system] = (max(newest, each.at), messages | each.messages)
    return Heard(names((each.at, each.fact) for each in every), systems)


def may_name(fact: Fact) -> bool:
    """Whether a fact can say what somebody is called."""
    return fact.section is Section.RELATION or f.SYSTEMS in fact.values


def names(facts: Iterable[tuple[datetime, Fact]]) -> Names:
    """Collect the names from facts, each with the source time of its registration."""
    persons: dict[str, Said] = {}
    systems: dict[str, Said] = {}
    authorities: dict[str, Said] = {}
    for at, fact in facts:
        for values in _relations(fact):
            target = values.get(f.TARGET) or {}
            said = Said(at, str(values.get(f.NAME) or "").strip())
            match values.get(f.TYPE), values.get(f.ROLE):
                case (f.PARTY, _) if target.get("kind") == ReferenceKind.PERSON and said.name:
                    _keep(persons, target["value"], said)
                case (f.SYSTEM, _) if target.get("value"):
                    _keep(systems, target["value"], said)
                case (f.ACTOR, f.OWNER):
                    _keep(authorities, values.get(f.CVR) or target.get("value", ""), said)
                case _:
                    pass
    authorities.pop("", None)
    return Names(persons, systems, authorities)


def mentioned_systems(facts: Iterable[Fact]) -> set[str]:
    """The ids of the source systems that a registration names as master or sender."""
    return {
        str(target["value"])
        for fact in facts
        for values in _relations(fact)
        if values.get(f.TYPE) == f.SYSTEM
        for target in (values.get(f.TARGET) or {},)
        if target.get("value")
    }


def _relations(fact: Fact) -> Iterator[Mapping[str, Any]]:
    """The relation a fact states, or the systems that stand on a benefit."""
    if fact.section is Section.RELATION:
        yield fact.values
    for system in fact.values.get(f.SYSTEMS) or ():
        yield {f.TYPE: f.SYSTEM, **system}


def _keep(known: dict[str, Said], key: str, said: Said) -> None:
    before = known.get(key)
    if before is None or (said.name and (not before.name or said > before)):
        known[key] = said
