# SPDX-License-Identifier: EUPL-1.2
"""Numbers and papers of a case, as the systems give them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from gearskifte.demo import organisation as org
from gearskifte.demo.identity import identify
from gearskifte.demo.story import (
    INCOMING,
    INTERNAL,
    OUTGOING,
    Document,
    DocumentType,
    Party,
    PostAnswer,
    Sensitivity,
)
from gearskifte.demo.subjects import Subject

DELIVERED: Final[PostAnswer] = "Afleveret Digital Post"


def case_number(system: org.Actor, opened: date, serial: int) -> str:
    """The number a system gives a case; each system has its own form."""
    if system is org.STENBRO:
        return f"{opened:%y}/{serial:05}"
    if system is org.TIDEVAND:
        return f"TV{serial:06}"
    return f"K{opened:%Y}-{serial:05}"


@dataclass(frozen=True, slots=True)
class Folder:
    """The papers of one case.

    Attributes:
        scope: what makes ids differ between municipalities drawn differently.
    """

    number: str
    subject: Subject
    party: Party
    by: org.Employee
    sensitivity: Sensitivity = "FORTROLIGE_PERSONOPLYSNINGER"
    scope: str = ""

    @property
    def case_id(self) -> UUID:
        """The case's UUID."""
        return identify("case", self.scope, self.number)

    def incoming(self, count: int, title: str, at: datetime) -> Document:
        """A letter to the municipality, written the day before it was registered."""
        return self._document(count, title, INCOMING, at, at.date() - timedelta(days=1))

    def letter(
        self,
        count: int,
        title: str,
        at: datetime,
        delivery: PostAnswer = DELIVERED,
    ) -> Document:
        """A letter from the municipality, sent by Digital Post unless told otherwise."""
        return self._document(count, title, OUTGOING, at, at.date(), delivery)

    def internal(self, count: int, title: str, at: datetime) -> Document:
        """A paper the municipality writes to itself."""
        return self._document(count, title, INTERNAL, at, at.date())

    def _document(
        self,
        count: int,
        title: str,
        kind: DocumentType,
        at: datetime,
        dated: date,
        delivery: PostAnswer = "",
    ) -> Document:
        return Document(
            id=identify("document", self.scope, self.number, count),
            number=f"{self.number}-{count}",
            title=title,
            type=kind,
            at=at,
            dated=dated,
            by=self.by,
            party=self.party,
            subject=self.subject,
            sensitivity=self.sensitivity,
            delivery=delivery,
        )
