# SPDX-License-Identifier: EUPL-1.2
"""Takes the pictures in `docs/images` from a running demo (`just screenshots ADDRESS`).

Run it on a demo that was just built with `--reset`: the same pages in the same order give the same
pictures, but for the dates, which are counted back from the day the demo was built. A picture that
would show a CPR number is not taken.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from gearskifte.app.browser import find_browser, launch_options
from gearskifte.demo.public import CITIZENS

IMAGES: Final = Path(__file__).resolve().parents[1] / "docs" / "images"
WIDTHS: Final = (360, 768, 1280)
TALLEST: Final = 900
"""Pixels; a longer page is cut here."""
README: Final = ("overview", 1280, 1172)
"""The picture of the README: which page, how wide and how high."""


def look_up(page: Page) -> None:
    """The case worker finds Karen."""
    page.goto("/opslag/")
    karen = next(person for person in CITIZENS if person.key == "karen")
    page.locator("#cpr").fill(karen.cpr)
    page.locator("input[value='casework']").check()
    page.locator("main form button").click()


def first_case(page: Page) -> None:
    """The citizen opens the first case."""
    page.goto("/mit-overblik/")
    page.locator("main a[href*='/sag/']").first.click()


def address(path: str) -> Callable[[Page], object]:
    """The way to a page that has an address of its own."""
    return lambda page: page.goto(path)


PICTURES: Final[dict[str, tuple[str, Callable[[Page], object]]]] = {
    "people": ("", address("/demo/")),
    "overview": ("sofie", address("/mit-overblik/")),
    "case": ("karen", first_case),
    "look-up": ("mette", look_up),
    "log": ("karen", address("/hvem-har-set/")),
    "robots": ("henrik", address("/robotter/")),
    "gearbox": ("lise", address("/gearkassen/")),
    "hands": ("torben", address("/haenderne/")),
    "commons": ("nadia", address("/faelles/")),
    "queue": ("ellen", address("/faelles/koe/")),
    "sources": ("frederik", address("/kilder/")),
}


def take(page: Page, name: str, width: int, tallest: int = TALLEST) -> None:
    """Save the page as it stands; nothing blinks, and no CPR number is on it.

    Raises:
        SystemExit: if the number of one of the demo's citizens is on the page.
    """
    shown = page.locator("body").inner_text()
    if any(person.cpr in shown for person in CITIZENS):
        sys.exit(f"{name}: a CPR number is on the page")
    page.evaluate("document.fonts.ready")
    height = page.evaluate("document.documentElement.scrollHeight")
    page.screenshot(
        path=IMAGES / f"{name}.png",
        full_page=True,
        clip={"x": 0, "y": 0, "width": width, "height": min(height, tallest)},
        animations="disabled",
        caret="hide",
    )


def take_all(browser: Browser, demo: str) -> None:
    """Every picture, at every width, in a profile of its own."""
    for name, (person, way) in PICTURES.items():
        with browser.new_context(base_url=demo, locale="da-DK") as profile:
            page = profile.new_page()
            page.goto("/demo/")
            if person:
                page.locator(f"button[value='{person}']").click()
            way(page)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                take(page, f"{name}-{width}", width)
                if (name, width) == README[:2]:
                    take(page, name, width, README[2])
        print(f"docs/images/{name}*.png")


def main(arguments: list[str]) -> None:
    """Takes the pictures of the demo at the address given.

    Raises:
        SystemExit: if there is no address, or no browser.
    """
    executable = find_browser()
    if len(arguments) != 1 or executable is None:
        sys.exit("Give the address of a running demo, on a machine with a browser.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options(executable))
        take_all(browser, arguments[0])
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
