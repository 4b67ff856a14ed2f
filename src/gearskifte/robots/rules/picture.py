# SPDX-License-Identifier: EUPL-1.2
"""A recipe as a picture: a flow from top to bottom, numbered as its sentences are.

What stands inside a condition or a loop stands further in, and its frame has points; what changes
something has a thick edge. The words are the sentences' own, cut where they are long: the whole of
them stands beside the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from textwrap import shorten, wrap
from typing import Final

from gearskifte.robots.rules.sentences import Sentence

WIDTH: Final = 360
_IN: Final = 18
_LINE: Final = 17
_GAP: Final = 18
_PAD: Final = 10
_LETTER: Final = 6.9
"""Width of the picture, of a step further in, of a line of text, and of a letter at 13 px."""


def flow_svg(told: Sequence[Sentence], title: str, description: str) -> str:
    """The picture of a recipe's sentences; `title` and `description` are read aloud for it."""
    shapes: list[str] = []
    top = 1.0
    for number, each in enumerate(told):
        leads_in = number + 1 < len(told) and told[number + 1].depth > each.depth
        left = 1 + _IN * each.depth
        lines = _lines(each, left)
        height = 2 * _PAD + _LINE * len(lines)
        if number:
            shapes.append(_arrow(told[number - 1], each, top))
        shapes += _step(each, lines, left, top, height, leads_in=leads_in)
        top += height + _GAP
    bottom = max(top - _GAP + 1, 1)
    return (
        f'<svg class="gs-flow" role="img" aria-labelledby="flow-title flow-text" '
        f'viewBox="0 0 {WIDTH} {bottom:g}" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="flow-title">{escape(title)}</title>'
        f'<desc id="flow-text">{escape(description)}</desc>'
        f"{''.join(shapes)}</svg>"
    )


def _lines(each: Sentence, left: float) -> list[str]:
    letters = int((WIDTH - left - 2 * _PAD - 8) / _LETTER)
    return wrap(shorten(f"{each.number}. {each.text}", 3 * letters, placeholder=" …"), letters)


def _step(
    each: Sentence, lines: list[str], left: float, top: float, height: float, *, leads_in: bool
) -> Iterator[str]:
    right = WIDTH - 1
    middle = top + height / 2
    thick = 3 if each.changes else 1
    if leads_in:
        points = (
            f"{left},{middle:g} {left + 8},{top:g} {right - 8},{top:g} {right},{middle:g} "
            f"{right - 8},{top + height:g} {left + 8},{top + height:g}"
        )
        yield f'<polygon points="{points}" fill="none" stroke="currentColor"/>'
    else:
        yield (
            f'<rect x="{left}" y="{top:g}" width="{right - left}" height="{height:g}" rx="4" '
            f'fill="none" stroke="currentColor" stroke-width="{thick}"/>'
        )
    for number, line in enumerate(lines):
        y = top + _PAD + _LINE * (number + 0.75)
        yield (
            f'<text x="{left + _PAD + 4}" y="{y:g}" font-size="13" fill="currentColor">'
            f"{escape(line)}</text>"
        )


def _arrow(before: Sentence, each: Sentence, top: float) -> str:
    """From a step to the next: straight down, in, or back out."""
    x = 1 + _IN * min(before.depth, each.depth) + _IN
    return (
        f'<path d="M{x},{top - _GAP:g}V{top - 2:g}m-4,-5l4,5l4,-5" fill="none" '
        f'stroke="currentColor"/>'
    )
