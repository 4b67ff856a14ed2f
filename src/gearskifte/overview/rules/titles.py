# SPDX-License-Identifier: EUPL-1.2
"""Titles that some systems write in capitals only, made readable for the citizen."""

from __future__ import annotations

import re
from typing import Final

from gearskifte.overview.rules.addresses import MARK

_WORD: Final = re.compile(r"[^\W\d_]+")
_BEFORE_A_CAPITAL: Final = (", ", ": ", ". ", " - ", " – ", "/", "(")
_STREETS: Final = re.compile(
    r"(vej|gade|all[eé]|torv|stræde|vænge|bakke|have|park|toft|vang|sti)(en|n|et)?\Z"
)
_BEFORE_A_NUMBER: Final = re.compile(r" \d")
_SHORTEST: Final = 6
"""Letters. Fewer in capitals may well be an abbreviation that is meant so."""


def readable(title: str, name: str) -> str:
    """The title in small letters, if it is all capitals; any other title as it is.

    The first word of each part gets its capital back, and so does a street before its number and
    every word of the citizen's `name`. The source's own spelling stays in the registry.

    >>> readable("P-KORT HOLM, KAREN MARGRETHE", "Karen Margrethe Holm")
    'P-kort Holm, Karen Margrethe'
    >>> readable("SKOVVEJ 3 - TAGBOLIG", "")
    'Skovvej 3 - Tagbolig'
    >>> readable("[adresse] - TAGBOLIG", "")
    '[adresse] - Tagbolig'
    """
    written = title.replace(MARK, "")
    if not written.isupper() or sum(map(str.isalpha, written)) < _SHORTEST:
        return title
    names = {word.lower() for word in _WORD.findall(name)}

    def small(match: re.Match[str]) -> str:
        word, before, after = match[0], title[: match.start()], title[match.end() :]
        first = not before or before.endswith(_BEFORE_A_CAPITAL)
        letter = len(word) == 1 and after.startswith("-")
        street = _STREETS.search(word.lower()) and _BEFORE_A_NUMBER.match(after)
        capital = first or letter or street or word.lower() in names
        return word.capitalize() if capital else word.lower()

    return _WORD.sub(small, title)
