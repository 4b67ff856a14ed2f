# SPDX-License-Identifier: EUPL-1.2
"""The department head's pages of service, deadlines and promises."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from playwright.sync_api import Page

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


def _printed(page: Page) -> tuple[int, str]:
    """How many A4 pages it takes on paper, and all that stands on them, in one line."""
    read = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    return len(read.pages), re.sub(
        r"\s+", " ", " ".join(each.extract_text() for each in read.pages)
    )


def test_a_reckoning_prints_with_its_verdict_and_its_hash(visitors: Visitors) -> None:
    """On paper, two pages at most: the sentence, each verdict, what was promised, and the hash."""
    with visitors.visit("henrik", language="da") as page:
        _opens_a_promise(page)
        sentence = page.locator(".font-lead").inner_text()
        digests = re.findall(r"\b[0-9a-f]{12}\b", page.locator("main").inner_text())
        pages, text = _printed(page)
    assert pages <= 2
    assert sentence in text
    assert digests
    assert all(digest in text for digest in digests)
    assert "Kan ikke afgøres" in text
    assert "−20 %" in text
    assert "Ingen er vurderet." in text  # what is folded away on the screen


def test_the_service_prints_with_its_intervals(visitors: Visitors) -> None:
    """On paper, four pages at most: each figure with its range, its source and its time."""
    with visitors.visit("henrik", language="da") as page:
        page.goto(TOPIC)
        ranges = page.locator(".gs-figure").get_by_text(re.compile("^mellem")).all_inner_texts()
        pages, text = _printed(page)
    assert pages <= 4
    assert len(ranges) >= 2
    for each in ranges:
        assert re.sub(r"\s+", " ", each) in text
    assert "Kilde: " in text
    assert "Ved siden af de andre" in text
