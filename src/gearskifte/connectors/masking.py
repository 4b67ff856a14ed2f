# SPDX-License-Identifier: EUPL-1.2
"""Keeps CPR numbers out of texts that people and logs get to see."""

from __future__ import annotations

import re

_LONG_NUMBER = re.compile(r"\d{6,}(?:-\d+)?")


def masked(text: str, longest: int = 200) -> str:
    """`text` with every number of six digits or more blotted out, cut to `longest` characters."""
    shown = _LONG_NUMBER.sub("…", text)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"
