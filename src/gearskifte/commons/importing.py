# SPDX-License-Identifier: EUPL-1.2
"""Catalogues that exist already, read into new entries, so that nobody begins with an empty list.

`publiccode.yml` (one solution), a list of processes as OS2autoproces's API gives them (JSON), and
CSV or Excel with a mapping from our fields to the file's columns. A file is taken whole or not at
all: the first row that lacks something is named. The same file twice gives the same ids.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec
import yaml
from psycopg import Cursor

from gearskifte.commons.rules.portfolio import LONGEST_TEXT, LONGEST_TITLE, UNNAMED, Phase, Stage
from gearskifte.commons.service import NewEntry, register
from gearskifte.kernel.errors import InputRefused, Text

MOST_BYTES: Final = 20 * 1024 * 1024
MAPPING: Final = {"title": "title", "description": "description", "phase": "phase"}
"""Our field → the column's name, where nothing else is said."""

LIKELY: Final = {
    "title": ("title", "titel", "navn", "name", "projekt", "løsning"),
    "description": ("description", "beskrivelse", "tekst", "om", "resumé", "kort beskrivelse"),
    "phase": ("phase", "fase", "status", "tilstand"),
}
"""Our field → what lists often call it."""

_IMPORTED: Final = UUID("0e0a54c6-40e4-4b0c-8f0e-6c7f0f3d9b11")
_PHASES: Final = {
    **{phase.value: phase for phase in Phase},
    # OS2autoproces, Process.java
    "preanalysis": Phase.PROJECT,
    "specification": Phase.PROJECT,
    "development": Phase.PROJECT,
    "implementation": Phase.PROJECT,
    "operation": Phase.RUNNING,
    "decommissioned": Phase.STOPPED,
    # publiccode.yml, developmentStatus
    "concept": Phase.IDEA,
    "beta": Phase.PROJECT,
    "stable": Phase.RUNNING,
    "obsolete": Phase.STOPPED,
}
_UNREADABLE: Final = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    OSError,
    csv.Error,
    yaml.YAMLError,
    zipfile.BadZipFile,
)
_UNTOLD: Final = "Ikke fortalt i den liste, der er hentet fra."


def read_catalogue(
    name: str, body: bytes, municipality: str, mapping: Mapping[str, str] = MAPPING
) -> list[NewEntry]:
    """The entries of a file.

    Raises:
        InputRefused: GS-COM-020 if the file is too large or in no known form, GS-COM-021 naming
            the row that lacks a title or a text.
    """
    if len(body) > MOST_BYTES:
        raise _unknown(name, "den er over 20 MiB", "it is over 20 MiB")
    try:
        rows = list(_rows(Path(name).suffix.lower(), body, mapping))
    except _UNREADABLE as error:
        why = type(error).__name__
        raise _unknown(name, f"den kan ikke læses ({why})", f"it is unreadable ({why})") from error
    return [_entry(name, number, row, municipality) for number, row in enumerate(rows, start=1)]


def read_columns(name: str, body: bytes) -> tuple[str, ...]:
    """The columns of a CSV or Excel file; none for a form that needs no choice.

    Raises:
        InputRefused: GS-COM-020 if the file is too large or in no known form.
    """
    if len(body) > MOST_BYTES:
        raise _unknown(name, "den er over 20 MiB", "it is over 20 MiB")
    suffix = Path(name).suffix.lower()
    if suffix not in {".csv", ".xlsx"}:
        return ()
    try:
        first = next(iter(_sheet(body) if suffix == ".xlsx" else _table(body)), {})
    except _UNREADABLE as error:
        why = type(error).__name__
        raise _unknown(name, f"den kan ikke læses ({why})", f"it is unreadable ({why})") from error
    return tuple(column for column in first if column)


def likely_columns(columns: Iterable[str]) -> dict[str, str]:
    """Our field → the column that is probably it; "" where none is."""
    named = {column.strip().lower(): column for column in columns}
    return {
        field: next((named[each] for each in likely if each in named), "")
        for field, likely in LIKELY.items()
    }


def import_catalogue(
    cursor: Cursor[Any],
    name: str,
    body: bytes,
    municipality: str,
    mapping: Mapping[str, str],
    now: datetime,
) -> tuple[int, int]:
    """Put a file's entries in; how many it held, and how many of them were new.

    Raises:
        InputRefused: as `read_catalogue`; then nothing was put in.
    """
    entries = read_catalogue(name, body, municipality or UNNAMED, mapping)
    return len(entries), register(cursor, entries, now, None)


def _rows(suffix: str, body: bytes, mapping: Mapping[str, str]) -> Iterable[Mapping[str, Any]]:
    if suffix in {".yml", ".yaml"}:
        return [_publiccode(yaml.safe_load(body))]
    if suffix == ".json":
        return [_process(each) for each in msgspec.json.decode(body, type=list[dict[str, Any]])]
    if suffix == ".csv":
        return [_mapped(row, mapping) for row in _table(body)]
    if suffix == ".xlsx":
        return [_mapped(row, mapping) for row in _sheet(body)]
    raise ValueError(suffix)


def _publiccode(written: Any) -> dict[str, Any]:
    """A solution described as publiccode.yml: its Danish description, else any."""
    told = written.get("description", {})
    language = "da" if "da" in told else next(iter(told), "")
    return {
        "title": written["name"],
        "description": told.get(language, {}).get("shortDescription", ""),
        "phase": written.get("developmentStatus", ""),
    }


def _process(written: Mapping[str, Any]) -> dict[str, Any]:
    """A process as OS2autoproces gives it."""
    return {
        "title": written.get("title"),
        "description": written.get("shortDescription") or written.get("longDescription"),
        "phase": written.get("phase"),
    }


def _mapped(row: Mapping[str, Any], mapping: Mapping[str, str]) -> dict[str, Any]:
    return {field: row.get(column) for field, column in mapping.items()}


def _table(body: bytes) -> Iterable[dict[str, Any]]:
    """A CSV file's rows by the names in its first."""
    text = body.decode("utf-8-sig")
    mark = ";" if ";" in text.partition("\n")[0] else ","
    return csv.DictReader(io.StringIO(text), delimiter=mark)


def _sheet(body: bytes) -> Iterable[dict[str, Any]]:
    """The first sheet's rows by the names in its first row."""
    import openpyxl  # noqa: PLC0415 - only who has a workbook pays for it

    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
    rows = book.worksheets[0].iter_rows(values_only=True)
    names = [str(cell) for cell in next(rows, ())]
    return [dict(zip(names, row, strict=False)) for row in rows if any(row)]


def _entry(name: str, number: int, row: Mapping[str, Any], municipality: str) -> NewEntry:
    title = str(row.get("title") or "").strip()[:LONGEST_TITLE]
    description = str(row.get("description") or "").strip()[:LONGEST_TEXT]
    if not title or not description:
        raise InputRefused(
            "GS-COM-021",
            what=Text(f"{name} er ikke hentet ind.", f"{name} was not imported."),
            why=Text(
                f"Række {number} mangler titel eller tekst.",
                f"Row {number} lacks a title or a text.",
            ),
            do=Text(
                "Ret rækken, eller vælg andre kolonner til titel og tekst.",
                "Mend the row, or choose other columns for title and text.",
            ),
        )
    phase = _PHASES.get(str(row.get("phase") or "").strip().lower(), Phase.IDEA)
    if phase is Phase.PILOT:
        phase = Phase.PROJECT  # a pilot has a stop criterion, which such lists do not tell
    stage = Stage(phase, because=_UNTOLD if phase is Phase.STOPPED else "")
    made = uuid5(_IMPORTED, f"{municipality}\0{title}")
    return NewEntry(made, municipality, title, description, "", stage)


def _unknown(name: str, da: str, en: str) -> InputRefused:
    return InputRefused(
        "GS-COM-020",
        what=Text(f"{name} er ikke hentet ind.", f"{name} was not imported."),
        why=Text(f"Filen kan ikke bruges: {da}.", f"The file cannot be used: {en}."),
        do=Text(
            "Brug publiccode.yml, JSON fra OS2autoproces, CSV i UTF-8 eller Excel (.xlsx).",
            "Use publiccode.yml, JSON from OS2autoproces, CSV in UTF-8, or Excel (.xlsx).",
        ),
    )
