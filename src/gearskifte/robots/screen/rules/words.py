# SPDX-License-Identifier: EUPL-1.2
"""Loose texts on a page: one to press, or the text that belongs to a label."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gearskifte.robots.screen.rules.page import Box, Page, Spoken
from gearskifte.robots.screen.rules.wanted import Wanted
from gearskifte.robots.screen.rules.wording import plain, same, tidy

FARTHEST_RIGHT: Final = 600.0
FARTHEST_BELOW: Final = 40.0


def called(asked: Wanted, page: Page) -> list[int]:
    """The loose texts that say what is asked for, where the recipe says that they stand."""
    found = [
        at
        for at, spoken in enumerate(page.texts)
        if any(same(spoken.text, label) for label in asked.labels)
    ]
    if not asked.within:
        return found
    return [at for at in found if _stands(asked.within, page, page.texts[at])]


def _stands(within: str, page: Page, spoken: Spoken) -> bool:
    if same(within, spoken.section) or any(same(within, c) for c in spoken.row.split(" | ")):
        return True
    return any(same(within, other.text) and _level(other.box, spoken.box) for other in page.texts)


def beside(asked: Wanted, page: Page) -> Sequence[str]:
    """The texts that may belong to a label: after it in the same text, to its right, or below it.

    One text where that is certain, several or none where it is not.
    """
    labels = called(asked, page)
    nearest = (_next(page, at) for at in labels if not page.texts[at].empty)
    found = [tidy_value(page.texts[at].text) for at in nearest if at is not None]
    found += ["" for at in labels if page.texts[at].empty]
    for spoken in page.texts:
        for label in asked.labels:
            head, colon, tail = spoken.text.partition(":")
            if colon and same(head, label) and tail.strip():
                found.append(tidy_value(tail))
    return tuple(dict.fromkeys(found))


def tidy_value(text: str) -> str:
    """A value on one line; nothing of it is taken away."""
    return " ".join(text.split())


def _next(page: Page, label: int) -> int | None:
    mine = page.texts[label].box
    right = [
        (other.box.left - mine.right, at)
        for at, other in enumerate(page.texts)
        if at != label
        and _level(mine, other.box)
        and -4 <= other.box.left - mine.right <= FARTHEST_RIGHT
    ]
    if right:
        return min(right)[1]
    below = [
        (other.box.top - mine.bottom, at)
        for at, other in enumerate(page.texts)
        if at != label
        and -4 <= other.box.top - mine.bottom <= FARTHEST_BELOW
        and min(mine.right, other.box.right) > max(mine.left, other.box.left)
    ]
    return min(below)[1] if below else None


def _level(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * min(one.height, other.height)


def fitting(option: str, options: Sequence[str]) -> list[int]:
    """Which of the options is meant: the one written just so, else those that say the same."""
    exact = [at for at, each in enumerate(options) if tidy_value(each) == tidy_value(option)]
    if exact or not plain(option):
        return exact
    return [at for at, each in enumerate(options) if same(each, option) or tidy(each) == option]
