# SPDX-License-Identifier: EUPL-1.2
"""The gallery served by a process of its own, and a browser to look at it with."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from gearskifte.app.browser import find_browser, launch_options

ROOT = Path(__file__).resolve().parents[3]
# Noted by the page itself from its first moment, whatever the console says.
NOTE_BROKEN_RULES = """
    window.brokenRules = [];
    document.addEventListener("securitypolicyviolation",
        event => window.brokenRules.push(event.violatedDirective + " " + event.blockedURI));
"""


@pytest.fixture(scope="session")
def gallery() -> Iterator[str]:
    """The address of the gallery."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.ui.gallery.site"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        server.terminate()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each test gets a profile of its own."""
    executable = find_browser()
    assert executable is not None, "no browser: run `python hatch_build.py browser`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options(executable))
        yield browser
        browser.close()


@pytest.fixture
def profile(chromium: Browser, gallery: str) -> Iterator[BrowserContext]:
    """A fresh Danish profile whose pages note what breaks the content policy."""
    context = chromium.new_context(base_url=gallery, locale="da-DK")
    context.add_init_script(NOTE_BROKEN_RULES)
    yield context
    context.close()


@pytest.fixture
def page(profile: BrowserContext) -> Page:
    """An empty tab of the fresh profile."""
    return profile.new_page()
