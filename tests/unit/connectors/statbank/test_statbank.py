# SPDX-License-Identifier: EUPL-1.2
"""StatBank as it answers: its traps are known, and its errors are told in words."""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gearskifte.connectors.pxweb.public import checked, question
from gearskifte.connectors.pxweb.public import fetch as pxweb
from gearskifte.connectors.statbank.public import StatBank, vintages
from gearskifte.connectors.statbank.tables import parse_info, parse_tables
from gearskifte.kernel.errors import InputRefused
from gearskifte.workforce.public import population_of
from tests.builders.statistics import DEMOGRAPHY

pytestmark = pytest.mark.unit

NOW = datetime(2026, 1, 2, tzinfo=UTC)
Answer = Callable[[str, Mapping[str, Any]], tuple[int, bytes]]
real = pytest.mark.skipif(not DEMOGRAPHY.exists(), reason="the recorded answers are not here")

AGES = [f"{low}-{low + 4}" for low in range(0, 100, 5)] + ["100OV"]
VALUES = {
    "OMRÅDE": ["000", "101", "147", "411"],
    "KØN": ["TOT", "1", "2"],
    "ALDER": ["IALT", *AGES],
    "Tid": ["2024K1", "2024K2", "2025K1"],
}


def _info() -> bytes:
    variables = [
        {
            "id": code,
            "text": code.lower(),
            "elimination": code != "Tid",
            "time": code == "Tid",
            "values": [{"id": value, "text": value} for value in values],
        }
        for code, values in VALUES.items()
    ]
    described = {
        "id": "FOLK1B",
        "text": "Folketal",
        "unit": "Antal",
        "updated": "2025-08-11T08:00:00",
    }
    return json.dumps({**described, "active": True, "variables": variables}).encode()


class Bank:
    """A StatBank that answers as the real one does, and remembers what it was asked."""

    def __init__(self, *, drop: int = 0) -> None:
        self.asked: list[Mapping[str, Any]] = []
        self.drop = drop

    def __call__(self, call: str, asked: Mapping[str, Any]) -> tuple[int, bytes]:
        self.asked.append(asked)
        if call == "tableinfo":
            return 200, _info()
        chosen = [each["values"] for each in asked["variables"]]
        heading = ";".join(each["code"].upper() for each in asked["variables"])
        cells = list(itertools.product(*chosen))
        rows = [";".join(cell) + ";7" for cell in cells[: len(cells) - self.drop]]
        return 200, ("\ufeff" + "\r\n".join([heading + ";INDHOLD", *rows])).encode()


def _limit(call: str, _asked: Mapping[str, Any]) -> tuple[int, bytes]:
    if call == "tableinfo":
        return 200, _info()
    message = "Forespørgslen på op mod 6.224.652 celler er over begrænsningen på 1.000.000 celler."
    return 400, json.dumps({"errorTypeCode": "REQUEST-LIMIT", "message": message}).encode()


def _outage(_call: str, _asked: Mapping[str, Any]) -> tuple[int, bytes]:
    return 503, b"<!doctype html><title>Vedligeholdelse</title>"


def test_every_variable_is_named_and_bulk_is_asked_for(tmp_path: Path) -> None:
    """No variable is left to be summed in silence, and no limit of cells is met."""
    bank = Bank()
    StatBank(tmp_path, bank).fetch("FOLK1B", {"OMRÅDE": ["101", "147"], "Tid": ["*K1"]}, NOW)
    asked = bank.asked[-1]
    assert asked["format"] == "BULK"
    assert {each["code"]: each["values"] for each in asked["variables"]} == {
        **VALUES,
        "OMRÅDE": ["101", "147"],
        "Tid": ["2024K1", "2025K1"],
    }


def test_an_answer_becomes_people_of_municipalities(tmp_path: Path) -> None:
    """Totals, regions and Christiansø are no municipalities; only 1 January counts."""
    chosen = {"KØN": ["1", "2"], "ALDER": AGES, "OMRÅDE": ["101", "147", "411"]}
    table = StatBank(tmp_path, Bank()).fetch("FOLK1B", chosen, NOW)
    people = population_of(table)
    assert people.areas == ("101", "147")
    assert people.years == (2024, 2025)
    assert table.provenance.licence == "CC BY 4.0"


def test_a_sum_that_is_not_the_published_one_is_refused(tmp_path: Path) -> None:
    """Men and women that do not add up to the table's own total are refused with both numbers."""
    table = StatBank(tmp_path, Bank()).fetch("FOLK1B", {"ALDER": AGES}, NOW)
    with pytest.raises(InputRefused, match=r"GS-WRK-006.*14.*7"):
        population_of(table)


def test_an_answer_cut_off_is_refused(tmp_path: Path) -> None:
    """Fewer cells than asked for is an error, not a table with holes."""
    with pytest.raises(InputRefused, match="GS-CON-114"):
        StatBank(tmp_path, Bank(drop=300)).fetch("FOLK1B", {}, NOW)


@pytest.mark.parametrize(("bank", "code"), [(_limit, "GS-CON-111"), (_outage, "GS-CON-110")])
def test_errors_are_told_in_plain_words(bank: Answer, code: str, tmp_path: Path) -> None:
    """A limit, or an outage that answers with a web page, is told with what to do."""
    with pytest.raises(InputRefused, match=code):
        StatBank(tmp_path, bank).fetch("FOLK1B", {}, NOW)


def test_a_value_that_is_not_there_is_refused_before_asking(tmp_path: Path) -> None:
    """A misspelt value is refused with those the table has."""
    with pytest.raises(InputRefused, match="GS-CON-113"):
        StatBank(tmp_path, Bank()).fetch("FOLK1B", {"KØN": ["3"]}, NOW)


def test_what_was_fetched_is_used_when_the_bank_is_down(tmp_path: Path) -> None:
    """The same question gives the same table offline, with where it came from."""
    chosen = {"KØN": ["1"], "Tid": ["2025K1"]}
    online = StatBank(tmp_path, Bank()).fetch("FOLK1B", chosen, NOW)
    offline = StatBank(tmp_path, _outage).fetch("FOLK1B", chosen, NOW)
    assert offline.values.tolist() == online.values.tolist()
    assert offline.provenance == online.provenance
    with pytest.raises(InputRefused, match="GS-CON-110"):
        StatBank(tmp_path, _outage).fetch("FOLK1B", {"KØN": ["2"]}, NOW)


@real
def test_the_recorded_list_of_tables_has_every_vintage_of_the_projection() -> None:
    """Older editions of the municipal projection are listed as inactive, FRKM113 to FRKM125."""
    file = DEMOGRAPHY / "statbank_tables_incl_inactive_en_2025-09-06.json.gz"
    editions = vintages(parse_tables(gzip.decompress(file.read_bytes())), "FRKM1")
    assert editions[0].id == "FRKM113"
    assert editions[-1].id == "FRKM125"
    assert not editions[0].active
    assert editions[-1].active


@real
def test_a_recorded_description_says_what_is_summed_in_silence() -> None:
    """Every variable but time can be left out, which is why none is."""
    info = parse_info((DEMOGRAPHY / "api_table_info_straf42_da.json").read_bytes())
    assert info.id == "STRAF42"
    assert {each.time for each in info.variables if not each.elimination} == {True}


def test_a_pxweb_question_names_every_variable() -> None:
    """The question to a PX-Web service has the chosen values, and all of the other variables."""
    described = json.dumps(
        {
            "title": "t",
            "variables": [
                {"code": "Region", "values": ["00", "01"]},
                {"code": "Tid", "values": ["2024"]},
            ],
        }
    ).encode()
    asked = question(described, {"Region": ["01"]})
    assert [each["selection"]["values"] for each in asked["query"]] == [["01"], ["2024"]]
    with pytest.raises(InputRefused, match="GS-CON-121"):
        question(described, {"Region": ["99"]})
    short = {
        "id": ["Tid"],
        "size": [1],
        "dimension": {"Tid": {"category": {"index": ["2024"]}}},
        "value": [1],
    }
    assert checked(json.dumps(short).encode(), asked, "x").values.tolist() == [1.0]


def _nordic(address: str, asked: Mapping[str, Any] | None) -> tuple[int, bytes]:
    """A PX-Web service with one table of two areas and one year."""
    if asked is None:
        variables = [
            {"code": "Region", "values": ["00", "01"]},
            {"code": "Tid", "values": ["2024"]},
        ]
        return 200, json.dumps({"title": "t", "variables": variables}).encode()
    chosen = {each["code"]: each["selection"]["values"] for each in asked["query"]}
    sizes = [len(values) for values in chosen.values()]
    dimension = {code: {"category": {"index": values}} for code, values in chosen.items()}
    told = {"id": list(chosen), "size": sizes, "dimension": dimension, "value": [7] * sizes[0]}
    return 200, json.dumps({"version": "2.0", "class": "dataset", **told}).encode()


def _broken(address: str, asked: Mapping[str, Any] | None) -> tuple[int, bytes]:
    return 503, b"<html>"


def test_a_pxweb_table_is_fetched_whole_and_kept(tmp_path: Path) -> None:
    """What was fetched is kept with when and how, and is what is used when the service is down."""
    address = "https://statistik.example/api/v1/sv/BefolkningNy"
    online, kept = pxweb(address, {}, tmp_path, NOW, _nordic)
    assert online.values.tolist() == [[7.0], [7.0]]
    note = json.loads(kept.with_suffix(".note.json").read_bytes())
    assert note["address"] == address
    assert note["sha256"] == online.provenance.sha256
    offline, _ = pxweb(address, {}, tmp_path, NOW, _broken)
    assert offline.values.tolist() == online.values.tolist()
    with pytest.raises(InputRefused, match="GS-CON-120"):
        pxweb(address, {"Region": ["01"]}, tmp_path, NOW, _broken)


def test_too_much_of_a_pxweb_service_is_told_in_words(tmp_path: Path) -> None:
    """The limit of cells is a refusal with what to do."""
    with pytest.raises(InputRefused, match="GS-CON-122"):
        pxweb("https://x.example/t", {}, tmp_path, NOW, lambda _a, _q: (403, b""))
