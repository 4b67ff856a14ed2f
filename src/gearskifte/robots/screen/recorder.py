# SPDX-License-Identifier: EUPL-1.2
"""Recording a demonstration in a real browser: what a person does becomes a recipe."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
from playwright.sync_api import BrowserContext, Error, Frame, Page, sync_playwright

from gearskifte.kernel.errors import ConfigurationError, Text
from gearskifte.robots.screen.looking import SCRIPT as LOOK
from gearskifte.robots.screen.rules.demonstration import Told, opened, recipe_of

SCRIPT: Final = (
    Path(__file__).with_name("record.js").read_text(encoding="utf-8").replace("__LOOK__", LOOK)
)
PATIENCE: Final = 0
"""A demonstration may take as long as it takes."""


class Recorder:
    """Notes what is done in the pages of one browser window."""

    def __init__(self, context: BrowserContext) -> None:
        self._told: list[Told] = []
        self._led = True
        context.expose_binding("gearskifteTell", self._hear)
        context.add_init_script(SCRIPT)
        context.on("page", self._watch)

    def _watch(self, page: Page) -> None:
        page.on("framenavigated", self._arrive)

    def _arrive(self, frame: Frame) -> None:
        """A page came. The first after a press is where the press led; others were asked for."""
        if frame.parent_frame is not None or not frame.url.startswith("http"):
            return
        if not self._led:
            self._told.append(opened(frame.url))
        self._led = False

    def _hear(self, source: Mapping[str, Any], told: str) -> None:
        act = msgspec.json.decode(told, type=Told)
        self._led = act.what in {"press", "enter"}
        self._told.append(act)

    def recipe(self, title: str, address: str) -> str:
        """The recipe of what was done since the page at `address` was opened."""
        return recipe_of(title, address, self._told)


def record(launch: Mapping[str, Any], address: str, title: str) -> str:
    """Show a browser, note what is done in it until its window is closed, and give the recipe.

    Args:
        launch: what Playwright's `chromium.launch` is called with.
        address: the page to begin at.
        title: what the recipe is called.

    Raises:
        ConfigurationError: GS-ROB-151 if no browser can be shown on this machine, or the page
            cannot be opened.
    """
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(**launch, headless=False)
        except Error as error:
            raise _no_screen() from error
        context = browser.new_context(locale="da-DK", no_viewport=True)
        recorder = Recorder(context)
        page = context.new_page()
        _open(page, address)
        page.wait_for_event("close", timeout=PATIENCE)
        return recorder.recipe(title, address)


def _open(page: Page, address: str) -> None:
    try:
        page.goto(address)
    except Error as error:
        raise ConfigurationError(
            "GS-ROB-152",
            what=Text("Siden kunne ikke åbnes.", "The page could not be opened."),
            why=Text(f"Adressen er {address}.", f"The address is {address}."),
            do=Text("Se efter, om adressen er rigtig.", "See whether the address is right."),
        ) from error


def _no_screen() -> ConfigurationError:
    return ConfigurationError(
        "GS-ROB-151",
        what=Text("Browseren kunne ikke vises.", "The browser could not be shown."),
        why=Text(
            "Der er ingen skærm her, eller browseren kan kun arbejde usynligt.",
            "There is no screen here, or the browser can only work unseen.",
        ),
        do=Text(
            "Optag på en pc med Chrome, Chromium eller Edge.",
            "Record on a PC with Chrome, Chromium or Edge.",
        ),
    )
