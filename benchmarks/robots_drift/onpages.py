# SPDX-License-Identifier: EUPL-1.2
"""`python -m benchmarks.robots_drift.onpages`: written pages, changed in their markup.

Prints one JSON; exit status 1 if a goal is not met. What must become of a step is worked out from
what is left of its field, by the markup alone: nothing of the product is asked.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from random import Random
from typing import Any, Final

import click
from lxml import html
from lxml.html import HtmlElement
from playwright.sync_api import Page, sync_playwright

from benchmarks.robots_drift import markup
from benchmarks.robots_drift.markup import MUTATIONS, Mutation
from gearskifte.app.browser import find_browser, launch_options
from gearskifte.robots.screen.looking import Seen, look
from gearskifte.robots.screen.rules.finding import Hit, find
from gearskifte.robots.screen.rules.page import Kind, Remembered, remembered
from gearskifte.robots.screen.rules.wanted import wanted

PAGES: Final = sorted((Path(__file__).parent / "pages").glob("*.html"))
SURVIVES: Final = 0.97
AROUND: Final = ("", "frame", "shadow")


@dataclass(frozen=True, slots=True)
class Ask:
    """A step: what the recipe calls a field, and which field it truly is."""

    key: str
    label: str
    within: str
    id: str
    name: str
    kind: Kind
    number: int = 0


def asks(page: HtmlElement) -> list[Ask]:
    """The steps of a page as it was: of every field that is shown."""
    found = []
    for each in markup.controls(page):
        if any(at.get("hidden") is not None for at in each.iterancestors()):
            continue
        pressed = each.tag == "button" or each.get("type") == "button"
        found.append(
            Ask(
                each.get("data-key", ""),
                markup.label_of(page, each),
                "" if pressed else markup.part_of(each),
                each.get("id", ""),
                each.get("name", ""),
                Kind.PRESS if pressed else Kind.FIELD,
            )
        )
    return [*found, *_numbered(page, found)]


def _numbered(page: HtmlElement, found: Sequence[Ask]) -> Iterator[Ask]:
    """The fields of two people once more, called by which of the like they are."""
    met: Counter[str] = Counter()
    for each in found:
        met[each.label] += 1
        if each.within and not markup.is_grid(page):
            yield replace(each, within="", number=met[each.label])


def must(ask: Ask, page: HtmlElement, mutation: Mutation) -> str:
    """`found`, `refused`, or `either`, by what is left of the step's field."""
    left = [each for each in markup.controls(page) if each.get("data-key") == ask.key]
    if not left or any(at.get("hidden") is not None for at in left[0].iterancestors()):
        return "refused"
    (now,) = left
    label = next(
        (words for words in (now.get("aria-label"), now.get("placeholder")) if words),
        None,
    ) or markup.label_of(page, now)
    same_id, same_name = now.get("id", "") == ask.id, now.get("name", "") == ask.name
    if label != ask.label and not same_id and (not ask.name or not same_name):
        return "refused"
    if ask.number and _shown(page, ask.label)[ask.number - 1 : ask.number] != [ask.key]:
        return "either"
    return "either" if mutation.open or label != ask.label else "found"


def _shown(page: HtmlElement, label: str) -> list[str]:
    """The fields that are shown and called so, in the order of the page."""
    return [
        each.get("data-key", "")
        for each in page.iter("input")
        if not any(at.get("hidden") is not None for at in each.iterancestors())
        and label in {each.get("aria-label"), each.get("placeholder"), _read(page, each)}
    ]


def _read(page: HtmlElement, each: HtmlElement) -> str:
    """What a person reads by any field, of the form or of another."""
    if each.get("data-key") is not None:
        return markup.label_of(page, each)
    ahead = each.getprevious()
    return "" if ahead is None else ahead.text_content()


def whole(page: HtmlElement, around: str) -> str:
    """The page as HTML, perhaps in a frame or in a shadow root."""
    inner = "".join(html.tostring(each, encoding="unicode") for each in page)
    if around == "frame":
        inner = f'<iframe width="900" height="900" srcdoc="{escape(inner)}"></iframe>'
    if around == "shadow":
        inner = f'<div><template shadowrootmode="open">{inner}</template></div>'
    return f"<!doctype html><meta charset=utf-8><body>{inner}</body>"


def answer(seen: Seen, keys: Sequence[str], ask: Ask, memory: Sequence[Remembered]) -> str | None:
    """The key of what the product would act on, None if it refuses."""
    asked = wanted(ask.label, (ask.kind,), within=ask.within, number=ask.number)
    found = find(asked, seen.sight, memory)
    return keys[found.place] if isinstance(found, Hit) else None


def cases(only: str, seeds: range) -> Iterator[tuple[Path, str, Mutation, str, int]]:
    """Every page with every change in every surrounding."""
    for path in PAGES:
        for name, mutation in MUTATIONS.items():
            if only in name:
                for around in AROUND:
                    yield from ((path, name, mutation, around, seed) for seed in seeds)


def drawn(page: HtmlElement, mutation: Mutation, case: str) -> HtmlElement:
    """A changed copy."""
    changed = deepcopy(page)
    mutation.work(changed, Random(case))  # noqa: S311 - a draw, no secret
    return changed


def parsed(path: Path) -> HtmlElement:
    """A written page; its elements lie in one."""
    return html.fragment_fromstring(path.read_text(encoding="utf-8"), create_parent="div")


@click.command()
@click.option("--seeds", default=2, show_default=True, help="Draws of every change.")
@click.option("--only", default="", help="Only changes whose name contains this.")
@click.option("--list", "listed", is_flag=True, help="List every step that went otherwise.")
def main(seeds: int, only: str, listed: bool) -> None:
    """Change the markup of written pages in every way; see that no step takes another field."""
    tally: Counter[tuple[str, str, str]] = Counter()
    notes: list[str] = []
    executable = find_browser()
    assert executable is not None, "no browser: run `python hatch_build.py browser`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options(executable))
        tab = browser.new_page()
        for path, name, mutation, around, seed in cases(only, range(seeds)):
            case = f"{path.stem}, {name}, {around or 'plain'}, {seed}"
            for ask, due, key in steps(tab, path, mutation, around, case):
                outcome = _outcome(ask, due, key)
                tally[name, due, outcome] += 1
                if outcome not in ("right", "refused" if due != "found" else "right"):
                    notes.append(f"{outcome}: {ask.label} ({ask.key}, {due}): {key} [{case}]")
        browser.close()
    report = _report(tally)
    print(json.dumps({**report, "notes": notes} if listed else report, indent=2))
    sys.exit(0 if report["goals"]["met"] else 1)


def steps(
    tab: Page, path: Path, mutation: Mutation, around: str, case: str
) -> Iterator[tuple[Ask, str, str | None]]:
    """Each step of a page: what must become of it after the change, and what it found."""
    page = parsed(path)
    tab.set_content(whole(page, around))
    before = look(tab).sight
    memory = remembered(before.page, before.labels)
    changed = drawn(page, mutation, case)
    tab.set_content(whole(changed, around))
    seen = look(tab)
    keys = seen.evaluate("element => element.dataset.key || 'other'")
    for ask in asks(page):
        yield ask, must(ask, changed, mutation), answer(seen, keys, ask, memory)


def _outcome(ask: Ask, due: str, key: str | None) -> str:
    if key is None:
        return "refused"
    if key != ask.key:
        return "wrong"
    return "taken" if due == "refused" else "right"


def _report(tally: Counter[tuple[str, str, str]]) -> dict[str, Any]:
    def count(due: str, *outcomes: str) -> int:
        return sum(
            n for (_, d, o), n in tally.items() if d == due and (o in outcomes or not outcomes)
        )

    wrong = sum(n for (_, _, outcome), n in tally.items() if outcome == "wrong")
    survive = count("found", "right") / max(1, count("found"))
    refused = count("refused", "refused") / max(1, count("refused"))
    by_change = {
        name: {f"{due}: {o}": n for (other, due, o), n in sorted(tally.items()) if other == name}
        for name in dict.fromkeys(name for name, _, _ in tally)
    }
    return {
        "steps": sum(tally.values()),
        "survive": round(survive, 4),
        "wrong_steps": wrong,
        "refused_where_nothing_is_reliable": round(refused, 4),
        "reworded_and_found": round(count("either", "right") / max(1, count("either")), 4),
        "by_change": by_change,
        "goals": {
            "survive": SURVIVES,
            "wrong_steps": 0,
            "refused": 1.0,
            "met": survive >= SURVIVES and wrong == 0 and refused == 1,
        },
    }


if __name__ == "__main__":
    main()
