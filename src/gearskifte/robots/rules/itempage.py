# SPDX-License-Identifier: EUPL-1.2
"""An item's page as data: the recipe's sentences, what was done of each, and where it stopped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from gearskifte.robots.rules.recipe import Recipe
from gearskifte.robots.rules.sentences import sentences

_TURN: Final = re.compile(r"#\d+")


class Remembered(Protocol):
    """What the ledger says of one passing of a step."""

    @property
    def at(self) -> str:
        """Which passing."""

    @property
    def state(self) -> str:
        """begun, done, again or withdrawn."""

    @property
    def said(self) -> str:
        """What was done."""

    @property
    def verified(self) -> str:
        """Whether it was read back."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A sentence of the recipe, and how it went: "done", "open" (stopped here) or "" (not yet).

    Attributes:
        said: what was done, with its values; one for each turn of a loop.
        evidence: what on the screen it was done to, and why just that.
        ats: its passings, as pictures are kept by them.
    """

    number: str
    depth: int
    line: int
    text: str
    read_back: str
    state: str
    said: tuple[str, ...]
    verified: str
    evidence: tuple[str, ...]
    ats: tuple[str, ...]


def step_lines(
    recipe: Recipe,
    passed: Sequence[Remembered],
    stopped_at: str,
    clear: Mapping[str, tuple[str, str]],
    language: str,
) -> list[StepLine]:
    """Every sentence of the recipe with what the ledger remembers of it.

    Args:
        recipe: what was to be done.
        passed: what is remembered, in order.
        stopped_at: where a question waits; "" where none does.
        clear: of each passing, what was done and the element, for who may read it in clear.
        language: of the sentences.
    """
    lines = []
    for told in sentences(recipe, language):
        mine = [each for each in passed if _TURN.sub("", each.at) == told.at]
        done = [each for each in mine if each.state == "done"]
        state = "done" if done else "begun" if any(each.state == "begun" for each in mine) else ""
        lines.append(
            StepLine(
                number=told.number,
                depth=told.depth,
                line=told.line,
                text=told.text,
                read_back=told.read_back,
                state="open" if _TURN.sub("", stopped_at) == told.at else state,
                said=tuple(clear.get(each.at, (each.said, ""))[0] for each in done),
                verified=next((each.verified for each in done if each.verified), ""),
                evidence=tuple(clear[each.at][1] for each in done if each.at in clear),
                ats=tuple(each.at for each in mine),
            )
        )
    return lines
