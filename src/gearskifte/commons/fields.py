# SPDX-License-Identifier: EUPL-1.2
"""Which part of the municipality a text is for, guessed from the topics that it is about."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from gearskifte.commons.rules.portfolio import Field
from gearskifte.commons.thesaurus import FOLDER, thesaurus

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


def field_of(topics: Sequence[int], shares: Sequence[float]) -> Field | None:
    """The field of a text with these shares of these topics; None where that is not clear."""
    known, names = field_of_topics(), thesaurus().topics
    found: dict[Field, float] = {}
    for topic, share in zip(topics, shares, strict=True):
        field = known[names[topic].name]
        found[field] = found.get(field, 0.0) + share
    best = max(found, key=lambda field: found[field], default=None)
    return best if best and found[best] >= SURE else None
