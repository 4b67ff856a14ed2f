# SPDX-License-Identifier: EUPL-1.2
"""Where somebody lives whose address is protected is shown to them, and to nobody else's page."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from gearskifte.kernel.time import system_now
from tests.acceptance.conftest import Browser, Run
from tests.builders.facts import object_id
from tests.builders.people import ANNA, BO, DAY, Person
from tests.builders.xml import case_message

pytestmark = pytest.mark.acceptance

WHERE = "Kastanjevej 7"
TITLE = f"Flytning til {WHERE}"
CASE = f"sag/{object_id('anna')}/"
Connection = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture
def protected(run: Run, tmp_path: Path, owner: Connection) -> Connection:
    """Anna has moved and is protected; Bo has custody of her, and a mandate for the case."""
    (tmp_path / "anna.xml").write_bytes(case_message("anna", ANNA, title=TITLE))
    (tmp_path / "bo.xml").write_bytes(case_message("bo", BO, title="Bos byggesag på Skovvej 3"))
    widest = ("*", "--authority", "*", "--subjects", "*", "--benefits", "*", "--level", "4")
    assert run("registry", "rights", "give", *widest).status == 0
    assert run("registry", "import", str(tmp_path)).status == 0
    _protect(owner, ANNA)
    for purpose, scope, label in (
        ("custody", "", ""),
        ("behalf", f"case:{object_id('anna')}", TITLE),
    ):
        owner.execute(
            "INSERT INTO overview_mandate (id, giver, giver_name, holder, holder_name, purpose,"
            " scope, label, made_at, starts, source)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '')",
            [
                *(uuid4(), ANNA.id, ANNA.name, BO.id, BO.name, purpose, scope, label),
                *(system_now() - DAY, system_now() - DAY),
            ],
        )
    owner.commit()
    return owner


def _protect(owner: Connection, person: Person) -> None:
    owner.execute(
        "INSERT INTO overview_protection (person_id, starts, source) VALUES (%s, %s, 'CPR')",
        [person.id, system_now() - DAY],
    )
    owner.commit()


def test_it_is_on_none_of_the_pages_of_whoever_acts_for_them(
    protected: Connection, browser: Browser
) -> None:
    """By custody and by a mandate for that very case: overview, case, money and mandates."""
    browser.become(BO.name)
    mandates = browser.visit("/fuldmagter/")
    assert "[adresse]" in mandates.text
    ways = [link for link in mandates.links if "/paa-vegne/" in link]
    assert len(ways) == 2
    for way in ways:
        assert "[adresse]" in browser.visit(way).text
        case = browser.visit(f"{way}{CASE}")
        assert case.status == 200
        assert "viser vi ikke adressen" in case.text
        browser.visit(f"{way}penge/")
    assert not [page.address for page in browser.seen if "Kastanjevej" in page.html]
    assert "Skovvej 3" in browser.visit("/mit-overblik/").text  # one's own stays


def test_whoever_lives_there_sees_it_everywhere(protected: Connection, browser: Browser) -> None:
    """On the overview, the case and the list, in both downloads and as JSON."""
    browser.become(ANNA.name)
    for page in (
        "/mit-overblik/",
        f"/mit-overblik/{CASE}",
        "/mit-overblik/sager/nu/",
        "/mit-overblik.json",
        "/hent/mit-overblik.json",
        "/hent/mit-overblik.html",
    ):
        shown = browser.visit(page).html
        assert WHERE in shown
        assert "[adresse]" not in shown


def test_an_official_with_a_right_sees_it_and_is_told_to_keep_it(
    protected: Connection, browser: Browser
) -> None:
    """The page warns; as the citizen is shown it there is no warning; of others there is none."""
    browser.become("Mette")
    found = browser.send("/opslag/", "/opslag/", cpr=ANNA.cpr, formaal="casework")
    for page in (found, browser.visit(f"{found.address}{CASE}")):
        assert WHERE in page.text
        assert "Navn og adresse er beskyttet" in page.text
    other = browser.send("/opslag/", "/opslag/", cpr=BO.cpr, formaal="casework")
    assert "Skovvej 3" in other.text
    assert "er beskyttet" not in other.text


def test_an_official_without_a_right_sees_nothing(
    protected: Connection, browser: Browser, run: Run
) -> None:
    """Neither the address nor that there is a case; a leader has no page of anybody at all."""
    assert run("registry", "rights", "end", "1").status == 0
    browser.become("Mette")
    found = browser.send("/opslag/", "/opslag/", cpr=ANNA.cpr, formaal="casework")
    assert WHERE not in found.html
    assert browser.visit(f"{found.address}{CASE}").status == 404
    leader = Browser()
    leader.become("Henrik")
    for page in ("/rettelser/", "/det-borgerne-ser/", "/beskeder/ikke-naaet/", "/opslag/"):
        assert "Kastanjevej" not in leader.visit(page).html
