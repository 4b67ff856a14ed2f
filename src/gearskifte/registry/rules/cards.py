# SPDX-License-Identifier: EUPL-1.2
"""Cards: what is true of an object now, small and flat, made from its history.

A card is a projection. It can always be made again from the registrations, and it is good until
the first moment at which some fact begins or ends (`History.next_change_after`).
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

from gearskifte.kernel.time import parse_timestamp


def moment_of(text: str) -> datetime | None:
    """The moment a card's text stands for; None where the source wrote none that can be read."""
    try:
        return parse_timestamp(text).moment
    except ValueError:
        return None


class Progress(StrEnum):
    """The four states of a case (Fremdrift): opstået, oplyst, afgjort, afsluttet."""

    ARISEN = "Opstaaet"
    INFORMED = "Oplyst"
    DECIDED = "Afgjort"
    CLOSED = "Afsluttet"


class DatedState(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A state and the time it holds; `end` None is until further notice."""

    state: str
    start: datetime
    end: datetime | None = None

    def holds_at(self, moment: datetime) -> bool:
        """Whether the state holds at `moment`."""
        return self.start <= moment and (self.end is None or moment < self.end)


class Actor(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """An organisation, unit, employee or system on an object, by reference and name."""

    target: str = ""
    name: str = ""
    cvr: str = ""


NOBODY: Final = Actor()
"""Where there is no such actor; a card says nothing of it."""


class JournalEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A journal post (journalpost): a filed or attached document, or a note."""

    role: str
    start: datetime
    document: str = ""
    title: str = ""
    text: str = ""


class CaseCard(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A case (sag) as it stands. Texts are the source's own; `kle` is the subject's number.

    `status` is the source's own word for where the case is (Sagsstatus), from `status_since`; it
    has a `status_until` where the source says that it holds no longer than that. `decision` is the
    class of decision that holds now, `decisions` every one there was, with their times.
    """

    number: str = ""
    title: str = ""
    description: str = ""
    legal_basis: str = ""
    kle: str = ""
    kle_title: str = ""
    states: tuple[DatedState, ...] = ()
    decision: str = ""
    decisions: tuple[DatedState, ...] = ()
    status: str = ""
    status_since: datetime | None = None
    status_until: datetime | None = None
    created_at: str = ""
    responsible: Actor = NOBODY
    handler: Actor = NOBODY
    journal: tuple[JournalEntry, ...] = ()


class DocumentCard(msgspec.Struct, frozen=True, omit_defaults=True):
    """A document (dokument): the index holds what it is, not its content."""

    number: str = ""
    title: str = ""
    document_type: str = ""
    letter_date: str = ""
    state: str = ""


class PaymentPlan(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a benefit is paid (økonomisk effektueringsplan); the amount as the source wrote it."""

    amount: str = ""
    frequency: str = ""
    disposal_day: str = ""
    start: str = ""
    end: str = ""
    in_advance: bool | None = None


class GrantedBenefit(msgspec.Struct, frozen=True, omit_defaults=True):
    """One benefit of a grant (bevilget ydelse)."""

    id: str
    name: str = ""
    kle: str = ""
    start: str = ""
    end: str = ""
    reason: str = ""
    message: str = ""
    repayable: bool | None = None
    plans: tuple[PaymentPlan, ...] = ()


class GrantCard(msgspec.Struct, frozen=True, omit_defaults=True):
    """A grant (bevilling) with its benefits."""

    number: str = ""
    start: str = ""
    end: str = ""
    reason: str = ""
    case: str = ""
    benefits: tuple[GrantedBenefit, ...] = ()
    responsible: Actor = NOBODY


class PaymentLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One benefit's part of a payment (økonomisk ydelseseffektuering)."""

    amount: str = ""
    start: str = ""
    end: str = ""
    kle: str = ""
    grant: str = ""
    benefit_id: str = ""


class PaymentCard(msgspec.Struct, frozen=True, omit_defaults=True):
    """A payment (økonomisk effektuering); amounts as the source wrote them."""

    number: str = ""
    gross: str = ""
    net: str = ""
    sent: str = ""
    paid: str = ""
    disposal_date: str = ""
    start: str = ""
    end: str = ""
    department: str = ""
    lines: tuple[PaymentLine, ...] = ()


Card = CaseCard | DocumentCard | GrantCard | PaymentCard


class Party(msgspec.Struct, frozen=True, order=True, gc=False):
    """A person on an object, in a role, for as long as the relation holds."""

    person: UUID
    role: str
    start: datetime
    end: datetime | None = None
    name: str = ""


class Link(msgspec.Struct, frozen=True, order=True, gc=False):
    """A reference from one object to another."""

    target: UUID
    role: str


class Summary(msgspec.Struct, frozen=True, gc=False):
    """All that is projected from an object's history at one moment.

    Attributes:
        owner: the authority (Ejer): its CVR number where known, else its UUID or URN; "" if none.
        owner_name, system, system_name: as stated; `system` is the Master system's id.
        sensitivity: 1 (not confidential) to 4 (VIP); None where the kind carries none of its own.
        hidden: excluded from the citizen's view by the source (Visningsklasse), now or later on.
        finished: nothing more will happen: a closed case, a grant whose benefits have all ended.
        sorted_at: the moment by which lists are sorted, where the object states one.
        good_until: when the summary must be made anew; None is until the next registration.
        named: whom the security profiles (Sikkerhedsprofil) let see it; None where there are none.
        decided_until: when something begins or ends that decides which officials may see it.
    """

    card: Card
    parties: tuple[Party, ...]
    links: tuple[Link, ...]
    owner: str
    owner_name: str
    system: str
    system_name: str
    kle: str
    sensitivity: int | None
    hidden: bool
    finished: bool
    sorted_at: datetime | None
    good_until: datetime | None
    named: tuple[UUID, ...] | None = None
    decided_until: datetime | None = None
