# SPDX-License-Identifier: EUPL-1.2
"""Files in a robot's own folder: CSV, Excel, PDF and mail in; CSV and Excel out."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pypdf

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.functions import listed
from gearskifte.robots.rules.refusals import StepRefused
from gearskifte.robots.rules.values import Value, from_json, shown

MOST_BYTES: Final = 64 * 1024 * 1024


class Folder:
    """A folder; no name leads out of it."""

    def __init__(self, place: Path) -> None:
        self._place = place.resolve()

    def read(self, name: str, sheet: str) -> Value:
        """What a file holds, by what kind it is."""
        path = self.path(name)
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            raise _refuse(f"Filen «{name}» findes ikke.", f"There is no file `{name}`.")
        try:
            return _READERS.get(path.suffix.casefold(), _text)(path.read_bytes(), sheet)
        except (ValueError, KeyError, OSError, pypdf.errors.PyPdfError) as error:
            raise _refuse(
                f"Filen «{name}» kan ikke læses.", f"The file `{name}` cannot be read."
            ) from error

    def write(self, name: str, rows: Value) -> None:
        """Write records, whole or not at all: beside the file first, then in its place."""
        path = self.path(name)
        records = [each for each in listed(rows) if isinstance(each, Mapping)]
        content = _excel(records) if path.suffix.casefold() == ".xlsx" else _csv(records)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".")
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(beside).replace(path)

    def path(self, name: str) -> Path:
        """Where a file lies.

        Raises:
            StepRefused: GS-ROB-130 if that is outside the folder.
        """
        path = (self._place / name).resolve()
        if not path.is_relative_to(self._place):
            raise _refuse(
                "Filen ligger uden for robottens mappe.", "The file is outside the robot's folder."
            )
        return path


def _text(raw: bytes, sheet: str) -> Value:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _read_csv(raw: bytes, sheet: str) -> Value:
    text = str(_text(raw, sheet))
    first = text.partition("\n")[0]
    mark = max(";,\t", key=first.count)
    return from_json([dict(row) for row in csv.DictReader(io.StringIO(text), delimiter=mark)])


def _read_excel(raw: bytes, sheet: str) -> Value:
    import openpyxl  # noqa: PLC0415 - only who has a workbook pays for it

    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    rows = (book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True)
    heads = [str(cell or "").strip() for cell in next(rows, ())]
    records = []
    for row in rows:
        cells = dict(zip(heads, (_cell(cell) for cell in row), strict=False))
        if any(cells.values()):
            records.append({name: cell for name, cell in cells.items() if name})
    return from_json(records)


def _cell(cell: object) -> object:
    if cell is None:
        return ""
    if isinstance(cell, bool | int | float | str):
        return cell
    day = getattr(cell, "strftime", None)
    return day("%d-%m-%Y") if day else str(cell)


def _read_pdf(raw: bytes, sheet: str) -> Value:
    pages = pypdf.PdfReader(io.BytesIO(raw)).pages
    return "\n".join(page.extract_text() for page in pages)


def _read_mail(raw: bytes, sheet: str) -> Value:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    body = mail.get_body(("plain", "html"))
    return from_json(
        {
            "fra": str(mail["from"] or ""),
            "til": str(mail["to"] or ""),
            "emne": str(mail["subject"] or ""),
            "dato": str(mail["date"] or ""),
            "tekst": body.get_content() if body else "",
            "bilag": [str(part.get_filename() or "") for part in mail.iter_attachments()],
        }
    )


_READERS: Final = {
    ".csv": _read_csv,
    ".xlsx": _read_excel,
    ".pdf": _read_pdf,
    ".eml": _read_mail,
}


def _heads(records: list[Mapping[str, Value]]) -> list[str]:
    return list(dict.fromkeys(name for record in records for name in record))


def _csv(records: list[Mapping[str, Value]]) -> bytes:
    out = io.StringIO()
    heads = _heads(records)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([shown(record.get(head)) for head in heads] for record in records)
    return out.getvalue().encode("utf-8-sig")


def _excel(records: list[Mapping[str, Value]]) -> bytes:
    import openpyxl  # noqa: PLC0415 - only who has a workbook pays for it

    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Ark1")
    heads = _heads(records)
    page.append(heads)
    for record in records:
        page.append([shown(record.get(head)) for head in heads])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _refuse(da: str, en: str) -> StepRefused:
    return StepRefused(
        "GS-ROB-130",
        what=Text(da, en),
        why=Text("Robotten læser kun i sin egen mappe.", "A robot reads in its own folder only."),
        do=Text("Se efter i mappen.", "Look in the folder."),
    )
