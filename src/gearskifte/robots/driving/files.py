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
from email.message import EmailMessage
from pathlib import Path, PurePosixPath
from typing import Final

from lxml import html

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
            if path.suffix.casefold() == ".eml":
                return self._mail(path)
            return _READERS.get(path.suffix.casefold(), _plain)(path.read_bytes(), sheet)
        except (ValueError, KeyError, OSError) as error:
            raise _refuse(
                f"Filen «{name}» kan ikke læses.", f"The file `{name}` cannot be read.", _KINDS
            ) from error

    def _mail(self, path: Path) -> Value:
        """A mail; its attachments are put in a folder beside it, for other steps to read."""
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        beside = path.with_name(f"{path.stem}-bilag")
        kept: list[str] = []
        for number, part in enumerate(mail.iter_attachments(), 1):
            given = PurePosixPath((part.get_filename() or "").replace("\\", "/")).name
            place = beside / f"{number}-{given or 'bilag'}"
            beside.mkdir(exist_ok=True)
            content = part.get_payload(decode=True)
            place.write_bytes(content if isinstance(content, bytes) else part.as_bytes())
            kept.append(str(place.relative_to(self._place)))
        told = {name: str(mail[head] or "") for name, head in _HEADS.items()}
        return from_json({**told, "tekst": _body(mail), "bilag": kept})

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


def _plain(raw: bytes, sheet: str) -> Value:
    """A text, whatever its name ends in; what is no text is refused and not guessed at."""
    if b"\0" in raw:
        raise ValueError("no text")
    return _text(raw, sheet)


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
    import pypdf  # noqa: PLC0415 - only who has a PDF file pays for it

    try:
        pages = pypdf.PdfReader(io.BytesIO(raw)).pages
        found = "\n".join(page.extract_text() for page in pages)
    except pypdf.errors.PyPdfError as error:
        raise ValueError("no sound PDF file") from error
    if not found.strip():
        raise _refuse(
            "PDF-filen har ingen tekst; den er nok scannet.",
            "The PDF file has no text; it is probably scanned.",
            _KINDS,
        )
    return found


_HEADS: Final = {"fra": "from", "til": "to", "emne": "subject", "dato": "date"}


def _body(mail: EmailMessage) -> str:
    """What a person reads of a mail; of one that is a web page only, its words."""
    body = mail.get_body(("plain", "html"))
    if body is None:
        return ""
    content = str(body.get_content())
    if body.get_content_subtype() != "html" or not content.strip():
        return content
    page = html.document_fromstring(content)
    for each in page.xpath("//br | //p | //div | //tr | //li"):
        each.tail = "\n" + (each.tail or "")
    for each in page.xpath("//script | //style | //title"):
        each.drop_tree()
    lines = (" ".join(line.split()) for line in page.text_content().splitlines())
    return "\n".join(line for line in lines if line)


_READERS: Final = {
    ".csv": _read_csv,
    ".xlsx": _read_excel,
    ".pdf": _read_pdf,
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


_OWN_FOLDER: Final = (
    Text("Robotten læser kun i sin egen mappe.", "A robot reads in its own folder only."),
    Text("Se efter i mappen.", "Look in the folder."),
)
_KINDS: Final = (
    Text(
        "Robotten læser CSV, Excel (.xlsx), PDF med tekst, mail (.eml) og ren tekst.",
        "A robot reads CSV, Excel (.xlsx), PDF with text, mail (.eml) and plain text.",
    ),
    Text("Få filen i et af de formater.", "Get the file in one of those."),
)


def _refuse(da: str, en: str, why: tuple[Text, Text] = _OWN_FOLDER) -> StepRefused:
    return StepRefused("GS-ROB-130", what=Text(da, en), why=why[0], do=why[1])
