# SPDX-License-Identifier: EUPL-1.2
"""Ties that the eye contradicts: labels tied in a ring, each to a field beside another's words.

That is what is left when a page exchanges the ids of its fields and forgets what its labels point
at. Neither the tie nor the eye is then to be believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gearskifte.robots.screen.rules.geometry import Shelf, beside
from gearskifte.robots.screen.rules.page import Kind, Page


def contested(page: Page) -> frozenset[int]:
    """The fields whose tied words stand by another field, and that one's by the next, in a ring.

    The ring must close: a page whose labels all stand after their fields has no ring.
    """
    leads = dict(_leads(page))
    found: set[int] = set()
    for start in leads:
        ring = [start]
        while (following := leads.get(ring[-1])) is not None and following not in ring:
            ring.append(following)
        if following == start and len(ring) > 1:
            found.update(ring)
    return frozenset(found)


def _leads(page: Page) -> Iterator[tuple[int, int]]:
    """From a field to the one that its tied words stand by, where that is another."""
    tied: Mapping[int, int] = {
        spoken.labels: at for at, spoken in enumerate(page.texts) if spoken.labels >= 0
    }
    if not tied:
        return
    fields = [
        (at, each)
        for at, each in enumerate(page.candidates)
        if each.kind is Kind.FIELD and each.visible
    ]
    shelf = Shelf((at, each.box) for at, each in fields)
    for field, text in tied.items():
        spoken = page.texts[text]
        if spoken.owner >= 0:
            if spoken.owner != field and page.candidates[spoken.owner].kind is Kind.FIELD:
                yield field, spoken.owner
            continue
        near = [
            (found[0], at)
            for at, each in fields
            if (found := beside(spoken.box, at, each, shelf)) is not None
        ]
        if near and min(near)[1] != field:
            yield field, min(near)[1]
