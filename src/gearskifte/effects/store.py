# SPDX-License-Identifier: EUPL-1.2
"""Keeps event logs as Parquet, sorted by case and time, whatever their size.

Rows go to a table on disk first and are sorted there, so memory holds no log. A day's new events
are one more file; what was counted before is counted again only for the cases they touch.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Final

import msgspec

COLUMNS: Final = {
    "municipality": "VARCHAR",
    "case": "VARCHAR",
    "activity": "VARCHAR",
    "resource": "VARCHAR",
    "at": "TIMESTAMP",
    "sequence": "INTEGER",
    "day": "DATE",
    "started": "DATE",
    "deadline": "DATE",
}
"""The columns of a log; see `analytics`."""


class LogRow(msgspec.Struct, frozen=True):
    """One event of a log; `at` is UTC without a zone, the dates are Danish calendar dates."""

    municipality: str
    case: str
    activity: str
    resource: str
    at: datetime
    sequence: int
    day: date
    started: date
    deadline: date | None = None


def write_log(rows: Iterable[LogRow], file: Path, *, memory: str = "512MB") -> int:
    """Write a log, sorted; the number of its events.

    Raises:
        OSError: if the file, or the room beside it for sorting, cannot be written.
    """
    import duckdb  # noqa: PLC0415 - only who keeps a log pays for it

    with tempfile.TemporaryDirectory(dir=file.parent, prefix="log-") as folder:
        table = Path(folder, "rows.csv")
        number = 0
        with table.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            for row in rows:
                writer.writerow(msgspec.structs.astuple(row))
                number += 1
        connection = duckdb.connect(
            config={"memory_limit": memory, "threads": 1, "temp_directory": folder}
        )
        with connection:
            read = connection.read_csv(
                str(table), header=False, names=list(COLUMNS), dtype=COLUMNS, quotechar='"'
            )
            ordered = read.order('municipality, "case", "at", sequence')
            ordered.write_parquet(str(file), compression="zstd", row_group_size=122_880)
    return number
