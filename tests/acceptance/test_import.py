# SPDX-License-Identifier: EUPL-1.2
"""`gearskifte registry import`: what is good is used, what is bad is kept and explained."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.acceptance.conftest import FIXTURES, ROOT, Browser, Outcome, Run
from tests.builders.people import ANNA, BO, CITIZENS, VAULT
from tests.builders.xml import case_message

pytestmark = pytest.mark.acceptance

Connection = psycopg.Connection[tuple[Any, ...]]
SHARED = Path(os.environ.get("GEARSKIFTE_SHARED") or ROOT.parent / "shared") / "standards"
GOOD = case_message("a", ANNA)
KEYS = {"messages", "applied", "unchanged", "quarantined", "findings"}
BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>"""
FILE_THIEF = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'
)
BAD = {
    "empty": (b"", "empty"),
    "blank": (b" \n\t", "empty"),
    "truncated": (GOOD[: len(GOOD) // 2], "ends in the middle"),
    "malformed": (GOOD.replace(b"</s:Titel>", b"</s:Title>"), "not well-formed"),
    "wrong-encoding": (GOOD.replace(b"Hj\xc3\xa6lp", b"Hj\xe6lp"), "to be read as utf-8"),
    "odd-encoding": (GOOD.replace(b"utf-8", b"ebcdic-cp-dk"), "encoding"),
    "bomb": (BOMB, "DOCTYPE"),
    "thief": (FILE_THIEF, "DOCTYPE"),
    "namespace": (b'<x xmlns="urn:noget:andet"/>', "of no standard read here"),
    "version": (GOOD.replace(b"sagdokumentindeks:6", b"sagdokumentindeks:5"), "version"),
    "not-xml": (b"sagsnummer;titel\n1;x", "not XML"),
    "no-id": (GOOD.replace(b"UUIDIdentifikator", b"Identifikator", 2), "no readable UUID"),
}


def _kept(owner: Connection) -> list[bytes]:
    rows = owner.execute("SELECT body FROM registry_raw_message ORDER BY id").fetchall()
    owner.commit()
    return [VAULT.decipher(body) for (body,) in rows]


def _file(folder: Path, name: str, body: bytes) -> str:
    (folder / name).write_bytes(body)
    return str(folder / name)


def test_a_good_message_is_used_once(run: Run, tmp_path: Path) -> None:
    """The summary counts it, the exit status says that all is well, and again it is unchanged."""
    file = _file(tmp_path, "a.xml", GOOD)
    first, again = (
        run("registry", "import", file, "--json"),
        run("registry", "import", file, "--json"),
    )
    assert (first.status, again.status) == (0, 0)
    assert set(first.json) >= KEYS
    assert (first.json["messages"], first.json["applied"], first.json["unchanged"]) == (1, 1, 0)
    assert (again.json["messages"], again.json["applied"], again.json["unchanged"]) == (1, 0, 1)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_message_is_explained_and_kept(
    run: Run, owner: Connection, tmp_path: Path, name: str
) -> None:
    """The reason says what is wrong, the bytes are kept as they came, and the status is 1."""
    body, reason = BAD[name]
    outcome = run("registry", "import", _file(tmp_path, "bad.xml", body), "--json")
    assert outcome.status == 1
    assert (outcome.json["messages"], outcome.json["quarantined"]) == (1, 1)
    ((told,),) = [outcome.json["refusals"]]
    assert reason in told["reason"]
    assert told["code"].startswith("GS-CON-")
    assert told["origin"] == "bad.xml"
    assert _kept(owner) == [body]


def test_a_message_that_is_too_large_is_kept_and_not_read(
    program: Run, owner: Connection, tmp_path: Path
) -> None:
    """The limit is the installation's; what is above it is told, with the limit."""
    body = case_message("a", ANNA, title="x" * 2**20)
    file = _file(tmp_path, "large.xml", body)
    outcome = program("registry", "import", file, "--json", GEARSKIFTE_MAX_MESSAGE_MIB="1")
    assert outcome.status == 1
    assert "1048576" in outcome.json["refusals"][0]["reason"]
    assert _kept(owner) == [body]
    assert program("registry", "import", _file(tmp_path, "a.xml", GOOD), "--json").status == 0


@pytest.mark.parametrize("number", ["0123456789", "9999999999", "610170999", "abcdefghij"])
def test_an_impossible_number_is_a_finding_and_stops_nothing(
    run: Run, owner: Connection, number: str
) -> None:
    """A CPR number that cannot be is told to the vendor; the case is taken in."""
    body = case_message("a", ANNA, cpr=number)
    outcome = run("registry", "import", "-", "--json", stdin=body)
    assert (outcome.status, outcome.json["applied"]) == (0, 1)
    told = [text for (text,) in owner.execute("SELECT text_en FROM registry_finding").fetchall()]
    assert any("CPR" in text for text in told)
    assert not any(number in text for text in told)


def test_an_unknown_subject_and_a_reference_to_nothing_are_findings(
    run: Run, owner: Connection
) -> None:
    """Both are told, and what could be used is used."""
    plan = run("registry", "import", str(FIXTURES / "kle_plan.xml"), "--json")
    assert plan.status == 0
    body = case_message("a", ANNA, kle="77.77.77")
    assert run("registry", "import", "-", "--json", stdin=body).status == 0
    run("registry", "import", str(FIXTURES / "grant_import.xml"), "--json")
    rules = {rule for (rule,) in owner.execute("SELECT rule FROM registry_finding").fetchall()}
    assert any(rule.endswith("klasse.KLE.unknown") for rule in rules)
    assert any(rule.endswith("ReferenceID.dangling") for rule in rules)


def test_one_bad_among_a_thousand_good_stops_none_of_them(
    run: Run, owner: Connection, tmp_path: Path
) -> None:
    """A thousand messages are used, the bad one among them is told by name."""
    for number in range(1000):
        person = CITIZENS[number % len(CITIZENS)]
        _file(tmp_path, f"{number:04}.xml", case_message(f"k{number}", person))
    _file(tmp_path, "0500-bad.xml", GOOD[:300])
    outcome = run("registry", "import", str(tmp_path), "--json")
    assert outcome.status == 1
    assert {key: outcome.json[key] for key in ("messages", "applied", "quarantined")} == {
        "messages": 1001,
        "applied": 1000,
        "quarantined": 1,
    }
    assert [each["origin"] for each in outcome.json["refusals"]] == ["0500-bad.xml"]
    ((objects,),) = owner.execute("SELECT count(*) FROM registry_object").fetchall()
    assert objects == 1000


def test_a_folder_is_searched_for_messages(run: Run, tmp_path: Path) -> None:
    """Messages are found at any depth and by content; schemas and other files are left alone."""
    (tmp_path / "deep" / "er").mkdir(parents=True)
    _file(tmp_path / "deep" / "er", "besked.txt", GOOD)
    _file(tmp_path, "notes.md", b"# Notes")
    _file(tmp_path, "schema.xsd", b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>')
    _file(tmp_path, "side.html", b"<!doctype html><html></html>")
    (tmp_path / "gone.xml").symlink_to(tmp_path / "nowhere")
    outcome = run("registry", "import", str(tmp_path), "--json")
    assert outcome.status == 0
    assert outcome.json["messages"] == 1


def test_a_file_whose_name_is_in_another_encoding_is_taken_in(
    program: Run, owner: Connection, tmp_path: Path
) -> None:
    """Danish letters in the name, written by an old system, do not stop the folder."""
    folder = os.fsencode(tmp_path)
    with open(folder + b"/sag-\xe6\xf8\xe5.xml", "wb") as file:  # noqa: PTH123 - a name in bytes
        file.write(GOOD)
    _file(tmp_path, "z.xml", case_message("b", BO))
    outcome = program("registry", "import", str(tmp_path), "--json")
    assert (outcome.status, outcome.json["applied"]) == (0, 2)
    query = "SELECT origin FROM registry_raw_message ORDER BY id"
    assert owner.execute(query).fetchall() == [("sag-���.xml",), ("z.xml",)]


def test_a_number_in_a_files_name_is_not_kept(
    run: Run, owner: Connection, browser: Browser, tmp_path: Path
) -> None:
    """Vendors name files by person; neither the tables, the summary nor the page repeat it."""
    for name in (f"{ANNA.cpr}.xml", f"sag_{BO.cpr[:6]}-{BO.cpr[6:]}_1.xml"):
        _file(tmp_path, name, GOOD[: 200 + len(name)])
    outcome = run("registry", "import", str(tmp_path), "--json")
    kept = [origin for (origin,) in owner.execute("SELECT origin FROM registry_raw_message")]
    assert kept == ["….xml", "sag_…_1.xml"]
    browser.become("Henrik")
    shown = browser.visit("/kilder/").html + outcome.printed + outcome.errors
    for person in (ANNA, BO):
        assert person.cpr not in shown
        assert person.cpr[6:] not in shown


def test_standard_input_is_a_message(run: Run) -> None:
    """What is piped in is taken in."""
    outcome = run("registry", "import", "-", "--json", stdin=GOOD)
    assert (outcome.status, outcome.json["applied"]) == (0, 1)


def test_a_path_that_is_not_there_is_told_before_anything_is_done(
    run: Run, owner: Connection, tmp_path: Path
) -> None:
    """A misspelt path among good ones stops the command at once, with its name."""
    outcome = run("registry", "import", _file(tmp_path, "a.xml", GOOD), str(tmp_path / "b.xml"))
    assert outcome.status == 2
    assert "b.xml" in outcome.errors
    assert _kept(owner) == []


def test_the_summary_for_people_has_the_same_numbers(run: Run, tmp_path: Path) -> None:
    """Without --json the numbers are listed, and the reasons stand below."""
    _file(tmp_path, "good.xml", GOOD)
    _file(tmp_path, "bad.xml", b"<x")
    outcome = run("registry", "import", str(tmp_path))
    assert outcome.status == 1
    numbers = dict(line.split() for line in outcome.printed.splitlines())
    assert {numbers["messages"], numbers["applied"], numbers["quarantined"]} == {"2", "1"}
    assert "bad.xml: GS-CON-" in outcome.errors


def test_a_replay_shows_that_everything_became_the_same(run: Run, imported: Outcome) -> None:
    """The state before and after is printed, and is one."""
    outcome = run("registry", "replay", "--json")
    assert outcome.status == 0
    assert outcome.json["before"] == outcome.json["after"]
    assert outcome.json["messages"] == imported.json["messages"]
    assert run("registry", "resume", "--json").json["messages"] == 0


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the published standards are not at {SHARED}")
def test_every_message_of_the_published_standards_is_taken_in(
    run: Run, browser: Browser, owner: Connection
) -> None:
    """KOMBIT's and KL's own messages are read by content, and their citizen has a page."""
    outcome = run("registry", "import", str(SHARED), "--json")
    told = outcome.json
    assert told["messages"] == told["applied"] + told["unchanged"] + told["quarantined"]
    query = "SELECT DISTINCT interface FROM registry_raw_message WHERE status = 'applied'"
    interfaces = {name for (name,) in owner.execute(query).fetchall()}
    assert interfaces == {"SF1470", "SF1491", "Beskedfordeler", "KLE"}
    kinds = {kind for (kind,) in owner.execute("SELECT kind FROM registry_object").fetchall()}
    assert kinds >= {"case", "grant", "payment"}
    assert all(each["reason"] and each["code"] for each in told["refusals"])
    again = run("registry", "import", str(SHARED), "--json").json
    assert (again["applied"], again["messages"]) == (0, told["messages"])
    replayed = run("registry", "replay", "--json").json
    assert replayed["before"] == replayed["after"]
    ((owned,),) = owner.execute(
        "SELECT p.name FROM registry_person AS p JOIN registry_audience AS a ON a.person_id = p.id"
        " WHERE a.citizen AND a.kind = 'case' AND p.name <> '' LIMIT 1"
    ).fetchall()
    page = browser.become(str(owned))
    assert page.status == 200
    first = next(link for link in page.links if link.startswith("/mit-overblik/sag/"))
    for state in ("Modtaget", "Oplyst", "Afgjort", "Afsluttet"):
        assert state in browser.visit(first).text


def test_a_corrected_message_settles_the_broken_one(run: Run, tmp_path: Path) -> None:
    """The list of decisions says so by its number; whoever doubts it has it read again."""
    run("registry", "import", _file(tmp_path, "brudt.xml", GOOD[: len(GOOD) // 2]), "--json")
    run("registry", "import", _file(tmp_path, "rigtig.xml", GOOD), "--json")
    assert run("registry", "quarantine", "list", "--json").json == []
    (decision,) = run("registry", "quarantine", "list", "--decided", "--json").json
    number = decision["replacement"]
    assert (decision["outcome"], decision["origin"]) == ("settled", "brudt.xml")
    assert decision["by"] == f"the corrected message {number}"
    again = run("registry", "quarantine", "run", str(decision["message"]))
    assert (again.status, again.printed.strip()) == (1, "1 read, 0 applied, 1 back")
    (waiting,) = run("registry", "quarantine", "list", "--json").json
    assert (waiting["origin"], waiting["citizens"]) == ("brudt.xml", 1)
