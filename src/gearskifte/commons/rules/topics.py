# SPDX-License-Identifier: EUPL-1.2
"""What a text is about: a distribution over known kinds of project.

The thesaurus knows some hundred kinds of municipal project (a *topic*), each in many wordings:
technical and everyday, brand and generic, means and effect. A text is compared with each wording,
by meaning (embedding) and by words, and gets a share for every topic. Two texts that share no word
agree when their shares do.

A text that only names a subject area (fagområde), as a register does ("Renovation, regulativer"),
is about no project. The subjects of the thesaurus compete for such texts and take their share.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from gearskifte.commons.rules.words import Vocabulary

Floats = npt.NDArray[np.float32]

TEMPERATURE: Final = 0.03
"""How sharply the nearest topic is preferred; on centred cosines."""

WEIGHT_OF_WORDS: Final = 0.04
EDGE_OF_SUBJECTS: Final = 0.40
"""What a subject gets before it is compared with a bare title: registers are full of such texts.
A text that says what shall be done for whom is compared without it."""

NEAREST: Final = (0.4, 0.25, 0.15, 0.12, 0.08)
"""Weights of the five nearest wordings of a topic, the nearest first."""

KIN: Final = 0.3
KIN_WIDTH: Final = 0.2
"""How much two different topics count as one: at most `KIN`, less by e for each `KIN_WIDTH` that
the cosine of their middles is under one. Dictating a note is near to having a meeting summed up.
"""

CHANCE: Final = 0.3
"""The least that unlike topics say: the thesaurus may know neither of two texts."""


SLICE: Final = 64
"""So many texts are compared with all wordings at a time."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of project (emne): its name and the wordings it is known by."""

    name: str
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """Centred unit vectors of texts: of the whole, the title and the description (rows: texts)."""

    whole: Floats
    title: Floats
    rest: Floats


class Thesaurus:
    """All known topics and subjects with the vectors of their wordings (pure once made)."""

    def __init__(
        self,
        topics: Sequence[Topic],
        subjects: Sequence[str],
        topic_vectors: Floats,
        subject_vectors: Floats,
    ) -> None:
        self.topics = tuple(topics)
        self._mean = topic_vectors.mean(axis=0)
        self._wordings = self.centred(topic_vectors)
        self._subjects = self.centred(subject_vectors)
        self._places = _places([len(topic.wordings) for topic in topics])
        wordings = [wording for topic in topics for wording in topic.wordings]
        self.vocabulary = Vocabulary([*wordings, *subjects])
        self._kinship = self._near_topics()
        self._index = self._count_words()

    def _near_topics(self) -> Floats:
        """How much each topic counts as each other (topics × topics, one on the diagonal)."""
        ends = np.cumsum([len(topic.wordings) for topic in self.topics])
        middles = np.stack([part.mean(axis=0) for part in np.split(self._wordings, ends[:-1])])
        middles /= np.linalg.norm(middles, axis=1, keepdims=True)
        kinship = KIN * np.exp((middles @ middles.T - 1) / KIN_WIDTH)
        np.fill_diagonal(kinship, 1)
        return np.asarray(kinship, dtype=np.float32)

    def odds(self, shares: Floats) -> Floats:
        """How many times likelier than by chance a text about each topic is the same undertaking.

        With all topics equally frequent this is Bayes' factor: a text's shares times the number of
        topics, spread over kin. Two texts that might be about anything say nothing of each other.
        """
        return np.asarray(shares @ self._kinship * len(self.topics), dtype=np.float32)

    def _count_words(self) -> dict[str, list[tuple[int, float]]]:
        """Term → the topics that use it, with how much it says for each."""
        counts = [
            Counter(term for wording in topic.wordings for term in self.vocabulary.terms(wording))
            for topic in self.topics
        ]
        spread = Counter(term for count in counts for term in count)
        self._rarity = {term: math.log((len(counts) + 1) / (n + 0.5)) for term, n in spread.items()}
        index: dict[str, list[tuple[int, float]]] = {}
        for topic, count in enumerate(counts):
            for term, n in count.items():
                says = self._rarity[term] * 2 * n / (n + 1)
                index.setdefault(term, []).append((topic, says))
        return index

    def rarity(self, term: str) -> float:
        """How much a term says: the logarithm of how few topics use it."""
        return self._rarity.get(term, 3.0)

    def centred(self, vectors: Floats) -> Floats:
        """Vectors without what all Danish project texts share, of length one (rows)."""
        moved = vectors - self._mean
        length = np.linalg.norm(moved, axis=1, keepdims=True)
        return np.asarray(moved / np.maximum(length, 1e-9), dtype=np.float32)

    def _by_meaning(self, vectors: Floats) -> Floats:
        """How near each text is to each topic; in slices, so that a catalogue fits in memory."""
        slices = [vectors[at : at + SLICE] for at in range(0, len(vectors), SLICE)]
        return np.concatenate([self._slice_by_meaning(each) for each in slices])

    def _slice_by_meaning(self, vectors: Floats) -> Floats:
        near = vectors @ self._wordings.T
        nowhere = np.full((len(near), 1), -np.inf, dtype=np.float32)
        return _nearest(np.concatenate([near, nowhere], axis=1)[:, self._places])

    def _by_words(self, texts: Sequence[str]) -> Floats:
        scores = np.zeros((len(texts), len(self.topics)), dtype=np.float32)
        for row, text in enumerate(texts):
            terms = set(self.vocabulary.terms(text))
            for term in terms:
                for topic, says in self._index.get(term, ()):
                    scores[row, topic] += says
            scores[row] /= math.sqrt(1 + sum(self.rarity(term) for term in terms))
        return scores

    def shares(
        self, meaning: Meaning, texts: Sequence[str], bare: Sequence[bool] | None = None
    ) -> Floats:
        """Each text's share of each topic (texts × topics, rows sum to at most one).

        With `bare` the texts stand in a catalogue, and subjects take their share, more of it from
        those that are a bare title; what somebody is looking for is taken to be a project.
        """
        scores = (
            self._by_meaning(meaning.whole) * 0.5
            + self._by_meaning(meaning.title) * 0.25
            + self._by_meaning(meaning.rest) * 0.25
            + self._by_words(texts) * WEIGHT_OF_WORDS
        )
        if bare is not None:
            edge = np.array(bare, dtype=np.float32) * EDGE_OF_SUBJECTS
            subject = _nearest(meaning.whole @ self._subjects.T) + edge
            scores = np.concatenate([scores, subject[:, None]], axis=1)
        scores = (scores - scores.max(axis=1, keepdims=True)) / TEMPERATURE
        share = np.exp(scores)
        share /= share.sum(axis=1, keepdims=True)
        return np.asarray(share[:, : len(self.topics)], dtype=np.float32)


def _places(lengths: Sequence[int]) -> npt.NDArray[np.int64]:
    """Where each topic's wordings stand (topics × longest); the rest points past the last."""
    places = np.full((len(lengths), max(*lengths, len(NEAREST))), sum(lengths))
    start = 0
    for topic, length in enumerate(lengths):
        places[topic, :length] = np.arange(start, start + length)
        start += length
    return places


def _nearest(near: Floats) -> Floats:
    """The weighted mean of the largest values of the last axis; the last stands in for missing."""
    best = np.sort(np.partition(near, -len(NEAREST), axis=-1)[..., -len(NEAREST) :], axis=-1)
    best = best[..., ::-1]
    for n in range(1, len(NEAREST)):
        best[..., n] = np.where(np.isinf(best[..., n]), best[..., n - 1], best[..., n])
    return np.asarray(best @ np.array(NEAREST, dtype=np.float32), dtype=np.float32)
