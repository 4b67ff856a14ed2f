# SPDX-License-Identifier: EUPL-1.2
"""What a robot reads of files: rows, texts and mails; what cannot be read is refused."""

from __future__ import annotations

import io
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfWriter

from gearskifte.robots.driving.files import Folder
from gearskifte.robots.rules.refusals import StepRefused

pytestmark = pytest.mark.unit

TEXT_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R
/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 48>>stream
BT /F 12 Tf 10 50 Td (Sagsnr. 17, 200 kr.) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
startxref
0
%%EOF
"""


def bare(value: object) -> object:
    """A value without what keeps it from being changed."""
    if isinstance(value, Mapping):
        return {name: bare(each) for name, each in value.items()}
    return [bare(each) for each in value] if isinstance(value, tuple) else value


def read(folder: Path, name: str, content: bytes, sheet: str = "") -> Any:
    """What a robot reads of a file with this content."""
    (folder / name).write_bytes(content)
    return bare(Folder(folder).read(name, sheet))


def workbook() -> bytes:
    """Two sheets, with a day, a number, an empty row and a column without a heading."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    for row in (["Nr", "Beløb", None], ["A-1", 200, "x"], [None, None, None], ["A-2", 1.5, None]):
        first.append(row)
    book.create_sheet("Andet").append(["Navn"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def mail(body: str, subtype: str) -> EmailMessage:
    """A mail with a body."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "vuggestuen@x.dk", "borger@x.dk", "Udmeldelse æøå"
    made.set_content(body, subtype=subtype)
    return made


def test_excel_is_rows_by_their_headings(tmp_path: Path) -> None:
    """Empty rows and columns without a heading are left out; another sheet is read by its name."""
    rows = read(tmp_path, "liste.xlsx", workbook())
    assert rows == [{"Nr": "A-1", "Beløb": 200}, {"Nr": "A-2", "Beløb": 1.5}]
    assert read(tmp_path, "liste.xlsx", workbook(), "Andet") == []
    with pytest.raises(StepRefused, match="cannot be read"):
        read(tmp_path, "liste.xlsx", workbook(), "Findes ikke")


def test_csv_is_rows_whatever_parts_it(tmp_path: Path) -> None:
    """Semicolons, commas and tabs; as Excel writes it in Denmark or as others do."""
    for mark in ";,\t":
        content = f"Nr{mark}Navn\r\n1{mark}Åse\r\n"
        for coded in (content.encode("utf-8-sig"), content.encode("cp1252")):
            assert read(tmp_path, "a.csv", coded) == [{"Nr": "1", "Navn": "Åse"}]


def test_a_pdf_is_its_text(tmp_path: Path) -> None:
    """One without any text is a picture of paper, and is refused instead of read as nothing."""
    assert read(tmp_path, "brev.pdf", TEXT_PDF) == "Sagsnr. 17, 200 kr."
    empty = PdfWriter()
    empty.add_blank_page(100, 100)
    out = io.BytesIO()
    empty.write(out)
    with pytest.raises(StepRefused, match="scanned"):
        read(tmp_path, "scan.pdf", out.getvalue())


def test_a_mail_is_read_with_what_is_attached(tmp_path: Path) -> None:
    """Sender, subject and words; attachments are files that other steps read, never elsewhere."""
    made = mail("Kære kommune\nVi melder ud.", "plain")
    made.add_attachment(b"Nr;Navn\r\n1;Bo", "text", "csv", filename="../../liste.csv")
    told = read(tmp_path, "post.eml", made.as_bytes())
    assert (told["fra"], told["emne"]) == ("vuggestuen@x.dk", "Udmeldelse æøå")
    assert told["tekst"].strip() == "Kære kommune\nVi melder ud."
    assert told["bilag"] == ["post-bilag/1-liste.csv"]
    assert bare(Folder(tmp_path).read(told["bilag"][0], "")) == [{"Nr": "1", "Navn": "Bo"}]
    assert not (tmp_path.parent / "liste.csv").exists()


def test_a_mail_that_is_a_web_page_is_its_words(tmp_path: Path) -> None:
    """No markup, no scripts; a line for each part."""
    page = (
        "<html><style>p{}</style><p>K&aelig;re <b>kommune</b></p><p>Vi melder&nbsp;ud.</p></html>"
    )
    told = read(tmp_path, "post.eml", mail(page, "html").as_bytes())
    assert told["tekst"] == "Kære kommune\nVi melder ud."


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    """A Word file or a picture is not read as signs without meaning."""
    with pytest.raises(StepRefused, match="cannot be read"):
        read(tmp_path, "brev.docx", b"PK\x03\x04\x00\x00")
    assert read(tmp_path, "note.txt", b"Hej") == "Hej"


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    """Neither to read nor to write."""
    folder = Folder(tmp_path / "robot")
    with pytest.raises(StepRefused, match="outside"):
        folder.read("../x.csv", "")
    with pytest.raises(StepRefused, match="outside"):
        folder.write("../x.csv", ())


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    """Rows come back as they were, from CSV and from Excel."""
    folder = Folder(tmp_path)
    (tmp_path / "ind.csv").write_text("A;B\n1;x\n")
    rows = folder.read("ind.csv", "")
    for name in ("ud.csv", "ud.xlsx"):
        folder.write(name, rows)
        assert bare(folder.read(name, "")) == [{"A": "1", "B": "x"}]
