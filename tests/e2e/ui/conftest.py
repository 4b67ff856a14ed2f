# SPDX-License-Identifier: EUPL-1.2
"""The gallery served by a process of its own, and a fresh profile to look at it with."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.visiting import NOTE_BROKEN_RULES, PATIENCE

ROOT = Path(__file__).resolve().parents[3]


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


@pytest.fixture
def profile(chromium: Browser, gallery: str) -> Iterator[BrowserContext]:
    """A fresh Danish profile whose pages note what breaks the content policy."""
    context = chromium.new_context(base_url=gallery, locale="da-DK")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(NOTE_BROKEN_RULES)
    yield context
    context.close()


@pytest.fixture
def page(profile: BrowserContext) -> Page:
    """An empty tab of the fresh profile."""
    return profile.new_page()
