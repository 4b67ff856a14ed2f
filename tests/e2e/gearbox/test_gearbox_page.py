# SPDX-License-Identifier: EUPL-1.2
"""The gearbox as a director sees it, on screen and on paper."""

from __future__ import annotations

import pytest

from tests.e2e.visiting import LANGUAGES, Visitors, assert_sound, goes_to

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/gearkassen/", "/haenderne/frigjorte/"])
def test_the_pages_are_sound(visitors: Visitors, path: str, language: str) -> None:
    """At every width and in both languages: no barrier, no sideways scroll, no broken rule."""
    assert_sound(visitors, "lise", goes_to(path), language)


def test_it_prints_as_a_board_paper(visitors: Visitors) -> None:
    """On paper it is one page, without the way around and with every figure's source."""
    with visitors.visit("lise", language="da") as page:
        page.goto("/gearkassen/")
        page.emulate_media(media="print")
        assert not page.get_by_role("navigation").first.is_visible()
        assert all("Kilde: " in each for each in page.locator(".gs-figure").all_inner_texts())
        printed = page.pdf(format="A4")
        assert printed.count(b"/Type /Page\n") == 1


def test_a_director_says_what_a_robots_hours_went_to(visitors: Visitors) -> None:
    """Who had the hours and how much went to other work is kept with a name, without JavaScript."""
    with visitors.visit("lise", language="da", javascript=False) as page:
        page.goto("/haenderne/frigjorte/")
        robot = page.locator("section", has_text="Kontrol af joblog")
        robot.get_by_label("Hvem havde timerne?").select_option("job")
        robot.get_by_label("Så stor en del er brugt til andet").select_option("50")
        robot.get_by_role("button", name="Gem").click()
        said = robot.get_by_text("er brugt til andet. Timerne lå i: Jobcenter. Sagt af Lise")
        assert said.inner_text().startswith("50\N{NO-BREAK SPACE}%")
