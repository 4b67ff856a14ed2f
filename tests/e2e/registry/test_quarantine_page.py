# SPDX-License-Identifier: EUPL-1.2
"""The pages of a message in quarantine and of the systems' quality, as managers see them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.visiting import LANGUAGES, Visitors, assert_sound, goes_to

pytestmark = pytest.mark.e2e


def _opens_the_first(page: Page) -> None:
    page.goto("/kilder/")
    page.locator("section[aria-labelledby=quarantine] a").first.click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_quality_page_is_sound(visitors: Visitors, language: str) -> None:
    """At every width and in both languages: no barrier, no sideways scroll, no broken rule."""
    assert_sound(visitors, "henrik", goes_to("/kilder/kvalitet/"), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_message_is_sound(visitors: Visitors, language: str) -> None:
    """So is the page of a message in quarantine."""
    assert_sound(visitors, "henrik", _opens_the_first, language)


def test_a_message_is_shown_with_what_can_be_done(visitors: Visitors) -> None:
    """Its reasons, and the three ways out."""
    with visitors.visit("henrik") as page:
        _opens_the_first(page)
        assert "GS-CON-" in page.get_by_role("table", name="Hvorfor").inner_text()
        assert page.get_by_role("button", name="Læs igen").is_visible()
        assert page.get_by_text("Beskeden skal ikke bruges").is_visible()


def test_a_rejected_message_leaves_the_list(visitors: Visitors) -> None:
    """Whoever rejects it says why, and the list has one message fewer."""
    with visitors.visit("henrik") as page:
        _opens_the_first(page)
        address = page.url
        page.get_by_text("Beskeden skal ikke bruges").click()
        page.get_by_role("textbox", name="Hvorfor").fill("Leverandøren sender en ny.")
        page.get_by_role("button", name="Afvis").click()
        page.wait_for_url("**/kilder/")
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404


def _opens_one_that_was_settled(page: Page) -> None:
    page.goto("/kilder/")
    page.locator("section[aria-labelledby=quarantine] summary").click()
    page.locator("section[aria-labelledby=quarantine] details a").first.click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_settled_message_is_sound(visitors: Visitors, language: str) -> None:
    """So is the page of a message that another message has settled."""
    assert_sound(visitors, "henrik", _opens_one_that_was_settled, language)


def test_a_settled_message_can_be_taken_out_again(visitors_apart: Visitors) -> None:
    """The list says which message settled it; whoever doubts it lets it wait again."""
    with visitors_apart.visit("henrik") as page:
        page.goto("/kilder/")
        page.locator("section[aria-labelledby=quarantine] summary").click()
        decided = page.get_by_role("table", name="Det nyeste, der er afgjort")
        by_itself = decided.get_by_role("row").filter(has_text="den rettede besked").first
        by_itself.get_by_role("link").click()
        assert "alt det, vi kan finde i denne" in page.locator("main").inner_text()
        address = page.url
        page.get_by_role("button", name="Læs igen").click()
        page.wait_for_url("**/kilder/")
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404
