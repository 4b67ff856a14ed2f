# SPDX-License-Identifier: EUPL-1.2
"""Tells which role each relation has, so that it is checked against the rows of that role.

Only some of the roles' UUIDs are public. Relations with another UUID are tried as each role that no
public UUID already has, all relations of one UUID alike, and taken to have the role whose rules
they break least: a good message may use a UUID that is not known here. A tie goes to the role that
is listed first, and what a class's facet is called goes before everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import product
from typing import Final

import msgspec

from gearskifte.connectors.conformance.part import Part
from gearskifte.connectors.conformance.references import is_uuid, urn_of, uuid_of
from gearskifte.connectors.conformance.ruleset import Ruleset
from gearskifte.connectors.conformance.tables import Role

Cost = Callable[[Role, Sequence[Part]], float]
"""How many rules the relations of one role break."""

_ENOUGH: Final = 40
"""So many relations of a UUID show what they are."""
_MOST_TRIED_TOGETHER: Final = 5
_TITLE_SAYS_OTHERWISE: Final = 100.0
_TWICE: Final = 10.0
_HAS_A_PUBLIC_UUID: Final = 0.5
_RELATION_OF = re.compile(r"^(Sags|Dokument)")


class Assignment(msgspec.Struct, frozen=True):
    """What a relation's Rolle stands for.

    Attributes:
        role: None where no role fits.
        doubt: "" for a public UUID; else the kind of finding that the reader is told.
    """

    role: Role | None
    doubt: str = ""


def key_of(relation: Part) -> str:
    """The role's UUID in lower case, else its URN, "" where there is neither."""
    role = relation.one("Rolle")
    return uuid_of(role) or urn_of(role)


def assign(
    name: str,
    section: str,
    relations: Sequence[Part],
    rules: Ruleset,
    cost: Cost,
    *,
    whole: bool,
) -> dict[str, Assignment]:
    """The role of each relation of a section by its key.

    Args:
        name: the object's name in the guidance.
        section: the element of its relations.
        relations: all of the section in one object.
        rules: the rules in force.
        cost: how many of them relations break if they have a role.
        whole: whether the object was imported, so that no role may be missing.
    """
    roles = rules.roles[name, section]
    public = rules.by_uuid[name, section]
    groups: dict[str, list[Part]] = {}
    for relation in relations:
        groups.setdefault(key_of(relation), []).append(relation)
    known = {key: Assignment(public[key]) for key in groups if key in public}
    taken = {each.role for each in known.values()}
    free = [role for role in roles if role not in taken]
    unknown = {key: group for key, group in groups.items() if key not in public}
    nameless = {key: group for key, group in unknown.items() if not is_uuid(key)}
    for key in nameless:
        del unknown[key]
    found = _best(unknown, free, cost, whole=whole) if free else dict.fromkeys(unknown)
    present = taken.union(found.values())
    for key, group in nameless.items():
        found[key] = _for_nameless(roles, present, group, cost, whole=whole)
    return known | {
        key: Assignment(role, _doubt(name, section, key, role, rules))
        for key, role in found.items()
    }


def _for_nameless(
    roles: Sequence[Role],
    present: Collection[Role | None],
    group: Sequence[Part],
    cost: Cost,
    *,
    whole: bool,
) -> Role:
    """The role that relations without a role's UUID fit best; it may be one that others have."""

    def weight(role: Role) -> float:
        again = _TWICE if role in present and role.most == 1 else 0.0
        is_lacking = whole and role.least > 0 and role not in present
        some = group[:_ENOUGH]
        return cost(role, some) + _misnamed(role, roles, some) + again - is_lacking

    return min(roles, key=weight)


def _doubt(name: str, section: str, key: str, role: Role | None, rules: Ruleset) -> str:
    if not is_uuid(key):
        return ""
    places = rules.places.get(key, frozenset())
    alike = any(_family(place) == _family(section) for _, place in places)
    if places and not (name == "Dokument" and alike):
        return "role-elsewhere"
    return (
        "role-unusual" if role is not None and role.uuid and name != "Dokument" else "role-unknown"
    )


def _family(section: str) -> str:
    """What a case's and a document's relations of one kind have in common."""
    return _RELATION_OF.sub("", section).lower()


def _best(
    groups: Mapping[str, Sequence[Part]], roles: Sequence[Role], cost: Cost, *, whole: bool
) -> dict[str, Role | None]:
    costs = {
        key: [_weigh(role, roles, group[:_ENOUGH], cost) for role in roles]
        for key, group in groups.items()
    }
    mandatory = {place for place, role in enumerate(roles) if whole and role.least}
    keys = list(groups)
    if len(keys) > _MOST_TRIED_TOGETHER:
        return _one_by_one(costs, roles)
    best = min(
        product(range(len(roles)), repeat=len(keys)),
        key=lambda places: (
            sum(costs[key][place] for key, place in zip(keys, places, strict=True))
            + len(mandatory.difference(places))
            + _TWICE * (len(places) - len(set(places)))
        ),
    )
    return {key: roles[place] for key, place in zip(keys, best, strict=True)}


def _one_by_one(costs: Mapping[str, list[float]], roles: Sequence[Role]) -> dict[str, Role | None]:
    """Too many to try all ways: those that fit fewest roles first, each to the best one left."""
    found: dict[str, Role | None] = {}
    left = set(range(len(roles)))
    for key in sorted(costs, key=lambda each: costs[each].count(min(costs[each]))):
        best = min(left or range(len(roles)), key=lambda place: (costs[key][place], place))
        found[key] = roles[best]
        left.discard(best)
    return found


def _weigh(role: Role, roles: Sequence[Role], relations: Sequence[Part], cost: Cost) -> float:
    elsewhere = _HAS_A_PUBLIC_UUID if role.uuid else 0.0
    return cost(role, relations) + elsewhere + _misnamed(role, roles, relations)


def _misnamed(role: Role, roles: Sequence[Role], relations: Sequence[Part]) -> float:
    """What speaks against a role because the titles of the classes name another."""
    named = [_named(roles, relation) for relation in relations]
    return sum(_TITLE_SAYS_OTHERWISE for names in named if names and role not in names)


def _named(roles: Sequence[Role], relation: Part) -> list[Role]:
    """The roles that the titles of a class and its facet name."""
    titles = " ".join(
        each.text for name in ("Facettitel", "Klassetitel") for each in relation.descendants(name)
    )
    return [role for role in roles if role.hint is not None and role.hint.search(titles)]
