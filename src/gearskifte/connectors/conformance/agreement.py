# SPDX-License-Identifier: EUPL-1.2
"""Checks relations of one object against each other: two that must not point at the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from gearskifte.connectors.conformance.finding import Issue
from gearskifte.connectors.conformance.references import target_of
from gearskifte.connectors.conformance.relations import Relations
from gearskifte.connectors.conformance.roles import key_of

_AUTHORITY: Final = "Ejer"
_MUST_DIFFER: Final = {
    ("Dokumentaktoer", "Ansvarlig"): ("Dokumentaktoer", _AUTHORITY, "authority-as-unit"),
    ("Sagsaktoer", "Bopaelskommune"): ("Sagsaktoer", _AUTHORITY, "own-municipality"),
    ("Sagspart", "Ydelsesmodtager"): ("Sagspart", "PrimaerPart", "recipient-is-primary"),
}
_OWNERS: Final = ("Sagsaktoer", "Dokumentaktoer", "Bevillingsaktoer")


def disagreements(relations: Mapping[str, Relations]) -> Iterator[Issue]:
    """Relations that point at what another one of the object points at."""
    for (section, role), (other_section, other, kind) in _MUST_DIFFER.items():
        if section in relations:
            targets = _targets(relations, other_section, other)
            yield from _pointing_at(relations[section], role, targets, kind)
    if "Sikkerhedsprofil" in relations:
        authorities = {
            target for section in _OWNERS for target in _targets(relations, section, _AUTHORITY)
        }
        yield from _pointing_at(
            relations["Sikkerhedsprofil"], "Adgang", authorities, "profile-of-all"
        )


def _targets(relations: Mapping[str, Relations], section: str, role: str) -> set[str]:
    found = relations.get(section)
    pointed = found.of(role) if found is not None else []
    return {target_of(each.one("ReferenceID")) for each in pointed} - {""}


def _pointing_at(found: Relations, role: str, targets: set[str], kind: str) -> Iterator[Issue]:
    for relation in found.of(role):
        reference = relation.one("ReferenceID")
        if reference is not None and target_of(reference) in targets:
            assigned = found.roles[key_of(relation)].role
            yield Issue(kind, found.place(assigned).at("ReferenceID"), reference)
