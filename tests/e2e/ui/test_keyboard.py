# SPDX-License-Identifier: EUPL-1.2
"""The pages with the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

FOCUSED = "document.activeElement"
# What shows the focus: the element's own outline, or that of the card it fills.
OUTLINE = """
    (() => {
        const focused = document.activeElement;
        const widths = [null, "::before", "::after"].map(part => {
            const style = getComputedStyle(focused, part);
            return style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
        });
        return Math.max(...widths);
    })()
"""


def test_the_first_tab_offers_to_skip_to_the_content(page: Page) -> None:
    """One key shows the skip link, the next moves the reader past the header."""
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Gå til indholdet")
    assert skip.evaluate(f"element => element === {FOCUSED}")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUSED}.id") == "main-content"
    page.keyboard.press("Tab")
    assert page.evaluate(f"document.querySelector('main').contains({FOCUSED})")


@pytest.mark.parametrize("path", ["/", "/komponenter", "/formular"])
def test_the_focus_can_always_be_seen(page: Page, path: str) -> None:
    """Every element the keyboard reaches has an outline of two pixels or more."""
    page.goto(path)
    reached = 0
    while True:
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED} === document.body"):
            break
        what = page.evaluate(f"{FOCUSED}.outerHTML")
        reached += 1
        assert reached < 200, "the focus goes round and round"
        # Radio buttons are drawn by their label.
        drawn_by_label = page.evaluate(f"{FOCUSED}.matches('[type=radio]')")
        assert drawn_by_label or page.evaluate(OUTLINE) >= 2, what
    assert reached > 5


def test_a_press_target_is_large_enough(page: Page) -> None:
    """Buttons and links that stand alone are at least 24 pixels each way (WCAG 2.5.8)."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/komponenter")
    targets = page.locator("button, a.button, nav li > a, footer a, .gs-brand a, summary")
    visible = [target for target in targets.all() if target.is_visible()]
    assert visible
    for target in visible:
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24, target.evaluate("one => one.outerHTML")
