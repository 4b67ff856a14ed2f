# SPDX-License-Identifier: EUPL-1.2
"""The rules of one standard as they are on one day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

import msgspec

from gearskifte.connectors.conformance import tables
from gearskifte.connectors.conformance.role_names import RoleName
from gearskifte.connectors.conformance.tables import Edition, Role, Row
from gearskifte.kernel.errors import InputRefused, Text


class Ruleset(msgspec.Struct, frozen=True):
    """What one edition says.

    Attributes:
        fields: the rows on each object, section and role ("" where a section has no roles).
        roles: the roles that relations of each object and section may have.
        by_uuid: those of each object and section whose UUID is known.
        places: the objects and sections in which each known UUID may be used.
        codes: the code lists; `urns` the forms of URN, by the name that rows use.
    """

    edition: Edition
    fields: Mapping[tuple[str, str, str], tuple[Row, ...]]
    roles: Mapping[tuple[str, str], tuple[Role, ...]]
    by_uuid: Mapping[tuple[str, str], Mapping[str, Role]]
    places: Mapping[str, frozenset[tuple[str, str]]]
    codes: Mapping[str, tuple[str, ...]]
    urns: Mapping[str, tuple[re.Pattern[str], ...]]

    @property
    def standard(self) -> str:
        """The standard's name."""
        return self.edition.standard

    @property
    def rows(self) -> list[Row]:
        """Every row that is in force."""
        return [row for rows in self.fields.values() for row in rows]


@cache
def ruleset(standard: str, on: date | None) -> Ruleset:
    """The rules of `standard` in force on a day, the newest where no day is given.

    Raises:
        InputRefused: if the day is before the oldest edition that is known.
    """
    editions = [each for each in tables.editions() if each.standard == standard]
    edition = editions[-1] if on is None else _in_force(editions, on)
    day = on or edition.date
    fields: dict[tuple[str, str, str], tuple[Row, ...]] = {}
    for row in tables.field_rows(standard, day):
        place = (row.object, row.section, row.role)
        fields[place] = (*fields.get(place, ()), row)
    roles: dict[tuple[str, str], tuple[Role, ...]] = {}
    for role in tables.roles(standard):
        if (role.object, role.section, role.name) in fields:
            section = (role.object, role.section)
            roles[section] = (*roles.get(section, ()), role)
    known = {
        section: {role.uuid: role for role in some if role.uuid} for section, some in roles.items()
    }
    return Ruleset(edition, fields, roles, known, _places(), tables.codes(day), tables.urns(day))


def with_roles(rules: Ruleset, names: Iterable[RoleName]) -> Ruleset:
    """The same rules, knowing the UUID of more roles than the public ones."""
    by_uuid = {section: dict(known) for section, known in rules.by_uuid.items()}
    places = dict(rules.places)
    for name in names:
        section = (name.object, name.section)
        for role in rules.roles.get(section, ()):
            if role.name == name.role:
                by_uuid[section][name.uuid] = role
                places[name.uuid] = places.get(name.uuid, frozenset()) | {section}
    return msgspec.structs.replace(rules, by_uuid=by_uuid, places=places)


def _in_force(editions: list[Edition], on: date) -> Edition:
    past = [each for each in editions if each.date <= on]
    if not past:
        oldest = editions[0]
        raise InputRefused(
            "GS-CON-030",
            what=Text(
                da=f"Der er intet regelsæt for {oldest.standard} den {on.isoformat()}.",
                en=f"There is no rule set for {oldest.standard} on {on.isoformat()}.",
            ),
            why=Text(
                da=f"Det ældste kendte er fra {oldest.date.isoformat()} (v{oldest.version}).",
                en=f"The oldest known is of {oldest.date.isoformat()} (v{oldest.version}).",
            ),
            do=Text(
                da="Vælg en senere dato, eller lad datoen ude for det nyeste.",
                en="Choose a later day, or leave the day out for the newest.",
            ),
        )
    return past[-1]


@cache
def _places() -> Mapping[str, frozenset[tuple[str, str]]]:
    places: dict[str, frozenset[tuple[str, str]]] = {}
    for standard in ("SF1470", "SF1491"):
        for role in tables.roles(standard):
            if role.uuid:
                place = (role.object, role.section)
                places[role.uuid] = places.get(role.uuid, frozenset()) | {place}
    return places
