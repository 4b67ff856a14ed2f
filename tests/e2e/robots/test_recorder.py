# SPDX-License-Identifier: EUPL-1.2
"""A demonstration becomes a recipe, and the recipe does it again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from gearskifte.robots.rules.binding import bind
from gearskifte.robots.rules.driver import Tools
from gearskifte.robots.rules.interpreter import run
from gearskifte.robots.rules.journal import MemoryJournal
from gearskifte.robots.rules.outcomes import Finished
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.screen.browser import Robots
from gearskifte.robots.screen.recorder import Recorder
from tests.builders.old_system import CPR, old_system

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def system() -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """The case system."""
    with old_system() as running:
        yield running


def test_a_demonstration_is_done_again_for_another_citizen(
    chromium: Browser, system: tuple[str, list[dict[str, list[str]]]], folder: Path
) -> None:
    """The recipe names fields as they are seen, holds no CPR number, and saves the same case."""
    address, saved = system
    context = chromium.new_context()
    recorder = Recorder(context)
    page = context.new_page()
    page.goto(f"{address}/sag")
    page.locator("[name=a1]").press_sequentially(CPR)
    page.locator("[name=a2]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.locator("[name=a4]").press_sequentially("Haster {meget}")
    page.get_by_text("Brev").click()
    page.get_by_role("button", name="Gem sag").click()
    page.get_by_text("Sagen er gemt").wait_for()
    page.goto(f"{address}/liste")
    page.get_by_role("button", name="Vis").nth(1).click()
    written = recorder.recipe("Opret sag", f"{address}/sag")
    context.close()
    demonstrated = saved[-1]
    assert CPR not in written
    recipe = read_recipe(written)
    with Robots(chromium).window(folder) as window:
        tools = Tools(pause=window.pause, screen=window)
        outcome = run(bind(recipe, {"system": address}), {"cpr": CPR}, tools, MemoryJournal())
        assert isinstance(outcome, Finished), outcome
        assert window.page.title() == "S-2 vist"
    assert saved[-1] == demonstrated
    assert len(saved) == 2
    assert "felt: CPR-nummer" in written


def test_a_password_is_never_recorded(chromium: Browser) -> None:
    """What is written in a password field stays in the page; the recipe names a secret."""
    context = chromium.new_context()
    recorder = Recorder(context)
    page = context.new_page()
    page.route(
        "**/*",
        lambda route: route.fulfill(
            body="<form><label>Bruger <input id=u></label><label>Kode <input type=password id=p>"
            "</label><button type=button>Log ind</button></form>",
            content_type="text/html; charset=utf-8",
        ),
    )
    page.goto("http://sager.test/login")
    page.locator("#u").press_sequentially("robot7")
    page.locator("#p").press_sequentially("hemmelig-kode")
    page.get_by_role("button").click()
    written = recorder.recipe("Log ind", "http://sager.test/login")
    context.close()
    assert "hemmelig-kode" not in written
    assert "hemmelighed: system.kode" in written
    assert [step for step in written.splitlines() if "tryk" in step]
    read_recipe(written)
