# SPDX-License-Identifier: EUPL-1.2
"""The thesaurus that comes with the product, and texts read with it.

`knowledge/topics/*.txt` holds one topic a line (`name: wording ; wording …`), `subjects.txt` one
subject a line; both are written by hand. `vectors.npz` and `weights.json` are made from them by
`scripts/knowledge.py`, and a test fails when they are out of step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from gearskifte.commons.embedding import MODEL, Embedder
from gearskifte.commons.rules.overlap import Question, Weights
from gearskifte.commons.rules.topics import Floats, Meaning, Thesaurus, Topic

FOLDER: Final = Path(__file__).parent / "knowledge"
VECTORS: Final = FOLDER / "vectors.npz"
WEIGHTS: Final = FOLDER / "weights.json"


class Written(msgspec.Struct, frozen=True):
    """A project's text: its title and what it shall do for whom."""

    title: str
    description: str = ""

    @property
    def whole(self) -> str:
        """Title and description as one text."""
        title = self.title.strip().rstrip(".")
        return f"{title}. {self.description.strip()}" if self.description.strip() else title


def read_topics() -> list[Topic]:
    """All topics of the thesaurus, by name; lines of the same name are one topic."""
    wordings: dict[str, list[str]] = {}
    for file in sorted((FOLDER / "topics").glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            name, _, written = line.partition(":")
            wordings.setdefault(name, []).extend(part.strip() for part in written.split(" ; "))
    return [Topic(name, tuple(dict.fromkeys(wordings[name]))) for name in sorted(wordings)]


def read_subjects() -> list[str]:
    """All bare subjects."""
    return (FOLDER / "subjects.txt").read_text(encoding="utf-8").splitlines()


def texts_of(topics: Sequence[Topic], subjects: Sequence[str]) -> list[str]:
    """What has a vector in `vectors.npz`, in its order."""
    return [wording for topic in topics for wording in topic.wordings] + list(subjects)


def fingerprint(texts: Sequence[str]) -> str:
    """Tells whether vectors belong to texts."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


@cache
def thesaurus() -> Thesaurus:
    """The thesaurus of this version (read once, 0.3 s)."""
    topics, subjects = read_topics(), read_subjects()
    with np.load(VECTORS) as kept:
        vectors = kept["rows"].astype(np.float32) * kept["scale"].astype(np.float32)[:, None]
    ends = len(vectors) - len(subjects)
    return Thesaurus(topics, subjects, vectors[:ends], vectors[ends:])


@cache
def edition() -> str:
    """Stands beside every kept meaning: the model, and the thesaurus it was read with."""
    return f"{MODEL}/{fingerprint(texts_of(read_topics(), read_subjects()))[:12]}"


@cache
def weights() -> Weights:
    """The fitted numbers of this version."""
    return msgspec.json.decode(WEIGHTS.read_bytes(), type=Weights)


def understand(embedder: Embedder, texts: Sequence[Written]) -> Meaning:
    """The centred vectors of texts; a text without a description is its title alone."""
    parts = [part for text in texts for part in (text.whole, text.title, _rest(text))]
    unique = list(dict.fromkeys(parts))
    place = {part: n for n, part in enumerate(unique)}
    rows = thesaurus().centred(embedder.embed(unique))
    made = rows[[place[part] for part in parts]].reshape(len(texts), 3, -1)
    return Meaning(made[:, 0], made[:, 1], made[:, 2])


def _rest(text: Written) -> str:
    return text.description.strip() or text.title


def entries(embedder: Embedder, texts: Sequence[Written]) -> tuple[Floats, Floats]:
    """Vectors and topic shares of a catalogue's entries."""
    meaning = understand(embedder, texts)
    bare = [not text.description.strip() for text in texts]
    shares = thesaurus().shares(meaning, [text.whole for text in texts], bare)
    return meaning.whole, shares


def questions(embedder: Embedder, texts: Sequence[Written]) -> list[Question]:
    """What somebody is looking for, read for a search."""
    meaning = understand(embedder, texts)
    shares = thesaurus().shares(meaning, [text.whole for text in texts])
    odds = thesaurus().odds(shares)
    return [Question(*each) for each in zip(meaning.whole, shares, odds, strict=True)]
