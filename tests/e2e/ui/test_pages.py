# SPDX-License-Identifier: EUPL-1.2
"""Every component on a real page: readable by all, at every width, under the strict policy."""

from __future__ import annotations

import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.e2e

PAGES = ["/", "/komponenter", "/formular", "/findes-ikke", "/fejl/naegtet"]
WIDTHS = [360, 768, 1280]
CAN_SCROLL = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_barrier_and_no_sideways_scroll(page: Page, path: str, width: int) -> None:
    """The checker axe finds nothing, and the page is never wider than the screen."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert not page.evaluate(CAN_SCROLL)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_form_sent_back_has_no_barrier(page: Page, width: int) -> None:
    """The page with errors is as accessible as the one without, and starts at the errors."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/formular")
    page.get_by_role("button", name="Send").click()
    summary = page.get_by_role("alert")
    assert summary.evaluate("element => element === document.activeElement")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id") == "tlf"


def test_text_can_be_twice_as_large(page: Page) -> None:
    """With the text at 200 % on a phone's width nothing runs out of the page."""
    page.set_viewport_size({"width": 640, "height": 800})
    page.goto("/komponenter")
    page.evaluate("document.documentElement.style.setProperty('font-size', '125%')")
    assert not page.evaluate(CAN_SCROLL)


@pytest.mark.parametrize("path", [*PAGES, "/fjendtlig"])
def test_a_page_keeps_the_content_policy(page: Page, path: str) -> None:
    """Nothing inline, nothing from elsewhere: the browser has no rule to enforce."""
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(error.message))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.brokenRules") == []
    # The address that does not exist, or may not be seen, is itself noted by the browser.
    assert [text for text in messages if "the server responded with a status" not in text] == []


def _late(route: Route) -> None:
    time.sleep(0.3)
    route.continue_()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_two_fonts(page: Page, path: str) -> None:
    """Regular and semibold are all a first visit fetches, however early the page is laid out."""
    fonts: set[str] = set()
    page.on("request", lambda one: fonts.add(one.url) if one.resource_type == "font" else None)
    page.add_init_script("setInterval(() => document.body && document.body.offsetHeight, 1)")
    page.route("**/gearskifte*.css", _late)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert sorted(url.rpartition("-")[2] for url in fonts) == ["Regular.woff2", "SemiBold.woff2"]


def test_text_never_becomes_markup(page: Page) -> None:
    """Markup given as text to any component is shown as the text it is."""
    page.goto("/fjendtlig")
    assert page.locator("#alive").count() == 0
    assert page.title().startswith("<b id='alive'>")
    assert "{{ 7 * 7 }}" in page.inner_text("h1")
    assert page.locator("script:not([src])").count() == 0


def test_a_page_works_without_javascript(chromium: Browser, gallery: str) -> None:
    """Tables, details, language and forms need no script."""
    context = chromium.new_context(base_url=gallery, locale="da-DK", java_script_enabled=False)
    page = context.new_page()
    page.goto("/komponenter")
    page.get_by_text("Vis tallene som tabel").first.click()
    assert page.get_by_role("table", name="Så længe venter man på svar").is_visible()
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto("/formular")
    page.get_by_role("button", name="Send").click()
    assert page.get_by_role("alert").is_visible()
    context.close()


def test_the_language_changes_and_stays(page: Page) -> None:
    """One press gives the page in English, formats included, and the next page is English too."""
    page.goto("/?fra=brev")
    page.get_by_role("button", name="English").click()
    assert page.url.endswith("/?fra=brev")
    assert page.locator("html").get_attribute("lang") == "en"
    assert "DKK 3,423.50" in page.locator("table").inner_text().replace("\u00a0", " ")
    page.goto("/findes-ikke")
    assert page.get_by_role("heading", level=1).inner_text() == "There is no such page"
    page.get_by_role("button", name="Dansk").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Siden findes ikke"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_first_heading(page: Page, path: str) -> None:
    """There is one h1, and it is part of the window's title."""
    page.goto(path)
    heading = page.get_by_role("heading", level=1)
    assert heading.count() == 1
    assert page.title() == f"{heading.inner_text()} – Gearskifte"


def test_an_error_page_says_what_why_and_what_to_do(page: Page) -> None:
    """An error has its status, its code and a way on."""
    answer = page.goto("/fejl/afvist")
    assert answer is not None
    assert answer.status == 400
    assert page.get_by_text("GS-TEST-001").is_visible()
    assert page.get_by_role("heading", name="Det kan du gøre").is_visible()
    assert page.get_by_role("link", name="Gå til forsiden").get_attribute("href") == "/"


def test_a_page_that_breaks_tells_nothing_of_its_inside(page: Page) -> None:
    """A failure of ours is a calm page with status 500 and no trace of the program."""
    answer = page.goto("/fejl/brudt")
    assert answer is not None
    assert answer.status == 500
    assert "GS-UI-500" in page.inner_text("main")
    assert "RuntimeError" not in page.content()


def test_a_page_about_a_person_is_kept_nowhere(page: Page) -> None:
    """Neither browser nor proxy stores a page."""
    answer = page.goto("/")
    assert answer is not None
    assert answer.headers["cache-control"] == "no-store"


def test_paper_shows_the_content_and_not_the_ways_around(page: Page) -> None:
    """On print, menus and buttons go and the numbers behind the charts come."""
    page.goto("/komponenter")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Hovedmenu").is_visible()
    assert not page.get_by_role("button", name="Log ud").is_visible()
    assert page.get_by_role("heading", name="Diagrammer").is_visible()
    assert page.get_by_role("table", name="Så længe venter man på svar").is_visible()
