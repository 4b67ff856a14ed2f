# SPDX-License-Identifier: EUPL-1.2
"""A drifted form, drawn as it was and as it is now, with the field in question marked.

It is drawn from what is kept of the page, which holds labels and no values: who owns a robot sees
what they accept, and nothing about a citizen. Fields stand in the order of the page; of other
things only the one in question is drawn, since what a button says may be about somebody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import shorten
from typing import Final

from gearskifte.robots.screen.rules.page import Kind, Remembered
from gearskifte.robots.screen.rules.wanted import wanted
from gearskifte.robots.screen.rules.wording import same

NOW: Final = " (now)"
"""What a page's key ends in where the page is kept as it has become; no address has a space."""

AROUND: Final = 4
"""So many fields are drawn before and after the one in question."""

WIDTH: Final = 360
_ROW: Final = 34
_LABEL: Final = 190
_LETTERS: Final = 25


@dataclass(frozen=True, slots=True)
class Row:
    """A field of the form: what it is called, its sort, and whether it is the one in question."""

    label: str
    kind: Kind
    marked: bool


@dataclass(frozen=True, slots=True)
class Sketch:
    """The form as it was kept, and as it is now."""

    before: tuple[Row, ...]
    now: tuple[Row, ...]


def sketched(pages: Mapping[str, Sequence[Remembered]], was: str, becomes: str) -> Sketch | None:
    """The form on which the recipe's `was` is called `becomes` now; None if it is not kept.

    `pages` are what a robot has kept, by key.
    """
    for key, now in pages.items():
        before = pages.get(key.removesuffix(NOW), ()) if key.endswith(NOW) else ()
        old = next((e for e in before if any(same(e.label, w) for w in wanted(was).labels)), None)
        new = next((each for each in now if same(each.label, becomes)), None)
        if old is not None and new is not None:
            return Sketch(_rows(before, old), _rows(now, new))
    return None


def _rows(page: Sequence[Remembered], marked: Remembered) -> tuple[Row, ...]:
    drawn = [each for each in page if each.kind is Kind.FIELD or each is marked]
    at = drawn.index(marked)
    return tuple(
        Row(each.label, each.kind, each is marked)
        for each in drawn[max(0, at - AROUND) : at + AROUND + 1]
        if each.label
    )


def sketch_svg(rows: Sequence[Row], name: str, title: str, description: str) -> str:
    """The form drawn; `title` and `description` are read aloud for it, `name` is its own id."""
    shapes = "".join(_drawn(row, 1 + _ROW * number) for number, row in enumerate(rows))
    return (
        f'<svg class="gs-flow" role="img" aria-labelledby="{name}-t {name}-d" '
        f'viewBox="0 0 {WIDTH} {_ROW * len(rows) + 2}" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{shapes}</svg>'
    )


def _drawn(row: Row, top: int) -> str:
    """Its words, and a box to write in; the one in question in bold, in a thick frame."""
    words = escape(shorten(row.label, _LETTERS, placeholder=" …"))
    weight = ' font-weight="bold"' if row.marked else ""
    said = f'<text x="10" y="{top + 21}" font-size="13" fill="currentColor"{weight}>{words}</text>'
    if row.kind is not Kind.PRESS:
        said += _box(_LABEL, top + 5, WIDTH - _LABEL - 8, _ROW - 12, 1)
    return said + (_box(2, top, WIDTH - 4, _ROW - 2, 3) if row.marked else "")


def _box(left: int, top: int, width: int, height: int, edge: int) -> str:
    return (
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="3" fill="none" '
        f'stroke="currentColor" stroke-width="{edge}"/>'
    )
