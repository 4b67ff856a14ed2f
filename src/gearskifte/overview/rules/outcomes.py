# SPDX-License-Identifier: EUPL-1.2
"""What a decision means: yes, partly, no, or withdrawn, from the words of its class.

The classes of decisions (afgørelsesklasser) are each municipality's own, so the Danish title is
read. A title that none of the words fit stays as it is, and nothing is said about it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final


class Outcome(StrEnum):
    """How a case was decided."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OTHER = "other"


_WORDS: Final = (
    (Outcome.WITHDRAWN, r"\b(trukket|tilbagekald|frafald|bortfald)"),
    (Outcome.PARTLY, r"\b(delvi[st]|del af|i stedet)"),
    (Outcome.REFUSED, r"\b(afslag|afslå|afvis|ikke imødekom|ikke bevil|ikke godkend|stands|stopp)"),
    (Outcome.GRANTED, r"\b(imødekom|bevil|godkend|medhold|tilladelse|tilkend|ja\b)"),
)


@lru_cache(maxsize=1024)
def outcome(decision: str) -> Outcome | None:
    """What a decision's title says; None where there is no decision.

    >>> outcome("Delvist imødekommet"), outcome("Ikke bevilget")
    (<Outcome.PARTLY: 'partly'>, <Outcome.REFUSED: 'refused'>)
    """
    if not decision.strip():
        return None
    for found, words in _WORDS:
        if re.search(words, decision, re.IGNORECASE):
            return found
    return Outcome.OTHER
