# SPDX-License-Identifier: EUPL-1.2
"""What speaks against a thing that is called as asked: the page contradicts what was kept of it.

A label that stands on a page is the first witness, never the only one where more was known. Ids and
names that only number the fields of a form say where something stands, not what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from gearskifte.robots.screen.rules.page import Candidate, Kind, Label, Page, Remembered
from gearskifte.robots.screen.rules.persons import other_person
from gearskifte.robots.screen.rules.reasons import Reason, Why
from gearskifte.robots.screen.rules.wording import plain, same, tidy

FEW: Final = 3
"""With fewer other things than this on a page, they are no witness."""

STANDING: Final = 3
"""One in so many of the other things must be as it was, else everything has changed at once."""

_DIGITS: Final = re.compile(r"\d+")


def technically(known: Remembered, each: Candidate) -> bool:
    """Whether id and name are both as remembered; what the thing never had cannot agree."""
    if known.fickle or not (known.id or known.name):
        return False
    return (each.id, each.name, each.kind) == (known.id, known.name, known.kind)


def numbered(known: Remembered, memory: Sequence[Remembered]) -> bool:
    """Whether id and name do no more than number the things of the page."""
    given = [pick for pick in (_id, _name) if pick(known)]
    return bool(given) and all(_counts(pick(known), map(pick, memory)) for pick in given)


def _id(each: Remembered) -> str:
    return each.id


def _name(each: Remembered) -> str:
    return each.name


def _counts(one: str, others: Iterator[str]) -> bool:
    mask = _DIGITS.sub("#", one)
    return mask != one and any(other != one and _DIGITS.sub("#", other) == mask for other in others)


def contradiction(
    page: Page,
    labels: Sequence[Label],
    place: int,
    known: Remembered | None,
    memory: Sequence[Remembered],
    *,
    placed: bool,
) -> Reason | None:
    """Why the thing at `place`, which is called as asked, may still be another; None if not.

    `known` is what is kept of the thing, if that is one alone; `placed` is whether the recipe says
    which of several it is, by a heading, a row or a number.
    """
    mine, label = page.candidates[place], labels[place].text
    if known is not None:
        if other_person(known.section, mine.section):
            return Reason(Why.ANOTHER_PERSON, (known.section, mine.section))
        if known.fickle or technically(known, mine):
            return None
        if not placed and known.id and (known.id, known.name) in page.unseen:
            return Reason(Why.OUT_OF_SIGHT, (label,))
        if rival := _rival(page, labels, place, known, memory):
            return Reason(Why.NAMES_SAY_OTHERWISE, (rival,))
    if _bears_anothers(page, labels, place, known, memory):
        return Reason(Why.WORDS_MOVED, (label,))
    if known is None or vouched(mine, known) or numbered(known, memory):
        return None
    if _left_its_like(page, labels, place, known, memory):
        return Reason(Why.LEFT_ITS_LIKE, (label, known.section, mine.section))
    if _all_changed(page, labels, place, known, memory):
        return Reason(Why.NOTHING_RELIABLE)
    return None


def vouched(mine: Candidate, known: Remembered) -> bool:
    """Whether id or name is still as it was."""
    return bool(known.id and mine.id == known.id) or bool(known.name and mine.name == known.name)


def _rival(
    page: Page,
    labels: Sequence[Label],
    place: int,
    known: Remembered,
    memory: Sequence[Remembered],
) -> str | None:
    """The label of another thing that has the remembered id and name, where nothing explains it.

    That the two have changed places explains it: the other's label is a known one.
    """
    for at, each in enumerate(page.candidates):
        if at == place or not technically(known, each):
            continue
        label = labels[at].text
        if same(label, labels[place].text) and not numbered(known, memory):
            return label
        explained = any(same(label, other.label) for other in memory if other != known)
        if label and not explained:
            return label
    return None


def _bears_anothers(
    page: Page,
    labels: Sequence[Label],
    place: int,
    known: Remembered | None,
    memory: Sequence[Remembered],
) -> bool:
    """Whether the thing has id and name of another that was kept, and words have changed places.

    Ids and names stand in the order that they stood in, words do not: so words or headings were
    exchanged, or a page that numbers its fields has moved some. Where words stand and ids do not,
    the page has dealt its ids out anew, and its words count.
    """
    mine = page.candidates[place]
    bearer = _only(old for old in memory if technically(old, mine))
    if bearer is None or bearer == known:
        return False
    if same(bearer.label, labels[place].text):
        return known is not None and not numbered(bearer, memory)
    then = [each for each in memory if each.kind is mine.kind and not each.fickle]
    now = [at for at, each in enumerate(page.candidates) if each.kind is mine.kind]
    borne = [_only(old for old in then if technically(old, page.candidates[at])) for at in now]
    order = {name: at for at, name in enumerate(_nth(plain(each.label) for each in then))}
    said = [order[name] for name in _nth(plain(labels[at].text) for at in now) if name in order]
    places = [then.index(each) for each in borne if each is not None]
    return places == sorted(places) and said != sorted(said)


def _nth(words: Iterator[str]) -> Iterator[tuple[str, int]]:
    """Each of several words with which of its like it is."""
    met: Counter[str] = Counter()
    for word in words:
        met[word] += 1
        yield word, met[word]


def _only(found: Iterator[Remembered]) -> Remembered | None:
    every = list(found)
    return every[0] if len(every) == 1 else None


def _left_its_like(
    page: Page,
    labels: Sequence[Label],
    place: int,
    known: Remembered,
    memory: Sequence[Remembered],
) -> bool:
    """Whether those that stood with it under a heading still stand there, and it does not.

    What stands under another heading, with another id and another name, is then something else
    that is called so, such as the field of a form to search with.
    """
    if not plain(known.section) or same(known.section, page.candidates[place].section):
        return False
    like = [
        other
        for other in memory
        if other != known and other.kind is not Kind.PRESS and other.section == known.section
    ]
    return _standing(page, labels, place, like, within=known.section) > 0


def _all_changed(
    page: Page,
    labels: Sequence[Label],
    place: int,
    known: Remembered,
    memory: Sequence[Remembered],
) -> bool:
    """Whether nothing but this one label is left of a form that is still the same form.

    With neither id nor name as it was, the things around must bear witness. Where they are others
    *and* the form is another, it is a view of the page that nobody has seen yet.
    """
    mine = page.candidates[place]
    if known.kind is not Kind.FIELD and tidy(labels[place].text) == tidy(known.label):
        return False
    others = [each for each in memory if each != known and each.kind is not Kind.PRESS]
    if len(others) < FEW:
        return False
    if STANDING * _standing(page, labels, place, others) >= len(others):
        return False
    return same(known.section, mine.section) or _sorts(memory) == _sorts(page.candidates)


def _standing(
    page: Page,
    labels: Sequence[Label],
    place: int,
    others: Sequence[Remembered],
    within: str = "",
) -> int:
    """How many of the others are still there, by their label or by id and name."""
    here = [
        at
        for at, each in enumerate(page.candidates)
        if at != place and (not within or same(within, each.section))
    ]
    said = {plain(labels[at].text) for at in here} - {""}
    borne = {(each.id, each.name, each.kind) for each in (page.candidates[at] for at in here)}
    return sum(
        plain(other.label) in said
        or (bool(other.id or other.name) and (other.id, other.name, other.kind) in borne)
        for other in others
    )


def _sorts(things: Sequence[Candidate | Remembered]) -> Counter[tuple[str, str]]:
    return Counter((each.tag, each.type) for each in things if each.kind is not Kind.PRESS)
