# SPDX-License-Identifier: EUPL-1.2
"""The list on every keystroke: entries that share words with what has been typed so far.

An index in memory from stems and compound parts to rows. The last word may be unfinished and finds
every term that begins like it. A hit's weight is the sum of its terms' rarity (BM25's inverse
document frequency, without length, since all texts are short).
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gearskifte.commons.rules.topics import Floats
from gearskifte.commons.rules.words import EMPTY_WORDS, Vocabulary, stem, words

MOST_COMPLETIONS: Final = 200
LIGHTEST: Final = 0.5
"""A hit with less than this share of the heaviest one's weight is chance."""

_PREFIX_FROM: Final = 3
_SATURATION: Final = 1.2
_LENGTH: Final = 0.75
"""k1 and b of BM25, as search engines have them without being told (Lucene)."""


@dataclass(frozen=True, slots=True)
class WordHit:
    """A row and what its shared words weigh."""

    row: int
    weight: float


class WordIndex:
    """Rows by the terms of their text; rows are added, never changed."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._rows: dict[str, array[int]] = {}
        self._sorted: list[str] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, texts: Sequence[str]) -> None:
        """Put texts at the next rows."""
        for text in texts:
            for term in set(self._vocabulary.terms(text)) | set(words(text)) - EMPTY_WORDS:
                self._rows.setdefault(term, array("I")).append(self._count)
            self._count += 1
        self._sorted = sorted(self._rows)

    def search(self, typed: str, most: int) -> list[WordHit]:
        """The rows with the heaviest shared words, best first."""
        groups = self._groups(typed)
        if not groups:
            return []
        weights = np.zeros(self._count, dtype=np.float32)
        for terms in groups:
            # One typed word counts once in a row, by the rarest of its terms.
            best = np.zeros(self._count, dtype=np.float32)
            for term in terms:
                rows = np.frombuffer(self._rows[term], dtype=np.uint32)
                best[rows] = np.maximum(best[rows], self._rarity(len(rows)))
            weights += best
        most = min(most, self._count)
        top = np.argpartition(-weights, most - 1)[:most]
        ranked = sorted((-float(weights[row]), int(row)) for row in top if weights[row] > 0)
        heaviest = -ranked[0][0] if ranked else 0.0
        return [WordHit(row, -w) for w, row in ranked if -w >= heaviest * LIGHTEST]

    def _groups(self, typed: str) -> list[set[str]]:
        """The known terms of each typed word; the last word stands for all that it may become."""
        said = [word for word in words(typed) if word not in EMPTY_WORDS]
        groups = [
            {term for term in [word, *self._vocabulary.terms(word)] if term in self._rows}
            for word in said
        ]
        if said and typed[-1:].isalnum() and len(said[-1]) >= _PREFIX_FROM:
            groups[-1] |= self._completions(said[-1])
        return [group for group in groups if group]

    def _completions(self, start: str) -> set[str]:
        at = bisect_left(self._sorted, start)
        found = set()
        for term in self._sorted[at : at + MOST_COMPLETIONS]:
            if not term.startswith(start):
                break
            found.add(term)
        return found

    def _rarity(self, rows: int) -> float:
        return math.log(1 + (self._count - rows + 0.5) / (rows + 0.5))


def word_scores(asked: Sequence[str], texts: Sequence[str]) -> Floats:
    """BM25 of stemmed words alone, asked × texts: the measure beside which ours is held.

    No compounds are split and nothing is completed. A word search lists nothing that shares no
    word; such texts come last, below 0, in an order drawn by lot (always the same lot).
    """
    said = [_stems(text) for text in texts]
    lengths = np.asarray([sum(each.values()) for each in said], dtype=np.float32)
    norm = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / max(float(lengths.mean()), 1.0))
    places: dict[str, list[int]] = {}
    for row, each in enumerate(said):
        for term in each:
            places.setdefault(term, []).append(row)
    lot = -np.random.default_rng(0).random((len(asked), len(texts)), dtype=np.float32)
    scores = np.zeros_like(lot)
    for row, text in enumerate(asked):
        for term in _stems(text).keys() & places.keys():
            rows = np.asarray(places[term])
            often = np.asarray([said[each][term] for each in rows], dtype=np.float32)
            rarity = math.log(1 + (len(texts) - len(rows) + 0.5) / (len(rows) + 0.5))
            scores[row, rows] += rarity * often * (_SATURATION + 1) / (often + norm[rows])
    return np.where(scores > 0, scores, lot)


def _stems(text: str) -> Counter[str]:
    return Counter(stem(word) for word in words(text) if word not in EMPTY_WORDS)
