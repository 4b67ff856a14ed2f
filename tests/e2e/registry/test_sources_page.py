# SPDX-License-Identifier: EUPL-1.2
"""The page of the intake, as managers see it."""

from __future__ import annotations

import pytest

from tests.e2e.visiting import CPR_NUMBERS, LANGUAGES, Visitors, assert_sound, goes_to

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sources_page_is_sound(visitors: Visitors, language: str) -> None:
    """At every width and in both languages: no barrier, no sideways scroll, no broken rule."""
    assert_sound(visitors, "henrik", goes_to("/kilder/"), language)


def test_the_sources_page_shows_systems_and_what_was_refused(visitors: Visitors) -> None:
    """Each system is named with when it was heard, and a refused message with what to do."""
    with visitors.visit("henrik") as page:
        page.goto("/kilder/")
        sources = page.get_by_role("table", name="Kilder", exact=True)
        assert sources.get_by_role("row").count() > 4
        refused = page.get_by_role("table", name="I karantæne")
        assert "GS-CON-" in refused.get_by_role("row").nth(1).inner_text()


def test_the_sources_page_is_about_nobody(visitors: Visitors) -> None:
    """No number of any citizen of the demo stands on the page, unfolded or not."""
    with visitors.visit("henrik") as page:
        page.goto("/kilder/")
        assert not [cpr for cpr in CPR_NUMBERS if cpr in page.content()]


def test_a_case_worker_is_turned_away(visitors: Visitors) -> None:
    """The page is for managers."""
    with visitors.visit("mette") as page:
        answer = page.goto("/kilder/")
        assert answer is not None
        assert answer.status == 403
        assert page.get_by_text("GS-ACC-403").is_visible()
