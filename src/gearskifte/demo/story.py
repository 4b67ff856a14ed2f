# SPDX-License-Identifier: EUPL-1.2
"""What happens in a life, before any vendor has written it down.

A case is a header and the work steps taken on it; one step is what the standard calls a
registrering. How a step becomes a message is the vendor's habit (`vendors`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from gearskifte.demo.faults import Fault
from gearskifte.demo.organisation import PENGEPUNG, Actor, Employee
from gearskifte.demo.subjects import Outcome, Subject

State = Literal["Opstaaet", "Oplyst", "Afgjort", "Afsluttet"]
DocumentType = Literal["Brev, indgaaende", "Brev, udgaaende", "Internt Notat", "Rapport", "Plan"]
Sensitivity = Literal[
    "IKKE_FORTROLIGE_DATA", "FORTROLIGE_PERSONOPLYSNINGER", "FOELSOMME_PERSONOPLYSNINGER"
]

PostAnswer = Literal["", "Afleveret Digital Post", "Fejlet"]

INCOMING: Final[DocumentType] = "Brev, indgaaende"
OUTGOING: Final[DocumentType] = "Brev, udgaaende"
INTERNAL: Final[DocumentType] = "Internt Notat"


@dataclass(frozen=True, slots=True)
class Party:
    """A person in a case (part): full name, and a URN with CPR number or another person id."""

    name: str
    urn: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """A document (dokument) as the index knows it: what it is, not what it says.

    Attributes:
        at: when it was registered; `dated` is the letter's own date (BrevDato).
        delivery: what Digital Post answers for an outgoing letter; "" when it was not sent there.
    """

    id: UUID
    number: str
    title: str
    type: DocumentType
    at: datetime
    dated: date
    by: Employee
    party: Party
    subject: Subject
    sensitivity: Sensitivity
    delivery: PostAnswer = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A note in the journal (journalnotat)."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One work step on a case (registrering). What is left empty did not change.

    Attributes:
        state: the case goes into this state now (Fremdrift).
        status: the system's own word for where the case is (Sagsstatus); `due` is when that word
            stops holding, which is how a system writes a last day.
        filed, attached: documents laid on the case (Tilakteret, Vedlagt).
        party: the same person by another reference, e.g. a new CPR number.
        leaves: a secondary party who is one no longer.
        withdrawn: a document that was filed by mistake.
        moved: a correction of the past: the state really began at this moment.
    """

    at: datetime
    by: Employee
    state: State | None = None
    status: str = ""
    due: datetime | None = None
    title: str = ""
    filed: tuple[Document, ...] = ()
    attached: tuple[Document, ...] = ()
    notes: tuple[Note, ...] = ()
    outcome: Outcome | None = None
    party: Party | None = None
    leaves: Party | None = None
    withdrawn: Document | None = None
    moved: tuple[State, datetime] | None = None

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents this step lays on the case."""
        return self.filed + self.attached


@dataclass(frozen=True, slots=True)
class Case:
    """A case (sag).

    Attributes:
        steps: in order of time; the first one opens the case.
        others: secondary parties from the beginning.
        exemption: secret title and legal basis, when exempt from public access.
        hidden: excluded from the citizen's view ("Visning undtaget for borger").
        parent: the case this one is part of (oversag); `estate` a property's URN (byggeri).
    """

    id: UUID
    number: str
    title: str
    subject: Subject
    party: Party
    handler: Employee
    system: Actor
    steps: tuple[Step, ...]
    others: tuple[Party, ...] = ()
    description: str = ""
    legal_basis: str = ""
    sensitivity: Sensitivity = "FORTROLIGE_PERSONOPLYSNINGER"
    exemption: tuple[str, str] | None = None
    hidden: bool = False
    parent: UUID | None = None
    estate: str = ""

    @property
    def start(self) -> datetime:
        """When the case was opened."""
        return self.steps[0].at


@dataclass(frozen=True, slots=True)
class Rate:
    """An amount per payment, in whole kroner, from a month on; 0 for help that is not money."""

    month: date
    kroner: int


@dataclass(frozen=True, slots=True)
class Benefit:
    """A granted benefit (bevilget ydelse) with the amounts it has had.

    Attributes:
        id: unique inside the grant (BevilgetYdelse/Id).
        rates: in order of time; the first one begins the benefit.
        last: the last month it is paid for, if it ends.
    """

    id: str
    name: str
    subject: Subject
    rates: tuple[Rate, ...]
    last: date | None = None
    repayable: bool = False
    message: str = ""

    def kroner(self, month: date) -> int:
        """The amount for a month; 0 outside the benefit's time."""
        if self.last is not None and month > self.last:
            return 0
        amounts = [rate.kroner for rate in self.rates if rate.month <= month]
        return amounts[-1] if amounts else 0


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant (bevilling): benefits paid every month.

    Attributes:
        start: when it was granted.
        in_advance: paid on the first bank day of the month, not on the last (ForudBagud).
        case: the case that granted it, if any.
        system: where the grant lies.
        mistakes: what the vendor gets wrong in the payment for a month.
    """

    id: UUID
    number: str
    party: Party
    start: datetime
    by: Employee
    reason: str
    benefits: tuple[Benefit, ...]
    in_advance: bool = False
    case: UUID | None = None
    system: Actor = PENGEPUNG
    mistakes: Mapping[date, Fault] = field(default_factory=dict)

    def rated_at(self) -> tuple[date, ...]:
        """The months in which an amount begins."""
        months = (rate.month for benefit in self.benefits for rate in benefit.rates)
        return tuple(sorted(set(months)))


@dataclass(frozen=True, slots=True)
class Move:
    """A person moves into the municipality; only the national register tells."""

    start: datetime
    party: Party
    key: str


@dataclass(frozen=True, slots=True)
class Custody:
    """A parent has custody of a child (forældremyndighed); only the national register tells."""

    start: datetime
    child: Party
    holder: Party
    key: str


Episode = Case | Grant | Move | Custody
"""Something a vendor will send messages about, from `start` on."""

Life = tuple[Episode, ...]
"""Episodes that follow from each other; none starts before the first."""
