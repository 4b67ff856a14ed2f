# SPDX-License-Identifier: EUPL-1.2
"""The browser that robots work in, and a window of its own for each item.

The program to start is given from outside: the installed Chrome, Chromium or Edge, or the Chromium
that was fetched from npm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright

from gearskifte.robots.screen.rules.page import Remembered
from gearskifte.robots.screen.window import Window

Memory = MutableMapping[str, Sequence[Remembered]]
"""What is kept of pages from run to run, by page; see `Window`."""

SIZE: Final = {"width": 1280, "height": 800}


class Robots:
    """A browser that windows are opened in. Logins go on from window to window."""

    def __init__(self, browser: Browser, memory: Memory) -> None:
        self._browser = browser
        self._memory = memory
        self._state: Any = None

    @contextmanager
    def window(self, files: Path, *, certificates: bool = True) -> Iterator[Window]:
        """A window for one item.

        Args:
            files: the item's own folder, for what is uploaded and what is downloaded.
            certificates: whether the systems must prove who they are (HTTPS).
        """
        context = self._browser.new_context(
            viewport=SIZE,  # type: ignore[arg-type]
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
            accept_downloads=True,
            ignore_https_errors=not certificates,
            reduced_motion="reduce",
            storage_state=self._state,
        )
        try:
            yield Window(context.new_page(), files, self._memory)
            self._state = context.storage_state()
        finally:
            context.close()


@contextmanager
def robots(
    launch: Mapping[str, Any], memory: Memory | None = None, *, watched: bool = False
) -> Iterator[Robots]:
    """Start a browser; it is closed at the end.

    Args:
        launch: what Playwright's `chromium.launch` is called with: program, arguments, environment.
        memory: what is kept of pages; kept for this browser only where none is given.
        watched: show the browser on the screen, for a robot that works beside a person.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch, headless=not watched)
        try:
            yield Robots(browser, {} if memory is None else memory)
        finally:
            browser.close()
