# SPDX-License-Identifier: EUPL-1.2
"""Makes what the commons' thesaurus needs from its texts: `python -m scripts.knowledge`.

`vectors.npz`: the vectors of all wordings and subjects, eight bits a number. `weights.json`: the
logistic of `rules/overlap.py`, fitted on `tests/fixtures/commons/wordings.tsv`, and the probability
from which a hit is shown: the lowest at which at most one singleton in twenty is alarmed, when
every second subject has been taken out of the thesaurus and stands among the entries instead.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from scipy.optimize import minimize

from gearskifte.commons import thesaurus as kept
from gearskifte.commons.embedding import KeepingEmbedder, OfflineEmbedder
from gearskifte.commons.evaluating import read_rows
from gearskifte.commons.rules.overlap import Weights
from gearskifte.commons.rules.scoring import showing
from gearskifte.commons.rules.topics import Floats, Thesaurus
from gearskifte.commons.thesaurus import Written

WORDINGS = Path(__file__).parents[1] / "tests" / "fixtures" / "commons" / "wordings.tsv"
MOST_ALARMS = 0.05
RIDGE = 0.1


def main() -> None:
    """Embed, keep, fit."""
    embedder = KeepingEmbedder(
        OfflineEmbedder(), Path(tempfile.gettempdir()) / "gearskifte-knowledge.sqlite"
    )
    topics, subjects = kept.read_topics(), kept.read_subjects()
    texts = kept.texts_of(topics, subjects)
    vectors = embedder.embed(texts)
    scale = np.abs(vectors).max(axis=1) / 127
    np.savez_compressed(
        kept.VECTORS,
        rows=np.rint(vectors / scale[:, None]).astype(np.int8),
        scale=scale.astype(np.float32),
        of=np.array(kept.fingerprint(texts)),
    )
    fitted = fit(embedder)
    kept.WEIGHTS.write_bytes(msgspec.json.format(msgspec.json.encode(fitted)) + b"\n")
    print(len(topics), "topics,", len(texts), "texts,", fitted)


def fit(embedder: KeepingEmbedder) -> Weights:
    """The weights that explain the written wordings best."""
    rows = read_rows(WORDINGS)
    topics = np.array([row.topic for row in rows])
    texts = [row.text for row in rows]
    cosine, agreement = _features(kept.thesaurus(), texts, [], embedder)
    pairs = np.triu_indices(len(rows), 1)
    same = (topics[pairs[0]] == topics[pairs[1]]).astype(float)
    known = np.column_stack([np.ones(len(same)), cosine[pairs], agreement[pairs]])
    offset, first, second = _logistic(known, same)
    alarms = []
    for fold in (0, 1):
        reduced, held = _without_half(fold, embedder)
        near, agree = _features(reduced, texts, held, embedder)
        scores = np.asarray(offset + first * near + second * agree, dtype=np.float32)
        alarms.append(_quiet_from([row.topic for row in rows], scores))
    return Weights(
        round(offset, 3), round(first, 3), round(second, 3), round(float(max(alarms)), 3)
    )


def _features(
    thesaurus: Thesaurus, texts: list[Written], others: list[Written], embedder: KeepingEmbedder
) -> tuple[Floats, Floats]:
    every = [*texts, *others]
    meaning = kept.understand(embedder, every)
    whole = [text.whole for text in every]
    bare = [not text.description.strip() for text in every]
    shares = thesaurus.shares(meaning, whole, bare)
    asked = thesaurus.shares(meaning, whole)[: len(texts)]
    near = meaning.whole[: len(texts)] @ meaning.whole.T
    return near, np.asarray(np.sqrt(asked) @ np.sqrt(shares).T)


def _without_half(fold: int, embedder: KeepingEmbedder) -> tuple[Thesaurus, list[Written]]:
    topics, subjects = kept.read_topics(), kept.read_subjects()
    staying = subjects[fold::2]
    texts = kept.texts_of(topics, staying)
    vectors = embedder.embed(texts)
    ends = len(texts) - len(staying)
    reduced = Thesaurus(topics, staying, vectors[:ends], vectors[ends:])
    return reduced, [Written(subject) for subject in subjects[1 - fold :: 2]]


def _logistic(known: Any, same: Any) -> tuple[float, float, float]:
    def loss(weights: Any) -> float:
        score = known @ weights
        return float(
            np.sum(np.logaddexp(0, score) - same * score) + RIDGE * weights[1:] @ weights[1:]
        )

    found = minimize(loss, np.zeros(known.shape[1])).x
    return float(found[0]), float(found[1]), float(found[2])


def _quiet_from(topics: list[str], scores: Floats) -> float:
    for probability in np.arange(0.30, 0.995, 0.005):
        threshold = float(np.log(probability / (1 - probability)))
        if showing(topics, scores, threshold).false_alarm_share <= MOST_ALARMS:
            return float(probability)
    return 0.995


if __name__ == "__main__":
    main()
