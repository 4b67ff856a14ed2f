# SPDX-License-Identifier: EUPL-1.2
"""Where boxes on a page lie to each other, as an eye would say."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Final

from gearskifte.robots.screen.rules.page import Box, Candidate, Kind, Source

FARTHEST_LEFT: Final = 420.0
FARTHEST_ABOVE: Final = 60.0


class Shelf:
    """Boxes by their height on the page, so that the few that are near are found quickly."""

    def __init__(self, boxes: Iterable[tuple[int, Box]]) -> None:
        self._boxes = sorted(boxes, key=lambda each: each[1].top)
        self._tops = [box.top for _, box in self._boxes]
        self._tallest = max((box.height for _, box in self._boxes), default=0.0)

    def between(self, upper: float, lower: float) -> list[tuple[int, Box]]:
        """Those that reach into the strip between two heights, and perhaps some more."""
        first = bisect_left(self._tops, upper - self._tallest)
        return self._boxes[first : bisect_right(self._tops, lower)]


def beside(text: Box, at: int, each: Candidate, fields: Shelf) -> tuple[float, Source] | None:
    """How far a text stands from a field that it may label, and on which side, if it may."""
    field = each.box

    def clear() -> bool:
        upper, lower = min(text.top, field.top), max(text.bottom, field.bottom)
        others = [box for place, box in fields.between(upper, lower) if place != at]
        return not between(text, field, others)

    if each.kind is Kind.TICK and overlap(text, field, across=False) > 0.5:
        apart = text.left - field.right
        if -4 <= apart <= 40 and clear():
            return max(apart, 0.0), Source.AFTER
    if text.right <= field.left + 4 and overlap(text, field, across=False) > 0.5:
        apart = field.left - text.right
        if apart <= FARTHEST_LEFT and clear():
            return max(apart, 0.0) / 4, Source.LEFT
    if text.bottom <= field.top + 4 and overlap(text, field, across=True) > 0.3:
        apart = field.top - text.bottom
        if apart <= FARTHEST_ABOVE and clear():
            return max(apart, 0.0) + 2, Source.ABOVE
    return None


def overlap(one: Box, other: Box, *, across: bool) -> float:
    """How much of the smaller extent the two share, from 0 to 1."""
    if across:
        shared = min(one.right, other.right) - max(one.left, other.left)
        return shared / max(1.0, min(one.width, other.width))
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / max(1.0, min(one.height, other.height))


def gap(one: Box, other: Box) -> float:
    """How far two boxes are apart; across counts less than down."""
    across = max(other.left - one.right, one.left - other.right, 0.0)
    down = max(other.top - one.bottom, one.top - other.bottom, 0.0)
    return max(across / 7, down)


def between(one: Box, other: Box, others: list[Box]) -> bool:
    """Whether another field stands between the two."""
    left, right = sorted((one, other), key=lambda box: box.left)
    upper, lower = sorted((one, other), key=lambda box: box.top)
    level = overlap(one, other, across=False) > 0.5
    for box in others:
        if level:
            inside = left.right - 4 <= box.left + box.width / 2 <= right.left + 4
            if inside and overlap(box, other, across=False) > 0.3:
                return True
        else:
            inside = upper.bottom - 4 <= box.top + box.height / 2 <= lower.top + 4
            if inside and overlap(box, other, across=True) > 0.3:
                return True
    return False
