# SPDX-License-Identifier: EUPL-1.2
"""One interface for every provider, whichever protocol it speaks."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import msgspec

from gearskifte.kernel.errors import Text
from gearskifte.login.rules.assurance import Level
from gearskifte.login.rules.proof import Kept, Proof


class ProviderSession(msgspec.Struct, frozen=True):
    """What logging out at the provider takes; kept enciphered in the browser.

    Attributes:
        who: whose provider it is ("citizens" or "officials").
    """

    who: str
    subject: str = ""
    subject_format: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """A provider's word that somebody has logged out: of one login, or of all of theirs ("").

    `once` and `until` are as a proof's. `answer` is where the browser goes to say that it was done.
    """

    subject: str
    session: str
    once: str
    until: datetime
    answer: str = ""


class IdentityProvider(Protocol):
    """Who vouches for people (identitetsudbyder)."""

    def begin(self, who: str, level: Level, back: str, now: datetime) -> tuple[str, Kept]:
        """Where the browser goes to log in, and what it must bring back."""

    def finish(self, answer: Mapping[str, str], kept: Kept, now: datetime) -> Proof:
        """What the provider's answer proves.

        Raises:
            Refused: if it is not a genuine answer to this login.
            Unreachable: if the provider must be asked and does not answer.
        """

    def log_out(self, session: ProviderSession, now: datetime) -> str:
        """Where the browser goes to log out at the provider too; "" where that cannot be."""

    def ended(self, message: Mapping[str, str], now: datetime) -> Ended:
        """Whom a provider's message logs out.

        Raises:
            Refused: if it is not a genuine message of the provider's.
        """

    def check(self, now: datetime) -> Text:
        """What a doctor sees when all is well.

        Raises:
            ConfigurationError, Unreachable: if it is not.
        """


def unguessable() -> str:
    """A name that nobody can guess (256 bits), which may begin an XML id."""
    return f"_{secrets.token_urlsafe(32)}"
