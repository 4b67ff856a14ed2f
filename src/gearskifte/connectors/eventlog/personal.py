# SPDX-License-Identifier: EUPL-1.2
"""Keeps persons' numbers out of what is stored of a log in readable form."""

from __future__ import annotations

import re
from typing import Final

from gearskifte.connectors.sagdok.cpr import CprForm, cpr_form

_TEN_DIGITS: Final = re.compile(r"(?<![0-9])([0-9]{6})[- ]?([0-9]{4})(?![0-9])")


def without_numbers(text: str) -> str:
    """`text` with a dash for everything in it that has the form of a CPR number."""
    return _TEN_DIGITS.sub(_dash, text) if len(text) >= 10 else text


def _dash(found: re.Match[str]) -> str:
    return found[0] if cpr_form(found[1] + found[2]) is CprForm.NO_DATE else "–"
