# SPDX-License-Identifier: EUPL-1.2
"""What the registry announces: a case has moved on, money is on its way.

Announced once per change, and only for what is news: importing a history of old cases is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from gearskifte.kernel.events import Announcement
from gearskifte.registry.rules.cards import (
    Card,
    CaseCard,
    PaymentCard,
    Progress,
    Summary,
    moment_of,
)
from gearskifte.registry.rules.intake import Event, Kind
from gearskifte.registry.rules.references import ReferenceKind
from gearskifte.registry.rules.visibility import CITIZEN_SEES_AS

NEWS_DAYS: Final = 60
"""What happened longer ago than this many days is history when it arrives, not news."""
_NEWS: Final = timedelta(days=NEWS_DAYS)

_STATES: Final = frozenset(Progress)
"""What a page has words for; another state that a source writes stays on the case."""


class CaseProgressed(msgspec.Struct, frozen=True):
    """A case went into a new state (Fremdrift).

    Attributes:
        object_id: the case.
        persons: who may see it as citizens.
        state: FremdriftStatusKode; `at` is when it took effect.
    """

    object_id: UUID
    persons: tuple[UUID, ...]
    state: str
    at: datetime


class PaymentAnnounced(msgspec.Struct, frozen=True):
    """A payment (økonomisk effektuering) became known; `at` is its day of disposal."""

    object_id: UUID
    persons: tuple[UUID, ...]
    at: datetime


class RobotActed(msgspec.Struct, frozen=True):
    """A robot did something in a case (hændelse), at the moment of the event; robots tell it.

    Attributes:
        robot: the robot's slug; `title` its name, and `version` the recipe's number.
        rule: the recipe's legal basis, "" where none is stated.
        case: the case's UUID, or its number in its own system.
        what: what was done; nothing in it names the citizen.
        person: the citizen's id, where the act says whom it is about.
    """

    robot: str
    title: str
    version: int
    item: int
    case: str
    what: str
    rule: str = ""
    person: UUID | None = None


class PersonEventReceived(msgspec.Struct, frozen=True):
    """An event message (hændelsesbesked) about persons was received.

    Attributes:
        persons: whom it is about (ObjektId), then whom it relates to.
        action: ObjektHandling; `source` the sending system's id; both "" where not stated.
        at: when it took effect (GyldighedFra).
        status: the person's status in the national register (CPR), where the message tells one.
    """

    persons: tuple[UUID, ...]
    action: str
    source: str
    at: datetime
    status: str = ""


def person_events(events: Iterable[Event]) -> list[Announcement]:
    """What is told of events: those about persons, whose objects are sealed already."""
    told = []
    for event in events:
        persons = tuple(
            UUID(each.value) for each in event.objects if each.kind is ReferenceKind.PERSON
        )
        if persons and event.happened_at is not None:
            received = PersonEventReceived(
                persons,
                event.action.value if event.action else "",
                event.system.value if event.system else "",
                event.happened_at,
                event.details.get("cpr_status", ""),
            )
            told.append(Announcement("PersonEventReceived", msgspec.to_builtins(received)))
    return told


class CasesChanged(msgspec.Struct, frozen=True):
    """Something new is known of these cases, be it news or old history; told once for a batch.

    Attributes:
        cases: their ids; what is known of them is read with `read_case_courses`.
    """

    cases: tuple[UUID, ...]


class ObjectsErased(msgspec.Struct, frozen=True):
    """These objects were deleted, their period being over; nothing may be kept of them anywhere.

    Attributes:
        numbers: what the cases among them were called in their own systems (sagsnummer), for rooms
            that were told of a case by its number.
    """

    objects: tuple[UUID, ...]
    numbers: tuple[str, ...] = ()


def news(
    object_id: UUID, kind: Kind, before: Mapping[str, Any], summary: Summary, now: datetime
) -> list[Announcement]:
    """What is news in an object, compared with its card before."""
    if not _may_be_news(summary.card, now):
        return []
    persons = _seen_by(kind, summary, now)
    if not persons or summary.hidden:
        return []
    return [
        Announcement(type(event).__name__, msgspec.to_builtins(event))
        for event in _news(object_id, persons, summary, before)
        if _is_recent(event.at, now)
    ]


def _is_recent(at: datetime, now: datetime) -> bool:
    return abs(at - now) <= _NEWS


def _may_be_news(card: Card, now: datetime) -> bool:
    """Whether anything in a card is recent enough; most that is imported is history."""
    if isinstance(card, CaseCard):
        return any(_is_recent(state.start, now) for state in card.states)
    return isinstance(card, PaymentCard)


def _news(
    object_id: UUID, persons: tuple[UUID, ...], summary: Summary, old: Mapping[str, Any]
) -> Iterator[CaseProgressed | PaymentAnnounced]:
    card = summary.card
    if isinstance(card, CaseCard):
        known = {(state[0], moment_of(state[1])) for state in old.get("states", ())}
        for state in card.states:
            if state.state in _STATES and (state.state, state.start) not in known:
                yield CaseProgressed(object_id, persons, state.state, state.start)
    elif isinstance(card, PaymentCard) and not old:
        at = moment_of(card.disposal_date)
        if at is not None:
            yield PaymentAnnounced(object_id, persons, at)


def _seen_by(kind: Kind, summary: Summary, now: datetime) -> tuple[UUID, ...]:
    return tuple(
        sorted(
            {
                party.person
                for party in summary.parties
                if party.role in CITIZEN_SEES_AS[kind]
                and party.start <= now
                and (party.end is None or now < party.end)
            }
        )
    )
