# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte workforce …` as somebody types it: one file in, an answer that a program can read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from gearskifte.app.cli import cli
from gearskifte.workforce.public import Population
from tests.builders.statistics import invented

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
