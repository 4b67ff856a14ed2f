# SPDX-License-Identifier: EUPL-1.2
"""A department head says what local codes mean, sees what it changes, and saves it."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from gearskifte.kernel.errors import InputRefused
from gearskifte.kernel.time import local_date, system_now
from tests.acceptance.conftest import Browser, Outcome, Run

pytestmark = pytest.mark.acceptance

ADDRESS: Final = "/service/emne/99.10.77/aktiviteter/"
TOPIC: Final = ("--authority", "11111111", "--topic", "99.10.77")
MAPPING: Final = """\
name = "lokalt"
source = "Lokalt system"
owner = "11111111"
kle = "99.10.77"

[milestones]
Afgjort = ["980 LUK"]
"""
FIRST: Final = local_date(system_now()) - timedelta(days=330)


@pytest.fixture
def head(run: Run, tmp_path: Path) -> Browser:
    """The browser of a department head whose local system sent a log of forty cases."""
    lines = ["Sagsnr;Aktivitet;Tidspunkt;Medarbejder"]
    for number in range(40):
        start = FIRST + timedelta(days=5 * number)
        for days, activity, who in (
            (0, "010 MOD", "m1"),
            (12, "490 BREV", "m2"),
            (40, "980 LUK", "R"),
        ):
            lines.append(f"S{number};{activity};{start + timedelta(days=days)} 10:00;{who}")
    (tmp_path / "lokalt.csv").write_text("\n".join(lines), "utf-8")
    (tmp_path / "lokalt.toml").write_text(MAPPING, "utf-8")
    log, mapping = str(tmp_path / "lokalt.csv"), str(tmp_path / "lokalt.toml")
    assert run("registry", "import", "--mapping", mapping, log).status == 0
    assert run("worker", "--once").status == 0
    browser = Browser()
    browser.become("Henrik")
    return browser


def _form(html: str) -> dict[str, str]:
    """The names of the fields by the activity that they are about."""
    pairs = re.findall(r'name="a-(\d+)" value="([^"]*)"', html)
    return {activity: number for number, activity in pairs}


def test_a_version_is_tried_and_saved_on_the_page(head: Browser, run: Run) -> None:
    """What happens is listed; the change is shown before it is saved, and holds after."""
    page = head.visit(ADDRESS)
    assert "I 40 sager, 40 gange" in page.text
    assert "Ingen har skrevet en udgave" in page.text
    fields = _form(page.html)
    said = {f"a-{number}": activity for activity, number in fields.items()}
    said |= {f"m-{fields['490 BREV']}": "afgjort", f"m-{fields['010 MOD']}": "ingen"}
    said |= {f"m-{fields['980 LUK']}": "afsluttet", "emne": "99.10", "robotter": "R\n"}
    wrong = head.send(ADDRESS, ADDRESS, **said, fra="snart", hvorfor="")
    assert (wrong.status, "Ret 2 felter" in wrong.text) == (422, True)
    asked = head.send(ADDRESS, ADDRESS, **said, fra="", hvorfor="brevet er afgørelsen")
    assert "Tallene er ikke klar endnu" in asked.text
    assert run("worker", "--once").status == 0
    shown = head.visit(asked.address)
    assert "40 sager bliver læst anderledes. Intet er gemt endnu." in shown.text
    assert re.search(r"afgjorte var afgjort\s+40\s+12", shown.text)
    assert "Ingen har skrevet en udgave" in head.visit(ADDRESS).text
    saved = head.send(asked.address, asked.address)
    assert saved.address == ADDRESS
    assert "brevet er afgørelsen" in saved.text
    again = head.send(asked.address, asked.address)
    assert (again.status, "En anden har gemt en udgave imens" in again.text) == (409, True)
    assert run("worker", "--once").status == 0
    told = json.loads(head.visit("/service/emne/99.10.77.json").html)["shown"]
    assert told["months"][0]["median_days"] == 12
    assert told["quality"]["mapped"] is True
    assert (told["work"]["of"], told["work"]["touches"]["mean"]) == (40, 2)
    link = next(each for each in saved.links if each.endswith(".csv"))
    assert "490 BREV;afgjort" in head.visit(link).html


def test_the_command_does_what_the_page_does(head: Browser, run: Run, tmp_path: Path) -> None:
    """Shown, tried, saved and fetched by command, as CSV and JSON; what is wrong is refused."""
    file = tmp_path / "betydning.csv"
    file.write_text("aktivitet;milepæl\n490 BREV;afgjort\n980 LUK;afsluttet\nR;robot\n", "utf-8")
    listed = run("effects", "mapping", "show", *TOPIC, "--json").json
    assert {each["activity"]: each["cases"] for each in listed["activities"]}["490 BREV"] == 40
    tried = run("effects", "mapping", "preview", str(file), *TOPIC, "--json").json
    assert (tried["changed"], tried["after"]["median_days"]) == (40, 12)
    assert run("effects", "mapping", "show", *TOPIC, "--json").json["in_force"] is None
    with pytest.raises(InputRefused, match="GS-EFF-130"):
        run("effects", "mapping", "save", str(file), *TOPIC, "--by", "Frede")
    saved = run("effects", "mapping", "save", str(file), *TOPIC, "--by", "Frede", "--why", "brev")
    assert "Saved as version 1" in saved.printed
    told = run("effects", "mapping", "export", *TOPIC).json
    assert told["milestones"] == {"490 BREV": "afgjort", "980 LUK": "afsluttet"}
    assert told["robots"] == ["R"]
    file.write_text("aktivitet;milepæl\n490 BREV;vundet\n", "utf-8")
    with pytest.raises(InputRefused, match="vundet"):
        run("effects", "mapping", "preview", str(file), *TOPIC)
    assert "980 LUK" in head.visit(ADDRESS).text


def test_a_citizen_and_a_case_worker_do_not_map(imported: Outcome, browser: Browser) -> None:
    """Only managers see what activities mean."""
    for who in ("Mette", "Karen"):
        browser.become(who)
        assert browser.visit(ADDRESS).status == 403
