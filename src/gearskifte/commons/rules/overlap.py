# SPDX-License-Identifier: EUPL-1.2
"""How probable it is that two descriptions are of the same undertaking (overlap).

The probability is a logistic of two things: the cosine of the two texts' centred vectors, and the
agreement of their topics (the logarithm of Bayes' factor: how many times likelier than by chance
they are about one topic). Its three numbers are fitted by `scripts/knowledge.py` on wordings
written for this purpose; a raw cosine, which lies in a narrow band for all Danish text, is never
shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gearskifte.commons.rules.topics import CHANCE, Floats

if TYPE_CHECKING:
    from scipy import sparse

MOST_SHOWN: Final = 5
SHARE_KEPT: Final = 0.002
"""Shares below this are forgotten, so that a catalogue of 100,000 stays small."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted logistic, and the probability from which a hit is shown."""

    offset: float
    cosine: float
    agreement: float
    shown_from: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of the catalogue and the probability that it is the same undertaking."""

    row: int
    probability: float


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: its centred vector, its shares of the topics, and what they are worth.

    `odds`: how many times likelier than by chance a text about each topic is the same undertaking.
    """

    vector: Floats
    shares: Floats
    odds: Floats


class Shelf:
    """A catalogue to search: one vector and a few topic shares for each entry (rows)."""

    def __init__(self, vectors: Floats, shares: Floats | sparse.csr_array) -> None:
        self._vectors = vectors
        self._shares = _sparse(shares)

    def __len__(self) -> int:
        return len(self._vectors)

    def scores(self, question: Question, weights: Weights) -> Floats:
        """The log-odds for every entry (one exact pass; 100,000 take some 50 ms)."""
        agreement = agreeing(self._shares @ question.odds)
        cosine = self._vectors @ question.vector
        return np.asarray(
            weights.offset + weights.cosine * cosine + weights.agreement * agreement,
            dtype=np.float32,
        )

    def search(self, question: Question, weights: Weights, *, most: int = MOST_SHOWN) -> list[Hit]:
        """The most probable entries that are worth showing; often none."""
        scores = self.scores(question, weights)
        most = min(most, len(scores))
        if not most:
            return []
        top = np.argpartition(-scores, most - 1)[:most]
        ranked = sorted((float(-scores[row]), int(row)) for row in top)
        hits = [Hit(row, probability(-score)) for score, row in ranked]
        return [hit for hit in hits if hit.probability >= weights.shown_from]


def probability(score: float) -> float:
    """Log-odds as a probability."""
    return float(1 / (1 + np.exp(-np.clip(score, -50, 50))))


def shared_words(mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """The terms that both texts use, in the order of the first."""
    known = set(theirs)
    return tuple(dict.fromkeys(term for term in mine if term in known))


def agreeing(factor: Floats) -> Floats:
    """Bayes' factors of common topics as log-odds; they never speak strongly against."""
    return np.asarray(np.log(CHANCE + factor), dtype=np.float32)


def _sparse(shares: Floats | sparse.csr_array) -> sparse.csr_array:
    from scipy import sparse  # noqa: PLC0415 - slow to import

    if isinstance(shares, np.ndarray):
        shares = sparse.csr_array(np.where(shares >= SHARE_KEPT, shares, 0).astype(np.float32))
    return shares
