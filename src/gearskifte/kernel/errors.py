# SPDX-License-Identifier: EUPL-1.2
"""Errors that say what, why and what to do, in Danish and English, with a code to search for.

GearskifteError
├── ConfigurationError   the installation is set up wrongly; the operator mends it
├── DatabaseError        the database cannot be used as it stands
├── AccessDenied         somebody asked for what their role and purpose do not give
└── InputRefused         something sent to us cannot be understood; the sender mends it
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Danish and in English."""

    da: str
    en: str

    def in_language(self, language: str) -> str:
        """The sentence in `language` ("en" gives English, all else Danish)."""
        return self.en if language.startswith("en") else self.da


class GearskifteError(Exception):
    """Something went wrong, and here is what, why and what to do about it.

    `permanent` says whether trying again unchanged can help (False) or never will (True).
    """

    permanent: ClassVar[bool] = True

    def __init__(self, code: str, *, what: Text, why: Text, do: Text) -> None:
        self.code = code
        self.what = what
        self.why = why
        self.do = do
        super().__init__(self.describe("en"))

    def describe(self, language: str) -> str:
        """All three sentences and the code on one line, for a terminal or a log."""
        parts = (text.in_language(language) for text in (self.what, self.why, self.do))
        return f"{self.code}: {' '.join(parts)}"


class ConfigurationError(GearskifteError):
    """The installation is set up wrongly."""


class DatabaseError(GearskifteError):
    """The database cannot be used as it stands."""


class AccessDenied(GearskifteError):
    """A role and purpose do not give what was asked for (default deny)."""


class InputRefused(GearskifteError):
    """A message or a field cannot be understood; it is kept and the sender is told."""
