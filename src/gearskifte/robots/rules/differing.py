# SPDX-License-Identifier: EUPL-1.2
"""What has changed between two versions of a recipe, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from gearskifte.robots.rules.recipe import Recipe
from gearskifte.robots.rules.sentences import sentences


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that came (`new`), went (`gone`) or stayed (`same`)."""

    kind: str
    text: str


def changes_between(old: Recipe | None, new: Recipe, language: str) -> list[Change]:
    """The sentences of both, the old before the new where they differ."""
    before = _told(old, language) if old else []
    after = _told(new, language)
    found: list[Change] = []
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            found += [Change("same", text) for text in before[first:last]]
        else:
            found += [Change("gone", text) for text in before[first:last]]
            found += [Change("new", text) for text in after[start:end]]
    return found


def _told(recipe: Recipe, language: str) -> list[str]:
    return [f"{each.text} {each.read_back}".rstrip() for each in sentences(recipe, language)]
