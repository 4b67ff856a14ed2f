# SPDX-License-Identifier: EUPL-1.2
"""Catalogues from elsewhere become entries, whole or not at all."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from gearskifte.commons.importing import MAPPING, read_catalogue
from gearskifte.commons.rules.portfolio import Phase
from gearskifte.kernel.errors import InputRefused

pytestmark = pytest.mark.unit

CSV = "Navn;Om;Fase\nJoblog;Robot læser joblog;operation\nFlytning;Robot flytter;idea\n"
DANISH = {"title": "Navn", "description": "Om", "phase": "Fase"}
CODE = """
publiccodeYmlVersion: "0.4"
name: OS2forms
developmentStatus: stable
description:
  en: {shortDescription: Forms}
  da: {shortDescription: Formularer uden kode}
"""


def _excel() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in CSV.splitlines():
        sheet.append(line.split(";"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("name", "body"), [("a.csv", CSV.encode()), ("a.xlsx", _excel())])
def test_tables_are_read_by_the_columns_named(name: str, body: bytes) -> None:
    """CSV and Excel give the same entries, with OS2autoproces's phases understood."""
    entries = read_catalogue(name, body, "Vejle", DANISH)
    assert [(each.title, each.stage.phase) for each in entries] == [
        ("Joblog", Phase.RUNNING),
        ("Flytning", Phase.IDEA),
    ]


def test_a_solution_is_read_from_publiccode() -> None:
    """publiccode.yml gives one entry, with the Danish text where there is one."""
    (entry,) = read_catalogue("publiccode.yml", CODE.encode(), "Aarhus")
    assert (entry.title, entry.description) == ("OS2forms", "Formularer uden kode")
    assert entry.stage.phase is Phase.RUNNING


def test_processes_are_read_from_os2autoproces() -> None:
    """A process taken out of use is an entry that stopped, and says that nobody told why."""
    listed = [{"title": "A", "shortDescription": "b", "phase": "DECOMMISSIONED", "id": 1}]
    (entry,) = read_catalogue("export.json", json.dumps(listed).encode(), "Randers")
    assert entry.stage.phase is Phase.STOPPED
    assert entry.stage.because


def test_the_same_file_gives_the_same_ids() -> None:
    """Reading a file again finds the same entries, so that a second import adds none."""
    once = read_catalogue("a.csv", CSV.encode(), "Vejle", DANISH)
    assert once == read_catalogue("a.csv", CSV.encode(), "Vejle", DANISH)
    assert once[0].id != read_catalogue("a.csv", CSV.encode(), "Fredericia", DANISH)[0].id


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("a.csv", b"title;description\nA;b\nC;\n", "GS-COM-021"),
        ("a.pdf", b"%PDF", "GS-COM-020"),
        ("a.json", b'{"title": 1}', "GS-COM-020"),
        ("a.yml", b"- : :", "GS-COM-020"),
        ("a.yml", b"- a", "GS-COM-020"),
        ("a.xlsx", b"PK", "GS-COM-020"),
        ("a.csv", b"\xff\xfe", "GS-COM-020"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(name: str, body: bytes, code: str) -> None:
    """A file in no known form, or with a row that lacks something, gives nothing at all."""
    with pytest.raises(InputRefused, match=code):
        read_catalogue(name, body, "Vejle", MAPPING)
