# SPDX-License-Identifier: EUPL-1.2
"""A case worker looks a citizen up and the citizen sees it; a department head sees the intake."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from gearskifte.demo.public import STAFF
from gearskifte.kernel.lookups import OPEN_FOR
from tests.acceptance.conftest import Browser, Outcome, Page, Run
from tests.builders.facts import object_id
from tests.builders.people import ANNA, BO, DORTE, EMIL, Person

pytestmark = pytest.mark.acceptance

LOOK_UP = "/opslag/"
METTE = next(person for person in STAFF if person.key == "mette")
Connection = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture
def official(imported: Outcome) -> Browser:
    """The browser of a case worker of the municipality that owns what was imported."""
    browser = Browser()
    assert browser.become("Mette").address == LOOK_UP
    return browser


def _look_up(official: Browser, person: Person, purpose: str = "casework") -> Page:
    return official.send(LOOK_UP, LOOK_UP, cpr=person.cpr, formaal=purpose)


def test_a_look_up_shows_what_the_authority_holds_and_the_citizen_sees_it(
    official: Browser, browser: Browser
) -> None:
    """The citizen sees role, unit, purpose and legal basis; the name stays with the employer."""
    found = _look_up(official, ANNA, "guidance")
    assert found.status == 200
    assert "Annas parkeringskort" in found.text
    assert "Vejledning efter borgerens henvendelse" in found.text
    case = official.visit(f"{found.address}sag/{object_id('anna')}/")
    assert "Annas parkeringskort" in case.text

    browser.become(ANNA.name)
    log = browser.visit("/hvem-har-set/")
    for words in (
        f"Sagsbehandler, {METTE.unit}",
        "Vejledning efter borgerens henvendelse",
        "Forvaltningsloven § 7",
        "Overblikket",
        "En sag",
    ):
        assert words in log.text

    assert "Mette" in official.visit(LOOK_UP).text
    assert "Mette" not in log.html


def test_an_official_of_another_authority_sees_nothing_of_ours(imported: Outcome) -> None:
    """Somebody is found, for the number is known, but what we own is not there for a neighbour."""
    neighbour = Browser()
    neighbour.become("Sagsbehandler")
    assert "Dortes pas" in _look_up(neighbour, DORTE).text
    found = _look_up(neighbour, ANNA)
    assert found.status == 200
    assert "Annas parkeringskort" not in found.html
    assert neighbour.visit(f"{found.address}sag/{object_id('anna')}/").status == 404


@pytest.mark.parametrize(
    ("cpr", "purpose", "told"),
    [
        ("", "casework", "Skriv de 10 cifre"),
        ("123", "casework", "Skriv de 10 cifre"),
        (ANNA.cpr + "0", "casework", "Skriv de 10 cifre"),
        ("' OR 1=1 --", "casework", "Skriv de 10 cifre"),
        (ANNA.cpr, "", "Vælg, hvorfor"),
        (ANNA.cpr, "own", "Vælg, hvorfor"),
        (ANNA.cpr, "curiosity", "Vælg, hvorfor"),
        (EMIL.cpr, "casework", "Vi har ikke modtaget noget"),
    ],
)
def test_a_look_up_needs_a_number_and_a_reason(
    official: Browser, cpr: str, purpose: str, told: str
) -> None:
    """What is missing is told beside the field, what was typed is not repeated, nobody is found."""
    page = official.send(LOOK_UP, LOOK_UP, cpr=cpr, formaal=purpose)
    assert page.status == 422
    assert told in page.text
    assert page.address == LOOK_UP
    assert not cpr or cpr not in page.html


@pytest.mark.parametrize("written", ["{0}{1}", "{0}-{1}", "{0} {1}", "  {0}{1} "])
def test_a_number_may_be_written_in_any_usual_way(official: Browser, written: str) -> None:
    """With a hyphen or a blank, the number is the same."""
    number = written.format(ANNA.cpr[:6], ANNA.cpr[6:])
    page = official.send(LOOK_UP, LOOK_UP, cpr=number, formaal="casework")
    assert "Annas parkeringskort" in page.text


def test_a_look_up_is_over_when_its_time_is(official: Browser, owner: Connection) -> None:
    """After half an hour the page is closed and says what to do."""
    address = _look_up(official, ANNA).address
    assert official.visit(address).status == 200
    owner.execute(
        "UPDATE kernel_lookup SET opened_at = opened_at - %s, closes_at = closes_at - %s",
        [OPEN_FOR + timedelta(seconds=1)] * 2,
    )
    owner.commit()
    closed = official.visit(address)
    assert closed.status == 403
    assert "Slå borgeren op igen" in closed.text


def test_a_look_up_belongs_to_who_made_it(official: Browser) -> None:
    """A colleague who is sent the address sees nothing, and neither does the citizen."""
    address = _look_up(official, ANNA).address
    for name in ("Sagsbehandler", ANNA.name):
        other = Browser()
        other.become(name)
        page = other.visit(address)
        assert page.status == 403
        assert "parkeringskort" not in page.html


def test_a_department_head_sees_the_intake_and_no_citizen(
    imported: Outcome, run: Run, browser: Browser
) -> None:
    """Sources, messages and what is in quarantine; nothing in it is about a person."""
    run("registry", "import", "-", stdin=b"<broken")
    assert browser.become("Henrik").address == "/robotter/"
    page = browser.visit("/kilder/")
    for words in ("Prøvefag", "Prøvesag", "SF1470", "SF1491", "stdin", "GS-CON"):
        assert words in page.text
    for person in (ANNA, BO):
        assert person.name not in page.html
    for address in ("/opslag/", "/mit-overblik/", "/hvem-har-set/"):
        assert browser.visit(address).status == 403


def test_a_director_sees_the_intake_too(imported: Outcome, browser: Browser) -> None:
    """Both kinds of manager answer for it, and neither looks anybody up."""
    assert browser.become("Lise").address == "/gearkassen/"
    assert browser.visit("/kilder/").status == 200
    assert browser.visit("/opslag/").status == 403


def test_nobody_sees_the_intake_without_logging_in(browser: Browser) -> None:
    """The page is for managers."""
    assert browser.visit("/kilder/").status == 403


def test_an_official_is_told_none_only_of_what_they_may_see(official: Browser) -> None:
    """An empty list may be full for somebody with other rights, so it never says *none* to one."""
    found = _look_up(official, ANNA)
    assert "Ingen i det, du må se." in found.text
    assert "Ingen hjælp er bevilget." not in found.text
