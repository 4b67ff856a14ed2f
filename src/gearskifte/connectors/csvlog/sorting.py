# SPDX-License-Identifier: EUPL-1.2
"""Brings the lines of each case together, however large the table and whatever its order."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import msgspec


class Line(NamedTuple):
    """A line of a table: its number, the case it is about, and its cells."""

    number: int
    case: str
    cells: list[str]


def by_case(rows: Iterable[Line]) -> Iterator[Line]:
    """The lines sorted by case, those of one case in the order they came in.

    They are sorted on disk, in a file that is gone afterwards, so that memory stays as it is.
    """
    with (
        tempfile.TemporaryDirectory(prefix="gearskifte-") as folder,
        closing(sqlite3.connect(Path(folder, "lines"))) as desk,
    ):
        desk.execute("PRAGMA journal_mode = OFF")
        desk.execute("PRAGMA synchronous = OFF")
        desk.execute(
            'CREATE TABLE connectors_line (number INTEGER PRIMARY KEY, "case" TEXT, cells BLOB)'
        )
        desk.executemany(
            "INSERT INTO connectors_line VALUES (?, ?, ?)",
            ((row.number, row.case, msgspec.json.encode(row.cells)) for row in rows),
        )
        desk.execute('CREATE INDEX connectors_by_case ON connectors_line ("case", number)')
        sorted_lines = desk.execute('SELECT * FROM connectors_line ORDER BY "case", number')
        for number, case, cells in sorted_lines:
            yield Line(number, case, msgspec.json.decode(cells, type=list[str]))
