# SPDX-License-Identifier: EUPL-1.2
"""A page as it was seen at one moment: what can be filled, ticked or pressed, and loose texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from gearskifte.robots.screen.rules.wording import same


class Kind(StrEnum):
    """What can be done with a thing on a page."""

    FIELD = "field"
    TICK = "tick"
    PRESS = "press"


class Source(StrEnum):
    """Where a label stands, the most reliable first."""

    TIED = "tied"
    OWN = "own"
    COLUMN = "column"
    BESIDE = "beside"
    LEFT = "left"
    ABOVE = "above"
    AFTER = "after"
    ARIA = "aria"
    PLACEHOLDER = "placeholder"
    TITLE = "title"
    CONTESTED = "contested"
    """The page ties it to one field, and the eye to another."""
    NONE = "none"


class Box(msgspec.Struct, frozen=True, array_like=True):
    """A place on the page in pixels."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height


class Candidate(msgspec.Struct, frozen=True):
    """Something that can be filled, ticked or pressed, with all that names it."""

    kind: Kind
    tag: str
    type: str
    role: str
    id: str
    name: str
    classes: tuple[str, ...]
    test: str
    aria: str
    placeholder: str
    title: str
    href: str
    autocomplete: str
    section: str
    column: str
    row: str
    options: tuple[str, ...]
    disabled: bool
    readonly: bool
    required: bool
    visible: bool
    box: Box
    pointer: bool
    tied: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    text: str
    checked: bool
    front: bool = False
    """It stands in the dialogue that lies above the page."""


class Spoken(msgspec.Struct, frozen=True):
    """A loose text: where it stands, whose room it is in, what it labels or is pressed with.

    `empty` is whether it stands in a table or list beside a place for a value that holds none.
    """

    text: str
    box: Box
    owner: int
    labels: int
    pressed: int
    heading: bool
    row: str
    section: str
    empty: bool = False


class Page(msgspec.Struct, frozen=True):
    """What one document shows. The numbers in it are places in `candidates`, -1 for none.

    `unseen` are id and name of the fields that it holds without showing them.
    """

    candidates: tuple[Candidate, ...]
    texts: tuple[Spoken, ...]
    title: str = ""
    unseen: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """What a person would call a thing, and where that stands."""

    text: str
    source: Source


class Remembered(msgspec.Struct, frozen=True):
    """What is kept of a thing from an earlier run, to know it again. Holds no values.

    `fickle` says that its id and name have borne different labels: on such a page they say nothing.
    """

    label: str
    kind: Kind
    tag: str
    type: str
    id: str
    name: str
    section: str = ""
    options: int = 0
    fickle: bool = False


def page_of(facts: str) -> Page:
    """The page in the JSON that the injected script wrote.

    Raises:
        msgspec.ValidationError: if it wrote something else.
    """
    return msgspec.json.decode(facts, type=Page)


def remembered(
    page: Page, labels: Sequence[Label], before: Sequence[Remembered] = ()
) -> tuple[Remembered, ...]:
    """What to keep of a page: its fields, ticks and buttons in their order.

    A link is not kept, nor what has a number for a name: that may be about a citizen. `before` is
    what was kept of it until now.
    """
    borne = {(each.kind, each.id, each.name): each for each in before}
    kept = tuple(
        Remembered(
            label=label.text,
            kind=each.kind,
            tag=each.tag,
            type=each.type,
            id=each.id,
            name=each.name,
            section=each.section,
            options=len(each.options),
        )
        for each, label in zip(page.candidates, labels, strict=True)
        if each.kind is not Kind.PRESS or each.tag in {"button", "input"}
        if not _NUMBERED.search(label.text)
    )
    return tuple(
        msgspec.structs.replace(each, fickle=old.fickle or not same(old.label, each.label))
        if (old := borne.get((each.kind, each.id, each.name)))
        else each
        for each in kept
    )


_NUMBERED = re.compile(r"\d{4}")
