# SPDX-License-Identifier: EUPL-1.2
"""The case worker's look-up: every page of it, the way through it, and what the citizen sees."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.visiting import (
    LANGUAGES,
    Visitors,
    assert_sound,
    cpr_of,
    goes_to,
    looks_up,
    path_of,
    tab_to,
)

pytestmark = pytest.mark.e2e

SAMIRA = "Samira Haddad Noor"


def _opens_a_case(page: Page) -> None:
    looks_up(cpr_of("karen"), "casework")(page)
    page.locator("main a[href*='/sag/']").first.click()


def _as_the_citizen(page: Page) -> None:
    """From a look-up to the page as the citizen sees it today."""
    looks_up(cpr_of("karen"), "casework")(page)
    page.locator("form[action*='som-borgeren'] button").click()


PAGES = {
    "form": goes_to("/opslag/"),
    "form with errors": looks_up(""),
    "nobody has that number": looks_up("6101010000", "casework"),
    "citizen": looks_up(cpr_of("karen"), "casework"),
    "case": _opens_a_case,
    "page as the citizen sees it": _as_the_citizen,
    "look-up that is not open": goes_to("/opslag/00000000-0000-4000-8000-000000000000/"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_look_up_page_is_sound(visitors: Visitors, name: str, language: str) -> None:
    """At every width and in both languages: no barrier, no sideways scroll, no broken rule."""
    assert_sound(visitors, "mette", PAGES[name], language)


def test_a_look_up_can_be_made_by_keyboard_alone(visitors: Visitors) -> None:
    """Number, purpose and button are reached and used in that order: no mouse."""
    with visitors.visit("mette") as page:
        page.goto("/opslag/")
        tab_to(page, page.get_by_label("CPR-nummer"))
        page.keyboard.type(cpr_of("samira"))
        tab_to(page, page.get_by_role("radio").first)
        page.keyboard.press("ArrowDown")
        assert page.get_by_role("radio", name="Vejledning").is_checked()
        tab_to(page, page.get_by_role("button", name="Slå op"))
        page.keyboard.press("Enter")
        page.get_by_role("heading", level=1).get_by_text(SAMIRA).wait_for()
        tab_to(page, page.get_by_role("navigation", name="Du er her").get_by_role("link"))
        page.keyboard.press("Enter")
        page.get_by_role("heading", level=1).get_by_text("Slå en borger op").wait_for()


def test_a_look_up_needs_no_javascript(visitors: Visitors) -> None:
    """The form says what is missing, and then finds the citizen: no script runs."""
    with visitors.visit("mette", javascript=False) as page:
        looks_up("12")(page)
        summary = page.get_by_role("alert")
        assert summary.get_by_role("link").count() == 2
        assert page.get_by_label("CPR-nummer").input_value() == ""
        page.get_by_label("CPR-nummer").fill(cpr_of("sofie"))
        page.get_by_label("Behandling af en sag").check()
        page.get_by_role("button", name="Slå op").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Sofie Brandt Krogh"


def test_the_number_is_in_no_address(visitors: Visitors) -> None:
    """The CPR number goes with the form and never into an address that is kept or shared."""
    with visitors.visit("mette") as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        looks_up(cpr_of("karen"), "casework")(page)
        assert path_of(page).startswith("/opslag/")
        assert not [url for url in asked if cpr_of("karen") in url]


def test_the_citizen_sees_who_looked_and_why(visitors: Visitors) -> None:
    """A look-up stands in the citizen's own log at once, with role, unit and purpose."""
    with visitors.visit("mette") as page:
        looks_up(cpr_of("jonas"), "guidance")(page)
        assert page.get_by_text("Opslaget står i borgerens egen log.").is_visible()
    with visitors.visit("jonas") as page:
        page.goto("/hvem-har-set/")
        newest = page.get_by_role("row").nth(1).inner_text()
        assert "Sagsbehandler, Hjælpemidler" in newest
        assert "Vejledning efter borgerens henvendelse" in newest
        assert "Mette" not in newest
