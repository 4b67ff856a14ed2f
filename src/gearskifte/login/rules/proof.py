# SPDX-License-Identifier: EUPL-1.2
"""What a provider has vouched for, whichever protocol it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import msgspec

SKEW_SECONDS: Final = 60
"""How far a provider's clock may be from ours."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A genuine answer: signed by the provider, to us, about this login, now.

    Attributes:
        values: every attribute or claim with its values. May hold a CPR number: never printed.
        context: the authentication context the provider names (acr, AuthnContextClassRef).
        subject: the provider's name for the person, and `session` for this login of theirs.
        once: what this answer is known by, so that it can be used once only.
        until: when `once` may be forgotten, as the answer itself is too old by then.
    """

    values: Mapping[str, tuple[str, ...]] = field(repr=False)
    context: str
    subject: str = field(repr=False)
    session: str = field(repr=False)
    once: str = field(repr=False)
    until: datetime
    subject_format: str = ""

    def first(self, name: str) -> str:
        """The first value of an attribute, "" if there is none."""
        values = self.values.get(name, ())
        return values[0].strip() if values else ""


class Kept(msgspec.Struct, frozen=True):
    """What a browser brings back from the provider, enciphered: the login it began.

    Attributes:
        who: whose provider it went to ("citizens" or "officials").
        request: the id of this login at the provider (state, or the request's ID).
        nonce, verifier: OpenID Connect's; "" for SAML.
        back: the page to show afterwards.
    """

    who: str
    request: str
    nonce: str
    verifier: str
    back: str
