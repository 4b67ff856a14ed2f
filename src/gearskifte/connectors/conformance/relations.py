# SPDX-License-Identifier: EUPL-1.2
"""Checks the relations of one section of an object: their roles, types, number and succession."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

from gearskifte.connectors.conformance import references
from gearskifte.connectors.conformance.course import date_issues
from gearskifte.connectors.conformance.fields import Element, field_issues
from gearskifte.connectors.conformance.finding import Issue, Place, is_error
from gearskifte.connectors.conformance.layout import Section
from gearskifte.connectors.conformance.part import Part
from gearskifte.connectors.conformance.roles import Assignment, assign, key_of
from gearskifte.connectors.conformance.ruleset import Ruleset
from gearskifte.connectors.conformance.source import Source
from gearskifte.connectors.conformance.tables import Role, public_types_of_cases
from gearskifte.connectors.conformance.times import Period, real_period

_OUT_OF_PLACE: Final = 1.25
_EVER: Final = datetime.max.replace(tzinfo=UTC)


class Siblings(msgspec.Struct, frozen=True):
    """The relations of a section that stand beside each other.

    Attributes:
        around: the element they stand in.
        whole: whether they are part of an object that is sent whole (import).
    """

    around: Part
    relations: Sequence[Part]
    whole: bool

    def of(self, relations: Sequence[Part]) -> list[Part]:
        """Those of the given relations that stand here."""
        here = {id(each) for each in self.relations}
        return [each for each in relations if id(each) in here]


class Relations(msgspec.Struct, frozen=True):
    """The relations of one section in one object, and the roles they were found to have."""

    name: str
    section: Section
    siblings: Sequence[Siblings]
    roles: Mapping[str, Assignment]

    def of(self, role: str) -> list[Part]:
        """The relations that have a role."""
        return [each for each in self.every() if _name(self.roles[key_of(each)]) == role]

    def every(self) -> list[Part]:
        """All of them."""
        return [each for siblings in self.siblings for each in siblings.relations]

    def place(self, role: Role | None) -> Place:
        """Where in the standard a role of the section stands."""
        return Place(self.name, self.section.name, role.name if role is not None else "")


def _name(assignment: Assignment) -> str:
    return assignment.role.name if assignment.role is not None else ""


def find_relations(
    name: str,
    section: Section,
    siblings: Sequence[Siblings],
    rules: Ruleset,
    source: Source,
    *,
    whole: bool,
) -> Relations:
    """The relations of a section with the roles they have, or seem to have."""
    named = {
        role.name: {row.field for row in rules.fields[name, section.name, role.name]}
        for role in rules.roles[name, section.name]
    }

    def cost(role: Role, relations: Sequence[Part]) -> float:
        place = Place(name, section.name, role.name)
        rows = rules.fields[place[:3]]
        of_others = set().union(*named.values()) - named[role.name]
        strange = [
            field
            for each in relations
            for field in of_others
            if section.find(each, field) is not None
        ]
        broken = [
            issue
            for each in relations
            for issue in (
                *field_issues(Element(each, place, section, rows, whole), rules, source),
                *_type_issues(each, role, place),
            )
        ]
        crowded = [
            issue
            for beside in siblings
            for issue in _number_issues(beside.of(relations), role, place)
        ]
        return sum(map(_weight, broken)) + len(crowded) + _OUT_OF_PLACE * len(strange)

    every = [each for some in siblings for each in some.relations]
    return Relations(
        name, section, siblings, assign(name, section.name, every, rules, cost, whole=whole)
    )


def _weight(issue: Issue) -> float:
    """How much an issue speaks against a role: a field that has no place in it speaks most."""
    if not is_error(issue):
        return 0.0
    return _OUT_OF_PLACE if issue.kind == "not" else 1.0


def relation_issues(found: Relations, rules: Ruleset, source: Source) -> Iterator[Issue]:
    """What is wrong with the relations of a section."""
    told: set[str] = set()
    for siblings in found.siblings:
        for relation in siblings.relations:
            key = key_of(relation)
            assigned = found.roles[key]
            if assigned.doubt and (assigned.doubt == "role-elsewhere" or key not in told):
                told.add(key)
                yield _doubtful(found, relation, assigned, rules)
            if assigned.role is not None:
                yield from _one(found, relation, assigned.role, siblings, rules, source)
            yield from date_issues(found.place(assigned.role), relation)
        yield from _together_issues(found, siblings)


def _together_issues(found: Relations, siblings: Siblings) -> Iterator[Issue]:
    """Relations that stand beside each other, those of one role's UUID at a time."""
    alike: dict[str, list[Part]] = {}
    for relation in siblings.relations:
        alike.setdefault(key_of(relation), []).append(relation)
    for key, relations in alike.items():
        role = found.roles[key].role
        if role is not None:
            yield from _number_issues(relations, role, found.place(role))
            if role.lasting:
                yield from _succession_issues(found, relations, role, whole=siblings.whole)


def _doubtful(found: Relations, relation: Part, assigned: Assignment, rules: Ruleset) -> Issue:
    place = found.place(assigned.role).at("Rolle")
    allowed = [role.title for role in rules.roles[found.name, found.section.name]]
    part = relation.one("Rolle") or relation
    words = {"types": allowed}
    return Issue(assigned.doubt, place, part, words=words)


def _one(
    found: Relations,
    relation: Part,
    role: Role,
    siblings: Siblings,
    rules: Ruleset,
    source: Source,
) -> Iterator[Issue]:
    place = found.place(role)
    element = Element(relation, place, found.section, rules.fields[place[:3]], siblings.whole)
    yield from field_issues(element, rules, source)
    yield from _type_issues(relation, role, place)


def _type_issues(relation: Part, role: Role, place: Place) -> Iterator[Issue]:
    """Whether the object type is one of those the role may have.

    The types of cases are public but for a few, so that a role which only takes public ones takes
    no other. Those of the other objects may have more UUIDs than the published samples show.
    """
    stated = relation.one("Type")
    uuid = references.uuid_of(stated)
    if stated is None or not uuid:
        return
    names = references.type_of(relation)
    words = {"types": role.types}
    public = public_types_of_cases()
    only_public = place.object == "Sag" and public.issuperset(role.types)
    if (names and not names.intersection(role.types)) or (not names and only_public):
        yield Issue("type", place.at("Type"), stated, words=words)
    elif not names and public.intersection(role.types):
        yield Issue("type-unknown", place.at("Type"), stated, words=words)


def _number_issues(relations: Sequence[Part], role: Role, place: Place) -> Iterator[Issue]:
    """Relations of one role that stand beside each other and hold at the same time.

    Where a role may be had by many, those of one Indeks are one relation and its history.
    """
    one_only = role.most == 1
    alike: dict[str, list[Part]] = {}
    for relation in relations:
        alike.setdefault("" if one_only else relation.value("Indeks") or "", []).append(relation)
    for group in alike.values():
        for relation in _at_once(group):
            if one_only:
                yield Issue("count", place, relation, words={"most": role.most})
            else:
                yield Issue("unique", place.at("Indeks"), relation, "Indeks")


def _at_once(relations: Sequence[Part]) -> Iterator[Part]:
    """Those that hold while one that began before still holds.

    Without a Virkning there is but one time; of an unreadable one nothing can be told.
    """
    yield from [each for each in relations if each.one("Virkning") is None][1:]
    dated = [(period, each) for each in relations if (period := real_period(each)) is not None]
    latest: Period | None = None
    for holds, relation in sorted(dated, key=lambda pair: pair[0].start):
        if latest is not None and latest.meets(holds):
            yield relation
        if latest is None or (latest.end is not None and (holds.end or _EVER) > latest.end):
            latest = holds


def _succession_issues(
    found: Relations, relations: Sequence[Part], role: Role, *, whole: bool
) -> Iterator[Issue]:
    """Relations of a lasting role that end although none takes over."""
    periods = [real_period(each) for each in found.of(role.name)]
    starts = {each.start for each in periods if each is not None}
    for relation in relations:
        holds = real_period(relation)
        if holds is not None and holds.end is not None and holds.end not in starts:
            kind = "ends" if whole else "ends-unseen"
            place = found.place(role).at("Virkning/TilTidspunkt")
            yield Issue(kind, place, relation, "Virkning/TilTidspunkt")
