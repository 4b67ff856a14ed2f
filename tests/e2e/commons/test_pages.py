# SPDX-License-Identifier: EUPL-1.2
"""The commons in a browser: an idea is registered, others are found before it is saved."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

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
@pytest.mark.parametrize(
    "address",
    [
        "/faelles/",
        "/faelles/ny/",
        "/faelles/rapport/",
        "/faelles/tempo/",
        "/faelles/puljer/",
        "/faelles/koe/",
        "/faelles/hent/",
    ],
)
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
    """A trial asks for its budget, its last day and when it stops; with all three it begins."""
    with visitors.visit("henrik") as page:
        _save(page)
        page.locator("#phase").select_option("pilot")
        page.locator("main form[action$='fase/'] button").click()
        assert page.locator("#ends_on").get_attribute("aria-invalid") == "true"
        page.locator("#phase").select_option("pilot")
        page.locator("#budget").fill("50.000")
        page.locator("#ends_on").fill("2027-06-01")
        page.locator("#stop_criterion").fill("Færre end ti tømninger sparet om ugen.")
        page.locator("main form[action$='fase/'] button").click()
        assert page.get_by_text("Færre end ti tømninger sparet om ugen.").first.is_visible()


def test_a_phase_asks_only_for_what_belongs_to_it(visitors: Visitors) -> None:
    """A trial's fields are there when one is chosen, and the reason when it stops; no script."""
    with visitors.visit("henrik", javascript=False) as page:
        _save(page)
        budget, because = page.locator("#budget"), page.locator("#because")
        expect(budget).to_be_hidden()
        expect(because).to_be_hidden()
        page.locator("#phase").select_option("pilot")
        expect(budget).to_be_visible()
        page.locator("#phase").select_option("stopped")
        expect(budget).to_be_hidden()
        expect(because).to_be_visible()


def test_a_list_is_taken_in_by_its_columns(visitors: Visitors) -> None:
    """The columns are guessed or chosen, what they give is seen, and only then it is kept."""
    listed = "Navn;Formål;Fase\nRobot til rykkere;Sender breve;operation\n"
    with visitors.visit("henrik", javascript=False) as page:
        page.goto("/faelles/hent/")
        file = FilePayload(name="liste.csv", mimeType="text/csv", buffer=listed.encode())
        page.locator("#fil").set_input_files(file)
        page.get_by_role("button", name="Se listen").click()
        expect(page.locator("#title")).to_have_value("Navn")
        expect(page.locator("#phase")).to_have_value("Fase")
        page.locator("#description").select_option("Formål")
        page.get_by_role("button", name="Se, hvad det giver").click()
        expect(page.locator("tr", has_text="Robot til rykkere")).to_contain_text("I drift")
        page.get_by_role("button", name="Hent dem ind").click()
        expect(page.get_by_role("link", name="Robot til rykkere").first).to_be_visible()


def _plan(page: Page) -> None:
    _save(page)
    page.get_by_role("link", name="Ret teksten og planen").click()


def _pool(page: Page) -> None:
    _save(page)
    page.get_by_role("link", name="Åbn en pulje").click()


@pytest.mark.parametrize("way", [_plan, _pool], ids=["plan", "pool"])
def test_the_forms_are_sound(visitors: Visitors, way: Callable[[Page], None]) -> None:
    """The forms for the plan and for a new pool have no barrier."""
    assert_sound(visitors, "henrik", way, "da")


def test_a_plan_is_written_and_reported(visitors: Visitors) -> None:
    """What the form asks for stands on the page and in the board's report; without script."""
    with visitors.visit("henrik", javascript=False) as page:
        _plan(page)
        page.locator("#kle").fill("affald")
        page.locator("#owner").fill("Driftslederen")
        page.locator("#robot").select_option(label="Rykning for lønseddel")
        page.locator("#cost").fill("450.000")
        page.locator("#with_whom").fill("Grundejerforeningen")
        page.locator("#papers").fill("Krav | https://example.org/krav")
        page.get_by_role("button", name="Gem").click()
        assert page.locator("#kle").get_attribute("aria-invalid") == "true"
        page.locator("#kle").fill("07.18")
        page.get_by_role("button", name="Gem").click()
        for text in ("Driftslederen", "Grundejerforeningen", "KLE 07.18", "Krav"):
            expect(page.locator("main").get_by_text(text).first).to_be_visible()
        page.locator("#decision").fill("Udvalget siger ja.")
        page.get_by_role("button", name="Skriv beslutningen ind").click()
        page.goto("/faelles/rapport/")
        row = page.locator("tr", has_text="Driftslederen").first
        expect(row).to_contain_text("Udvalget siger ja.")
        expect(row).to_contain_text("450.000")


def test_a_pool_is_opened_with_its_end(visitors: Visitors) -> None:
    """A pool asks for owner, deadline, number and cost; then it says who lacks and who pays."""
    with visitors.visit("henrik", javascript=False) as page:
        _pool(page)
        page.get_by_role("button", name="Åbn puljen").click()
        assert page.locator("#deadline").get_attribute("aria-invalid") == "true"
        page.locator("#unit").fill("Byg og Miljø")
        page.locator("#deadline").fill("2099-01-31")
        page.locator("#fewest").fill("3")
        page.locator("#cost").fill("900.000")
        page.locator("#share").check()
        page.locator("#inhabitants").fill("40.000")
        page.get_by_role("button", name="Åbn puljen").click()
        expect(page.locator(".font-lead")).to_have_text(
            "Der mangler 2 kommuner, før den bliver til noget."
        )
        expect(page.locator("tbody tr")).to_contain_text(["900.000"])


def test_another_municipality_is_reused_in_one_click(visitors: Visitors) -> None:
    """From another's page to an own project that points to it, and the two are one topic."""
    with visitors.visit("henrik", javascript=False) as page:
        page.goto("/faelles/ny/")
        page.locator("#title").fill("Førerløs bus")
        page.locator("#description").fill("Kører mellem stationen og sygehuset.")
        page.locator("button[value='look']").click()
        page.locator("#hits h3 a").first.click()
        theirs = page.locator("h1").inner_text()
        page.get_by_role("button", name="Vi genbruger den").click()
        assert page.locator("h1").inner_text() == theirs
        expect(page.locator("main")).to_contain_text("2 kommuner er bekræftet")


def test_citizens_are_turned_away(visitors: Visitors) -> None:
    """The pages are for the municipality's staff."""
    with visitors.visit("karen") as page:
        answer = page.goto("/faelles/")
        assert answer is not None
        assert answer.status == 403
