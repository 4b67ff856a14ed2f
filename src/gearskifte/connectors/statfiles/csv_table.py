# SPDX-License-Identifier: EUPL-1.2
"""Statistics as CSV: long (one number a row) or wide (a column for each period or age)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

from gearskifte.connectors.statfiles import refusals
from gearskifte.connectors.statfiles.assembling import from_rows, number, provenance_of
from gearskifte.workforce.public import StatTable, parse_period

FORM: Final = "CSV"
_BETWEEN: Final = (";", "\t", ",", "|")
_AGE: Final = re.compile(r"\d{1,3}\s*[-–]\s*\d{1,3}(?: år| years)?|\d{1,3}\+(?: år| years)?")
_TOTALS: Final = {"total", "i alt", "ialt", "tot"}
_NUMBERS: Final = {"indhold", "value", "values", "antal", "number", "count", "personer", "persons"}
"""Names of the column that has the numbers, where it is not the last."""
MOST_VARIABLES: Final = 12


def is_csv(body: bytes) -> bool:
    """Whether the first line has two cells or more."""
    try:
        first = decoded(body[:4096]).splitlines()
    except UnicodeDecodeError:
        return False
    return bool(first) and any(sign in first[0] for sign in _BETWEEN)


def decoded(body: bytes) -> str:
    """Text in UTF-8, with or without its mark, else in Windows-1252."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252")


def read_csv(body: bytes, origin: str) -> StatTable:
    """Read a table.

    Raises:
        InputRefused: GS-CON-101 where a row has another number of cells, or no number.
    """
    text = decoded(body)
    first = text.partition("\n")[0]
    between = max(_BETWEEN, key=first.count)
    return from_grid(csv.reader(io.StringIO(text), delimiter=between), body, origin)


def from_grid(grid: Iterator[Sequence[str]], body: bytes, origin: str) -> StatTable:
    """A table from a heading and rows of texts, long or wide."""
    heading = [cell.strip() for cell in next(grid, [])]
    across = [at for at, cell in enumerate(heading) if parse_period(cell)]
    name = "TID"
    if len(across) < 2:
        across = [at for at, cell in enumerate(heading) if _AGE.fullmatch(cell)]
        name = "ALDER"
    wide = len(across) >= 2
    down = [
        at
        for at, cell in enumerate(heading)
        if at not in across and not (wide and cell.casefold() in _TOTALS)
    ]
    if not wide:
        named = [at for at in down if heading[at].casefold() in _NUMBERS]
        across = named[-1:] or down[-1:]
        down = [at for at in down if at not in across]
    if not across or not 1 <= len(down) <= MOST_VARIABLES:
        raise refusals.not_recognised(origin)
    names = [heading[at] for at in down] + ([name] if wide else [])
    rows = list(_rows(grid, heading, down, across, origin, wide=wide))
    if not rows:
        raise refusals.not_recognised(origin)
    return from_rows(names, rows, provenance_of(body, origin))


def _rows(
    grid: Iterator[Sequence[str]],
    heading: Sequence[str],
    down: Sequence[int],
    across: Sequence[int],
    origin: str,
    *,
    wide: bool,
) -> Iterator[tuple[Sequence[str], float]]:
    for line, row in enumerate(grid, start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(heading):
            raise refusals.damaged(origin, FORM, f"linje/line {line}")
        texts = [row[at].strip() for at in down]
        try:
            for at in across:
                yield [*texts, heading[at]] if wide else texts, number(row[at])
        except ValueError:
            raise refusals.damaged(origin, FORM, f"linje/line {line}") from None
