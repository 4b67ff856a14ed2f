# SPDX-License-Identifier: EUPL-1.2
"""Roles beyond the public ones: a list that who may look into the classification system can give.

The full list of roles is in Fælleskommunalt Klassifikationssystem. With it, a relation's role is
told by its UUID and need not be guessed from its form.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

from gearskifte.connectors.conformance import tables
from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.registry.public import parse_uuid


class RoleName(NamedTuple):
    """What a role's UUID stands for, e.g. Sag, Sagspart, SekundaerPart."""

    uuid: str
    object: str
    section: str
    role: str


def parse_roles(text: str) -> list[RoleName]:
    """The roles in a CSV with the columns uuid, object, section and role.

    Raises:
        InputRefused: if a line names no UUID or no role of the standards.
    """
    lines = csv.DictReader(text.splitlines())
    return [_role_name(number, line) for number, line in enumerate(lines, start=2)]


def _role_name(number: int, line: dict[str, str]) -> RoleName:
    uuid = parse_uuid(line.get("uuid") or "")
    name = RoleName(
        str(uuid), *(line.get(column) or "" for column in ("object", "section", "role"))
    )
    if uuid is None or name[1:] not in set(_known()):
        raise InputRefused(
            "GS-CON-031",
            what=Text(
                da=f"Linje {number} i listen over roller kan ikke bruges.",
                en=f"Line {number} of the list of roles cannot be used.",
            ),
            why=Text(
                da="Den har intet UUID, eller rollen findes ikke i standarden.",
                en="It has no UUID, or the standard has no such role.",
            ),
            do=Text(
                da="Skriv kolonnerne uuid,object,section,role, fx …,Sag,Sagspart,SekundaerPart.",
                en="Write the columns uuid,object,section,role, as …,Sag,Sagspart,SekundaerPart.",
            ),
        )
    return name


def _known() -> Iterator[tuple[str, str, str]]:
    for standard in ("SF1470", "SF1491"):
        for role in tables.roles(standard):
            yield role.object, role.section, role.name
