# SPDX-License-Identifier: EUPL-1.2
"""The browser that robots work in, and a window of its own for each item.

The program to start is given from outside: the installed Chrome, Chromium or Edge, or the Chromium
that was fetched from npm.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Error, ViewportSize, sync_playwright

from gearskifte.robots.screen import refusals
from gearskifte.robots.screen.memory import Memory, Passing
from gearskifte.robots.screen.window import Window

SIZE: Final[ViewportSize] = {"width": 1280, "height": 800}


class Robots:
    """A browser that windows are opened in. A robot's logins go on from window to window."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._passing = Passing()
        self._logins: dict[str, Any] = {}

    @contextmanager
    def window(
        self,
        files: Path,
        memory: Memory | None = None,
        *,
        whose: str = "",
        certificates: bool = True,
    ) -> Iterator[Window]:
        """A window for one item.

        Args:
            files: the item's own folder, for what is uploaded and what is downloaded.
            memory: what is kept of pages; as long as the browser runs, where none is given.
            whose: who logs in here. Windows of another see nothing of it, at the same address too.
            certificates: whether the systems must prove who they are (HTTPS).
        """
        try:
            context = self._browser.new_context(
                viewport=SIZE,
                locale="da-DK",
                timezone_id="Europe/Copenhagen",
                accept_downloads=True,
                ignore_https_errors=not certificates,
                reduced_motion="reduce",
                storage_state=self._logins.get(whose),
            )
            window = Window(context.new_page(), files, memory or self._passing)
        except Error as error:
            raise refusals.broken("åbn vindue") from error
        try:
            yield window
            with suppress(Error):
                self._logins[whose] = context.storage_state()
        finally:
            # A browser that died has closed its windows itself.
            with suppress(Error):
                context.close()


@contextmanager
def robots(launch: Mapping[str, Any], *, watched: bool = False) -> Iterator[Robots]:
    """Start a browser; it is closed at the end.

    Args:
        launch: what Playwright's `chromium.launch` is called with: program, arguments, environment.
        watched: show the browser on the screen, for a robot that works beside a person.
    """
    before = _children()
    with sync_playwright() as playwright:
        drivers = _children() - before
        try:
            browser = playwright.chromium.launch(**launch, headless=not watched)
        except Error as error:
            raise refusals.broken("start browser") from error
        closing = threading.Event()

        def gone(_: Browser) -> None:
            """End the driver too: of a browser that died it leaves some calls without an answer."""
            if not closing.is_set():
                for each in drivers:
                    with suppress(ProcessLookupError):
                        os.kill(each, signal.SIGKILL)

        browser.on("disconnected", gone)
        try:
            yield Robots(browser)
        finally:
            closing.set()
            with suppress(Error):
                browser.close()


def _children() -> set[int]:
    """The processes that this one started; none where the system does not tell (not Linux)."""
    found: set[int] = set()
    for each in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            found.update(map(int, each.read_text("ascii").split()))
    return found
