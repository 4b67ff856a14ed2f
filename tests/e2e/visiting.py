# SPDX-License-Identifier: EUPL-1.2
"""Visits to the product's pages: as whom, in which language, and what must hold of every page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from gearskifte.demo.public import CITIZENS
from gearskifte.kernel.identity import COOKIE

WIDTHS: Final = (360, 768, 1280)
HEIGHT: Final = 900
CHECKED: Final = {"da": (360, 1280), "en": (768,)}
"""The widths at which each language is given to axe; it is slow, so each width once."""
LANGUAGES: Final = tuple(CHECKED)
CPR_NUMBERS: Final = {person.cpr for person in CITIZENS}
CAN_SCROLL: Final = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# Noted by the page itself from its first moment, whatever the console says.
NOTE_BROKEN_RULES: Final = """
    window.brokenRules = [];
    document.addEventListener("securitypolicyviolation",
        event => window.brokenRules.push(event.violatedDirective + " " + event.blockedURI));
"""
MOST_TABS: Final = 120
PATIENCE: Final = 300_000
"""Milliseconds after which what has not come never will, however busy the machine is."""

Way = Callable[[Page], object]
"""Goes to a page."""


class Visitors:
    """The people of the demo, in one browser profile that changes its cookies from visit to visit.

    One profile, so that style sheets and fonts are fetched once and not for every page.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self._profiles = {
            javascript: browser.new_context(
                base_url=address,
                java_script_enabled=javascript,
                locale="en-GB",
                viewport={"width": 1280, "height": HEIGHT},
            )
            for javascript in (True, False)
        }
        self._profiles[True].add_init_script(NOTE_BROKEN_RULES)
        for profile in self._profiles.values():
            profile.set_default_timeout(PATIENCE)
            profile.new_page()  # stays open, as a browser goes when its last tab is closed
        self._address = address
        self._logins: dict[str, str] = {}

    @contextmanager
    def visit(
        self, person: str = "", *, language: str = "", javascript: bool = True
    ) -> Iterator[Page]:
        """An empty tab, logged in as `person` and with a `language` chosen, unless these are ""."""
        cookies = {COOKIE: person and self._login(person), "django_language": language}
        profile = self._profiles[javascript]
        profile.clear_cookies()
        for name, value in cookies.items():
            if value:
                profile.add_cookies([{"name": name, "value": value, "url": self._address}])
        page = profile.new_page()
        try:
            yield page
        finally:
            # A tab that is closed while it is on its way to a page may never be closed at all.
            if not page.is_closed():
                page.goto("about:blank")
            page.close()

    def _login(self, person: str) -> str:
        """The cookie of somebody who has logged in."""
        if person not in self._logins:
            with self.visit() as page:
                page.goto("/demo/")
                page.locator(f"button[value='{person}']").click()
                cookies = {each["name"]: each["value"] for each in page.context.cookies()}
            self._logins[person] = cookies[COOKIE]
        return self._logins[person]


def assert_sound(visitors: Visitors, person: str, way: Way, language: str) -> None:
    """What must hold of every page: everybody can use it, and it keeps its own rules."""
    with visitors.visit(person, language=language) as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(error.message))
        way(page)
        assert page.locator("html").get_attribute("lang") == language
        heading = page.get_by_role("heading", level=1)
        assert page.title() == f"{heading.inner_text()} – Gearskifte"
        assert "GS-UI-500" not in page.content()  # a page that says so would be sound
        assert not [cpr for cpr in CPR_NUMBERS if cpr in page.content() + page.url]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            assert not page.evaluate(CAN_SCROLL), f"sideways at {width} pixels"
            if width in CHECKED[language]:
                found = Axe().run(page, options={"resultTypes": ["violations"]})
                assert found.violations_count == 0, f"{width} pixels: {found.generate_report()}"
        assert page.evaluate("window.brokenRules") == []
        # That a page has another status than 200 is itself noted by the browser.
        assert [text for text in said if "the server responded with a status" not in text] == []


def goes_to(path: str) -> Way:
    """The way by an address."""
    return lambda page: page.goto(path)


def opens_first_case(page: Page) -> None:
    """From the overview to the first case on it."""
    page.goto("/mit-overblik/")
    page.locator("main a[href*='/sag/']").first.click()


def looks_up(cpr: str, purpose: str = "") -> Way:
    """A look-up by the case worker."""

    def way(page: Page) -> None:
        page.goto("/opslag/")
        page.locator("#cpr").fill(cpr)
        if purpose:
            page.locator(f"input[value='{purpose}']").check()
        page.locator("main form button").click()

    return way


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is on `wanted`, which must come within a page's reach."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def cpr_of(key: str) -> str:
    """The CPR number of one of the demo's citizens."""
    return next(person.cpr for person in CITIZENS if person.key == key)


def path_of(page: Page) -> str:
    """Where the page is, without the server's address."""
    return re.sub(r"^https?://[^/]+", "", page.url)
