# SPDX-License-Identifier: EUPL-1.2
"""The commons in a browser: an idea is registered, others are found before it is saved."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visiting import LANGUAGES, Visitors, assert_sound, goes_to

pytestmark = pytest.mark.e2e

TITLE = "Affaldsspande med sensor"
TEXT = "Målere siger til, når spanden er fuld, så bilen kører efter behov."


def _save(page: Page) -> None:
    page.goto("/faelles/ny/")
    page.locator("#title").fill(TITLE)
    page.locator("#description").fill(TEXT)
    page.locator("button[value='save']").click()
    page.wait_for_url("**/faelles/*-*/")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/faelles/", "/faelles/ny/"])
def test_the_pages_are_sound(visitors: Visitors, address: str, language: str) -> None:
    """At every width and in both languages: no barrier, no sideways scroll, no broken rule."""
    assert_sound(visitors, "henrik", goes_to(address), language)


def test_the_page_of_an_idea_is_sound(visitors: Visitors) -> None:
    """A saved idea's page has no barrier either."""
    assert_sound(visitors, "henrik", _save, "da")


def test_who_is_ahead_is_seen_while_typing(visitors: Visitors) -> None:
    """Entries that share a word are shown while the title is typed, before anything is saved."""
    with visitors.visit("henrik") as page:
        page.goto("/faelles/ny/")
        page.locator("#title").press_sequentially("Førerløs bus")
        expect(page.locator("#hits .gs-card").first).to_be_visible()


def test_it_works_without_javascript(visitors: Visitors) -> None:
    """The form alone shows who is ahead, asks for what is missing, and saves."""
    with visitors.visit("henrik", javascript=False) as page:
        page.goto("/faelles/ny/")
        page.locator("#title").fill(TITLE)
        page.locator("button[value='save']").click()
        assert page.locator("#description").get_attribute("aria-invalid") == "true"
        page.locator("#description").fill(TEXT)
        page.locator("button[value='look']").click()
        assert page.locator("#hits").inner_text()
        page.locator("button[value='save']").click()
        assert page.locator("h1").inner_text() == TITLE


def test_a_trial_is_not_begun_without_its_end(visitors: Visitors) -> None:
    """A trial asks for its last day and for when it stops; with both it begins."""
    with visitors.visit("henrik") as page:
        _save(page)
        page.locator("#phase").select_option("pilot")
        page.locator("main form[action$='fase/'] button").click()
        assert page.locator("#ends_on").get_attribute("aria-invalid") == "true"
        page.locator("#phase").select_option("pilot")
        page.locator("#ends_on").fill("2027-06-01")
        page.locator("#stop_criterion").fill("Færre end ti tømninger sparet om ugen.")
        page.locator("main form[action$='fase/'] button").click()
        assert page.get_by_text("Færre end ti tømninger sparet om ugen.").first.is_visible()


def test_citizens_are_turned_away(visitors: Visitors) -> None:
    """The pages are for the municipality's staff."""
    with visitors.visit("karen") as page:
        answer = page.goto("/faelles/")
        assert answer is not None
        assert answer.status == 403
