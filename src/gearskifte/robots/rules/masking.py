# SPDX-License-Identifier: EUPL-1.2
"""CPR numbers covered where they may not be read: labels, sentences, questions, logs."""

from __future__ import annotations

import re
from typing import Final

_LIKE_CPR: Final = re.compile(r"(?<![0-9])[0-9]{6}[- ]?[0-9]{4}(?![0-9])")
COVERED: Final = "••••••-••••"


def masked(text: str) -> str:
    """The text with everything that looks like a CPR number covered."""
    return _LIKE_CPR.sub(COVERED, text)


def bare_cpr(text: str) -> str:
    """The ten digits of a text that is a CPR number, else ""."""
    return re.sub(r"[- ]", "", text) if _LIKE_CPR.fullmatch(text.strip()) else ""
