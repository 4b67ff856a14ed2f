# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte workforce …` as somebody types it: one file in, an answer that a program can read."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from gearskifte.app.cli import cli
from gearskifte.kernel.errors import InputRefused
from gearskifte.workforce.public import Population
from tests.builders.statistics import as_statbank, invented

pytestmark = pytest.mark.acceptance

BANDS = ["0-4", "5-14", "15-64", "65-79", "80+"]


def _wide(population: Population) -> bytes:
    """The counts as a table with a column for each first quarter, names in English."""
    lines = ["OMRADE,KOEN,ALDER," + ",".join(f"{year}Q1" for year in population.years)]
    names = {"101": "Copenhagen", "147": "Frederiksberg", "151": "Ballerup"}
    for i, area in enumerate(population.areas):
        for j, sex in enumerate(("Men", "Women")):
            for k, age in enumerate(population.ages):
                group = f"{age}-{age + 4} years" if age < 100 else "100 years and over"
                numbers = ",".join(f"{n:.0f}" for n in population.counts[i, j, k])
                lines.append(f"{names[area]},{sex},{group},{numbers}")
    return "\n".join(lines).encode()


def _run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["workforce", *arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize("packed", [False, True])
def test_a_back_test_prints_misses_and_coverage_as_json(packed: bool, tmp_path: Path) -> None:
    """Any table of the kind, gzipped or not, gives both measures for the five age groups."""
    body = _wide(invented(years=9))
    file = tmp_path / ("folketal.csv.gz" if packed else "folketal.csv")
    file.write_bytes(gzip.compress(body) if packed else body)
    status, said = _run("backtest", str(file), "--origins", "2014,2015", "--horizon", "3", "--json")
    found = json.loads(said)
    assert status == 0
    assert found["origins"] == [2014, 2015]
    assert list(found["wape"]) == list(found["coverage80"]) == BANDS
    assert all(0 <= value <= 100 for value in found["coverage80"].values())


def test_a_back_test_tells_people_too(tmp_path: Path) -> None:
    """Without --json a table comes, with the origins and how far ahead."""
    file = tmp_path / "folketal.csv"
    file.write_bytes(_wide(invented(years=9)))
    status, said = _run("backtest", str(file), "--horizon", "2")
    assert status == 0
    assert "3 områder, skøn fra 2014, 2015, 2016, 2 år frem" in said
    assert "80+" in said


def test_what_was_foretold_is_printed_beside_what_came() -> None:
    """Each claim with each base year and its share."""
    claims = json.loads(_run("promised", "--json")[1])
    assert [each["target"] for each in claims] == [2025, 2025]
    assert claims[0]["came"][0] == {"base": 2018, "change": 82_643, "share": 82_643 / 85_000}


def _folder(root: Path, staff: dict[str, float], agreed: str) -> Path:
    """A folder for each municipality, with hands for its old people only; people beside them."""
    (root / "folketal.csv").write_bytes(_wide(invented(years=6)))
    (root / "laan.csv").write_text(f"fra kommune;til kommune;område;mindst;højst;kilde\n{agreed}")
    for name, heads in staff.items():
        own = root / name
        own.mkdir()
        (own / "behov.csv").write_text(
            "område;fra alder;til alder;timer pr. person;mindst;kilde\n"
            "aeldre;65;100;20;0;opdigtet\n"
        )
        (own / "personale.csv").write_text(
            "faggruppe;område;uddannet;alder;antal;timer pr. uge\n"
            f"SOSU;aeldre;ja;30-39;{heads};37\n"
        )
        (own / "forudsaetninger.csv").write_text(
            "navn;værdi;lav;høj;kilde\narbejdsuger;45;45;45;opdigtet\n"
        )
    return root


def test_a_region_lends_hours_from_who_has_them(tmp_path: Path) -> None:
    """Hours go from a named municipality to another, up to what was agreed, with their price."""
    staff = {"København": 1.0, "Frederiksberg": 900.0}
    folder = _folder(tmp_path, staff, "Frederiksberg;København;aeldre;0;1500;aftale\n")
    status, said = _run("region", str(folder), "--years", "2", "--json")
    found = json.loads(said)
    assert status == 0
    assert [each["name"] for each in found["municipalities"]] == ["Frederiksberg", "København"]
    lender, borrower = found["municipalities"]
    assert [loan["hours"] for loan in found["loans"]] == pytest.approx([1500.0, 1500.0])
    assert lender["uncovered_hours"] == lender["uncovered_hours_alone"] == 0
    assert borrower["uncovered_hours_alone"] - borrower["uncovered_hours"] == pytest.approx(3000)
    told = _run("region", str(folder), "--years", "2")[1]
    assert "Frederiksberg til København, aeldre: 1500 timer" in told


def test_an_agreement_with_somebody_unknown_is_refused(tmp_path: Path) -> None:
    """A loan from a municipality without files is refused with its name."""
    folder = _folder(tmp_path, {"København": 1.0}, "Ballerup;København;aeldre;0;1;x\n")
    with pytest.raises(InputRefused, match=r"GS-WRK-024.*Ballerup"):
        _run("region", str(folder))


def test_an_old_projection_is_graded_by_what_came(tmp_path: Path) -> None:
    """A vintage in StatBank's form beside the counts gives misses, ours and no change beside."""
    counts, told = tmp_path / "folketal.csv", tmp_path / "FRKM113.csv"
    counts.write_bytes(_wide(invented(years=6)))  # 2010-2015
    told.write_bytes(as_statbank(replace(invented(years=6), years=tuple(range(2013, 2019)))))
    status, said = _run("grade", str(counts), str(told), "--area", "147", "--json")
    found = json.loads(said)
    assert status == 0
    assert [(each["vintage"], each["year"]) for each in found] == [(2013, 2015), (2013, 2014)]
    assert list(found[0]["groups"]) == BANDS
    assert set(found[0]["groups"]["80+"]) == {"came", "official", "own", "no_change"}
    assert "Fra 2013 om 2015, 3 områder" in _run("grade", str(counts), str(told))[1]
