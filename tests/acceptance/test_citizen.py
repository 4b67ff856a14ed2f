# SPDX-License-Identifier: EUPL-1.2
"""A citizen of imported messages logs in and sees what the municipality has, and nothing else."""

from __future__ import annotations

import time
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core import signing

from gearskifte.kernel.identity import COOKIE
from tests.acceptance.conftest import Browser, Outcome, Run
from tests.builders.facts import object_id
from tests.builders.people import ANNA, BO, Person
from tests.builders.xml import case_message

pytestmark = pytest.mark.acceptance

MINE = "/mit-overblik/"
CASE = f"{MINE}sag/aaaaaaaa-0000-4000-8000-00000000ca5e/"


@pytest.fixture
def anna(browser: Browser, imported: Outcome) -> Browser:
    """The browser of Anna, logged in at the demo login."""
    page = browser.become(
        "Prøve Persson" if "Prøve Persson" in browser.visit("/demo/").text else ANNA.name
    )
    assert page.address == MINE
    return browser


def test_the_overview_shows_cases_benefits_payments_and_sources(anna: Browser) -> None:
    """Title, state, who is responsible, what was granted and paid, and as of when."""
    page = anna.visit(MINE)
    for words in (
        "Hjælpemiddel søgt",
        "Annas parkeringskort",
        "Team Hjælpemidler",
        "Prøveydelse",
        "800",
        "Prøvefag",
        "Prøvesag",
    ):
        assert words in page.text
    for step in ("Modtaget", "Oplyst", "Afgjort", "Afsluttet"):
        assert step in page.text


def test_a_case_shows_its_four_states_letters_and_notes(anna: Browser) -> None:
    """Where it is with dates, the letters by title, the note's text, the number, the outcome."""
    page = anna.visit(CASE)
    assert page.status == 200
    for words in (
        "Hjælpemiddel søgt",
        "Ansøgning",
        "Bevilget",
        "Samtale",
        "Aftalt møde på rådhuset",
        "2023-17",
        "Serviceloven § 112",
        "Team Hjælpemidler",
        "1. mar. 2023",
        "1. apr. 2023",
        "1. maj 2023",
    ):
        assert words in page.text
    assert "Hemmelig titel" not in page.html


def test_what_is_somebody_elses_is_not_there(anna: Browser) -> None:
    """A case of Bo's does not exist for Anna, just like one that nobody has."""
    assert BO.name not in anna.visit(MINE).html
    bos = anna.visit(f"{MINE}sag/{object_id('bo')}/")
    nobodys = anna.visit(f"{MINE}sag/{object_id('nobody')}/")
    assert bos.status == nobodys.status == 404
    assert "Bos byggesag" not in bos.html
    assert (
        bos.html.replace(str(object_id("bo")), "")
        == nobodys.html.replace(str(object_id("nobody")), "")
        or bos.text == nobodys.text
    )


def test_the_page_as_json_is_the_same_page(anna: Browser) -> None:
    """The same content for other programs, as fresh and as little kept."""
    page = anna.visit("/mit-overblik.json")
    assert page.headers["Content-Type"] == "application/json"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Annas parkeringskort" in page.html
    assert "Bos byggesag" not in page.html


def test_the_language_can_be_switched_and_stays(anna: Browser) -> None:
    """One press and the page is in English, and so is the next; another and it is Danish."""
    english = anna.send(MINE, "/sprog/", language="en", next=MINE)
    assert english.address == MINE
    assert '<html lang="en">' in english.html
    assert "Received" in english.text
    assert '<html lang="en">' in anna.visit(CASE).html
    danish = anna.send(MINE, "/sprog/", language="da", next=MINE)
    assert '<html lang="da">' in danish.html


def test_own_readings_are_shown_when_asked_for(anna: Browser) -> None:
    """Systems that tell nothing are named; with one's own, each reading is there with its basis."""
    others = anna.visit("/hvem-har-set/")
    assert "Vi kender ikke til andre, der har set dine oplysninger." in others.text
    own = anna.visit("/hvem-har-set/?vis=alle")
    assert "Dig selv" in own.text
    assert "Databeskyttelsesforordningen art. 15" in own.text


def test_a_login_runs_out(anna: Browser) -> None:
    """After the minutes of the configuration the cookie is worth nothing."""
    minutes = settings.GEARSKIFTE.login_minutes
    cookie = anna.client.cookies[COOKIE].value
    login = signing.TimestampSigner(salt="gearskifte.identity").unsign(cookie)
    for age, status in ((minutes * 60 - 60, 200), (minutes * 60 + 60, 403)):
        signer = _Earlier(salt="gearskifte.identity")
        signer.age = age
        anna.client.cookies[COOKIE] = signer.sign(login)
        page = anna.visit(MINE)
        assert page.status == status
        assert ("Hjælpemiddel søgt" in page.text) is (status == 200)
    assert "Du er ikke logget ind" in anna.visit(MINE).text


class _Earlier(signing.TimestampSigner):
    """Signs as it would have some seconds ago."""

    age = 0

    def timestamp(self) -> str:
        """The moment the login was made."""
        return signing.b62_encode(int(time.time()) - self.age)


@pytest.mark.parametrize("cookie", ["", "x", "e30:1x:y", "a" * 5000])
def test_a_cookie_that_was_made_up_is_nobodys(browser: Browser, cookie: str) -> None:
    """Nobody logs in by guessing."""
    browser.client.cookies[COOKIE] = cookie
    assert browser.visit(MINE).status == 403


def test_a_signed_cookie_for_another_use_is_nobodys(browser: Browser) -> None:
    """What the same key signed for something else is no login."""
    value = signing.dumps({"id": str(ANNA.id), "name": "x", "role": "citizen"}, salt="other")
    browser.client.cookies[COOKIE] = value
    assert browser.visit(MINE).status == 403


def test_logging_out_ends_it(anna: Browser) -> None:
    """After logging out, the page is closed."""
    assert anna.send(MINE, "/log-ud/").address == "/demo/"
    assert anna.visit(MINE).status == 403


def test_a_citizen_has_no_business_on_officials_pages(anna: Browser) -> None:
    """The look-up and the intake page are closed to citizens, with a reason and what to do."""
    for address in ("/opslag/", "/kilder/", f"/opslag/{object_id('x')}/"):
        page = anna.visit(address)
        assert page.status == 403
        assert "adgang" in page.text


@pytest.mark.parametrize("odd", ["", "0", "-1", "abc", "9" * 30, "٣", "1.5", "%00", "'"])
def test_an_odd_address_breaks_no_page(anna: Browser, odd: str) -> None:
    """Whatever stands after the question mark, the page is shown."""
    for address in (f"{MINE}sager/nu/?side={odd}", f"/hvem-har-set/?foer={odd}&vis={odd}"):
        assert anna.visit(address).status == 200


def test_what_a_vendor_writes_is_text_and_nothing_else(run: Run, browser: Browser) -> None:
    """A title or a name with markup in it is shown as it was written, and does nothing."""
    hostile = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; {{ 7*7 }}"
    body = case_message("a", Person(hostile, ANNA.cpr), title=hostile)
    run("registry", "import", "-", stdin=body)
    page = browser.become("alert(1)")
    assert "<script>alert" not in page.html
    assert "<img src=x" not in page.html
    assert "{{ 7*7 }}" in page.text
    assert "<script>alert" not in browser.visit(f"{MINE}sag/{object_id('a')}/").html


@pytest.mark.parametrize("address", [MINE, "/demo/"])
def test_a_database_connection_that_died_is_replaced(
    anna: Browser, broom: psycopg.Connection[tuple[Any, ...]], address: str
) -> None:
    """When the database has been restarted, the next page is shown as if nothing had happened."""
    killed = broom.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE usename IN ('gearskifte_web', 'gearskifte_worker') AND datname = current_database()"
    ).fetchall()
    assert killed
    assert anna.visit(address).status == 200
