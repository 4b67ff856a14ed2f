# SPDX-License-Identifier: EUPL-1.2
"""What a citizen reads whose only message cannot be read, and what others read then."""

from __future__ import annotations

from functools import partial

import psycopg
import pytest
from playwright.sync_api import Page, expect

from gearskifte.connectors.public import read
from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import Message
from tests.builders.desk import Desk
from tests.builders.people import Person
from tests.builders.xml import case_message
from tests.e2e.visiting import LANGUAGES, Visitors, assert_sound, cpr_of, goes_to, looks_up

pytestmark = pytest.mark.e2e

PAGES = {
    "overview": ("ida", goes_to("/mit-overblik/")),
    "money": ("ida", goes_to("/mit-overblik/penge/")),
    "cases": ("ida", goes_to("/mit-overblik/sager/nu/")),
    "news": ("ida", goes_to("/nyt/")),
    "look-up": ("mette", looks_up(cpr_of("ida"), "casework")),
}


@pytest.fixture(scope="module", autouse=True)
def unread(korsbaek_apart: Database) -> None:
    """Two messages about Ida that were cut off on their way: one from a system, one from a file."""
    ida = Person("Ida", cpr_of("ida"))
    with psycopg.connect(korsbaek_apart.worker_url) as worker:
        desk = Desk(worker, system_now(), partial(read, max_bytes=2**20))
        desk.take(Message("Fil", case_message("fil", ida)[:-60]))
        desk.take(Message("API", case_message("api", ida)[:-60]))
    with psycopg.connect(korsbaek_apart.owner_url) as owner:
        owner.execute(
            "WITH s AS (INSERT INTO registry_sender (system, name, added_at)"
            "           VALUES ('10000000-0000-4000-8000-000000000007', 'Fagsystem Syd', now())"
            "           RETURNING id)"
            " UPDATE registry_raw_message SET sender_id = s.id FROM s WHERE origin = 'API'"
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_not_complete_is_sound(
    visitors_apart: Visitors, name: str, language: str
) -> None:
    """At every width and in both languages: no barrier, no sideways scroll, no broken rule."""
    person, way = PAGES[name]
    assert_sound(visitors_apart, person, way, language)


@pytest.mark.parametrize("path", ["/mit-overblik/", "/mit-overblik/penge/", "/nyt/"])
def test_the_citizen_is_told_who_sent_it_and_never_that_there_is_none(
    visitors_apart: Visitors, path: str
) -> None:
    """The system by its name where it is known, and a way to write to the municipality."""
    with visitors_apart.visit("ida", javascript=False) as page:
        page.goto(path)
        expect(page.get_by_role("heading", name="Noget om dig kan mangle her")).to_be_visible()
        expect(page.locator("main")).to_contain_text("Fagsystem Syd sendte")
        expect(page.locator("main")).to_contain_text("Et af kommunens systemer sendte")
        _says_none_nowhere(page)
        page.get_by_role("link", name="Skriv til kommunen").click()
        expect(page.locator("#tekst")).to_be_visible()


def test_others_are_told_that_the_page_is_not_complete(visitors_apart: Visitors) -> None:
    """No system and no time: a case worker reads only that something may be missing."""
    with visitors_apart.visit("mette") as page:
        looks_up(cpr_of("ida"), "casework")(page)
        expect(page.locator("main")).to_contain_text("Siden er ikke fuldstændig")
        assert "Fagsystem Syd" not in page.content()
        _says_none_nowhere(page)


def test_the_municipality_sees_that_a_citizen_waits(visitors_apart: Visitors) -> None:
    """The quarantine tells how many, and not who."""
    with visitors_apart.visit("henrik") as page:
        page.goto("/kilder/")
        expect(page.locator("#quarantine + *")).to_contain_text("1 borger venter på den")


def _says_none_nowhere(page: Page) -> None:
    assert page.locator(".gs-empty:not(.gs-unknown)").count() == 0
