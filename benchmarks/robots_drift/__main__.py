# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.robots_drift`: prints one JSON; exit status 1 if a goal is not met."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, Final

import click
from playwright.sync_api import Page, sync_playwright

from benchmarks.robots_drift.changes import KNOWN, UNSEEN, Change
from benchmarks.robots_drift.forms import FORMS, Form
from benchmarks.robots_drift.later import LATER
from benchmarks.robots_drift.rendering import LAYOUTS, Look, html
from benchmarks.robots_drift.strategies import answers, learn
from gearskifte.app.browser import find_browser, launch_options

SURVIVES: Final = 0.97
OURS: Final = "agreement"
GROUPS: Final = {"known": KNOWN, "unseen": UNSEEN, "later": LATER}
Tally = Counter[tuple[str, str, str]]
"""Steps by strategy, change and outcome."""


@click.command()
@click.option("--seeds", default=1, show_default=True, help="Draws of every change.")
@click.option("--first-seed", default=1, show_default=True, help="The first of them.")
@click.option("--only", default="", help="Only changes of this group or whose name contains this.")
@click.option("--wrong", is_flag=True, help="Also list every step of ours that was wrong or lost.")
def main(seeds: int, first_seed: int, only: str, wrong: bool) -> None:
    """Change municipal forms in every way, and see which strategy still finds each field."""
    tally: Tally = Counter()
    notes: list[str] = []
    executable = find_browser()
    assert executable is not None, "no browser: run `python hatch_build.py browser`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options(executable))
        page = browser.new_page()
        for form, look in _starts():
            page.set_content(html(form, look))
            learnt = learn(page)
            for seed in range(first_seed, first_seed + seeds):
                for name, change in _chosen(only):
                    case = f"{form.title}, {look.layout}, tied {look.tied}, seed {seed}, {name}"
                    drawn = change.work(form, look, Random(case))  # noqa: S311 - a draw, no secret
                    page.set_content(html(*drawn))
                    _count(tally, notes, page, form, learnt, name, case, drawn[0])
        browser.close()
    written = _report(tally, notes if wrong else [])
    print(json.dumps(written, indent=2, ensure_ascii=False))
    sys.exit(0 if written["goals"]["met"] else 1)


def _chosen(only: str) -> Iterator[tuple[str, Change]]:
    for group, changes in GROUPS.items():
        if only in GROUPS:
            yield from changes.items() if only == group else ()
        else:
            yield from ((n, c) for n, c in changes.items() if only in n)


def _starts() -> Iterator[tuple[Form, Look]]:
    for form in FORMS:
        for layout in LAYOUTS:
            for tied in (True, False):
                yield form, Look(layout, tied)


def _count(
    tally: Tally,
    notes: list[str],
    page: Page,
    form: Form,
    learnt: Any,
    name: str,
    case: str,
    drawn: Form,
) -> None:
    there = {field.key for field in drawn.fields}
    for field, found in zip(form.fields, answers(page, form.fields, learnt), strict=True):
        for strategy, key in found.items():
            outcome = _outcome(field.key, key, there)
            tally[strategy, name, outcome] += 1
            if strategy == OURS and outcome in ("lost", "wrong"):
                notes.append(f"{outcome}: {field.label} ({case}): {key}")


def _outcome(key: str, found: str | None, there: set[str]) -> str:
    """What became of a step. Of a field that is gone, to refuse is right."""
    if found == key:
        return "right"
    if found is not None:
        return "wrong"
    return "lost" if key in there else "gone"


def _report(tally: Tally, notes: list[str]) -> dict[str, Any]:
    strategies = list(dict.fromkeys(strategy for strategy, _, _ in tally))
    written: dict[str, Any] = {
        "steps": sum(n for (strategy, _, _), n in tally.items() if strategy == OURS),
        "strategies": {
            strategy: {
                group: _shares(tally, strategy, changes) for group, changes in GROUPS.items()
            }
            for strategy in strategies
        },
        "by_change": {
            name: _one(tally, OURS, [name]) for changes in GROUPS.values() for name in changes
        },
    }
    ours = written["strategies"][OURS]
    met = (
        all(ours[group]["survive"] >= SURVIVES for group in GROUPS)
        and all(ours[group]["wrong_steps"] == 0 for group in GROUPS)
        and all(ours[group]["refused_where_nothing_is_reliable"] == 1 for group in GROUPS)
    )
    written["goals"] = {"survive": SURVIVES, "wrong_steps": 0, "refused": 1.0, "met": met}
    return {**written, "notes": notes} if notes else written


def _one(tally: Tally, strategy: str, names: list[str]) -> dict[str, int]:
    return {
        outcome: sum(tally[strategy, name, outcome] for name in names)
        for outcome in ("right", "lost", "gone", "wrong")
    }


def _shares(tally: Tally, strategy: str, changes: Mapping[str, Change]) -> dict[str, Any]:
    by = {
        reliable: _one(tally, strategy, [n for n, c in changes.items() if c.reliable is reliable])
        for reliable in (True, False, None)
    }
    there = by[True]["right"] + by[True]["lost"] + by[True]["wrong"]
    wrong = sum(each["wrong"] for each in by.values())
    refused = by[False]["lost"] + by[False]["gone"]
    return {
        "survive": _share(by[True]["right"], there),
        "wrong_steps": wrong,
        "wrong_share": _share(wrong, sum(sum(each.values()) for each in by.values()), empty=0.0),
        "refused_where_nothing_is_reliable": _share(refused, sum(by[False].values())),
    }


def _share(part: int, whole: int, empty: float = 1.0) -> float:
    return round(part / whole, 4) if whole else empty


if __name__ == "__main__":
    main()
