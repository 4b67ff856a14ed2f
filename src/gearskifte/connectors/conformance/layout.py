# SPDX-License-Identifier: EUPL-1.2
"""Where the sections of an object stand in a message, and the fields in a section.

The guidance names fields without the elements around them; the schema puts those of a relation into
an extension (LokalUdvidelseListe) of its own.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from gearskifte.connectors.conformance.part import Part

_EXTENSION: Final = "LokalUdvidelseListe"
_OWN: Final = ("Virkning", "Rolle", "Type", "Indeks", "ReferenceID", "JournalpostEgenskaber")


class Section(msgspec.Struct, frozen=True):
    """A part of an object that the guidance has rows on.

    Attributes:
        path: from the registration to its elements.
        extension: the element inside a relation that holds the fields of its own.
        dated: whether it has a Virkning.
    """

    name: str
    path: tuple[str, ...]
    extension: str = ""
    dated: bool = True

    def steps(self, field: str) -> tuple[str, ...]:
        """The elements from one of the section's elements to a field."""
        steps = tuple(field.split("/"))
        if not self.extension or steps[0] in _OWN:
            return steps
        return (_EXTENSION, self.extension, *steps)

    def find(self, element: Part, field: str) -> Part | None:
        """The field in `element`, None where it is not there."""
        return element.one(*self.steps(field))


def _relations(*names: str, extended: bool = False) -> tuple[Section, ...]:
    return tuple(
        Section(name, ("RelationListe", name), f"{name}LokalUdvidelse" if extended else "")
        for name in names
    )


def _in_extension(*names: str) -> tuple[Section, ...]:
    return tuple(Section(name, ("RelationListe", _EXTENSION, name)) for name in names)


_BENEFIT: Final = ("AttributListe", "BevilgetYdelse")
_PROPERTIES: Final = Section("Egenskaber", ("AttributListe", "Egenskaber"))
_STATE: Final = Section("Fremdrift", ("TilstandListe", "Fremdrift"))

SECTIONS: Final[dict[str, tuple[Section, ...]]] = {
    "Sag": (
        _PROPERTIES,
        Section("SagIndeksEgenskaber", ("AttributListe", _EXTENSION, "SagIndeksEgenskaber")),
        _STATE,
        *_relations("Sagsaktoer", "Sagsklasse", "Sagspart", extended=True),
        *_relations("Sagsrelation"),
        *_relations("Sagsgenstande", extended=True),
        *_relations("Journalpost"),
        *_in_extension("SagsitsystemRelation", "Sikkerhedsprofil"),
    ),
    "Dokument": (
        _PROPERTIES,
        _STATE,
        *_relations("Dokumentrelation"),
        *_relations("Dokumentaktoer", "Dokumentpart", "Dokumentklasse", extended=True),
        *_in_extension("DokumentitsystemRelation", "Sikkerhedsprofil"),
    ),
    "Bevilling": (
        _PROPERTIES,
        Section("BevilgetYdelse", _BENEFIT),
        Section("ItSystem", (*_BENEFIT, "ItSystem"), dated=False),
        Section("Ydelse", (*_BENEFIT, "Ydelse"), dated=False),
        Section("Klassifikation", (*_BENEFIT, "Ydelse", "Klassifikation"), dated=False),
        Section(
            "OekonomiskEffektueringsplan", (*_BENEFIT, "OekonomiskEffektueringsplan"), dated=False
        ),
        *_relations("Bevillingssag", "Bevillingspart", "Bevillingsaktoer", "Sikkerhedsprofil"),
    ),
    "OekonomiskEffektuering": (
        _PROPERTIES,
        *_relations(
            "OekonomiskYdelseEffektueringRelation",
            "Aktoer",
            "ItSystem",
            "OekonomiskEffektueringPart",
        ),
    ),
}

_FORBIDDEN: Final = ("cprnr", "cvrnr", "pnr", "senr", "personid", "borgerid")


def forbidden_number(element: Part, field: str) -> Part | None:
    """An element for a party's number, whichever of its spellings is used, None where it is not.

    The schema has no such elements any more, so a sender may write them in any way.
    """
    wanted = folded(field)
    inside = list(element.children())
    extensions = [
        field
        for around in inside
        if around.name == _EXTENSION
        for extension in around.children()
        for field in extension.children()
    ]
    return next(
        (each for each in (*inside, *extensions) if folded(each.local_name) == wanted), None
    )


def is_forbidden_number(part: Part) -> bool:
    """Whether an element is one of those that parties must not have, for which rows exist."""
    return folded(part.local_name) in _FORBIDDEN


def folded(name: str) -> str:
    """A number's name without the ways of spelling it: CVR-Nummer, CVR-Nr and CVRnr are alike."""
    return re.sub(r"[^a-z]", "", name.lower()).replace("nummer", "nr")
