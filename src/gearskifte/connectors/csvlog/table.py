# SPDX-License-Identifier: EUPL-1.2
"""How a table is written: its encoding, what stands between its cells, and its numbers."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from gearskifte.connectors.connector import Stream
from gearskifte.connectors.eventlog.roles import column_of
from gearskifte.connectors.mapping import Role

LONGEST_LINE: Final = 1024 * 1024
"""In bytes. A line is longer only where a quotation mark is missing or it is no table."""

_SAMPLE: Final = 200
_MARK: Final = b"\xef\xbb\xbf"
_BETWEEN: Final = (";", ",", "\t", "|")
_COMMA: Final = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),[0-9]+")
_POINT: Final = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\.[0-9]+")
_WHOLE: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_PERHAPS_THOUSANDS: Final = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")


class LineTooLong(Exception):
    """A line that no table has."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is written.

    Attributes:
        columns: the cells of its first line.
        role: role → column, for those that have one.
        between: the sign between cells.
        decimal: the sign before decimals, "," or "."; "" where no cell shows it.
    """

    columns: tuple[str, ...]
    role: Mapping[Role, str]
    between: str
    decimal: str

    def typed(self, cell: str) -> tuple[str, str]:
        """A cell's value and its type in XES: a number only where there is no doubt.

        What could be thousands as well as decimals ("2.260") stays the text it is.
        """
        if _WHOLE.fullmatch(cell):
            return cell, "int"
        if not _PERHAPS_THOUSANDS.fullmatch(cell):
            if self.decimal == "," and _COMMA.fullmatch(cell):
                return cell.replace(".", "").replace(",", "."), "float"
            if self.decimal == "." and _POINT.fullmatch(cell):
                return cell.replace(",", ""), "float"
        return cell, "string"


def lines(stream: Stream) -> Iterator[str]:
    """The lines of a table in UTF-8, with or without its mark, or in Windows-1252.

    Each line is read by itself, for a table may be put together of two systems' extracts.

    Raises:
        LineTooLong: at a line of more than a mebibyte.
    """
    is_first = True
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            raise LineTooLong
        yield _decoded(line.removeprefix(_MARK) if is_first else line)
        is_first = False


def form_of(start: bytes, named: Mapping[Role, str]) -> Form | None:
    """How the table that begins so is written; None where it is no table of events.

    It is one when its first line has a column for the case, and one for the activity or the time.

    Args:
        start: its first 64 KiB, or all of it.
        named: role → column, where its receiver has said so.
    """
    start = start.removeprefix(_MARK)
    if start.lstrip()[:1] in (b"<", b"{", b"[", b""):
        return None
    sample = [_decoded(line) for line in start.splitlines(keepends=True)[:_SAMPLE]]
    forms = [form for sign in _BETWEEN for form in _forms(sample, sign, named)]
    return max(forms, key=lambda form: (len(form.role), len(form.columns)), default=None)


def _forms(sample: list[str], between: str, named: Mapping[Role, str]) -> Iterator[Form]:
    """The table as it would be with this sign between its cells, if it is one of events then."""
    try:
        header, *rows = [row for row in csv.reader(sample, delimiter=between) if any(row)]
    except (ValueError, csv.Error):
        return
    columns = tuple(cell.strip() for cell in header)
    roles = _roles(columns, named)
    if Role.CASE in roles and not roles.keys().isdisjoint((Role.ACTIVITY, Role.TIMESTAMP)):
        yield Form(columns, roles, between, _decimal(rows))


def _roles(columns: tuple[str, ...], named: Mapping[Role, str]) -> dict[Role, str]:
    """Role → column; a column has one role only, the first of those it could have."""
    roles: dict[Role, str] = {}
    for role in Role:
        left = [column for column in columns if column and column not in roles.values()]
        found = column_of(role, left, named)
        if found is not None:
            roles[role] = found
    if Role.STARTED in roles:
        roles.setdefault(Role.TIMESTAMP, roles[Role.STARTED])
    return roles


def _decoded(line: bytes) -> str:
    """A line as text, without what no text holds."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text = line.decode("cp1252", "replace")
    return text.replace("\0", "").replace("\r", "")


def _decimal(rows: list[list[str]]) -> str:
    cells = [cell.strip() for row in rows for cell in row]
    cells = [cell for cell in cells if not _PERHAPS_THOUSANDS.fullmatch(cell)]
    commas = sum(_COMMA.fullmatch(cell) is not None for cell in cells)
    points = sum(_POINT.fullmatch(cell) is not None for cell in cells)
    if commas == points:
        return ""
    return "," if commas > points else "."
