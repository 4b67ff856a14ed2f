# SPDX-License-Identifier: EUPL-1.2
"""The files in which a municipality tells of need, staff, assumptions, the willing and cases.

CSV in UTF-8 or Windows-1252, semicolons, decimal comma or point, headings in Danish as below; one
file of each kind. Nothing in them is about one person: staff are counted by occupation, service and
age. The format is told in docs/workforce-files.md.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.workforce.rules.areas import called
from gearskifte.workforce.rules.hands.inputs import (
    SERVICES,
    Assumption,
    CaseLine,
    Name,
    NeedLine,
    Service,
    StaffLine,
)
from gearskifte.workforce.rules.hands.supply import OLDEST, YOUNGEST
from gearskifte.workforce.rules.moves.loans import Loan, agreement
from gearskifte.workforce.rules.promised import ClaimLine

Made = TypeVar("Made")
Row = Mapping[str, str]


class Kind(StrEnum):
    """What a file tells (filtype)."""

    POPULATION = "folketal"
    OFFICIAL = "fremskrivning"
    NEED = "behov"
    STAFF = "personale"
    ASSUMPTIONS = "forudsaetninger"
    WILLING = "villige"
    CASES = "sager"
    LOANS = "laan"
    CLAIMS = "udsagn"

    @property
    def words(self) -> Text:
        """Its name for people."""
        return _KINDS[self]


_KINDS: Final = {
    Kind.POPULATION: Text("Folketal", "Population"),
    Kind.OFFICIAL: Text("Officiel fremskrivning", "Official projection"),
    Kind.NEED: Text("Behov", "Need"),
    Kind.STAFF: Text("Personale", "Staff"),
    Kind.ASSUMPTIONS: Text("Forudsætninger", "Assumptions"),
    Kind.WILLING: Text("Villige til at flytte", "Willing to move"),
    Kind.CASES: Text("Minutter pr. sag", "Minutes a case"),
    Kind.LOANS: Text("Lån mellem kommuner", "Loans between municipalities"),
    Kind.CLAIMS: Text("Udsagn om fremtiden", "Claims about the future"),
}
COLUMNS: Final = {
    Kind.NEED: ("område", "fra alder", "til alder", "timer pr. person", "mindst", "kilde"),
    Kind.STAFF: ("faggruppe", "område", "uddannet", "alder", "antal", "timer pr. uge"),
    Kind.ASSUMPTIONS: ("navn", "værdi", "lav", "høj", "kilde"),
    Kind.WILLING: (
        "fra faggruppe", "fra område", "til faggruppe", "til område", "antal", "omskoling", "pris",
    ),
    Kind.CASES: ("kle", "område", "minutter pr. sag", "kilde"),
    Kind.CLAIMS: (
        "udsagn", "sted", "fra alder", "til alder", "flere", "fra år", "til år", "kilde",
    ),
    Kind.LOANS: ("fra kommune", "til kommune", "område", "mindst", "højst", "kilde"),
}  # fmt: skip
"""The headings of each kind, in any order and letter case."""
GRADUATES: Final = "nyuddannede"
"""A column that staff may have."""

_KLE: Final = re.compile(r"\d{2}(?:\.\d{2}){0,2}")
_CPR: Final = re.compile(r"(?<!\d)\d{6}[- ]?\d{4}(?!\d)")
_YES: Final = {"ja", "j", "yes", "1", "x"}
_NO: Final = {"nej", "n", "no", "0", ""}


class Limit(StrEnum):
    """What bounds a plan (ramme), told among the assumptions."""

    COURSES = "kursuspladser"
    BUDGET = "kursusbudget"
    NOTICE = "varsel_maaneder"
    LOAN = "laan_andel"
    QUALIFIED = "uddannet_andel"


@dataclass(frozen=True, slots=True)
class Assumed:
    """A file of assumptions: those that are drawn, and the limits of a plan."""

    drawn: tuple[Assumption, ...]
    limits: Mapping[Limit, float]


@dataclass(frozen=True, slots=True)
class WillingLine:
    """Heads who would move from one occupation and service to another."""

    from_occupation: str
    from_service: Service
    to_occupation: str
    to_service: Service
    heads: float
    retrained: bool
    cost: float


def file_kind(body: bytes, name: str = "") -> Kind:
    """What a file tells, by its headings; anything else is taken for counts of people.

    A table of people called FRKM… (Danmarks Statistik's municipal projection) or that has
    "fremskrivning" in its name is a projection.
    """
    heading = {cell.strip().casefold() for cell in _first_line(body)}
    kinds = (kind for kind, names in COLUMNS.items() if set(names) <= heading)
    called = name.casefold()
    projected = called.startswith("frkm") or "fremskrivning" in called
    return next(kinds, Kind.OFFICIAL if projected else Kind.POPULATION)


def need_lines(body: bytes) -> tuple[NeedLine, ...]:
    """Need by service and age.

    Raises:
        InputRefused: GS-WRK-020 to 022, with the line.
    """

    def made(row: Row) -> NeedLine:
        first, last = int(_number(row["fra alder"])), int(_number(row["til alder"]))
        if not 0 <= first <= last <= 120:
            raise ValueError("alder/age")
        hours, floor = _number(row["timer pr. person"]), _number(row["mindst"] or "0")
        return NeedLine(Service(row["område"]), first, min(last, 100), hours, floor, row["kilde"])

    return _lines(body, Kind.NEED, made)


def staff_lines(body: bytes) -> tuple[StaffLine, ...]:
    """Staff by occupation, service and age; `alder` is an age or an age group such as 30-34.

    A column `nyuddannede` may say how many a year come at that age straight from their training.

    Raises:
        InputRefused: GS-WRK-020 to 022, with the line.
    """

    def made(row: Row) -> tuple[StaffLine, ...]:
        first, _, last = row["alder"].partition("-")
        ages = range(int(first), int(last or first) + 1)
        heads, hours = _number(row["antal"]), _number(row["timer pr. uge"])
        graduates = _number(row.get(GRADUATES) or "0")
        if not (YOUNGEST <= ages[0] <= ages[-1] <= OLDEST and 0 < hours <= 60):
            raise ValueError("alder eller timer/age or hours")
        return tuple(
            StaffLine(
                row["faggruppe"], Service(row["område"]), _yes(row["uddannet"]), age,
                heads / len(ages), hours, graduates / len(ages),
            )
            for age in ages
        )  # fmt: skip

    return tuple(line for group in _lines(body, Kind.STAFF, made) for line in group)


def assumed(body: bytes) -> Assumed:
    """Assumptions with P10 and P90, and the limits of a plan.

    Raises:
        InputRefused: GS-WRK-020 to 022, with the line.
    """

    def made(row: Row) -> tuple[str, float, float, float, str]:
        value = _number(row["værdi"])
        low, high = _number(row["lav"] or row["værdi"]), _number(row["høj"] or row["værdi"])
        if not low <= value <= high:
            raise ValueError("lav ≤ værdi ≤ høj")
        if row["navn"] not in {*Name, *Limit}:
            raise ValueError(row["navn"])
        return row["navn"], value, low, high, row["kilde"]

    rows = _lines(body, Kind.ASSUMPTIONS, made)
    drawn = tuple(
        Assumption(Name(name), value, low, high, source)
        for name, value, low, high, source in rows
        if name in set(Name)
    )
    limits = {Limit(name): value for name, value, _, _, _ in rows if name in set(Limit)}
    return Assumed(drawn, limits)


def willing_lines(body: bytes) -> tuple[WillingLine, ...]:
    """Who would move where.

    Raises:
        InputRefused: GS-WRK-020 to 022, with the line.
    """

    def made(row: Row) -> WillingLine:
        return WillingLine(
            row["fra faggruppe"], Service(row["fra område"]), row["til faggruppe"],
            Service(row["til område"]), _number(row["antal"]), _yes(row["omskoling"]),
            _number(row["pris"] or "0"),
        )  # fmt: skip

    return _lines(body, Kind.WILLING, made)


def case_lines(body: bytes) -> tuple[CaseLine, ...]:
    """Minutes of work that a case of a subject takes.

    Raises:
        InputRefused: GS-WRK-020 to 022, with the line.
    """

    def made(row: Row) -> CaseLine:
        if not _KLE.fullmatch(row["kle"]):
            raise ValueError(f"kle: {row['kle']}")
        minutes = _number(row["minutter pr. sag"])
        return CaseLine(row["kle"], Service(row["område"]), minutes, row["kilde"])

    return _lines(body, Kind.CASES, made)


def loan_lines(body: bytes) -> tuple[Loan, ...]:
    """Hours a year that one municipality agreed to lend another, by service.

    Raises:
        InputRefused: GS-WRK-020 to 022, with the line.
    """

    def made(row: Row) -> Loan:
        lender, borrower = (called(row[f"{end} kommune"]) for end in ("fra", "til"))
        least, most = _number(row["mindst"] or "0"), _number(row["højst"])
        if lender == borrower or not lender or not borrower:
            raise ValueError("to kommuner/two municipalities")
        if least > most:
            raise ValueError("mindst ≤ højst")
        return Loan(lender, borrower, SERVICES.index(Service(row["område"])), least, most)

    found = _lines(body, Kind.LOANS, made)
    if twice := len(found) - len({agreement(loan) for loan in found}):
        raise _refused(Kind.LOANS, 1, f"{twice} aftaler to gange/agreements twice")
    return found


def claim_lines(body: bytes) -> tuple[ClaimLine, ...]:
    """What was said in public of how many more there would be; `flere` below zero is fewer.

    Raises:
        InputRefused: GS-WRK-020 to 022, with the line.
    """

    def made(row: Row) -> ClaimLine:
        first, last = int(_number(row["fra alder"])), int(_number(row["til alder"] or "120"))
        base, target = int(row["fra år"]), int(row["til år"])
        if not (first <= last and 1900 <= base < target <= 2200 and row["sted"]):
            raise ValueError("alder, år eller sted/age, year or place")
        said = row["flere"]
        change = -_number(said[1:]) if said.startswith("-") else _number(said)
        return ClaimLine(
            row["udsagn"], row["sted"], first, last, change, base, target, row["kilde"]
        )

    return _lines(body, Kind.CLAIMS, made)


def _first_line(body: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(_text(body[:4096])), delimiter=";"), [])


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _number(text: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text):
        raise ValueError(f"{text}: tusinder eller decimaler?/thousands or decimals?")
    value = float(text.replace(".", "").replace(",", ".") if "," in text else text)
    if not 0 <= value < 1e12:
        raise ValueError(text)
    return value


def _yes(text: str) -> bool:
    if text.casefold() not in _YES | _NO:
        raise ValueError(text)
    return text.casefold() in _YES


def _lines(body: bytes, kind: Kind, made: Callable[[Row], Made]) -> tuple[Made, ...]:
    text = _text(body)
    if _CPR.search(text):
        raise InputRefused(
            "GS-WRK-022",
            what=Text(
                "Filen har noget, der ligner et CPR-nummer.",
                "The file has what looks like a CPR number.",
            ),
            why=Text("Her tælles folk; ingen nævnes.", "People are counted here; nobody is named."),
            do=Text("Fjern numrene, og send igen.", "Remove the numbers and send it again."),
        )
    found = [_line(number, row, kind, made) for number, row in _rows(text, kind)]
    if not found:
        raise _refused(kind, 1, "ingen rækker/no rows")
    return tuple(found)


def _rows(text: str, kind: Kind) -> Iterator[tuple[int, Row]]:
    reader = csv.reader(io.StringIO(text), delimiter=";")
    heading = [cell.strip().casefold() for cell in next(reader, [])]
    missing = [name for name in COLUMNS[kind] if name not in heading]
    if missing:
        raise InputRefused(
            "GS-WRK-020",
            what=Text(
                f"Filen mangler kolonnen {missing[0]}.", f"The file lacks the column {missing[0]}."
            ),
            why=Text(
                f"Den skal have {', '.join(COLUMNS[kind])}.",
                f"It must have {', '.join(COLUMNS[kind])}.",
            ),
            do=Text("Ret overskriften, og send igen.", "Correct the heading and send it again."),
        )
    for row in reader:
        if any(cell.strip() for cell in row):
            cells = [cell.strip() for cell in row] + [""] * (len(heading) - len(row))
            yield reader.line_num, dict(zip(heading, cells, strict=False))


def _line(number: int, row: Row, kind: Kind, made: Callable[[Row], Made]) -> Made:
    try:
        return made(row)
    except (ValueError, KeyError) as error:
        raise _refused(kind, number, str(error)[:60]) from None


def _refused(kind: Kind, line: int, why: str) -> InputRefused:
    return InputRefused(
        "GS-WRK-021",
        what=Text(
            f"Linje {line} i filen {kind.words.da} kan ikke bruges.",
            f"Line {line} of the file {kind.words.en} cannot be used.",
        ),
        why=Text(f"Det går galt ved: {why}.", f"It goes wrong at: {why}."),
        do=Text("Ret linjen, og send filen igen.", "Correct the line and send the file again."),
    )
