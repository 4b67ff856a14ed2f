# SPDX-License-Identifier: EUPL-1.2
"""A table of official statistics as any producer publishes it: variables, their values, numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from gearskifte.workforce.rules.arrays import Floats

LICENCE: Final = "CC BY 4.0"
"""Danmarks Statistik: free use, also commercial, when the source is named."""


class Role(StrEnum):
    """What a variable of a table tells apart."""

    AREA = "area"
    SEX = "sex"
    AGE = "age"
    TIME = "time"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Category:
    """One value of a variable (værdi): its code, and its text in the language of the table."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a table (variabel), with its values in order."""

    code: str
    text: str
    categories: tuple[Category, ...]

    @property
    def role(self) -> Role:
        """What it tells apart, from its code or text (OMRÅDE, region; KØN, sex; …)."""
        for name in (self.code, self.text):
            if found := _ROLES.get(name.strip().casefold()):
                return found
        return Role.OTHER


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a table is from (kilde).

    Attributes:
        publisher: who made the numbers; table: its id; updated: as the publisher wrote it.
        origin: the file's name or the address asked; sha256: of the bytes that were read.
        licence: on what terms it may be used.
    """

    publisher: str
    table: str
    updated: str
    origin: str
    sha256: str
    licence: str


@dataclass(frozen=True, slots=True)
class StatTable:
    """A table (statistiktabel).

    Attributes:
        variables: in the order of the axes of `values`.
        values: the numbers; not-a-number where the producer gives none.
        provenance: where it is from.
    """

    variables: tuple[Variable, ...]
    values: Floats
    provenance: Provenance

    def __post_init__(self) -> None:
        shape = tuple(len(variable.categories) for variable in self.variables)
        if self.values.shape != shape:
            raise ValueError(f"values of shape {self.values.shape} where {shape} was promised")

    def axis(self, role: Role) -> int | None:
        """The axis of the first variable with that role, or None."""
        return next((at for at, each in enumerate(self.variables) if each.role is role), None)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year, quarter, month or day; `part` is 0 for a whole year, otherwise counted from 1."""

    year: int
    kind: str
    part: int

    @property
    def starts_the_year(self) -> bool:
        """Whether a count at its beginning is a count of 1 January."""
        return self.part <= 1


_PERIOD: Final = re.compile(
    r"(?P<year>(?:1[89]|2[01])\d\d)(?:\s?(?P<kind>[QKMHU])\s?(?P<part>\d{1,2}))?", re.IGNORECASE
)

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def parse_period(text: str) -> Period | None:
    """`2024`, `2024Q1`, `2024K1`, `2024M03`, `2024-01-01`; None if it is no period."""
    if _DAY.fullmatch(text.strip()):
        try:
            day = date.fromisoformat(text.strip())
        except ValueError:
            return None
        return Period(day.year, "D", day.timetuple().tm_yday)
    found = _PERIOD.fullmatch(text.strip())
    if found is None:
        return None
    kind = (found["kind"] or "").upper().replace("K", "Q")
    return Period(int(found["year"]), kind, int(found["part"] or 0))


_ROLES: Final = {
    name: role
    for role, names in {
        Role.AREA: "område omrade region area kommune municipality bopkom bopomr komk",
        Role.SEX: "køn koen kon sex gender kjonn kjønn",
        Role.AGE: "alder age ålder alderen",
        Role.TIME: "tid time year år aar kvartal quarter måned month vuosi tidsperiode",
    }.items()
    for name in names.split()
}
