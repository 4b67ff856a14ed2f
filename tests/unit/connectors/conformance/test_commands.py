# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte registry check` and `… rules`: lists, exit status, and no database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from gearskifte.app.commands.conformance import check, list_rules
from tests.unit.connectors.conformance import good_case, good_document

pytestmark = pytest.mark.unit

_WITH_TEST_NUMBER = good_case.case(["Sagspart/PrimaerPart"])
"""A good message that still earns a remark: its party has a test number."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good and a bad message, and a file that is none."""
    (tmp_path / "good.xml").write_bytes(good_case.case())
    bad = good_document.document().replace(b">2024-03-01<", b">1/3-2024<")
    (tmp_path / "letter.xml").write_bytes(bad)
    (tmp_path / "notes.txt").write_text("not a message")
    return tmp_path


def test_check_prints_a_json_list_and_fails_on_errors(folder: Path) -> None:
    """Each finding has five keys, and the status is 1 when one is an error."""
    result = CliRunner().invoke(check, [str(folder), "--json"])
    listed = json.loads(result.stdout)
    assert result.exit_code == 1
    assert {tuple(each) for each in listed} == {("file", "rule", "severity", "path", "text")}
    (error,) = [each for each in listed if each["severity"] == "error"]
    assert error["file"] == str(folder / "letter.xml")
    assert error["rule"] == "SF1470-2023-07.Dokument.Egenskaber.BrevDato.form"
    assert " | " in error["text"]


def test_check_of_good_messages_succeeds(folder: Path) -> None:
    """Warnings and information alone leave the status 0."""
    result = CliRunner().invoke(check, [str(folder / "good.xml"), "--json"])
    assert result.exit_code == 0
    assert all(each["severity"] != "error" for each in json.loads(result.stdout))


def test_check_reads_standard_input() -> None:
    """A dash is a message on standard input."""
    result = CliRunner().invoke(check, ["-", "--json"], input=_WITH_TEST_NUMBER)
    assert result.exit_code == 0
    assert {each["file"] for each in json.loads(result.stdout)} == {"-"}


def test_check_tells_a_person_in_their_language(folder: Path) -> None:
    """Without --json each finding is told in Danish, or in English where asked."""
    danish = CliRunner().invoke(check, [str(folder)])
    english = CliRunner().invoke(check, [str(folder), "--language", "en"])
    assert "FEJL" in danish.stdout
    assert "er ikke skrevet som en dato" in danish.stdout
    assert "is not written as a date" in english.stdout


def test_check_by_an_older_day_names_its_edition(folder: Path) -> None:
    """--ruleset chooses the edition in force on that day."""
    result = CliRunner().invoke(check, [str(folder), "--json", "--ruleset", "2021-01-01"])
    editions = {each["rule"].partition(".")[0] for each in json.loads(result.stdout)}
    assert editions == {"SF1470-2020-08"}


def test_a_path_that_is_not_there_is_refused() -> None:
    """A misspelt path is told, not passed over."""
    assert CliRunner().invoke(check, ["no/such/file.xml"]).exit_code == 2


def test_rules_lists_every_published_row() -> None:
    """--coverage has a line for each of the 725 and 52 rows, with rules or the reason for none."""
    result = CliRunner().invoke(list_rules, ["--coverage", "--json"])
    listed = json.loads(result.stdout)
    assert len(listed) == 777
    assert sum(each["checked"] for each in listed) / len(listed) > 0.99
    assert all(each["rules"] or each["beyond"] for each in listed)
    told = CliRunner().invoke(list_rules, ["--coverage"])
    assert "775 af 777 rækker prøvet (99.7%)" in told.output


def test_rules_lists_every_rule() -> None:
    """Without --coverage each rule is listed once with its severity."""
    listed = json.loads(CliRunner().invoke(list_rules, ["--json"]).stdout)
    assert len({each["rule"] for each in listed}) == len(listed) > 4000
    assert "SF1470-2023-07.Sag.Egenskaber.Titel.OB1" in CliRunner().invoke(list_rules).stdout
