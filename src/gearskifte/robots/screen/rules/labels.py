# SPDX-License-Identifier: EUPL-1.2
"""Which text on a page is the label of which field, as an eye would say.

A label that the page ties to its field is taken, then a column's heading, then what stands before
the field in the room that it has for itself, and only then the nearest free text to the left or
above. A text labels one field: what one field has, no other can take.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from gearskifte.robots.screen.rules.geometry import (
    FARTHEST_ABOVE,
    Shelf,
    beside,
    gap,
    overlap,
)
from gearskifte.robots.screen.rules.page import Candidate, Kind, Label, Page, Source
from gearskifte.robots.screen.rules.ties import contested
from gearskifte.robots.screen.rules.wording import plain, tidy

FAR_ABOVE: Final = 24.0
LONGEST: Final = 80
LONGEST_SENTENCE: Final = 40
CLOSE: Final = 10.0
_FORMAT: Final = re.compile(r"\(.*\)")
"""How a value is written, such as »(dd-mm-åååå)«, is no label."""
UNITS: Final = frozenset({"kr", "dkk", "eur", "kl", "%", "€", "$", "45"})


def labels_of(page: Page) -> tuple[Label, ...]:
    """The label of each candidate, in their order; an empty one where there is none."""
    found: dict[int, Label] = {}
    doubtful = contested(page)
    taken = {text for text, spoken in enumerate(page.texts) if spoken.pressed >= 0}
    for at, each in enumerate(page.candidates):
        if label := _given(each):
            found[at] = Label(label.text, Source.CONTESTED) if at in doubtful else label
    taken |= {text for text, spoken in enumerate(page.texts) if spoken.labels in found}
    for at, each in enumerate(page.candidates):
        if at not in found and (text := _in_own_room(page, each, taken)) is not None:
            found[at] = Label(tidy(page.texts[text].text), Source.BESIDE)
            taken.add(text)
    for _, at, text, source in sorted(_near(page, found, taken)):
        if at not in found and text not in taken:
            found[at] = Label(tidy(page.texts[text].text), source)
            taken.add(text)
    for at, each in enumerate(page.candidates):
        if at not in found:
            found[at] = _last_resort(each) or _alone(page, each)
    return tuple(found[at] for at in range(len(page.candidates)))


def _given(each: Candidate) -> Label | None:
    """What the page itself says that the thing is called."""
    if each.kind is Kind.PRESS:
        own = ((each.text, Source.OWN), (each.aria, Source.ARIA), (each.title, Source.TITLE))
        return next((Label(tidy(text), source) for text, source in own if plain(text)), None)
    if each.role in ("checkbox", "radio", "switch") and each.text:
        return Label(tidy(each.text), Source.OWN)
    for text, source in ((each.tied, Source.TIED), (each.aria, Source.ARIA)):
        if plain(text):
            return Label(tidy(text), source)
    return Label(tidy(each.column), Source.COLUMN) if plain(each.column) else None


def _in_own_room(page: Page, each: Candidate, taken: set[int]) -> int | None:
    """The text that stands in the field's own room: before it, or beside a tick on either side."""
    free = [at for at in each.before if _can_label(page, at, taken)]
    if each.kind is Kind.TICK:
        free = [at for at in (*each.after, *each.before) if _can_label(page, at, taken)]
    if each.kind is Kind.PRESS or not free:
        return None
    # Of a label and the hints after it, the label comes first; a heading far up is neither.
    close = [at for at in free if gap(page.texts[at].box, each.box) <= FARTHEST_ABOVE]
    level = [at for at in close if overlap(page.texts[at].box, each.box, across=False) > 0.3]
    worded = [at for at in level or close if not plain(page.texts[at].text).isdigit()]
    chosen = next(iter(worded or level or close), None)
    return chosen if chosen is None or not level else _top(page, chosen, close)


def _top(page: Page, text: int, stack: list[int]) -> int:
    """The uppermost of texts that stand close above each other: a label, with a hint below it."""
    box = page.texts[text].box
    for at in stack:
        upper = page.texts[at].box
        if 0 <= box.top - upper.bottom + 4 <= CLOSE and overlap(upper, box, across=True) > 0.3:
            return _top(page, at, [other for other in stack if other != at])
    return text


def _can_label(page: Page, text: int, taken: set[int]) -> bool:
    spoken = page.texts[text]
    words = plain(spoken.text)
    if spoken.text.endswith(".") and len(words) > LONGEST_SENTENCE:
        return False
    free = text not in taken and spoken.labels < 0 and not spoken.heading
    free = free and words not in UNITS and not _FORMAT.fullmatch(spoken.text)
    return free and 0 < len(words) <= LONGEST


def _near(
    page: Page, found: dict[int, Label], taken: set[int]
) -> Iterator[tuple[float, int, int, Source]]:
    """Free texts beside the fields that have no label yet, by their distance."""
    fields = [
        (at, each)
        for at, each in enumerate(page.candidates)
        if each.kind is not Kind.PRESS and each.visible
    ]
    shelf = Shelf((at, each.box) for at, each in fields)
    free = [at for at in range(len(page.texts)) if _can_label(page, at, taken)]
    texts = Shelf((at, page.texts[at].box) for at in free if page.texts[at].owner < 0)
    # What is said after every field, such as that it must be filled in, is the label of none.
    said = Counter(plain(spoken.text) for spoken in page.texts)
    for at, each in fields:
        if at in found:
            continue
        for text, box in texts.between(each.box.top - FARTHEST_ABOVE, each.box.bottom):
            stands = beside(box, at, each, shelf)
            if stands is None:
                continue
            distance, source = stands
            if source is Source.ABOVE:
                if each.placeholder and distance > FAR_ABOVE:
                    continue
                yield distance, at, _stack_top(page, text, texts, shelf), source
            else:
                yield distance, at, text, source
        behind = [text for text in each.after if _can_label(page, text, taken)]
        for text in [text for text in behind if said[plain(page.texts[text].text)] == 1] or behind:
            if each.kind is Kind.FIELD:
                yield gap(each.box, page.texts[text].box) + 3, at, text, Source.AFTER


def _stack_top(page: Page, text: int, texts: Shelf, fields: Shelf) -> int:
    """The uppermost of the texts that stand on each other, none of them beside a field."""
    box = page.texts[text].box
    stack = [
        at
        for at, upper in texts.between(box.top - FARTHEST_ABOVE, box.top)
        if at != text
        and not any(
            overlap(upper, other, across=False) > 0.5
            for _, other in fields.between(upper.top, upper.bottom)
        )
    ]
    return _top(page, text, stack)


def _alone(page: Page, each: Candidate) -> Label:
    """The legend or heading of a part of the page that holds this field and no other."""
    alike = [other for other in page.candidates if other.section == each.section]
    alone = sum(other.kind is not Kind.PRESS for other in alike) == 1
    if alone and each.kind is not Kind.PRESS and plain(each.section):
        return Label(tidy(each.section), Source.ABOVE)
    return Label("", Source.NONE)


def _last_resort(each: Candidate) -> Label | None:
    for text, source in ((each.placeholder, Source.PLACEHOLDER), (each.title, Source.TITLE)):
        if plain(text):
            return Label(tidy(text), source)
    if each.kind is Kind.FIELD and each.text:
        return Label(tidy(each.text), Source.OWN)
    return None
