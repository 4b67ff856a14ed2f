# SPDX-License-Identifier: EUPL-1.2
"""Which part of the municipality a text is for, guessed from the topics that it is about."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from gearskifte.commons.embedding import Embedder
from gearskifte.commons.rules.portfolio import Field
from gearskifte.commons.thesaurus import FOLDER, Written, questions, thesaurus
from gearskifte.kernel.errors import ConfigurationError

SURE: Final = 0.5
"""A field is proposed when it has so large a share of what the text is about."""


@cache
def field_of_topics() -> dict[str, Field]:
    """Topic → the field it belongs to, from `knowledge/fields.txt` (`field: topic topic …`)."""
    found = {}
    for line in (FOLDER / "fields.txt").read_text(encoding="utf-8").splitlines():
        name, _, topics = line.partition(":")
        found.update(dict.fromkeys(topics.split(), Field(name)))
    return found


def field_of(text: Written, embedder: Embedder) -> Field | None:
    """The field a text is for; None where that is not clear or the model does not run."""
    try:
        (question,) = questions(embedder, [text])
    except ConfigurationError:
        return None
    topics, known = thesaurus().topics, field_of_topics()
    shares: dict[Field, float] = {}
    for number in np.flatnonzero(question.shares > 0):
        field = known[topics[number].name]
        shares[field] = shares.get(field, 0.0) + float(question.shares[number])
    best = max(shares, key=lambda field: shares[field], default=None)
    return best if best and shares[best] >= SURE else None
