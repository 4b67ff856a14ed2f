# SPDX-License-Identifier: EUPL-1.2
"""Titles that were written from case worker to case worker: what makes them hard for a citizen.

Counted per KLE subject and about nobody, so that a unit can see where to begin before it opens a
subject to citizens. A fault is a kind of fault, told once for a title however often it occurs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from gearskifte.kernel.errors import Text
from gearskifte.overview.rules.names import names_others


class TitleFault(StrEnum):
    """What is hard in a title."""

    EMPTY = "empty"
    SHOUTING = "shouting"
    ABBREVIATION = "abbreviation"
    NAME = "name"
    NUMBER = "number"
    INSIDE_WORD = "inside_word"

    @property
    def words(self) -> Text:
        """The fault in words."""
        return _TEXTS[self]


_TEXTS: Final = {
    TitleFault.EMPTY: Text("ingen titel", "no title"),
    TitleFault.SHOUTING: Text("kun store bogstaver", "capitals only"),
    TitleFault.ABBREVIATION: Text("forkortelser", "abbreviations"),
    TitleFault.NAME: Text("navne eller initialer", "names or initials"),
    TitleFault.NUMBER: Text("numre", "numbers"),
    TitleFault.INSIDE_WORD: Text("ord, kun ansatte bruger", "words only employees use"),
}
_ABBREVIATION: Final = re.compile(
    r"\b(?:[^\W\d_]+\.)+[^\W\d_]*|\b[bcdfghjklmnpqrstvxz]{2,}\b", re.IGNORECASE
)
_CAPITALS: Final = re.compile(r"\b[A-ZÆØÅ]{2,5}\b")
_INITIALS: Final = re.compile(r"(?:,|–|-|/)\s*[A-ZÆØÅ]{2,4}\s*\Z")
_LONG_NUMBER: Final = re.compile(r"\d{5,}|\d{6}-?\d{4}|\b\d{2}/\d{3,}")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_INSIDE: Final = re.compile(
    r"\b(revurdering|visitation|bevillingsskrivelse|partshøring|journaliser\w*|esdh|foranstaltning\w*"
    r"|udredning|opfølgning|sagsbehandl\w*|borger)\b",
    re.IGNORECASE,
)
_END_OF_SENTENCE: Final = re.compile(r"[^\W\d_]{4,}\.\Z")


class SubjectTitles(msgspec.Struct, frozen=True):
    """How the titles of a subject's cases are: `cases`, how many with a fault, and which faults."""

    kle: str
    subject: str
    cases: int
    faulty: int
    faults: dict[str, int]


def title_faults(title: str, names: Iterable[str] = ()) -> frozenset[TitleFault]:
    """The kinds of fault in a title; `names` are those of the persons in the case.

    >>> sorted(title_faults("HJH – rengøring hver 2. uge, KMH"))
    [<TitleFault.ABBREVIATION: 'abbreviation'>, <TitleFault.NAME: 'name'>]
    """
    if not title.strip():
        return frozenset({TitleFault.EMPTY})
    shouting = title.isupper() and sum(map(str.isalpha, title)) >= 6
    plain = _END_OF_SENTENCE.sub(lambda found: found[0][:-1], title.strip())
    words = {word.casefold() for word in _WORD.findall(title)}
    told = {word.casefold() for name in names for word in _WORD.findall(name)}
    found = {
        TitleFault.SHOUTING: shouting,
        TitleFault.ABBREVIATION: bool(
            _ABBREVIATION.search(plain) or (not shouting and _CAPITALS.search(plain))
        ),
        TitleFault.NAME: bool(
            words & told or (not shouting and (_INITIALS.search(title) or names_others(title, "")))
        ),
        TitleFault.NUMBER: bool(_LONG_NUMBER.search(title)),
        TitleFault.INSIDE_WORD: bool(_INSIDE.search(title)),
    }
    return frozenset(fault for fault, there in found.items() if there)


def survey(titles: Iterable[tuple[str, str, str, Sequence[str]]]) -> list[SubjectTitles]:
    """The subjects with the most faulty titles first.

    Args:
        titles: for each case its KLE number, the subject's title, its own, and the persons' names.
    """
    subjects: dict[str, str] = {}
    counts: dict[str, list[frozenset[TitleFault]]] = {}
    for kle, subject, title, names in titles:
        subjects[kle] = subject or subjects.get(kle, "")
        counts.setdefault(kle, []).append(title_faults(title, names))
    found = [_subject(kle, subjects[kle], faults) for kle, faults in counts.items()]
    return sorted(found, key=lambda each: (-each.faulty, each.kle))


def _subject(kle: str, subject: str, titles: list[frozenset[TitleFault]]) -> SubjectTitles:
    kinds = {fault.value: sum(fault in each for each in titles) for fault in TitleFault}
    return SubjectTitles(
        kle=kle,
        subject=subject,
        cases=len(titles),
        faulty=sum(map(bool, titles)),
        faults={name: number for name, number in kinds.items() if number},
    )
