# SPDX-License-Identifier: EUPL-1.2
"""Help that was delivered (leveret indsats), as the system that plans it tells in a table.

    bevilling;ydelse;fra;til;leveret;enhed
    7654895c-1d2f-5a3b-9c4d-0e1f2a3b4c5d;Rengøring;2026-11-02;2026-11-08;1,5;timer

`bevilling` is the grant's id (UUID) in the index, `ydelse` one of its benefits ("" where there is
one), `fra` and `til` the first and the last day, `leveret` how much of the unit was delivered: 0
says that nothing was, which is not the same as no row. No person is in the table: who sees a row
follows from the grant.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final, Literal
from uuid import UUID

import msgspec

from gearskifte.kernel.errors import InputRefused, Text

COLUMNS: Final = ("bevilling", "ydelse", "fra", "til", "leveret", "enhed")
UNITS: Final = {
    "timer": Text("timer", "hours"),
    "minutter": Text("minutter", "minutes"),
    "besøg": Text("besøg", "visits"),
    "dage": Text("dage", "days"),
    "gange": Text("gange", "times"),
}
LONGEST_SERVICE: Final = 200
_AMOUNT: Final = re.compile(r"\d{1,6}(,\d{1,2})?")


MOST: Final = 5000
_MOST_AMOUNT: Final = Decimal("999999.99")


class DeliveryLine(msgspec.Struct, frozen=True):
    """How much of a service was delivered in a stretch of days, both included.

    Attributes:
        grant: the id of the grant it follows from. service: which of its benefits; "" for its only.
        amount: of `unit`, one of `UNITS`. source: the system that told it.
    """

    grant: UUID
    service: str
    first: date
    last: date
    amount: Decimal
    unit: str
    source: str = ""

    @property
    def unit_words(self) -> Text:
        """The unit in words."""
        return UNITS[self.unit]


class ToldDelivery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row as a system tells it by the API: the table's columns by their names in English."""

    grant: UUID
    first: date
    last: date
    amount: Decimal
    unit: Literal["timer", "minutter", "besøg", "dage", "gange"]
    service: str = ""


class DeliveryReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was delivered."""

    deliveries: tuple[ToldDelivery, ...]


def faults(report: DeliveryReport) -> list[tuple[int, Text]]:
    """What is wrong in which row, counted from 1; 0 is the report itself."""
    found: list[tuple[int, Text]] = []
    if len(report.deliveries) > MOST:
        found.append((0, Text(f"højst {MOST} rækker ad gangen", f"{MOST} rows at most")))
    keys: set[tuple[object, ...]] = set()
    for number, row in enumerate(report.deliveries, 1):
        key = (row.grant, row.service, row.first, row.last)
        if key in keys:
            found.append((number, Text("rækken står der to gange", "the row is there twice")))
        keys.add(key)
        if row.last < row.first:
            found.append((number, Text("last ligger før first", "last is before first")))
        if not (0 <= row.amount <= _MOST_AMOUNT and row.amount == round(row.amount, 2)):
            found.append(
                (number, Text("amount er ikke et tal som 1.5", "amount is no number such as 1.5"))
            )
        if len(row.service) > LONGEST_SERVICE:
            found.append((number, Text("service er for lang", "service is too long")))
    return found


def read_deliveries_csv(text: str) -> list[DeliveryLine]:
    """The rows of a table; the first line names the columns.

    Raises:
        InputRefused: GS-OVW-030 with the number of the line and what is wrong in it.
    """
    reader = csv.DictReader(text.lstrip("\ufeff").splitlines(), delimiter=";")
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise _refused(1, f"kolonnen {missing[0]} mangler", f"the column {missing[0]} is missing")
    lines: dict[tuple[object, ...], DeliveryLine] = {}
    for number, read in enumerate(reader, 2):
        row = {name: (read.get(name) or "").strip() for name in COLUMNS}
        if not any(row.values()):
            continue
        line = _line(number, row)
        key = (line.grant, line.service, line.first, line.last)
        if key in lines:
            raise _refused(number, "rækken står der to gange", "the row is there twice")
        lines[key] = line
    return list(lines.values())


def _line(number: int, row: dict[str, str]) -> DeliveryLine:
    try:
        grant = UUID(row["bevilling"])
    except ValueError:
        raise _refused(number, "bevilling er intet UUID", "bevilling is no UUID") from None
    try:
        first, last = date.fromisoformat(row["fra"]), date.fromisoformat(row["til"])
    except ValueError:
        raise _refused(number, "en dato er ikke ÅÅÅÅ-MM-DD", "a date is not YYYY-MM-DD") from None
    if last < first:
        raise _refused(number, "til ligger før fra", "til is before fra")
    if not _AMOUNT.fullmatch(row["leveret"]):
        raise _refused(number, "leveret er intet tal som 1,5", "leveret is no number such as 1,5")
    if row["enhed"] not in UNITS:
        units = ", ".join(UNITS)
        raise _refused(number, f"enhed er ikke en af {units}", f"enhed is not one of {units}")
    amount = Decimal(row["leveret"].replace(",", "."))
    return DeliveryLine(grant, row["ydelse"], first, last, amount, row["enhed"])


def untold(services: Iterable[str], delivered: Iterable[DeliveryLine]) -> tuple[str, ...]:
    """The services of which nobody has told what was delivered: of these we do not know."""
    lines = list(delivered)
    told = {line.service for line in lines}
    return () if "" in told else tuple(dict.fromkeys(s for s in services if s not in told))


def _refused(line: int, da: str, en: str) -> InputRefused:
    return InputRefused(
        "GS-OVW-030",
        what=Text("Tabellen blev ikke læst ind.", "The table was not read in."),
        why=Text(f"Linje {line}: {da}.", f"Line {line}: {en}."),
        do=Text(
            "Ret linjen, og læs filen ind igen. Intet er ændret.",
            "Mend the line and read the file again. Nothing was changed.",
        ),
    )
