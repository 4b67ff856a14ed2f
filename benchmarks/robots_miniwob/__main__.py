# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.robots_miniwob`: prints one JSON; exit status 1 if a goal is not met."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, Final

import click

from gearskifte.app.browser import find_browser, launch_options
from gearskifte.robots.rules.binding import bind
from gearskifte.robots.rules.driver import Tools
from gearskifte.robots.rules.interpreter import run
from gearskifte.robots.rules.journal import MemoryJournal
from gearskifte.robots.rules.outcomes import Failed, Finished, Waits
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.recipe import Recipe
from gearskifte.robots.screen.browser import robots
from gearskifte.robots.screen.window import Window

PACKAGE: Final = "miniwob==1.1.0"
SURVIVES: Final = 0.99
LISTED: Final = frozenset(
    {
        "login-user",
        "enter-text",
        "enter-text-2",
        "enter-password",
        "enter-date",
        "enter-time",
        "click-checkboxes",
        "click-checkboxes-large",
        "choose-list",
        "click-option",
        "read-table",
        "click-button",
        "click-link",
        "copy-paste",
        "use-autocomplete",
        "choose-date",
        "use-spinner",
        "form-sequence-2",
        "form-sequence-3",
        "enter-text-dynamic",
        "multi-layouts",
        "multi-orderings",
        "email-inbox-forward",
        "email-inbox-reply",
        "email-inbox-delete",
        "read-table-2",
        "book-flight-nodelay",
        "phone-book",
        "order-food",
        "search-engine",
    }
)
"""The form and casework tasks that the goal names; all others have a share of their own."""
RECIPES: Final = Path(__file__).with_name("recipes")
START: Final = "seed => { Math.seedrandom(String(seed)); core.startEpisodeReal(); }"
REWARD: Final = "() => WOB_DONE_GLOBAL ? WOB_RAW_REWARD_GLOBAL : -1"


@click.command()
@click.argument("tasks", nargs=-1)
@click.option("--seeds", default=50, show_default=True, help="Episodes of every task.")
@click.option("--first-seed", default=1, show_default=True, help="The first of them.")
@click.option("--pages", type=click.Path(path_type=Path), help="The package's folder, if at hand.")
@click.option("--faults", default=0, show_default=True, help="Faults told of each task.")
def main(
    tasks: tuple[str, ...], seeds: int, first_seed: int, pages: Path | None, faults: int
) -> None:
    """Solve every task that has a recipe, each from many seeds."""
    chosen = {name: recipe for name, recipe in _recipes().items() if not tasks or name in tasks}
    folder = pages or _fetched()
    html = folder / "miniwob" / "html" / "miniwob"
    executable = find_browser()
    assert executable is not None, "no browser: run `python hatch_build.py browser`"
    solved: Counter[str] = Counter()
    told: dict[str, list[str]] = {name: [] for name in chosen}
    with robots(launch_options(executable)) as browser, tempfile.TemporaryDirectory() as files:
        for name, recipe in chosen.items():
            with browser.window(Path(files)) as window:
                address = (html / f"{name}.html").as_uri()
                for seed in range(first_seed, first_seed + seeds):
                    window.open(address)
                    outcome = _episode(window, recipe, seed)
                    solved[name] += outcome == ""
                    told[name] += [f"{seed}: {outcome}"] if outcome else []
            print(f"{name}: {solved[name]}/{seeds}", file=sys.stderr)
    written = _report(chosen, solved, seeds, told if faults else {}, faults)
    print(json.dumps(written, indent=2, ensure_ascii=False))
    sys.exit(0 if written["goals"]["met"] else 1)


def _recipes() -> dict[str, Recipe]:
    files = sorted(RECIPES.glob("*.yaml"))
    return {file.stem: read_recipe(file.read_text(encoding="utf-8")) for file in files}


def _fetched() -> Path:
    """The package with the pages in a folder of its own, without what else it would bring."""
    folder = Path(tempfile.gettempdir(), "gearskifte-miniwob")
    if not (folder / "miniwob").exists():
        command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-deps"]
        subprocess.run([*command, "--target", str(folder), PACKAGE], check=True)
    return folder


def _episode(window: Window, recipe: Recipe, seed: int) -> str:
    """One episode; "" if it was solved, else what went wrong."""
    window.page.evaluate(START, seed)
    tools = Tools(pause=window.pause, screen=window)
    outcome = run(bind(recipe, {}), {}, tools, MemoryJournal())
    if window.page.evaluate(REWARD) > 0.99:
        return ""
    match outcome:
        case Waits():
            return f"line {outcome.line}: {outcome.question.en}"
        case Failed():
            return f"line {outcome.line}: {outcome.code} {outcome.reason.en}"
        case Finished():
            return "finished without reward"
    return str(outcome)


def _report(
    chosen: dict[str, Recipe],
    solved: Counter[str],
    seeds: int,
    told: dict[str, list[str]],
    faults: int,
) -> dict[str, Any]:
    listed = _share({name: solved[name] for name in chosen if name in LISTED}, seeds)
    others = _share({name: solved[name] for name in chosen if name not in LISTED}, seeds)
    written: dict[str, Any] = {
        "tasks": {name: {"solved": solved[name], "of": seeds} for name in chosen},
        "listed": listed,
        "not_listed": others,
        "goals": {
            "share": SURVIVES,
            "met": all(each["share"] >= SURVIVES for each in (listed, others) if each["of"]),
        },
    }
    named = {name: each[:faults] for name, each in told.items() if each}
    return {**written, "faults": named} if named else written


def _share(solved: dict[str, int], seeds: int) -> dict[str, float]:
    total, episodes = sum(solved.values()), seeds * len(solved)
    share = round(total / episodes, 4) if episodes else 0.0
    return {"tasks": len(solved), "solved": total, "of": episodes, "share": share}


if __name__ == "__main__":
    main()
