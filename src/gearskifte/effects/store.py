# SPDX-License-Identifier: EUPL-1.2
"""Keeps event logs as Parquet, sorted by case and time, whatever their size.

Rows are taken as they are made and sorted on disk, so memory holds no log. A day's new events are
one more file; what was counted before is counted again only for the cases they touch.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate, islice
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

import msgspec

_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - as Parquet has it: UTC without a zone
_MICROSECOND: Final = timedelta(microseconds=1)
_BATCH: Final = 16_384
"""Rows that are handed over at a time."""


class LogRow(msgspec.Struct, frozen=True, gc=False):
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


def write_log(rows: Iterable[LogRow], file: Path, *, memory: str = "128MB") -> int:
    """Write a log, sorted; the number of its events.

    DuckDB takes the rows as they are made, and sorts on disk what `memory` does not hold.

    Raises:
        OSError: if the file, or the room beside it for sorting, cannot be written.
    """
    import duckdb  # noqa: PLC0415 - only who keeps a log pays for it
    import pyarrow  # noqa: PLC0415

    source = _Batches(rows)
    reader = pyarrow.RecordBatchReader.from_batches(source.schema, source)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix="log-") as folder:
        connection = duckdb.connect(
            config={"memory_limit": memory, "threads": 1, "temp_directory": folder}
        )
        with connection:
            ordered = connection.from_arrow(reader).order('municipality, "case", "at", sequence')
            try:
                ordered.write_parquet(str(file), compression="zstd", row_group_size=122_880)
            except Exception:
                if source.trouble is not None:
                    raise source.trouble from None
                raise
    return source.number


class _Batches:
    """Rows as Arrow has them, so many at a time.

    Attributes:
        schema: the columns of a log; see `analytics`.
        number: of rows so far.
        trouble: what ended the rows too early, which Arrow would tell in its own words.
    """

    def __init__(self, rows: Iterable[LogRow]) -> None:
        import pyarrow as pa  # noqa: PLC0415

        kinds = {str: pa.dictionary(pa.int32(), pa.string()), int: pa.int32()}
        kinds |= {datetime: pa.timestamp("us"), date: pa.date32()}
        fields = msgspec.structs.fields(LogRow)
        self._kinds = {each.name: kinds.get(each.type, pa.date32()) for each in fields}
        self.schema = pa.schema(self._kinds)
        self.number = 0
        self.trouble: Exception | None = None
        self._rows = iter(rows)

    def __iter__(self) -> Iterator[Any]:
        import pyarrow as pa  # noqa: PLC0415

        while batch := self._next():
            self.number += len(batch)
            columns = [
                _column(kind, list(map(attrgetter(name), batch)))
                for name, kind in self._kinds.items()
            ]
            yield pa.record_batch(columns, schema=self.schema)

    def _next(self) -> list[LogRow]:
        try:
            return list(islice(self._rows, _BATCH))
        except Exception as error:
            self.trouble = error
            raise


def _column(kind: Any, values: Sequence[Any]) -> Any:
    """A column from its buffers: `pyarrow.array` would import pandas first."""
    import numpy as np  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    def numbers(kind: Any, held: Any, valid: Any = None) -> Any:
        buffers = [None if valid is None else pa.py_buffer(valid), pa.py_buffer(held)]
        return pa.Array.from_buffers(kind, len(values), buffers)

    if pa.types.is_dictionary(kind):
        places = {text: place for place, text in enumerate(dict.fromkeys(values))}
        texts = [text.encode() for text in places]
        ends = array("i", accumulate(map(len, texts), initial=0))
        dictionary = pa.StringArray.from_buffers(
            len(texts), pa.py_buffer(ends), pa.py_buffer(b"".join(texts))
        )
        codes = array("i", map(places.__getitem__, values))
        return pa.DictionaryArray.from_arrays(numbers(pa.int32(), codes), dictionary)
    if pa.types.is_int32(kind):
        return numbers(kind, array("i", values))
    if pa.types.is_date32(kind):
        days = {day: (day - _EPOCH.date()).days for day in set(values) if day is not None}
        valid = None
        if None in set(values):
            valid = np.packbits([day is not None for day in values], bitorder="little")
            days[None] = 0
        return numbers(kind, array("i", map(days.__getitem__, values)), valid)
    return numbers(kind, array("q", [(moment - _EPOCH) // _MICROSECOND for moment in values]))
