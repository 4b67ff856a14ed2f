# SPDX-License-Identifier: EUPL-1.2
"""Statistics as an Excel workbook: a heading and rows, or StatBank's layout with texts only once.

StatBank writes a title above the table, the periods across, and the value of a variable only on the
first row it holds for. So the heading is the first row with two periods or more; where there is
none, the first row with two cells or more. Empty cells to the left of the numbers repeat the one
above.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Final

from gearskifte.connectors.statfiles import refusals
from gearskifte.connectors.statfiles.csv_table import from_grid
from gearskifte.workforce.public import StatTable, parse_period

FORM: Final = "Excel"
VARIABLES: Final = ("OMRÅDE", "KØN", "ALDER", "VARIABEL4", "VARIABEL5")


def read_xlsx(body: bytes, origin: str) -> StatTable:
    """Read the first sheet.

    Raises:
        InputRefused: GS-CON-101 where it is no workbook, or has no table.
    """
    import openpyxl  # noqa: PLC0415 - only who has a workbook pays for it
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        sheet = [[_text(cell) for cell in row] for row in book.worksheets[0].values]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError):
        raise refusals.damaged(origin, FORM, "ark/sheet 1") from None
    start = _heading(sheet)
    if start is None:
        raise refusals.damaged(origin, FORM, "overskrift/heading")
    return from_grid(_filled(sheet[start:]), body, origin)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _heading(sheet: Sequence[Sequence[str]]) -> int | None:
    for at, row in enumerate(sheet):
        if sum(parse_period(cell) is not None for cell in row) >= 2:
            return at
    return next((at for at, row in enumerate(sheet) if sum(map(bool, row)) >= 2), None)


def _filled(rows: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    heading = list(rows[0])
    periods = [at for at, cell in enumerate(heading) if parse_period(cell)]
    texts = periods[0] if len(periods) >= 2 else 0
    width = max(at for at, cell in enumerate(heading) if cell) + 1
    unnamed = iter(VARIABLES)
    yield [cell or next(unnamed, f"V{at}") for at, cell in enumerate(heading[:width])]
    above = [""] * texts
    for row in rows[1:]:
        cells = list(row[:width]) + [""] * (width - len(row))
        if texts and not any(cells[texts:]):
            continue  # a note below the table, or an empty row
        above = [cell or before for cell, before in zip(cells[:texts], above, strict=True)]
        yield above + cells[texts:]
