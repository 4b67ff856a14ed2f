# SPDX-License-Identifier: EUPL-1.2
"""A citizen's way through the pages: by keyboard, without scripts, in English, on paper."""

from __future__ import annotations

import pytest

from tests.e2e.visiting import Visitors, path_of, tab_to

pytestmark = pytest.mark.e2e

KAREN = "Karen Margrethe Holm"


def test_a_citizen_gets_around_by_keyboard_alone(visitors: Visitors) -> None:
    """Log in, open the first case, come back and log out: no mouse."""
    with visitors.visit() as page:
        page.goto("/demo/")
        tab_to(page, page.get_by_role("button", name=f"Vær {KAREN}"))
        page.keyboard.press("Enter")
        heading = page.get_by_role("heading", level=1)
        heading.get_by_text(f"Hej {KAREN}").wait_for()
        case = page.locator("main a[href*='/sag/']").first
        title = case.inner_text()
        tab_to(page, case)
        page.keyboard.press("Enter")
        heading.get_by_text(title).wait_for()
        tab_to(page, page.get_by_role("navigation", name="Du er her").get_by_role("link"))
        page.keyboard.press("Enter")
        heading.get_by_text(f"Hej {KAREN}").wait_for()
        tab_to(page, page.get_by_role("button", name="Log ud"))
        page.keyboard.press("Enter")
        heading.get_by_text("Hvem vil du være?").wait_for()
        page.goto("/mit-overblik/")
        assert page.get_by_text("GS-OVW-001").is_visible()


def test_a_citizen_needs_no_javascript(visitors: Visitors) -> None:
    """Log in, unfold the older payments, open a case, change language, log out: no script runs."""
    with visitors.visit(javascript=False) as page:
        page.goto("/demo/")
        page.get_by_role("button", name=f"Vær {KAREN}").click()
        page.get_by_role("link", name="Penge", exact=True).click()
        page.locator("summary", has_text="Vis tidligere udbetalinger").click()
        assert page.locator("details[open] table").is_visible()
        page.get_by_role("link", name="Mit overblik").first.click()
        case = page.locator("main a[href*='/sag/']").first
        title = case.inner_text()
        case.click()
        assert page.get_by_role("heading", level=1).inner_text() == title
        page.get_by_role("button", name="English").click()
        assert page.get_by_role("heading", level=1).inner_text() == title
        assert page.get_by_role("heading", name="Letters and documents").is_visible()
        page.get_by_role("button", name="Log out").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Who do you want to be?"


def test_the_language_changes_where_the_reader_is(visitors: Visitors) -> None:
    """One press gives the same page in the other language, and the pages after it too."""
    with visitors.visit("viggo") as page:
        page.goto("/mit-overblik/sager/afsluttede/?side=2")
        page.get_by_role("button", name="English").click()
        assert path_of(page) == "/mit-overblik/sager/afsluttede/?side=2"
        assert page.get_by_role("heading", level=1).inner_text() == "Closed cases"
        assert page.get_by_text("Showing 26–50 of").is_visible()
        page.get_by_role("link", name="Who has seen my information?").click()
        assert page.locator("html").get_attribute("lang") == "en"
        page.get_by_role("button", name="Dansk").click()
        heading = page.get_by_role("heading", level=1)
        assert heading.inner_text() == "Hvem har set mine oplysninger?"


def test_the_browsers_own_language_is_not_asked(visitors: Visitors) -> None:
    """A browser that prefers English gets Danish until somebody presses for English."""
    with visitors.visit() as page:
        page.goto("/demo/")
        assert page.evaluate("navigator.language") == "en-GB"
        assert page.locator("html").get_attribute("lang") == "da"


def test_the_overview_prints_whole(visitors: Visitors) -> None:
    """On paper the menus and buttons are gone, and what was folded is there."""
    with visitors.visit("karen") as page:
        page.goto("/mit-overblik/penge/")
        older = page.locator("details table")
        assert not older.is_visible()
        page.emulate_media(media="print")
        assert older.is_visible()
        page.goto("/mit-overblik/")
        assert page.get_by_role("heading", name="Breve og dokumenter").is_visible()
        assert page.get_by_role("heading", name="Oplysninger fra").is_visible()
        assert not page.get_by_role("navigation").first.is_visible()
        assert not page.get_by_role("button").first.is_visible()


def test_a_title_in_capitals_is_not_shouted(visitors: Visitors) -> None:
    """A case that its system titled in capitals only has the same calm title on every page."""
    with visitors.visit("sofie") as page:
        page.goto("/nyt/")
        case = page.get_by_role("link", name="Skyttevænget 12 - Carport 32 m2").first
        title = case.inner_text()
        case.click()
        assert page.get_by_role("heading", level=1).inner_text() == title
        page.get_by_role("link", name="Mit overblik").first.click()
        assert page.get_by_role("link", name=title, exact=True).first.is_visible()
