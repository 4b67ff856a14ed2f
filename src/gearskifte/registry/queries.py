# SPDX-License-Identifier: EUPL-1.2
"""Reads of the registry. Those of a person's data take an `Access`, and the database logs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.access import Access
from gearskifte.kernel.database.prepared import one_value
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.queues import Queued
from gearskifte.kernel.secrets import Vault
from gearskifte.registry.histories import unpack_facts
from gearskifte.registry.rules.cards import (
    Card,
    CaseCard,
    DatedState,
    DocumentCard,
    GrantCard,
    PaymentCard,
)
from gearskifte.registry.rules.history import History, Registered, fold
from gearskifte.registry.rules.intake import Kind
from gearskifte.registry.rules.references import parse_uuid
from gearskifte.registry.rules.summary import summarise
from gearskifte.registry.unread import LeftUnread

SQL: Final[Queries] = load("gearskifte.registry", "read")


class Source(msgspec.Struct, frozen=True, array_like=True):
    """A source system and when it was last heard."""

    id: str
    name: str
    heard_at: datetime


class Held(msgspec.Struct, frozen=True):
    """An object that may be seen, with its card as it stands at the moment of reading.

    `kle` is the number of its subject: a document's own, a grant's and a payment's first.
    """

    id: UUID
    kind: Kind
    owner: str
    system: str
    changed_at: datetime
    finished: bool
    card: Card
    kle: str = ""


MOST_COUNTED: Final = 500
"""A person's first page counts no further: what has so many has at least so many."""


class Total(msgspec.Struct, frozen=True, array_like=True):
    """How many objects of a kind there are, shown or not; a first page counts to `MOST_COUNTED`."""

    kind: Kind
    finished: bool
    number: int


class PersonOverview(msgspec.Struct, frozen=True):
    """What the registry holds on a person, the newest of each kind first."""

    name: str
    objects: tuple[Held, ...]
    totals: tuple[Total, ...]
    sources: tuple[Source, ...]
    unread: tuple[LeftUnread, ...] = ()


class ObjectDetail(msgspec.Struct, frozen=True):
    """One object, its whole history, and the objects it is linked with that may be seen."""

    name: str
    held: Held
    history: History
    linked: tuple[Held, ...]
    sources: tuple[Source, ...]
    unread: tuple[LeftUnread, ...] = ()


class CaseSpan(msgspec.Struct, frozen=True):
    """When a case arose, was decided and was closed (fremdrift), and how; about nobody.

    Attributes:
        owner, kle: whose case it is, and its subject.
        decision: the outcome's title (afgørelsesklasse); "" where none was told.
    """

    owner: str
    kle: str
    arisen: datetime
    decided: datetime | None
    closed: datetime | None
    decision: str


class LoggedAct(msgspec.Struct, frozen=True, array_like=True):
    """One thing that a log or a message tells happened in a case (hændelse).

    Attributes:
        lifecycle: "start" where it was begun, "told" where a message of that kind came and nobody
            is known to have done anything; else it was done.
    """

    at: datetime
    activity: str
    resource: str = ""
    lifecycle: str = ""


class CaseCourse(msgspec.Struct, frozen=True):
    """What a case went through, without a word on whom it is about.

    Attributes:
        owner, system: the authority and the source system, by id. number: in that system.
        kle, kle_title: its subject. unit: the responsible unit's name.
        states: with their times. acts: what logs and messages tell that happened, in order.
        decisions: the titles of the outcomes it has had (afgørelsesklasse), with their times.
    """

    id: UUID
    owner: str
    system: str
    kle: str
    kle_title: str
    unit: str
    states: tuple[DatedState, ...]
    created_at: str
    number: str = ""
    acts: tuple[LoggedAct, ...] = ()
    decisions: tuple[DatedState, ...] = ()


class KnownPerson(msgspec.Struct, frozen=True):
    """A person by id and the newest name a source gave; "" where none did."""

    id: UUID
    name: str


class _Registration(msgspec.Struct):
    """A registration as it is stored, its facts packed."""

    id: UUID
    source_time: datetime
    received_at: datetime
    facts: bytes


def _unpacked(stored: Sequence[_Registration]) -> History:
    return fold(
        Registered(each.id, each.source_time, each.received_at, unpack_facts(each.facts))
        for each in stored
    )


class _Row(msgspec.Struct, array_like=True):
    id: UUID
    kind: Kind
    owner: str
    system: str
    changed_at: datetime
    finished: bool
    card: msgspec.Raw
    stale: list[_Registration] | None = None
    kle: str = ""
    number: int = 0

    def held(self, now: datetime) -> Held:
        """The object; its card is made anew where some fact has begun or ended since."""
        card: Card = _DECODERS[self.kind].decode(self.card)
        finished = self.finished
        if self.stale is not None:
            summary = summarise(self.kind, _unpacked(self.stale), now)
            card, finished = summary.card, summary.finished
        return Held(
            self.id, self.kind, self.owner, self.system, self.changed_at, finished, card, self.kle
        )


class _OverviewRow(msgspec.Struct):
    name: str | None
    objects: list[_Row]
    sources: list[Source]
    totals: list[Total] = []
    unread: list[LeftUnread] | None = None

    def counted(self) -> tuple[Total, ...]:
        """How many there are of each list: told by itself, or on one's own page by each object."""
        told = {(row.kind, row.finished): row.number for row in self.objects if row.number}
        return (*self.totals, *(Total(*each, number) for each, number in told.items()))


class _ObjectRow(msgspec.Struct):
    name: str | None
    object: _Row
    registrations: list[_Registration]
    linked: list[_Row]
    sources: list[Source]
    unread: list[LeftUnread] | None = None


_DECODERS: Final[dict[Kind, msgspec.json.Decoder[Any]]] = {
    Kind.CASE: msgspec.json.Decoder(CaseCard),
    Kind.DOCUMENT: msgspec.json.Decoder(DocumentCard),
    Kind.GRANT: msgspec.json.Decoder(GrantCard),
    Kind.PAYMENT: msgspec.json.Decoder(PaymentCard),
}
_OVERVIEW = msgspec.json.Decoder(_OverviewRow)
_OBJECT = msgspec.json.Decoder(_ObjectRow)


def read_overview(cursor: Cursor[Any], access: Access) -> PersonOverview:
    """All that may be shown of a person, in one statement, written to the person's log."""
    opening = _opening(access, access.entry("overview"))
    return _overview(one_value(cursor, SQL.overview, opening), access)


def read_everything(cursor: Cursor[Any], access: Access) -> PersonOverview:
    """All that may be shown of a person, however much it is, written to the person's log."""
    opening = _opening(access, access.entry("download"))
    return _overview(one_value(cursor, SQL.everything, opening), access)


def read_list(
    cursor: Cursor[Any], access: Access, *, kind: Kind, finished: bool, most: int, skip: int
) -> PersonOverview:
    """One page of a person's objects of one kind, with their total, written to the log."""
    arguments = {"kind": kind, "finished": finished, "most": most, "skip": skip}
    opening = _opening(access, access.entry("list"))
    row = cursor.execute(SQL.list, {**opening, **arguments}).fetchone()
    return _overview(row[0] if row else None, access)


def _opening(access: Access, entry: str) -> dict[str, Any]:
    return {
        "at": access.at,
        "subject": access.subject,
        "authority": access.authority,
        "entry": entry,
    }


def _overview(found: bytes | str | None, access: Access) -> PersonOverview:
    read = _OVERVIEW.decode(found or b"")
    return PersonOverview(
        name=read.name or "",
        objects=tuple(each.held(access.at) for each in read.objects),
        totals=read.counted(),
        sources=tuple(read.sources),
        unread=tuple(read.unread or ()),
    )


def read_object(cursor: Cursor[Any], access: Access, object_id: UUID) -> ObjectDetail | None:
    """One object with its history, or None if it is not there or may not be seen.

    The attempt is written to the person's log either way.
    """
    opening = _opening(access, access.entry("object", object=str(object_id)))
    row = cursor.execute(SQL.object, {**opening, "object": object_id}).fetchone()
    if row is None or row[0] is None:
        return None
    read = _OBJECT.decode(row[0])
    return ObjectDetail(
        name=read.name or "",
        held=read.object.held(access.at),
        history=_unpacked(read.registrations),
        linked=tuple(each.held(access.at) for each in read.linked),
        sources=tuple(read.sources),
        unread=tuple(read.unread or ()),
    )


def person_number(cursor: Cursor[Any], vault: Vault, access: Access) -> str:
    """A person's CPR number, for what must be sent by it, written to the log; "" if not known."""
    asked = {"at": access.at, "subject": access.subject, "entry": access.entry("number")}
    row = cursor.execute(SQL.number, asked).fetchone()
    return vault.decipher(bytes(row[0])).decode() if row and row[0] else ""


def find_person(cursor: Cursor[Any], fingerprint: bytes) -> UUID | None:
    """The id of the person with this fingerprint of a CPR number; nothing else is revealed."""
    row = cursor.execute(SQL.find_person, {"fingerprint": fingerprint}).fetchone()
    return row[0] if row else None


def case_spans(cursor: Cursor[Any]) -> Iterator[CaseSpan]:
    """When each case arose and ended. For the worker role: the web role sees its own alone."""
    for row in cursor.execute(SQL.spans):
        yield CaseSpan(*row)


def case_titles(cursor: Cursor[Any]) -> Iterator[tuple[str, str, str, list[str]]]:
    """Of each case: KLE number, its title, the case's, the persons' names. For the worker role."""
    yield from cursor.execute(SQL.titles)


def newest_persons(cursor: Cursor[Any], *, most: int) -> list[KnownPerson]:
    """The persons met last. For the worker role: the web role sees nobody but who is logged in."""
    rows = cursor.execute(SQL.newest_persons, {"most": most}).fetchall()
    return [KnownPerson(*row) for row in rows]


def read_case_courses(cursor: Cursor[Any], cases: Sequence[UUID]) -> list[CaseCourse]:
    """What these cases went through; those that are no cases, or hold nothing yet, are left out.

    For the worker role. About no person, so nothing is logged.
    """
    rows = cursor.execute(SQL.case_courses, {"ids": list(cases)}).fetchall()
    return [
        CaseCourse(
            id=row[0],
            owner=row[1],
            system=row[2],
            kle=row[3],
            kle_title=row[4],
            unit=row[5],
            states=msgspec.convert(row[6], tuple[DatedState, ...]),
            created_at=row[7],
            number=row[8],
            acts=msgspec.convert(row[9], tuple[LoggedAct, ...]),
            decisions=msgspec.convert(row[10], tuple[DatedState, ...]),
        )
        for row in rows
    ]


def class_titles(cursor: Cursor[Any], names: Iterable[str]) -> dict[str, str]:
    """What classes are called, by their UUID as text; what is no UUID or not known is left out.

    For the worker role. A message's type (Beskedtype) is such a class.
    """
    ids = [known for name in names if (known := parse_uuid(name))]
    if not ids:
        return {}
    return dict(cursor.execute(SQL.class_titles, {"ids": ids}).fetchall())


def authorities(cursor: Cursor[Any]) -> dict[str, str]:
    """The authorities that own something in the registry: id → name."""
    return dict(cursor.execute(SQL.authorities).fetchall())


def read_intake_queue(cursor: Cursor[Any]) -> Queued:
    """The messages that wait to be read."""
    return Queued("received", *cursor.execute(SQL.unread).fetchall()[0])
