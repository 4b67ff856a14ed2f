# SPDX-License-Identifier: EUPL-1.2
"""What a connector makes of a message, before anything is stored.

A connector turns bytes into a `Reading`: registrations of objects (registreringer), events
(hændelsesbeskeder), classes (klasser), findings about quality, and refusals of what cannot be used.
It never raises for bad input and never touches a database.

The values of a fact are a flat JSON object with the English names listed in `fields.py`. Readings
are made by the hundred thousand and hold no cycles, so the garbage collector need not know of them.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from gearskifte.kernel.errors import Text
from gearskifte.registry.rules.named import Named
from gearskifte.registry.rules.references import Reference


class Kind(StrEnum):
    """The kinds of object in the indexes (objekttype)."""

    CASE = "case"
    DOCUMENT = "document"
    GRANT = "grant"
    PAYMENT = "payment"


class Section(StrEnum):
    """The three lists of a registration: AttributListe, TilstandListe, RelationListe."""

    ATTRIBUTES = "attributes"
    STATE = "state"
    RELATION = "relation"


class Operation(StrEnum):
    """How an object was sent: `importer` (first, whole) or `opdater` (what changed)."""

    IMPORT = "import"
    UPDATE = "update"


class Fact(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One statement with its own valid time (Virkning).

    Attributes:
        section: the list it stood in.
        key: what is stated, unique inside the section: an attribute set ("properties",
            "benefit:1"), a state ("progress") or a relation "type:role:index".
        start: valid from, inclusive (FraTidspunkt).
        values: the content, JSON types and `Reference` only.
        end: valid to, exclusive (TilTidspunkt); None is until further notice.
        actor: who changed it (AktoerRef); `actor_type` is AktoerTypeKode.
        note: free text on the validity (NoteTekst).
    """

    section: Section
    key: str
    start: datetime
    values: dict[str, Any]
    end: datetime | None = None
    actor: Reference | None = None
    actor_type: str = ""
    note: str = ""


class Registration(msgspec.Struct, frozen=True, gc=False):
    """One work step of a source system on one object (Registrering).

    Attributes:
        object_id: the object's UUID (UUIDIdentifikator).
        source_time: when the source knew it (Tidspunkt).
        lifecycle: LivscyklusKode as sent ("" for an update, which carries none).
    """

    object_id: UUID
    kind: Kind
    operation: Operation
    source_time: datetime
    facts: tuple[Fact, ...]
    lifecycle: str = ""
    actor: Reference | None = None
    note: str = ""


class Event(msgspec.Struct, frozen=True):
    """An event message (Hændelsesbesked) from the Beskedfordeler.

    Attributes:
        message_id: the sender's id of the message (BeskedId).
        event_type: Beskedtype; `action` is ObjektHandling.
        happened_at: when it took effect (GyldighedFra), else when it was registered.
        objects: what it is about (ObjektId) and what it relates to, first the main one.
        authority: ObjektAnsvarligMyndighed; `subject` is OpgaveEmne.
        details: the plain facts of a known inner message, e.g. delivery status of Digital Post.
    """

    message_id: str
    event_type: Reference | None
    registered_at: datetime | None
    happened_at: datetime | None
    objects: tuple[Reference, ...] = ()
    action: Reference | None = None
    authority: Reference | None = None
    subject: Reference | None = None
    system: Reference | None = None
    details: dict[str, str] = {}


class SubjectClass(msgspec.Struct, frozen=True):
    """A class of a classification scheme (klasse), e.g. a KLE subject (emne).

    Attributes:
        scheme: "KLE" or "KLE-facet".
        number: hovedgruppe "27", gruppe "27.35", emne "27.35.04" or facet "G01".
        valid_from: OprettetDato; `expired` is UdgaaetDato.
        successors: numbers that took over (AfloestAf).
        retention: BevaringJaevnfoerArkivloven B/K, "" where the plan has none.
        deletion_period: SletningJaevnfoerPersondataloven, an xs:duration, "" where none.
    """

    scheme: str
    number: str
    title: str
    edition: date
    uuid: UUID | None = None
    valid_from: date | None = None
    expired: date | None = None
    successors: tuple[str, ...] = ()
    retention: str = ""
    deletion_period: str = ""


class Inventory(msgspec.Struct, frozen=True):
    """How much a source says it has sent until a moment (afstemning).

    Attributes:
        system: the source's UUID.
        kind: only objects of this kind; None counts all.
        until: registrations up to and including this source time (Tidspunkt).
        number: of objects; `hash` is over them, see `rules.completeness.inventory_hash`.
        objects: each with when it was last registered; None where only number and hash are told.
    """

    system: str
    kind: Kind | None
    until: datetime
    number: int
    hash: str
    objects: tuple[tuple[UUID, datetime], ...] | None = None


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding(msgspec.Struct, frozen=True, gc=False):
    """Something in a message that breaks or strains the standard, though it could be used."""

    rule: str
    severity: Severity
    path: str
    text: Text
    object_id: UUID | None = None


class Refusal(msgspec.Struct, frozen=True):
    """A message, or one object in it, that cannot be used, and what the vendor should do.

    Attributes:
        object_id: the object that is refused; None for a whole message, or where it has no id.
        names: whom and what the refused part names; None is whatever the message names.
    """

    code: str
    path: str
    reason: Text
    object_id: UUID | None = None
    names: Named | None = None


class Reading(msgspec.Struct, frozen=True, gc=False):
    """All that was understood of one message.

    Attributes:
        interface: which standard it follows ("SF1470", "SF1491", "Beskedfordeler", "KLE", "").
        message_id: the id the sender gave it, "" where the standard has none.
        system: the sending system (Afsender), where named.
    """

    interface: str
    message_id: str = ""
    system: Reference | None = None
    registrations: tuple[Registration, ...] = ()
    events: tuple[Event, ...] = ()
    classes: tuple[SubjectClass, ...] = ()
    findings: tuple[Finding, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    inventories: tuple[Inventory, ...] = ()
