# SPDX-License-Identifier: EUPL-1.2
"""How sure a provider is of who somebody is (NSIS sikringsniveau)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

_SPELLINGS: Final = (
    "https://data.gov.dk/concept/core/nsis/loa/",
    "https://data.gov.dk/concept/core/nsis/",
)


class Level(StrEnum):
    """An assurance level of the national standard (NSIS 2.0.1), the lowest first."""

    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"

    def reaches(self, least: Level) -> bool:
        """Whether this level is enough where `least` is asked for."""
        order = list(Level)
        return order.index(self) >= order.index(least)

    @property
    def uri(self) -> str:
        """The level as a request names it (OIOSAML 3.0 and MitID's brokers)."""
        return _SPELLINGS[0] + self.capitalize()


def level_of(said: str) -> Level | None:
    """The level that a provider's word means; None for every other word.

    Only the three names of the standard are known, alone or as its URIs. Levels of other schemes
    ("3", "urn:…") mean nothing here: what is not understood gives no right.
    """
    word = said.strip()
    for spelling in _SPELLINGS:
        word = word.removeprefix(spelling)
    return next((level for level in Level if level.value == word.lower()), None)
