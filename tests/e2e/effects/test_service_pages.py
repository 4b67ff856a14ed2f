# SPDX-License-Identifier: EUPL-1.2
"""The department head's pages of service, deadlines and promises."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.e2e.visiting import LANGUAGES, Visitors, assert_sound, goes_to

pytestmark = pytest.mark.e2e

TOPIC = "/service/emne/99.10.01/"


def _sends_an_empty_deadline(page: Page) -> None:
    page.goto(TOPIC)
    page.locator("main form button").click()


def _sends_an_empty_promise(page: Page) -> None:
    page.goto("/loefter/nyt/")
    page.locator("main form button").click()


def _opens_a_promise(page: Page) -> None:
    page.goto("/loefter/")
    page.locator("main table a").first.click()


PAGES = {
    "service": goes_to("/service/"),
    "deadlines": goes_to("/service/frister/"),
    "kind of case": goes_to(TOPIC),
    "deadline with errors": _sends_an_empty_deadline,
    "promises": goes_to("/loefter/"),
    "new promise": goes_to("/loefter/nyt/"),
    "new promise with errors": _sends_an_empty_promise,
    "promise": _opens_a_promise,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_service_is_sound(visitors: Visitors, name: str, language: str) -> None:
    """At every width and in both languages: no barrier, no sideways scroll, no broken rule."""
    assert_sound(visitors, "henrik", PAGES[name], language)


@pytest.mark.parametrize("name", ["kind of case", "promise"])
def test_a_page_of_service_prints_as_a_document(visitors: Visitors, name: str) -> None:
    """On paper there is no way around, and the browser makes a PDF with the page's own words."""
    with visitors.visit("henrik", language="da") as page:
        PAGES[name](page)
        heading = page.get_by_role("heading", level=1).inner_text()
        page.emulate_media(media="print")
        assert not page.get_by_role("navigation").first.is_visible()
        printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
        words = " ".join(sheet.extract_text() for sheet in printed.pages).split()
    assert len(printed.pages) <= 6
    assert heading.split()[0] in words
