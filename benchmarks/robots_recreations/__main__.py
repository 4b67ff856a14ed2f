# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.robots_recreations`: prints one JSON; exit status 1 if one fails."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click
import yaml

from benchmarks.robots_recreations.mock import System, running
from gearskifte.app.browser import find_browser, launch_options
from gearskifte.robots.driving.files import Folder
from gearskifte.robots.rules.approval import hindrances
from gearskifte.robots.rules.binding import Bound, bind
from gearskifte.robots.rules.driver import Tools
from gearskifte.robots.rules.interpreter import run
from gearskifte.robots.rules.journal import MemoryJournal
from gearskifte.robots.rules.outcomes import Finished, HandedOver
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.screen.browser import Robots, robots

PROCESSES: Final = Path(__file__).with_name("processes")
TODAY: Final = "01-12-2026"
LEFT: Final = {"GS-ROB-020"}
"""What the municipality that takes a recipe into use must say itself."""


@dataclass(frozen=True, slots=True)
class Process:
    """A public robot's kind of work: its mock, its items, and what must come of them."""

    name: str
    mock: Mapping[str, Any]
    recipe: str

    def system(self) -> System:
        """The case system as it is before the robot."""
        records = {str(nr): dict(record) for nr, record in self.mock["poster"].items()}
        form = self.mock.get("formular", {})
        return System(self.mock.get("udseende", "tabel"), records, form)


@click.command()
@click.argument("names", nargs=-1)
def main(names: tuple[str, ...]) -> None:
    """Run every recipe on its mock, twice."""
    executable = find_browser()
    assert executable is not None, "no browser: run `python hatch_build.py browser`"
    found: dict[str, Any] = {}
    with robots(launch_options(executable)) as browser:
        for process in _processes():
            if not names or process.name in names:
                found[process.name] = _try(browser, process)
    right = sum(each["right"] for each in found.values())
    met = right == len(found)
    print(
        json.dumps(
            {"processes": found, "right": right, "of": len(found)}, indent=2, ensure_ascii=False
        )
    )
    sys.exit(0 if met else 1)


def _processes() -> list[Process]:
    parts = [
        (file.stem, *file.read_text(encoding="utf-8").split("\n---\n"))
        for file in sorted(PROCESSES.glob("*.yaml"))
    ]
    return [Process(name, yaml.safe_load(mock), recipe) for name, mock, recipe in parts]


def _try(browser: Robots, process: Process) -> dict[str, Any]:
    """Both runs of a process, and what is wrong afterwards."""
    system = process.system()
    recipe = read_recipe(process.recipe)
    faults = [each.describe("da") for each in hindrances(recipe) if each.code not in LEFT]
    with running(system) as address, tempfile.TemporaryDirectory() as folder:
        for name, content in process.mock.get("filer", {}).items():
            (Path(folder) / name).write_text(content, encoding="utf-8")
        ready = bind(recipe, {"fag": address})
        saves = []
        for _ in range(2):
            before = system.saves
            for item in process.mock["sager"]:
                values = {"i_dag": TODAY, "nøgle": next(iter(item.values())), **item}
                faults += _item(browser, ready, values, Path(folder))
            saves.append(system.saves - before)
    faults += _differences(process, system)
    if saves[1]:
        faults.append(f"the second run saved {saves[1]} times")
    items = len(process.mock["sager"])
    return {"items": items, "saves": saves[0], "right": not faults, "faults": faults}


def _item(browser: Robots, bound: Bound, values: Mapping[str, Any], folder: Path) -> list[str]:
    with browser.window(folder) as window:
        tools = Tools(pause=window.pause, screen=window, files=Folder(folder))
        outcome = run(bound, values, tools, MemoryJournal())
    return [] if isinstance(outcome, Finished | HandedOver) else [f"{values['nøgle']}: {outcome}"]


def _differences(process: Process, system: System) -> list[str]:
    """Where the records or journals are not as they must be; what is not named stays as it was."""
    expected = process.system().records
    for number, changed in process.mock.get("forvent", {}).items():
        expected[str(number)] |= changed
    notes = {
        str(nr): [tuple(n) for n in all_] for nr, all_ in process.mock.get("journal", {}).items()
    }
    faults = [
        f"{number}: {label} is {system.records[number].get(label)!r}, not {value!r}"
        for number, record in expected.items()
        for label, value in record.items()
        if system.records[number].get(label) != value
    ]
    if system.journal != notes:
        faults.append(f"journal: {system.journal}")
    return faults


if __name__ == "__main__":
    main()
