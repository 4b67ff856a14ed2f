# SPDX-License-Identifier: EUPL-1.2
"""The robots' pages, as those who own robots and those who answer them see them."""

from __future__ import annotations

import pytest

from tests.e2e.visiting import LANGUAGES, Visitors, assert_sound, goes_to

pytestmark = pytest.mark.e2e

JOBLOG = "/robotter/kontrol-af-joblog/"
PAGES = (
    *("/robotter/", JOBLOG, f"{JOBLOG}ret/", "/robotter/ny/", f"{JOBLOG}sager/1/"),
    *(f"{JOBLOG}trin/", f"{JOBLOG}lokalt/", f"{JOBLOG}udgaver/1/", "/robotter/ny/tekst/"),
    f"{JOBLOG}proeve/",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_managers_page_is_sound(visitors: Visitors, path: str, language: str) -> None:
    """At every width and in both languages: no barrier, no sideways scroll, no broken rule."""
    assert_sound(visitors, "signe", goes_to(path), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_questions_is_sound(visitors: Visitors, language: str) -> None:
    """The case worker's list holds to the same."""
    assert_sound(visitors, "mette", goes_to("/robotter/opgaver/"), language)


def test_a_robot_is_stopped_and_started_with_one_press(visitors: Visitors) -> None:
    """The stop button stands on the first page, and without scripts too."""
    with visitors.visit("henrik", javascript=False) as page:
        page.goto("/robotter/")
        page.get_by_role("button", name="Stop", exact=True).first.click()
        assert page.get_by_text("Stoppet", exact=True).is_visible()
        page.get_by_role("button", name="Start igen").click()
        assert page.get_by_text("Stoppet", exact=True).count() == 0


def test_a_citizen_and_a_case_worker_are_turned_away(visitors: Visitors) -> None:
    """Robots are owned by managers."""
    for person in ("karen", "mette"):
        with visitors.visit(person) as page:
            answer = page.goto("/robotter/")
            assert answer is not None
            assert answer.status == 403
            assert page.get_by_text("GS-ACC-403").is_visible()
