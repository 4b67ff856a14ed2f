# SPDX-License-Identifier: EUPL-1.2
"""Looking at a page: one injected script for each of its frames, made one sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from playwright.sync_api import ElementHandle, Error, Frame, JSHandle
from playwright.sync_api import Page as Tab

from gearskifte.robots.screen.rules.finding import Sight
from gearskifte.robots.screen.rules.labels import labels_of
from gearskifte.robots.screen.rules.page import Box, Candidate, Label, Page, Spoken, page_of

SCRIPT: Final = Path(__file__).with_name("snapshot.js").read_text(encoding="utf-8")
Thing = TypeVar("Thing", Candidate, Spoken)
APART: Final = 1_000_000
"""Frames are laid this many pixels below each other, so that nothing in two of them is near."""


@dataclass(frozen=True, slots=True)
class Part:
    """One frame as seen: how much it holds, and the elements behind it in the browser."""

    handle: JSHandle
    candidates: int
    texts: int
    title: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a page with all its frames."""

    sight: Sight
    parts: Sequence[Part]

    def element(self, place: int) -> ElementHandle:
        """The element behind a candidate."""
        for part in self.parts:
            if place < part.candidates:
                return _element(part, place)
            place -= part.candidates
        raise IndexError(place)

    def spoken(self, place: int) -> ElementHandle:
        """The element that a loose text stands in."""
        for part in self.parts:
            if place < part.texts:
                return _element(part, part.candidates + place)
            place -= part.texts
        raise IndexError(place)

    def evaluate(self, function: str) -> list[Any]:
        """What a JavaScript function says of each candidate, in their order."""
        found: list[Any] = []
        for part in self.parts:
            script = f"(seen, n) => seen.elements.slice(0, n).map({function})"
            found += part.handle.evaluate(script, part.candidates)
        return found


def _element(part: Part, place: int) -> ElementHandle:
    found = part.handle.evaluate_handle("(seen, at) => seen.elements[at]", place).as_element()
    if found is None:
        raise IndexError(place)
    return found


def look(tab: Tab) -> Seen:
    """See what a page shows now, in all its frames.

    A frame that goes away while it is looked at holds nothing.
    """
    candidates: list[Candidate] = []
    texts: list[Spoken] = []
    labels: list[Label] = []
    unseen: list[tuple[str, str]] = []
    parts: list[Part] = []
    for frame in tab.frames:
        one = _frame(frame)
        if one is None:
            continue
        page, handle = one
        labels += labels_of(page)
        candidates += [_lowered(each, len(parts)) for each in page.candidates]
        texts += [_lowered(each, len(parts)) for each in page.texts]
        unseen += page.unseen
        parts.append(Part(handle, len(page.candidates), len(page.texts), page.title))
    title = parts[0].title if parts else ""
    seen = Page(tuple(candidates), tuple(texts), title, tuple(unseen))
    return Seen(Sight(seen, labels), parts)


def _frame(frame: Frame) -> tuple[Page, JSHandle] | None:
    try:
        handle = frame.evaluate_handle(SCRIPT, {})
        return page_of(str(handle.evaluate("seen => JSON.stringify(seen.facts)"))), handle
    except Error:
        if frame.is_detached():
            return None
        raise


def _lowered(each: Thing, frame: int) -> Thing:
    if not frame:
        return each
    box = each.box
    moved = Box(box.left, box.top + APART * frame, box.width, box.height)
    return msgspec.structs.replace(each, box=moved)
