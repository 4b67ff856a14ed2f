# SPDX-License-Identifier: EUPL-1.2
"""Checks one object of a message: its registrations, their sections, and what it must have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from gearskifte.connectors.conformance import layout
from gearskifte.connectors.conformance.agreement import disagreements
from gearskifte.connectors.conformance.course import (
    attribute_issues,
    begins_late,
    date_issues,
    state_issues,
)
from gearskifte.connectors.conformance.fields import Element, field_issues
from gearskifte.connectors.conformance.finding import Issue, Place
from gearskifte.connectors.conformance.layout import Section
from gearskifte.connectors.conformance.part import Part
from gearskifte.connectors.conformance.relations import (
    Relations,
    Siblings,
    find_relations,
    relation_issues,
)
from gearskifte.connectors.conformance.ruleset import Ruleset
from gearskifte.connectors.conformance.source import Source
from gearskifte.connectors.conformance.times import moment

_REGISTRATION: Final = "Registrering"
_STATES: Final = ("TilstandListe", "Fremdrift")


class Subject(msgspec.Struct, frozen=True):
    """An object in a message.

    Attributes:
        name: what the guidance calls it (Sag, Dokument, Bevilling, OekonomiskEffektuering).
        node: the element that holds its UUID.
        whole: whether it is sent whole (import) or as what changed (update).
    """

    name: str
    node: Part
    whole: bool

    @property
    def registrations(self) -> list[Part]:
        """Its registrations; an update is one itself."""
        return list(self.node.children(_REGISTRATION)) if self.whole else [self.node]

    @property
    def first(self) -> Part | None:
        """The registration that came first, the only one that must hold everything."""
        dated = [(_moment(each), each) for each in self.registrations]
        return min(dated, key=lambda pair: pair[0])[1] if dated else None


def _moment(registration: Part) -> str:
    stated = moment(registration.value("Tidspunkt") or "")
    return "" if stated is None else stated.isoformat()


def sections_of(subject: Subject, rules: Ruleset, source: Source) -> dict[str, Relations]:
    """The relations of an object by section, with their roles told."""
    found = {}
    for section in layout.SECTIONS[subject.name]:
        if (subject.name, section.name) in rules.roles:
            siblings = [
                Siblings(around, list(around.children(section.path[-1])), _whole(subject, each))
                for each in subject.registrations
                for around in each.every(*section.path[:-1])
            ]
            found[section.name] = find_relations(
                subject.name, section, siblings, rules, source, whole=subject.whole
            )
    return found


def object_issues(
    subject: Subject, relations: dict[str, Relations], rules: Ruleset, source: Source
) -> Iterator[Issue]:
    """Everything wrong with an object as far as it can be seen by itself."""
    yield from _header_issues(subject, rules, source)
    for section in layout.SECTIONS[subject.name]:
        if section.name in relations:
            yield from relation_issues(relations[section.name], rules, source)
        else:
            yield from _plain_issues(subject, section, rules, source)
    for registration in subject.registrations:
        yield from attribute_issues(subject.name, registration)
        yield from state_issues(subject.name, registration, whole=subject.whole)
    yield from disagreements(relations)
    if subject.whole and subject.first is not None:
        yield from _incomplete(subject, relations, rules)


def _whole(subject: Subject, registration: Part) -> bool:
    """Whether a registration must hold everything: what follows the first only tells changes."""
    return subject.whole and registration is subject.first


def _header_issues(subject: Subject, rules: Ruleset, source: Source) -> Iterator[Issue]:
    name = subject.name
    header = Section("", (), dated=False)
    place = Place(name, name)
    rows = rules.fields[name, name, ""]
    yield from field_issues(
        Element(subject.node, place, header, rows, subject.whole), rules, source
    )
    place = Place(name, _REGISTRATION)
    rows = rules.fields[name, _REGISTRATION, ""]
    for registration in subject.registrations:
        yield from field_issues(
            Element(registration, place, header, rows, subject.whole), rules, source
        )


def _plain_issues(
    subject: Subject, section: Section, rules: Ruleset, source: Source
) -> Iterator[Issue]:
    place = Place(subject.name, section.name)
    rows = rules.fields[subject.name, section.name, ""]
    for registration in subject.registrations:
        for part in registration.every(*section.path):
            element = Element(part, place, section, rows, _whole(subject, registration))
            yield from field_issues(element, rules, source)
            yield from date_issues(place, part)


def _incomplete(
    subject: Subject, relations: dict[str, Relations], rules: Ruleset
) -> Iterator[Issue]:
    """What an imported object must have somewhere, and has nowhere."""
    for section in layout.SECTIONS[subject.name]:
        if section.name in relations:
            yield from _without_relation(subject, relations[section.name], rules)
            continue
        rows = rules.fields[subject.name, section.name, ""]
        demanded = any(row.duty in ("OB1", "OB1+") for row in rows)
        if demanded and not _every(subject, section.path):
            place = Place(subject.name, section.name)
            yield _lacking("section-missing", place, subject, section.path)
    if subject.name == "Sag" and begins_late(_every(subject, _STATES)):
        place = Place(subject.name, "Fremdrift", field="FremdriftStatusKode")
        yield _lacking("first", place, subject, _STATES)


def _every(subject: Subject, path: Sequence[str]) -> list[Part]:
    return [part for each in subject.registrations for part in each.every(*path)]


def _without_relation(subject: Subject, found: Relations, rules: Ruleset) -> Iterator[Issue]:
    for role in rules.roles[found.name, found.section.name]:
        place = found.place(role)
        duty = rules.fields[place[:3]][0].duty
        if not role.least or duty == "may":
            continue
        kind = "relation-missing" if duty == "OB1" else "relation-missing-advised"
        if len(found.section.path) == 2 or found.section.path[1] == "LokalUdvidelseListe":
            if not found.of(role.name):
                yield _lacking(kind, place, subject, found.section.path)
            continue
        present = {id(each) for each in found.of(role.name)}
        for siblings in found.siblings:
            if siblings.whole and not present.intersection(map(id, siblings.relations)):
                yield Issue(kind, place, siblings.around, found.section.path[-1], duty)


def _lacking(kind: str, place: Place, subject: Subject, path: Sequence[str]) -> Issue:
    around = subject.first or subject.node
    what = {"first": "first", "relation-missing-advised": "adv"}.get(kind, "OB1")
    return Issue(kind, place, around, "/".join(path), what)
