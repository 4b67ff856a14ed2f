# SPDX-License-Identifier: EUPL-1.2
"""Two citizens, a case worker and a manager: something is wrong, and somebody acts for another."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page

from tests.e2e.visiting import LANGUAGES, Visitors, assert_sound, goes_to, tab_to

pytestmark = pytest.mark.e2e

WRONG = "Der står to fald, men det var fire."


def _writes(page: Page) -> None:
    page.goto("/mit-overblik/")
    page.get_by_role("link", name="Ansøgning om rollator").first.click()
    page.get_by_role("link", name="Noget er forkert i sagen").click()
    page.get_by_label("Hvad er forkert?").fill(WRONG)
    page.get_by_role("button", name="Send", exact=True).click()


def test_what_is_wrong_is_answered_without_javascript(visitors: Visitors) -> None:
    """Karen writes, her unit answers, Karen reads the answer and sees who has read hers."""
    with visitors.visit("karen", javascript=False) as page:
        _writes(page)
        assert page.get_by_text("Venter på svar").is_visible()
    with visitors.visit("mette", javascript=False) as page:
        page.goto("/rettelser/")
        assert "Karen" not in page.locator("main").inner_text()
        page.get_by_role("link", name="Hjælpemidler").first.click()
        assert page.get_by_text(WRONG).is_visible()
        page.get_by_role("radio", name="Det er rettet.", exact=True).check()
        page.get_by_label("Svar til borgeren").fill("Vi har rettet det.")
        page.get_by_role("button", name="Send svaret").click()
    with visitors.visit("karen", javascript=False) as page:
        page.goto("/noget-er-forkert/")
        assert page.get_by_text("Vi har rettet det.").is_visible()
        page.get_by_role("link", name="Hvem har set mine oplysninger?").click()
        assert page.get_by_text("Svarede på noget, du skrev var forkert").is_visible()
        assert page.get_by_text("Sagsbehandler, Hjælpemidler").first.is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("person", "path"),
    [
        ("mette", "/rettelser/"),
        ("henrik", "/rettelser/"),
        ("henrik", "/det-borgerne-ser/"),
        ("henrik", "/det-borgerne-ser/proev/"),
        ("henrik", "/det-borgerne-ser/brug/"),
    ],
)
def test_a_page_for_employees_is_sound(
    visitors: Visitors, person: str, path: str, language: str
) -> None:
    """At every width and in both languages, for who answers and for who leads."""
    assert_sound(visitors, person, goes_to(path), language)


def test_a_manager_sees_that_somebody_waits_and_not_who(visitors: Visitors) -> None:
    """The list has deadlines and units, no names, and nothing to open."""
    with visitors.visit("henrik") as page:
        page.goto("/rettelser/")
        assert page.get_by_role("heading", name=re.compile("Venter på svar")).is_visible()
        assert page.locator("main table a").count() == 0


def test_a_relative_sees_one_case_until_it_is_taken_back(visitors: Visitors) -> None:
    """By keyboard: Karen gives a code, Sofie sees that case and no other, Karen takes it back."""
    with visitors.visit("karen") as page:
        page.goto("/mit-overblik/")
        page.get_by_role("link", name="Ansøgning om rollator").first.click()
        tab_to(page, page.get_by_role("link", name="Giv en anden lov til at se sagen"))
        page.keyboard.press("Enter")
        page.get_by_role("radio", name="Kun denne sag").wait_for()
        tab_to(page, page.get_by_role("radio", name="Kun denne sag"))
        page.keyboard.press("Space")
        tab_to(page, page.get_by_role("radio", name="1 måned", exact=True))
        page.keyboard.press("Space")
        tab_to(page, page.get_by_role("button", name="Lav koden"))
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Din kode").wait_for()
        code = page.locator(".gs-panel strong").inner_text()
    with visitors.visit("sofie") as page:
        page.goto("/fuldmagter/")
        page.get_by_label("Har du fået en kode?").fill(code.lower())
        page.get_by_role("button", name="Brug koden").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Karen Margrethe Holm"
        cases = page.locator("main a[href*='/sag/']")
        assert set(cases.all_inner_texts()) == {"Ansøgning om rollator"}
        assert page.get_by_text("Penge", exact=True).count() == 0
        address = page.url
    with visitors.visit("karen") as page:
        page.goto("/hvem-har-set/")
        assert page.get_by_text("Sofie Brandt Krogh").first.is_visible()
        page.goto("/fuldmagter/")
        page.get_by_role("button", name="Tag fuldmagten tilbage").click()
    with visitors.visit("sofie") as page:
        page.goto(address)
        assert page.get_by_text("GS-OVW-003").is_visible()


def test_everything_can_be_taken_along(visitors: Visitors) -> None:
    """The document can be read by itself, the JSON has its schema, and both are logged."""
    with visitors.visit("sofie") as page:
        document = page.request.get("/hent/mit-overblik.html")
        assert "attachment" in document.headers["content-disposition"]
        assert "Skyttevænget 12" in document.text()
        assert "<link" not in document.text()
        taken = json.loads(page.request.get("/hent/mit-overblik.json").text())
        assert taken["format"] == "gearskifte-overblik-1"
        assert {each["kind"] for each in taken["objects"]} == {
            "case",
            "document",
            "grant",
            "payment",
        }
        assert "$defs" in json.loads(page.request.get("/hent/skema.json").text())
        page.goto("/hvem-har-set/?vis=alle")
        assert page.get_by_text("Hentede alt").count() >= 2
