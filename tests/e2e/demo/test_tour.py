# SPDX-License-Identifier: EUPL-1.2
"""«Vis mig det hele»: one story through all rooms, in a real browser, without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from gearskifte.demo.public import TOUR
from tests.e2e.visiting import Visitors, assert_sound

pytestmark = pytest.mark.e2e


def test_the_tour_leads_through_every_room_to_its_end(visitors: Visitors) -> None:
    """Each stop opens as whoever it is for, tells what to see, and leads on; then it is over."""
    names = set()
    with visitors.visit(language="da", javascript=False) as page:
        page.goto("/demo/")
        page.get_by_role("button", name="Begynd rundturen").click()
        for number, stop in enumerate(TOUR, start=1):
            guide = page.locator(".gs-guide")
            assert f"{number} af {len(TOUR)}" in guide.inner_text()
            assert stop.text.da in guide.inner_text()
            assert page.locator("h1").count() == 1
            assert not page.get_by_text("Du har ikke adgang").count()
            names.add(page.url)
            guide.get_by_role("button").click()
        assert page.locator(".gs-guide").count() == 0
        assert page.get_by_role("button", name="Begynd rundturen").is_visible()
    assert len(names) == len(TOUR)


def test_a_stop_of_the_tour_is_sound(visitors: Visitors) -> None:
    """The guide is no barrier at any width."""

    def way(page: Page) -> None:
        page.goto("/demo/")
        page.get_by_role("button", name="Begynd rundturen").click()

    assert_sound(visitors, "", way, "da")


def test_a_stop_that_is_none_is_not_found(visitors: Visitors) -> None:
    """An invented stop leads nowhere and logs nobody in."""
    with visitors.visit(language="da") as page:
        page.goto("/demo/")
        button = page.get_by_role("button", name="Begynd rundturen")
        button.evaluate("each => each.value = '99'")
        button.click()
        assert page.locator("h1").inner_text() == "Siden findes ikke"
