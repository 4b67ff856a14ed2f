# SPDX-License-Identifier: EUPL-1.2
"""The published rows, read as a stranger reads them: from their Danish words."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LENGTH: Final = re.compile(r"Op til (\d+)")
_RENAMED: Final = {
    "Brugervendtnøgle": "BrugervendtNoegle",
    "Hjemmelspecifikation": "HjemmelSpecifikation",
    "Notetekst": "NoteTekst",
}
_SECTIONS: Final = {
    "Sagsaktør": "Sagsaktoer",
    "Sagsgenstand": "Sagsgenstande",
    "Dokumentaktør": "Dokumentaktoer",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One published row.

    Attributes:
        number: its number in the table, from 1.
        section: "Egenskaber", "Fremdrift", "Registrering" … or a relation's element.
        role: the role in Danish, "" outside relations.
        path: names of elements below the section's.
        rule: the whole text of the rule.
        most: the longest text, in characters; 0 where there is no limit.
    """

    number: int
    object: str
    section: str
    role: str
    path: tuple[str, ...]
    rule: str
    datatype: str
    most: int

    @property
    def name(self) -> str:
        """The field's own name."""
        return self.path[-1]

    @property
    def duty(self) -> str:
        """OB1 … OB5, "not" for what must not be filled, "" for what may be left out."""
        if self.rule.startswith("MÅ IKKE") or self.name == "StsTidspunkt":
            return "not"
        found = re.match(r"\\?\[(OB\d)", self.rule)
        return found[1] if found else ""

    @property
    def place(self) -> tuple[str, str, str]:
        """Object, section and role."""
        return (self.object, self.section, self.role)


@dataclass(frozen=True, slots=True)
class Relation:
    """A published relation role, and how many times it may occur."""

    object: str
    section: str
    role: str
    least: int
    most: int | None


def fields(folder: Path) -> list[Row]:
    """The 725 field rows but for those that only explain the table or count a relation."""
    with (folder / "sf1470_rules.tsv").open(encoding="utf-8") as file:
        return list(_fields(csv.DictReader(file, delimiter="\t")))


def _fields(lines: Iterator[dict[str, str]] | csv.DictReader[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        element = re.sub(r"[\s/]+", "/", line["element"]).strip("/")
        if element.startswith(("_", "Relationens")):
            continue
        path = tuple(_RENAMED.get(step, step) for step in element.split("/"))
        length = _LENGTH.search(line["datatype"])
        yield Row(
            number,
            line["object"],
            _section(line["section"]),
            line["role"] or ("Adgang" if "Sikkerhedsprofil" in line["section"] else ""),
            path,
            re.sub(r"\s+", " ", line["rule"]),
            re.sub(r"\s+", " ", line["datatype"]),
            int(length[1]) if length else 0,
        )


def _section(title: str) -> str:
    if title.startswith("Relation: "):
        name = title.removeprefix("Relation: ")
        return _SECTIONS.get(name, name)
    return {
        "Registreringsdata": "Registrering",
        "Tilstand": "Fremdrift",
        "Sagsegenskaber": "Egenskaber",
        "Dokumentegenskaber": "Egenskaber",
        "Sagindeksegenskaber": "SagIndeksEgenskaber",
    }.get(title, "")


def relations(folder: Path) -> list[Relation]:
    """The 52 published roles."""
    with (folder / "sf1470_relations.csv").open(encoding="utf-8") as file:
        return [
            Relation(
                line["object"],
                _SECTIONS.get(line["relation"], line["relation"]),
                line["role"],
                0 if line["cardinality"].startswith("0") else 1,
                None if line["cardinality"].endswith("*") else 1,
            )
            for line in csv.DictReader(file)
        ]
