# SPDX-License-Identifier: EUPL-1.2
"""How well overlaps are found, on a labelled set (retrieval measures as in TREC).

A row's *relevant* rows are the others of its topic. A topic with one row is a *singleton*: whatever
is shown for it is a false alarm. Scores are log-odds, rows × candidates; the first candidates are
the rows themselves, the rest distractors, which are never relevant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gearskifte.commons.rules.overlap import MOST_SHOWN
from gearskifte.commons.rules.topics import Floats

DEPTH: Final = 10
PRECISION: Final = 0.90
_NEVER: Final = -1e9


@dataclass(frozen=True, slots=True)
class Ranking:
    """Mean share of the relevant rows among the first ten (of at most ten), and mean 1/rank."""

    recall_at_10: float
    mrr: float


@dataclass(frozen=True, slots=True)
class Showing:
    """What is shown, at most five a row: how much of it is right, and alarms on singletons."""

    precision: float
    false_alarm_share: float
    shown: int


def without_self(scores: Floats) -> Floats:
    """The scores with every row's own place out of reach."""
    apart = scores.copy()
    own = np.arange(len(apart))
    apart[own, own] = _NEVER
    return apart


def ranking(topics: Sequence[str], scores: Floats) -> Ranking:
    """Recall at ten and mean reciprocal rank over the rows that have a relevant row."""
    size = Counter(topics)
    apart = without_self(scores)
    recalls, reciprocals = [], []
    for row, topic in enumerate(topics):
        others = size[topic] - 1
        if not others:
            continue
        order = np.argsort(-apart[row], kind="stable")
        right = [p < len(topics) and p != row and topics[p] == topic for p in order]
        recalls.append(sum(right[:DEPTH]) / min(DEPTH, others))
        reciprocals.append(1 / (1 + right.index(True)))
    return Ranking(_mean(recalls), _mean(reciprocals))


def showing(topics: Sequence[str], scores: Floats, shown_from: float) -> Showing:
    """Precision of the at most five candidates above `shown_from` (log-odds), and alarms.

    Precision is 1.0 when nothing is shown at all, alarms 0.0 when there is no singleton.
    """
    size = Counter(topics)
    apart = without_self(scores)
    right = shown = alarms = singletons = 0
    for row, topic in enumerate(topics):
        best = np.argsort(-apart[row], kind="stable")[:MOST_SHOWN]
        best = best[apart[row, best] >= shown_from]
        right += sum(place < len(topics) and topics[place] == topic for place in best)
        shown += len(best)
        if size[topic] == 1:
            singletons += 1
            alarms += bool(len(best))
    return Showing(
        float(right) / shown if shown else 1.0,
        alarms / singletons if singletons else 0.0,
        shown,
    )


def pair_recall(topics: Sequence[str], scores: Floats, precision: float = PRECISION) -> float:
    """The most of all true pairs of rows that a threshold finds at `precision` or better.

    A pair's score is the mean of both directions. 0.0 when no threshold reaches the precision.
    """
    count = len(topics)
    first, second = np.triu_indices(count, 1)
    both = (scores[:, :count] + scores[:, :count].T)[first, second]
    names = np.asarray(topics)
    true = (names[first] == names[second])[np.argsort(-both, kind="stable")]
    if not true.any():
        return 0.0
    found = np.cumsum(true)
    good = np.flatnonzero(found / np.arange(1, len(true) + 1) >= precision)
    return float(found[good[-1]] / found[-1]) if len(good) else 0.0


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else 0.0
