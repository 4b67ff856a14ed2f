# SPDX-License-Identifier: EUPL-1.2
"""Splits a table of events into one message for each case."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from gearskifte.connectors.connector import DAMAGED, PEEK, Connector, Delivery, Part, Stream
from gearskifte.connectors.csvlog.sorting import Line, by_case
from gearskifte.connectors.csvlog.table import Form, LineTooLong, form_of, lines
from gearskifte.connectors.eventlog.message import LIFECYCLE, Trouble
from gearskifte.connectors.eventlog.roles import CASE_PREFIX, OF_CASE
from gearskifte.connectors.eventlog.whole import reader_of
from gearskifte.connectors.eventlog.writing import LogWriter, RawAttribute
from gearskifte.connectors.mapping import Role

_NEEDED: Final = frozenset((Role.CASE, Role.ACTIVITY, Role.TIMESTAMP))


def recognises(start: bytes) -> bool:
    """Whether its first line names the columns of a table of events."""
    return form_of(start, {}) is not None


def split(stream: Stream, delivery: Delivery) -> Iterator[Part]:
    """One message for each case, then the note of delivery."""
    writer = LogWriter("CSV", delivery)
    try:
        form = form_of(stream.read(PEEK), writer.columns)
        stream.seek(0)
    except DAMAGED:
        writer.fault(Trouble.DAMAGED)
    else:
        if form is None or not form.role.keys() >= _NEEDED:
            writer.fault(Trouble.COLUMNS)
        else:
            table = _Table(form, writer)
            for _, group in groupby(by_case(table.lines(stream)), key=lambda line: line.case):
                yield table.part(group)
    yield from writer.note()


class _Table:
    """A table whose form is known, and what its columns become."""

    def __init__(self, form: Form, writer: LogWriter) -> None:
        self._form = form
        self._writer = writer
        self._time = form.role[Role.TIMESTAMP]
        self._started = form.role.get(Role.STARTED, self._time)
        self._lifecycle = form.role.get(Role.LIFECYCLE, LIFECYCLE)
        self._of_case = {form.role[role] for role in (*OF_CASE, Role.CASE) if role in form.role}
        self._of_case |= {name for name in form.columns if name.startswith(CASE_PREFIX)}
        writer.activity = (form.role[Role.ACTIVITY],)
        writer.keys = {role: self._key(column) for role, column in form.role.items()}

    def lines(self, stream: Stream) -> Iterator[Line]:
        """The lines below the first that say which case they are about.

        Where the table cannot be read on, that is noted and what came before it stands.
        """
        case_at = self._form.columns.index(self._form.role[Role.CASE])
        reader = csv.reader(lines(stream), delimiter=self._form.between)
        last = 0
        try:
            for number, cells in enumerate(filter(any, reader)):
                case = cells[case_at].strip() if len(cells) > case_at else ""
                if number and case:
                    yield Line(reader.line_num, case, cells)
                elif number:
                    self._writer.fault(Trouble.OUTSIDE_CASE, reader.line_num)
                last = reader.line_num
        except DAMAGED:
            self._writer.fault(Trouble.DAMAGED)
        except (LineTooLong, csv.Error):
            self._writer.fault(Trouble.LONG_LINE, last + 1)

    def part(self, group: Iterable[Line]) -> Part:
        """The message of one case; of a column that is of the case, the first cell counts."""
        case = self._writer.case()
        of_case: dict[str, str] = {}
        first = 0
        for line in group:
            first = first or line.number
            filled = [
                (column, cell.strip())
                for column, cell in zip(self._form.columns, line.cells, strict=False)
                if column and cell.strip()
            ]
            for column, cell in filled:
                if column in self._of_case:
                    of_case.setdefault(column, cell)
            for event in self._events({c: v for c, v in filled if c not in self._of_case}):
                case.event([self._attribute(*each) for each in event.items()])
        for column, cell in of_case.items():
            case.attribute(self._attribute(column, cell))
        return self._writer.part(case, f"line {first}")

    def _events(self, told: dict[str, str]) -> Iterator[dict[str, str]]:
        """The event of a line; two where it has a time for its start as well."""
        started = told.get(self._started)
        if self._started != self._time and started:
            yield {**told, self._time: started, self._lifecycle: "start"}
            if self._time in told:
                yield {self._lifecycle: "complete", **told}
        else:
            yield told

    def _attribute(self, column: str, cell: str) -> RawAttribute:
        value, kind = self._form.typed(cell)
        key = self._key(column)
        return [key, value] if kind == "string" else [key, value, kind]

    def _key(self, column: str) -> str:
        return column.removeprefix(CASE_PREFIX) if column in self._of_case else column


CONNECTOR: Final = Connector("CSV", recognises, reader_of(split), split)
