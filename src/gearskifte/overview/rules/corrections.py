# SPDX-License-Identifier: EUPL-1.2
"""A citizen says that something is wrong: who must answer by when, and where the matter stands.

An answer is due within a month (databeskyttelsesforordningen art. 12, stk. 3, and art. 16). A
matter is answered, on its way, or over its deadline; there is no other way for it to end, so
nothing ends in silence.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from gearskifte.kernel.errors import Text
from gearskifte.kernel.time import local_date

ANSWER_DAYS: Final = 30
LONGEST_TEXT: Final = 4000


class CorrectionOutcome(StrEnum):
    """What came of it."""

    CORRECTED = "corrected"
    PARTLY = "partly"
    UNCHANGED = "unchanged"
    EXPLAINED = "explained"

    @property
    def words(self) -> Text:
        """The outcome in words."""
        return _WORDS[self]


_WORDS: Final = {
    CorrectionOutcome.CORRECTED: Text("Det er rettet.", "It has been corrected."),
    CorrectionOutcome.PARTLY: Text("Noget af det er rettet.", "Some of it has been corrected."),
    CorrectionOutcome.UNCHANGED: Text("Det er ikke ændret.", "It has not been changed."),
    CorrectionOutcome.EXPLAINED: Text("Her er forklaringen.", "Here is the explanation."),
}


class Standing(StrEnum):
    """Where a matter stands."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    ANSWERED = "answered"


class Correction(msgspec.Struct, frozen=True, array_like=True):
    """What a citizen said is wrong, as it stands.

    Attributes:
        object_id, title: the case or payment it is about; None and "" where it is about none.
        log_line: the line of the citizen's log it is about.
        subject: what it is about without naming anybody: the KLE subject.
        changed_at: when the source last registered anything on the object.
        name: the citizen's; only for who may read it.
        received_at: when the source system said that it has it; `source` is what that is called.
        kle: the number of the object's subject; only for the citizen.
    """

    id: UUID
    sent_at: datetime
    due_at: datetime
    object_id: UUID | None
    log_line: int | None
    unit: str
    system: str
    subject: str
    text: str
    answered_at: datetime | None
    outcome: str
    answer: str
    answered_by: str
    seen_at: datetime | None
    title: str = ""
    changed_at: datetime | None = None
    name: str = ""
    received_at: datetime | None = None
    source: str = ""
    kle: str = ""

    @property
    def changed_since(self) -> bool:
        """Whether the source has registered something on the object since this was sent."""
        return self.changed_at is not None and self.changed_at > self.sent_at


def due(sent: datetime) -> datetime:
    """When the answer must have come."""
    return sent + timedelta(days=ANSWER_DAYS)


def standing(answered_at: datetime | None, due_at: datetime, now: datetime) -> Standing:
    """Where a matter stands at `now`."""
    if answered_at is not None and answered_at <= now:
        return Standing.ANSWERED
    return Standing.OVERDUE if now >= due_at else Standing.WAITING


def due_day(due_at: datetime) -> date:
    """The last whole day on which the answer is in time."""
    return local_date(due_at - timedelta(microseconds=1))


def fit_to_send(text: str) -> bool:
    """Whether a text says something, is not endless, and can be kept (PostgreSQL holds no null)."""
    return 0 < len(text.strip()) <= LONGEST_TEXT and "\0" not in text
