# SPDX-License-Identifier: EUPL-1.2
"""The same table in every format that statistical offices deliver is the same table."""

from __future__ import annotations

import gzip
import io
import json

import numpy as np
import openpyxl
import pytest

from gearskifte.connectors.statfiles.public import read_table
from gearskifte.kernel.errors import InputRefused
from gearskifte.workforce.public import StatTable, parse_period
from tests.builders.statistics import DEMOGRAPHY

pytestmark = pytest.mark.unit

AREAS = {"101": "København", "147": "Frederiksberg"}
AGES = {"0": "0 år", "1": "1 år", "2": "2 år"}
TIMES = ("2024K1", "2025K1")
VALUES = np.arange(12.0).reshape(2, 3, 2) * 10 + 1


def _long() -> bytes:
    lines = ["OMRÅDE;ALDER;TID;INDHOLD"]
    for i, area in enumerate(AREAS.values()):
        for j, age in enumerate(AGES.values()):
            lines += [f"{area};{age};{time};{VALUES[i, j, k]:.0f}" for k, time in enumerate(TIMES)]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def _wide() -> bytes:
    lines = ["OMRÅDE,ALDER," + ",".join(TIMES)]
    for i, area in enumerate(AREAS.values()):
        for j, age in enumerate(AGES.values()):
            lines.append(f"{area},{age}," + ",".join(f"{value:.0f}" for value in VALUES[i, j]))
    return "\n".join(lines).encode("cp1252")


def _category(texts: dict[str, str]) -> dict[str, object]:
    return {"index": {code: at for at, code in enumerate(texts)}, "label": texts}


def _jsonstat(version: int) -> bytes:
    ids, size = ["OMRÅDE", "ALDER", "Tid"], [2, 3, 2]
    times = {time: time for time in TIMES}
    dimension: dict[str, object] = {
        "OMRÅDE": {"label": "område", "category": _category(AREAS)},
        "ALDER": {"label": "alder", "category": _category(AGES)},
        "Tid": {"label": "tid", "category": _category(times)},
    }
    values = VALUES.ravel().tolist()
    if version == 1:
        return json.dumps(
            {"dataset": {"dimension": {**dimension, "id": ids, "size": size}, "value": values}}
        ).encode()
    sparse = {str(at): value for at, value in enumerate(values)}
    return json.dumps(
        {
            "version": "2.0",
            "class": "dataset",
            "id": ids,
            "size": size,
            "dimension": dimension,
            "value": sparse,
        }
    ).encode()


def _px() -> bytes:
    listed = {
        name: ",".join(f'"{text}"' for text in texts)
        for name, texts in (
            ("o", AREAS.values()),
            ("oc", AREAS),
            ("a", AGES.values()),
            ("t", TIMES),
        )
    }
    text = f"""CHARSET="ANSI";
CODEPAGE="windows-1252";
MATRIX="FOLK1A";
TITLE="Befolkning; pr. kvartal";
STUB="område","alder";
HEADING="tid";
VALUES("område")={listed["o"]};
CODES("område")={listed["oc"]};
VALUES("alder")={listed["a"]};
VALUES("tid")={listed["t"]};
TIMEVAL("tid")=TLIST(Q1),{listed["t"]};
SOURCE="Danmarks Statistik";
DATA=
{" ".join(f"{value:.0f}" for value in VALUES.ravel())};
"""
    return text.encode("cp1252")


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Befolkningen efter område, alder og tid"])
    sheet.append([None, None, *TIMES])
    for i, area in enumerate(AREAS.values()):
        for j, age in enumerate(AGES.values()):
            sheet.append([area if j == 0 else None, age, *VALUES[i, j].tolist()])
    sheet.append(["Kilde: Danmarks Statistik"])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


FORMS = {
    "long CSV": _long(),
    "wide CSV": _wide(),
    "gzip": gzip.compress(_wide()),
    "JSON-stat 1": _jsonstat(1),
    "JSON-stat 2": _jsonstat(2),
    "PX": _px(),
    "XLSX": _xlsx(),
}


def _texts(table: StatTable, axis: int) -> list[str]:
    return [category.text for category in table.variables[axis].categories]


@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_the_same_in_every_format(form: str) -> None:
    """Values, areas, ages and periods come out alike whatever the file's format."""
    table = read_table(FORMS[form], "fil")
    np.testing.assert_array_equal(table.values, VALUES)
    assert _texts(table, 0) == list(AREAS.values())
    assert _texts(table, 1) == list(AGES.values())
    assert _texts(table, 2) == list(TIMES)
    assert len(table.provenance.sha256) == 64


def test_a_px_file_names_its_publisher_and_terms() -> None:
    """What is said of source and table in a PX file goes with its numbers."""
    provenance = read_table(_px(), "fil.px").provenance
    assert (provenance.publisher, provenance.table) == ("Danmarks Statistik", "FOLK1A")
    assert provenance.licence == "CC BY 4.0"


def test_the_column_of_numbers_may_stand_anywhere() -> None:
    """Columns in another order, the numbers named among them, are the same table."""
    rows = [line.split(";") for line in _long().decode("utf-8-sig").splitlines()]
    turned = "\r\n".join(";".join([row[-1], *row[:-1]]) for row in rows if len(row) > 1)
    table = read_table(turned.encode(), "fil.csv")
    assert sorted(table.values.ravel()) == sorted(VALUES.ravel())


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("form", ["gzip", "JSON-stat 1", "PX", "XLSX"])
def test_a_file_cut_off_is_refused(form: str, cut: float) -> None:
    """Half a file is never read as a whole one."""
    body = FORMS[form]
    with pytest.raises(InputRefused, match=r"GS-CON-10[01]"):
        read_table(body[: int(len(body) * cut)], "halv")


def test_two_numbers_for_a_cell_are_refused() -> None:
    """A row that says something else about a cell already told is refused and named."""
    twice = _long() + "København;0 år;2024K1;7\r\n".encode()
    with pytest.raises(InputRefused, match=r"GS-CON-103.*København; 0 år; 2024K1"):
        read_table(twice, "fil.csv")


@pytest.mark.parametrize("body", [b"", b"hej", b"%PDF-1.4 a;b", b"{}", b"\x00\x01;\x02"])
def test_what_is_no_table_is_refused(body: bytes) -> None:
    """Anything else gets a refusal in words, never a crash."""
    with pytest.raises(InputRefused, match=r"GS-CON-10"):
        read_table(body, "fil")


@pytest.mark.parametrize(
    ("written", "year", "part"),
    [
        ("2024-01-01", 2024, 1),
        ("2024-07-01", 2024, 183),
        ("2024", 2024, 0),
        ("2024K1", 2024, 1),
        ("2025Q3", 2025, 3),
        ("2026M04", 2026, 4),
    ],
)
def test_periods_are_read_in_danish_and_english(written: str, year: int, part: int) -> None:
    """2024K1 and 2024Q1 are the same quarter."""
    period = parse_period(written)
    assert period is not None
    assert (period.year, period.part) == (year, part)


@pytest.mark.skipif(not DEMOGRAPHY.exists(), reason="the recorded answers are not here")
def test_recorded_answers_are_read() -> None:
    """StatBank's own CSV (BOM, Danish codes in English) and JSON-stat 1 of one cell agree."""
    as_csv, as_json = (
        read_table((DEMOGRAPHY / f"api_data_straf42_{name}").read_bytes(), name)
        for name in ("csv.csv", "json.json")
    )
    assert as_csv.variables[0].code == as_json.variables[0].code == "HERKOMST1"
    assert as_csv.values.ravel().tolist() == as_json.values.ravel().tolist() == [233454.0]
