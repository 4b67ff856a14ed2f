# SPDX-License-Identifier: EUPL-1.2
"""Every page a citizen meets: with much, with nothing, with a long list, and when it goes wrong."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.e2e.visiting import LANGUAGES, Visitors, assert_sound, goes_to, opens_first_case

pytestmark = pytest.mark.e2e


def _sends_an_old_form(page: Page) -> None:
    """Log out with a form whose token is gone."""
    page.goto("/mit-overblik/")
    form = page.locator("form[action='/log-ud/']")
    form.locator("[name=csrfmiddlewaretoken]").evaluate("token => token.remove()")
    form.get_by_role("button").click()


def _says_what_is_wrong(page: Page) -> None:
    """From the first case to what was written about it."""
    opens_first_case(page)
    page.get_by_role("link", name="forkert i sagen").or_(
        page.get_by_role("link", name="wrong in the case")
    ).click()
    page.locator("#tekst").fill("Datoen er forkert.")
    page.locator("main form button").click()


def _says_nothing(page: Page) -> None:
    """Send the form without a word."""
    page.goto("/noget-er-forkert/skriv/")
    page.locator("main form button").click()


def _opens_a_childs_page(page: Page) -> None:
    """From the mandates to the first person one may act for."""
    page.goto("/fuldmagter/")
    page.locator("main a[href*='/paa-vegne/']").first.click()


def _uses_a_code_that_is_none(page: Page) -> None:
    page.goto("/fuldmagter/")
    page.locator("#kode").fill("ABCD")
    page.locator("form[action*='kode'] button").click()


def _gives_a_mandate(page: Page) -> None:
    """From the first case to the code, which is shown once."""
    opens_first_case(page)
    page.locator("main a[href*='/fuldmagter/sag/']").click()
    page.locator("input[value='sag']").check()
    page.locator("input[value='30']").check()
    page.locator("main form button").click()


PAGES = {
    "overview with much": ("karen", goes_to("/mit-overblik/")),
    "overview with nothing": ("ida", goes_to("/mit-overblik/")),
    "overview with sixty cases": ("viggo", goes_to("/mit-overblik/")),
    "overview with hidden cases": ("erik", goes_to("/mit-overblik/")),
    "case": ("karen", opens_first_case),
    "case with decision": ("jonas", opens_first_case),
    "case without a public title": ("erik", opens_first_case),
    "cases in progress": ("viggo", goes_to("/mit-overblik/sager/nu/")),
    "closed cases, second page": ("viggo", goes_to("/mit-overblik/sager/afsluttede/?side=2")),
    "news": ("sofie", goes_to("/nyt/")),
    "no news": ("ida", goes_to("/nyt/")),
    "log": ("bent", goes_to("/hvem-har-set/")),
    "log with own readings": ("bent", goes_to("/hvem-har-set/?vis=alle")),
    "what I must do": ("sofie", goes_to("/mit-overblik/")),
    "a case that waits for me": ("sofie", opens_first_case),
    "money and help": ("karen", goes_to("/mit-overblik/penge/")),
    "no money": ("ida", goes_to("/mit-overblik/penge/")),
    "something is wrong": ("bent", goes_to("/noget-er-forkert/")),
    "what I said is wrong": ("erik", _says_what_is_wrong),
    "nothing was said": ("bent", _says_nothing),
    "mandates": ("sofie", goes_to("/fuldmagter/")),
    "no such code": ("bent", _uses_a_code_that_is_none),
    "a mandate's code": ("erik", _gives_a_mandate),
    "my child": ("sofie", _opens_a_childs_page),
    "messages": ("karen", goes_to("/beskeder/")),
    "download": ("karen", goes_to("/hent/")),
    "not for citizens": ("karen", goes_to("/opslag/")),
    "not logged in": ("", goes_to("/mit-overblik/")),
    "no such page": ("karen", goes_to("/findes-ikke/")),
    "old form": ("karen", _sends_an_old_form),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_citizens_page_is_sound(visitors: Visitors, name: str, language: str) -> None:
    """At every width and in both languages: no barrier, no sideways scroll, no broken rule."""
    person, way = PAGES[name]
    assert_sound(visitors, person, way, language)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("not for citizens", "GS-ACC-001"),
        ("not logged in", "GS-OVW-001"),
        ("no such page", "GS-UI-404"),
        ("old form", "GS-UI-419"),
    ],
)
def test_what_went_wrong_has_a_code_and_a_way_on(visitors: Visitors, name: str, code: str) -> None:
    """An error page names its code, says what to do, and leads to the front page."""
    person, way = PAGES[name]
    with visitors.visit(person) as page:
        way(page)
        assert page.get_by_text(code, exact=True).is_visible()
        assert page.get_by_role("heading", name="Det kan du gøre").is_visible()
        page.get_by_role("link", name="Gå til forsiden").click()
        front = page.get_by_role("heading", level=1).inner_text()
        assert front.startswith("Hej" if person else "Hvem vil du være?")


def test_nothing_and_unknown_are_not_the_same(visitors: Visitors) -> None:
    """A citizen without cases is told that there are none, as systems that are named have said."""
    with visitors.visit("ida") as page:
        page.goto("/mit-overblik/")
        assert page.get_by_text("Ingen sager er i gang.").is_visible()
        assert page.locator(".gs-unknown").count() == 0
        assert page.get_by_role("contentinfo").get_by_role("listitem").count() > 1


def test_a_long_list_comes_in_pages(visitors: Visitors) -> None:
    """Every closed case of a citizen with sixty stands on one page of the list, and on one only."""
    with visitors.visit("viggo") as page:
        page.goto("/mit-overblik/sager/afsluttede/")
        seen: list[str | None] = []
        while True:
            cases = page.locator("main a[href*='/sag/']").all()
            seen += [case.get_attribute("href") for case in cases]
            following = page.get_by_role("link", name="Næste")
            if not following.count():
                break
            following.click()
        assert len(seen) > 50
        assert len(set(seen)) == len(seen)


def test_the_accessibility_statement_is_on_every_page(visitors: Visitors) -> None:
    """The statement that the law asks for is one press away, also for who is not logged in."""
    for person in ("", "karen"):
        with visitors.visit(person) as page:
            page.goto("/")
            link = page.get_by_role("contentinfo").get_by_role("link", name="Tilgængelighed")
            assert link.get_attribute("href") == "https://korsbaek.example/tilgaengelighed"
