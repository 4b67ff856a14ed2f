# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.robots_rpa_challenge`: prints one JSON; exit status 1 if it was not met."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click
import openpyxl
from playwright.sync_api import Error, Page

from gearskifte.app.browser import find_browser, launch_options
from gearskifte.robots.driving.files import Folder
from gearskifte.robots.rules.binding import bind
from gearskifte.robots.rules.driver import Tools
from gearskifte.robots.rules.interpreter import run
from gearskifte.robots.rules.journal import MemoryJournal
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.screen.browser import Robots, robots

HERE: Final = Path(__file__).parent
SHARED: Final = Path(os.environ.get("GEARSKIFTE_SHARED", "../shared"))
COLUMNS: Final = {
    "first_name": ("First Name", "labelFirstName"),
    "last_name": ("Last Name", "labelLastName"),
    "company_name": ("Company Name", "labelCompanyName"),
    "role": ("Role in Company", "labelRole"),
    "address": ("Address", "labelAddress"),
    "email": ("Email", "labelEmail"),
    "phone": ("Phone Number", "labelPhone"),
}
Records = Sequence[Mapping[str, str]]


@click.command()
@click.option("--runs", default=100, show_default=True, help="Games, each with its own shuffles.")
@click.option("--peer-runs", default=5, show_default=True, help="Games of each other strategy.")
def main(runs: int, peer_runs: int) -> None:
    """Play the challenge, and count the fields that were right."""
    records = _records()
    executable = find_browser()
    assert executable is not None, "no browser: run `python hatch_build.py browser`"
    with robots(launch_options(executable)) as browser, tempfile.TemporaryDirectory() as files:
        _write(Path(files) / "poster.xlsx", records)
        scores = [_recipe(browser, Path(files), seed, records) for seed in range(1, runs + 1)]
        peers = {
            name: [
                _peer(browser, Path(files), seed, records, find) for seed in range(1, peer_runs + 1)
            ]
            for name, find in PEERS.items()
        }
    full = 7 * len(records)
    met = all(score == full for score in scores)
    written: dict[str, Any] = {
        "fields": full,
        "runs": runs,
        "perfect_runs": sum(score == full for score in scores),
        "lowest": min(scores),
        "peers": {name: {"runs": peer_runs, "right": each} for name, each in peers.items()},
        "goals": {"perfect_runs": runs, "met": met},
    }
    print(json.dumps(written, indent=2))
    sys.exit(0 if met else 1)


def _records() -> Records:
    """The challenge's ten records where they are at hand, else ten of our own."""
    file = SHARED / "robots" / "rpa_challenge_records.json"
    if file.exists():
        found: Records = json.loads(file.read_text(encoding="utf-8"))["records"]
        return found
    return [{name: f"{name} {number}" for name in COLUMNS} for number in range(10)]


def _write(file: Path, records: Records) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([heading for heading, _ in COLUMNS.values()])
    for record in records:
        sheet.append([record[name] for name in COLUMNS])
    book.save(file)


def _address(seed: int) -> str:
    return f"{(HERE / 'challenge.html').as_uri()}?seed={seed}"


def _right(page: Page, records: Records) -> int:
    """How many fields hold what the record says."""
    filled = page.evaluate("() => window.filled")
    return sum(
        form.get(true) == record[name]
        for record, form in zip(records, filled, strict=False)
        for name, (_, true) in COLUMNS.items()
    )


def _recipe(browser: Robots, files: Path, seed: int, records: Records) -> int:
    recipe = read_recipe((HERE / "recipe.yaml").read_text(encoding="utf-8"))
    with browser.window(files) as window:
        window.open(_address(seed))
        tools = Tools(pause=window.pause, screen=window, files=Folder(files))
        run(bind(recipe, {}), {}, tools, MemoryJournal())
        return _right(window.page, records)


Find = Callable[[Page, str, Any], None]
"""Writes a value in the field with a label, as another strategy would; given what it recorded."""


def _peer(browser: Robots, files: Path, seed: int, records: Records, find: Find) -> int:
    """The same game by a strategy that recorded the fields in the first round."""
    with browser.window(files) as window:
        page = window.page
        page.goto(_address(seed))
        page.get_by_role("button", name="Start").click()
        recorded = page.evaluate(RECORD)
        for record in records:
            for name, (label, _) in COLUMNS.items():
                find(page, record[name], recorded[label])
            page.get_by_role("button", name="Submit").click()
        return _right(page, records)


RECORD: Final = """() => {
  const fields = [...document.querySelectorAll('.field')].map((field, at) => {
    const {id, name} = field.querySelector('input');
    return {id, name, at, label: field.querySelector('label').textContent};
  });
  return Object.fromEntries(fields.map((each) => [each.label, each]));
}"""


def _by(selector: Callable[[Any], str]) -> Find:
    def find(page: Page, value: str, recorded: Any) -> None:
        try:
            page.locator(selector(recorded)).first.fill(value, timeout=50)
        except Error:
            return

    return find


def _by_label(page: Page, value: str, recorded: Any) -> None:
    try:
        page.get_by_label(recorded["label"], exact=True).fill(value, timeout=50)
    except Error:
        return


PEERS: Final[Mapping[str, Find]] = {
    "css id": _by(lambda recorded: f"[id='{recorded['id']}']"),
    "css name": _by(lambda recorded: f"[name='{recorded['name']}']"),
    "absolute XPath": _by(
        lambda recorded: f"xpath=/html/body/form/div/div[{recorded['at'] + 1}]/input"
    ),
    "role or label": _by_label,
}


if __name__ == "__main__":
    main()
