# SPDX-License-Identifier: EUPL-1.2
"""The page of how the installation runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.visiting import CPR_NUMBERS, LANGUAGES, Visitors, assert_sound, goes_to

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_running_is_sound(visitors: Visitors, language: str) -> None:
    """At every width and in both languages: no barrier, no sideways scroll, no broken rule."""
    assert_sound(visitors, "frederik", goes_to("/drift/"), language)


def test_what_waits_in_every_room_is_there(visitors: Visitors) -> None:
    """Every queue has its number, and nobody's number is on the page."""
    with visitors.visit("frederik", language="da") as page:
        page.goto("/drift/")
        table = page.get_by_role("table", name="Det, der venter")
        for room in ("Registret", "Alle rum", "Effekter", "Fællesskabet"):
            expect(table.get_by_text(room, exact=True).first).to_be_visible()
        assert not [cpr for cpr in CPR_NUMBERS if cpr in page.content()]


@pytest.mark.parametrize("person", ["karen", "mette", "henrik", "ellen"])
def test_others_are_turned_away(visitors: Visitors, person: str) -> None:
    """The page is for whoever runs the installation, and the chief of digitalisation."""
    with visitors.visit(person) as page:
        answer = page.goto("/drift/")
        assert answer is not None
        assert answer.status == 403
