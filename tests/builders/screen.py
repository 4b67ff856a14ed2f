# SPDX-License-Identifier: EUPL-1.2
"""Pages as the rules see them, without a browser."""

from __future__ import annotations

from collections.abc import Sequence

from gearskifte.robots.screen.rules.finding import Sight
from gearskifte.robots.screen.rules.labels import labels_of
from gearskifte.robots.screen.rules.page import (
    Box,
    Candidate,
    Kind,
    Page,
    Remembered,
    Spoken,
    remembered,
)


def field(
    label: str = "",
    *,
    id: str = "",  # noqa: A002 - the page's own word
    name: str = "",
    kind: Kind = Kind.FIELD,
    top: float = 0,
    left: float = 200,
    section: str = "",
    row: str = "",
    column: str = "",
    placeholder: str = "",
    type: str = "text",  # noqa: A002 - the page's own word
) -> Candidate:
    """A field whose label the page ties to it, or a button that says it."""
    pressed = kind is Kind.PRESS
    return Candidate(
        kind=kind,
        tag="button" if pressed else "input",
        type="" if pressed else type,
        role="",
        id=id,
        name=name,
        classes=(),
        test="",
        aria="",
        placeholder=placeholder,
        title="",
        href="",
        autocomplete="",
        section=section,
        column=column,
        row=row,
        options=(),
        disabled=False,
        readonly=False,
        required=False,
        visible=True,
        box=Box(left, top, 150, 20),
        pointer=False,
        tied="" if pressed else label,
        before=(),
        after=(),
        text=label if pressed else "",
        checked=False,
    )


def text(words: str, *, left: float, top: float, width: float = 80, owner: int = -1) -> Spoken:
    """A loose text."""
    box = Box(left, top, width, 16)
    return Spoken(words, box, owner, labels=-1, pressed=-1, heading=False, row="", section="")


def sight(candidates: Sequence[Candidate], texts: Sequence[Spoken] = ()) -> Sight:
    """A page with these things, as it is seen."""
    page = Page(tuple(candidates), tuple(texts))
    return Sight(page, labels_of(page))


def memory(seen: Sight) -> tuple[Remembered, ...]:
    """What is kept of the page."""
    return remembered(seen.page, seen.labels)
