# SPDX-License-Identifier: EUPL-1.2
"""Fetching from StatBank: every variable named, in the format BULK, kept with where it came from.

A variable that is left out is silently summed, so none is; BULK has no limit of cells; and the
answer must have exactly the cells that were asked for. What was fetched lies in a folder beside a
note of when and how, and is what is used when StatBank cannot be reached.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx
import msgspec

from gearskifte.connectors.statbank import refusals
from gearskifte.connectors.statbank.tables import Info, Listed, parse_info, parse_tables
from gearskifte.connectors.statfiles.public import read_table
from gearskifte.kernel.errors import InputRefused
from gearskifte.workforce.public import LICENCE, Provenance, StatTable, Variable

Parsed = TypeVar("Parsed")
ADDRESS: Final = "https://api.statbank.dk/v1"
PUBLISHER: Final = "Danmarks Statistik"
SECONDS: Final = 120.0
ALL: Final = ("*",)


Transport = Callable[[str, Mapping[str, Any]], tuple[int, bytes]]
"""Carries a question to one of StatBank's calls (tables, tableinfo, data); brings back the status
and the body of the answer."""


def over_https(call: str, question: Mapping[str, Any]) -> tuple[int, bytes]:
    """Ask StatBank itself, by POST with JSON.

    Raises:
        InputRefused: GS-CON-110 if it cannot be reached.
    """
    try:
        answer = httpx.post(f"{ADDRESS}/{call}", json=dict(question), timeout=SECONDS)
    except httpx.HTTPError as error:
        raise refusals.unreachable(type(error).__name__) from None
    return answer.status_code, answer.content


class Note(msgspec.Struct, frozen=True):
    """What lies beside a kept answer: the question, when it was asked, and its fingerprint."""

    table: str
    updated: str
    fetched: str
    question: dict[str, Any]
    sha256: str


class StatBank:
    """A client with a folder of what it has fetched."""

    def __init__(self, folder: Path, ask: Transport = over_https) -> None:
        self._folder = folder
        self._ask = ask

    def tables(self, *, inactive: bool = False) -> list[Listed]:
        """Every table, older vintages too if `inactive`.

        Raises:
            InputRefused: GS-CON-110 or 112.
        """
        body = self._answer("tables", {"lang": "da", "format": "JSON", "includeInactive": inactive})
        return _read(parse_tables, body)

    def info(self, table: str) -> Info:
        """Variables and values of a table, in Danish.

        Raises:
            InputRefused: GS-CON-110 or 112.
        """
        return _read(
            parse_info, self._answer("tableinfo", {"table": table, "lang": "da", "format": "JSON"})
        )

    def fetch(self, table: str, chosen: Mapping[str, Sequence[str]], now: datetime) -> StatTable:
        """The cells of `table` where each variable has one of the `chosen` values.

        A variable that is not in `chosen` is taken whole (`*` and `2024*` are patterns, as in
        StatBank). The answer is kept; when StatBank cannot be reached, the last kept answer to the
        same question is given.

        Raises:
            InputRefused: GS-CON-110 to 114.
        """
        question = {"table": table, "chosen": {code: list(chosen[code]) for code in sorted(chosen)}}
        name = hashlib.sha256(msgspec.json.encode(question)).hexdigest()[:16]
        kept = self._folder / f"{table}-{name}.csv"
        try:
            info = self.info(table)
        except InputRefused:
            if not kept.exists():
                raise
            return self._kept(kept)
        variables = [
            _choose(each.as_variable(), chosen.get(each.id, ALL)) for each in info.variables
        ]
        unknown = set(chosen) - {each.id for each in info.variables}
        if unknown:
            raise refusals.no_such_value(unknown.pop(), "", ", ".join(v.code for v in variables))
        body = self._answer("data", _question(table, variables))
        found = _checked(table, body, variables, info.updated, kept.name)
        note = Note(table, info.updated, now.isoformat(), question, found.provenance.sha256)
        self._folder.mkdir(parents=True, exist_ok=True)
        kept.with_suffix(".json").write_bytes(msgspec.json.encode(note))
        kept.with_suffix(".variables").write_bytes(msgspec.json.encode(variables))
        kept.write_bytes(body)
        return found

    def _kept(self, file: Path) -> StatTable:
        note = msgspec.json.decode(file.with_suffix(".json").read_bytes(), type=Note)
        variables = msgspec.json.decode(
            file.with_suffix(".variables").read_bytes(), type=list[Variable]
        )
        return _checked(note.table, file.read_bytes(), variables, note.updated, file.name)

    def _answer(self, call: str, question: Mapping[str, Any]) -> bytes:
        status, body = self._ask(call, question)
        if body.lstrip(b"\xef\xbb\xbf").startswith(b'{"errorTypeCode"'):
            said = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"))
            code, message = str(said["errorTypeCode"]), str(said.get("message", ""))
            if code == "REQUEST-LIMIT":
                raise refusals.too_many_cells(message)
            raise refusals.said_no(code, message)
        if status >= 300 or body.lstrip().startswith((b"<!", b"<html")):
            raise refusals.unreachable(f"HTTP {status}")
        return body


def _read(parse: Callable[[bytes], Parsed], body: bytes) -> Parsed:
    try:
        return parse(body)
    except msgspec.DecodeError:
        raise refusals.unreachable("svaret er ikke JSON/the answer is no JSON") from None


def _question(table: str, variables: Sequence[Variable]) -> dict[str, Any]:
    return {
        "table": table,
        "format": "BULK",
        "lang": "da",
        "valuePresentation": "Code",
        "delimiter": "Semicolon",
        "variables": [
            {"code": each.code, "values": [category.code for category in each.categories]}
            for each in variables
        ],
    }


def _choose(variable: Variable, patterns: Sequence[str]) -> Variable:
    """The variable with the values that fit one of the patterns."""
    fitting = tuple(
        category
        for category in variable.categories
        if any(fnmatchcase(category.code, pattern) for pattern in patterns)
    )
    for pattern in patterns:
        if not any(fnmatchcase(category.code, pattern) for category in fitting):
            known = [category.code for category in variable.categories[:8]]
            raise refusals.no_such_value(variable.code, pattern, ", ".join(known))
    return replace(variable, categories=fitting)


def _checked(
    table: str, body: bytes, variables: Sequence[Variable], updated: str, origin: str
) -> StatTable:
    """The answer as a table in the order of `variables`, with every cell that was asked for."""
    rows = csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";")
    heading = [cell.upper() for cell in next(rows, [])]
    asked = [each.code.upper() for each in variables]
    cells = math.prod(len(each.categories) for each in variables)
    if sorted(heading[:-1]) != sorted(asked):
        raise refusals.not_what_was_asked(table, len(heading) - 1, len(asked))
    found = read_table(body, origin)
    if found.values.size != cells:
        raise refusals.not_what_was_asked(table, found.values.size, cells)
    order = [heading.index(code) for code in asked]
    values = found.values.transpose(order)
    for axis, (variable, at) in enumerate(zip(variables, order, strict=True)):
        places = {each.code: n for n, each in enumerate(found.variables[at].categories)}
        try:
            values = values.take([places[each.code] for each in variable.categories], axis=axis)
        except KeyError:
            raise refusals.not_what_was_asked(
                table, len(places), len(variable.categories)
            ) from None
    sha256 = found.provenance.sha256
    return StatTable(
        tuple(variables), values, Provenance(PUBLISHER, table, updated, origin, sha256, LICENCE)
    )
