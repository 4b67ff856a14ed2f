# SPDX-License-Identifier: EUPL-1.2
"""What can be seen from a CPR number alone.

Modulus 11 has not been valid as a check since 1 October 2007, so it is not used: nobody is refused
for it. Source: CPR-kontoret, "Personnumre uden kontrolciffer (modulus 11 kontrol)".
"""

from __future__ import annotations

import re
from datetime import date
from enum import Enum

_TEN_DIGITS = re.compile(r"[0-9]{10}")
_BARE = re.compile(r"[0-9]{6}-?[0-9]{4}")
_DAY_SHIFT = 60


class CprForm(Enum):
    """What the digits of a CPR number say about it."""

    DATE = "begins with a date"
    SHIFTED_DATE = "day of birth plus 60: an administrative number or a test number"
    NO_DATE = "ten digits, but no such date"
    NOT_TEN_DIGITS = "not ten digits"


def cpr_form(digits: str) -> CprForm:
    """How the number is formed; the seventh digit tells the century."""
    if not _TEN_DIGITS.fullmatch(digits):
        return CprForm.NOT_TEN_DIGITS
    day, month, year = (int(digits[at : at + 2]) for at in (0, 2, 4))
    shifted = day > _DAY_SHIFT
    try:
        date(_century(int(digits[6]), year) + year, month, day - _DAY_SHIFT if shifted else day)
    except ValueError:
        return CprForm.NO_DATE
    return CprForm.SHIFTED_DATE if shifted else CprForm.DATE


def is_bare_cpr(text: str) -> bool:
    """Whether `text` is nothing but a CPR number, with or without its hyphen."""
    return _BARE.fullmatch(text) is not None


def _century(seventh: int, year: int) -> int:
    if seventh <= 3 or (seventh in (4, 9) and year >= 37):
        return 1900
    return 1800 if seventh in (5, 6, 7, 8) and year >= 58 else 2000
