# SPDX-License-Identifier: EUPL-1.2
"""Acting for others: narrow, dated mandates of a citizen's, and rights that registers tell of.

A citizen's mandate opens one case or one KLE subject, for a year at most, and begins when the one
it is meant for uses its code. Custody and guardianship come from registers and are not narrowed
here. Every mandate ends by time, when it is taken back, or when one of the two has died.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from gearskifte.kernel.access import PURPOSES, Mandate
from gearskifte.overview.rules.names import MARK, without_others

CODE_DAYS: Final = 14
"""How long a code can be used."""
LONGEST_DAYS: Final = 366
DURATIONS: Final = (30, 90, 180, 365)
"""The days a citizen can choose between."""
_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ23456789"
_CODE_LENGTH: Final = 12


class MandateState(StrEnum):
    """Where a mandate is."""

    OFFERED = "offered"
    UNUSED = "unused"
    ACTIVE = "active"
    COMING = "coming"
    ENDED = "ended"
    REVOKED = "revoked"


class MandateLine(msgspec.Struct, frozen=True, array_like=True):
    """A mandate as its giver and its holder see it.

    Attributes:
        label: the case's or the subject's title when the mandate was made.
        source: the register that told of it; "" for one that the citizen made.
    """

    id: UUID
    giver: UUID
    giver_name: str
    holder: UUID | None
    holder_name: str
    purpose: str
    scope: str
    label: str
    made_at: datetime
    starts: datetime | None
    ends: datetime | None
    code_until: datetime | None
    revoked_at: datetime | None
    source: str

    @property
    def mandate(self) -> Mandate | None:
        """The right it gives, once somebody holds it."""
        if self.holder is None or self.starts is None:
            return None
        purpose = PURPOSES[self.purpose]
        return Mandate(
            self.id, self.giver, self.holder, purpose, self.scope, self.starts, self.ends
        )

    def state(self, now: datetime) -> MandateState:
        """Where it is at `now`."""
        if self.revoked_at is not None and self.revoked_at <= now:
            return MandateState.REVOKED
        if self.ends is not None and self.ends <= now:
            return MandateState.ENDED
        if self.starts is None:
            open_still = self.code_until is not None and now < self.code_until
            return MandateState.OFFERED if open_still else MandateState.UNUSED
        return MandateState.ACTIVE if self.starts <= now else MandateState.COMING


def as_held(line: MandateLine) -> MandateLine:
    """A mandate as its holder sees it: what it is called names nobody but the giver."""
    return msgspec.structs.replace(
        line, label=without_others(line.label, line.giver_name) or (line.label and MARK)
    )


def new_code() -> str:
    """A code that cannot be guessed (31 ** 12) and has no letters that look alike."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, _CODE_LENGTH, 4))


def typed(code: str) -> str:
    """A code as it was meant, however it was typed.

    >>> typed(" abcd efgh-jklm ")
    'ABCD-EFGH-JKLM'
    """
    letters = "".join(each for each in code.upper() if each.isalnum())
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def ends_after(days: int, now: datetime) -> datetime:
    """When a mandate of so many days, made now, ends.

    Raises:
        ValueError: if it would hold for no time, or longer than a year.
    """
    if not 0 < days <= LONGEST_DAYS:
        raise ValueError("a mandate holds for a day at least and a year at most")
    return now + timedelta(days=days)
