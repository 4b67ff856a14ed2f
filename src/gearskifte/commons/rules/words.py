# SPDX-License-Identifier: EUPL-1.2
"""Danish words made comparable: lower case, stems, and the parts of compounds.

A compound (sammensætning) is split where both halves are words that the thesaurus knows, with or
without a joining s or e: affaldssortering gives affald and sortering.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import Stemmer

_WORD: Final = re.compile(r"[a-zæøåäöéü0-9]+")
_SHORTEST_PART: Final = 3
_SHORTEST_COMPOUND: Final = 7

_EMPTY: Final = """
og i at det en den til er som på de med han af for ikke der var mig sig men et har om vi min havde
ham hun nu over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev
kunne ind når være dog noget ville jo deres efter ned skulle denne end dette mit også under have dig
anden hende mine alt meget sit sine vor mod disse hvis din nogle hos blive mange ad bliver hendes
været jer sådan så kan uden ved gør ét én ny nye via samt får få giver kommune kommunen kommuner
kommunens kommunale
"""
EMPTY_WORDS: Final = frozenset(_EMPTY.split())
"""Words that say nothing about what a project is about."""

_stemmer = Stemmer.Stemmer("danish")


def words(text: str) -> list[str]:
    """The words of a text in lower case, in order, empty words included."""
    return _WORD.findall(text.lower())


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The word without its Danish endings (Snowball)."""
    stemmed: str = _stemmer.stemWord(word)
    return stemmed


class Vocabulary:
    """The words that compounds may be split into."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._known = {
            word for text in texts for word in words(text) if len(word) >= _SHORTEST_PART
        }
        self._parts: dict[str, tuple[str, ...]] = {}

    def parts(self, word: str) -> tuple[str, ...]:
        """The two halves of a compound, or nothing when it is none that is known."""
        if len(word) < _SHORTEST_COMPOUND:
            return ()
        if word not in self._parts:
            self._parts[word] = self._split(word)
        return self._parts[word]

    def terms(self, text: str) -> list[str]:
        """Stems of the words that say something, and of the parts of compounds."""
        found = []
        for word in words(text):
            if word not in EMPTY_WORDS and len(word) > 1:
                found.append(stem(word))
                found.extend(stem(part) for part in self.parts(word))
        return found

    def _split(self, word: str) -> tuple[str, ...]:
        best: tuple[int, tuple[str, ...]] = (0, ())
        for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            first, second = word[:at], word[at:]
            if not self._knows_ending(second):
                continue
            joined = first[:-1] if first[-1] in "se" and len(first) > _SHORTEST_PART else first
            for half in (first, joined):
                if half in self._known:
                    best = max(best, (min(len(half), len(second)), (half, second)))
        return best[1]

    def _knows_ending(self, word: str) -> bool:
        """Whether the second half is a known word, perhaps with an ending (-en, -e, -erne)."""
        return any(
            len(form) >= _SHORTEST_PART + bool(cut) and form in self._known
            for cut in range(4)
            for form in [word[: len(word) - cut]]
        )
