# SPDX-License-Identifier: EUPL-1.2
"""The rules as facts, read from the tables beside this file: what holds from which day until which.

Each table is one standard's; a row's number is its place in the published table (sf1470_rules: all
rows of the guidance on case and document, in their order), 0 where only the schema or the general
guidance says so. Sources: KOMBIT, anvisninger for Sag and Dokument v1.7 (7 July 2023) with their
change history since v1.3; general guidance v1.2 (11 November 2019); XML schemas 6.0.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

_FOLDER: Final = Path(__file__).parent / "tables"
_UUID: Final = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"


class Edition(msgspec.Struct, frozen=True):
    """An edition of a standard's guidance and the day it came into force."""

    standard: str
    name: str
    version: str
    date: date

    @property
    def rule_prefix(self) -> str:
        """The first part of the id of every rule in it."""
        return f"{self.standard}-{self.name}"


class Row(msgspec.Struct, frozen=True):
    """What one row of a guidance says about one field.

    Attributes:
        number: its place in the published table, 0 where it is not from one.
        section: the element that holds the field; `role` its role, for a relation.
        field: the path from there, "" where the row is about the relation as a whole.
        duty: OB1 to OB5; "OB1+" is OB1 that an update of the section must repeat; "adv" is advised,
            "not" must not be filled, "may" is free.
        form: how the value is written.
        most: the largest number of characters (bytes for a note), 0 where there is none.
        needs: the condition of an OB4 row.
        beyond: what of the row no message can show.
    """

    number: int
    object: str
    section: str
    role: str
    field: str
    duty: str
    form: str
    most: int
    needs: str
    beyond: str

    @property
    def place(self) -> tuple[str, str]:
        """Section and role."""
        return self.section, self.role


class Role(msgspec.Struct, frozen=True):
    """A role that a relation may have.

    Attributes:
        title: its name in the standard.
        least: how many an imported object has at least; `most` at one time, 0 for any number.
        types: the kinds of object it may point at.
        uuid: the role's UUID where it is public, else "".
        lasting: whether one must be followed by another without a gap.
        hint: what the title of a class's facet holds when the class has this role.
    """

    object: str
    section: str
    name: str
    title: str
    least: int
    most: int
    types: tuple[str, ...]
    uuid: str
    lasting: bool
    hint: re.Pattern[str] | None


def rows(name: str) -> Iterator[dict[str, str]]:
    """The lines of a table by the names in its first line."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(table)


@cache
def toml(name: str) -> Mapping[str, Any]:
    """A table of another shape."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def editions() -> tuple[Edition, ...]:
    """Every known edition, the oldest first."""
    return tuple(
        Edition(row["standard"], row["edition"], row["version"], date.fromisoformat(row["date"]))
        for row in rows("editions")
    )


def in_force(row: Mapping[str, str], on: date) -> bool:
    """Whether a dated line holds on a day."""
    since, until = row["since"], row["until"]
    return (not since or date.fromisoformat(since) <= on) and (
        not until or on < date.fromisoformat(until)
    )


def field_rows(standard: str, on: date) -> list[Row]:
    """What the guidance of a standard says on a day, in the order of the published table."""
    return [_row(row) for row in rows(f"{standard.lower()}_rows") if in_force(row, on)]


def all_field_rows(standard: str) -> list[Row]:
    """The newest form of every row on a standard, whenever it came into force."""
    return [_row(row) for row in rows(f"{standard.lower()}_rows") if not row["until"]]


def roles(standard: str) -> list[Role]:
    """The roles of relations in a standard."""
    return [_role(row) for row in rows(f"{standard.lower()}_roles")]


def codes(on: date) -> dict[str, tuple[str, ...]]:
    """The code lists as they are on a day."""
    lists: dict[str, tuple[str, ...]] = {}
    for row in rows("codes"):
        if in_force(row, on):
            lists[row["list"]] = (*lists.get(row["list"], ()), row["value"])
    return lists


def urns(on: date) -> dict[str, tuple[re.Pattern[str], ...]]:
    """The forms of URN that each kind of reference may have on a day."""
    grammars: dict[str, tuple[re.Pattern[str], ...]] = {}
    for row in rows("urns"):
        if in_force(row, on):
            flags = re.NOFLAG if row["grammar"] == "nothing" else re.IGNORECASE
            form = re.compile(row["pattern"].replace("UUID", _UUID), flags)
            grammars[row["grammar"]] = (*grammars.get(row["grammar"], ()), form)
    return grammars


@cache
def type_names() -> Mapping[str, frozenset[str]]:
    """The kinds of object that the UUID of each public object type stands for."""
    names: dict[str, frozenset[str]] = {}
    for row in rows("types"):
        names[row["uuid"]] = names.get(row["uuid"], frozenset()) | {row["name"]}
    return names


@cache
def public_types_of_cases() -> frozenset[str]:
    """The kinds of object whose UUID the published samples for cases show."""
    return frozenset(row["name"] for row in rows("types") if row["standard"] == "SF1470")


def _row(row: Mapping[str, str]) -> Row:
    return Row(
        number=int(row["row"]),
        object=row["object"],
        section=row["section"],
        role=row["role"],
        field=row["field"],
        duty=row["duty"],
        form=row["form"],
        most=int(row["most"] or 0),
        needs=row["needs"],
        beyond=row["beyond"],
    )


def _role(row: Mapping[str, str]) -> Role:
    return Role(
        object=row["object"],
        section=row["section"],
        name=row["name"],
        title=row["title"],
        least=int(row["least"]),
        most=int(row["most"]),
        types=tuple(row["types"].split(";")),
        uuid=row["uuid"],
        lasting=row["lasting"] == "yes",
        hint=re.compile(row["hints"], re.IGNORECASE) if row["hints"] else None,
    )
