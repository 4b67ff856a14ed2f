# SPDX-License-Identifier: EUPL-1.2
"""What is known about a case after some of its steps: facts with their valid time (Virkning).

`known(case, n)` is everything after n steps. What step n changed is what `known(case, n)` says that
`known(case, n - 1)` did not: new facts, and old ones that now end or begin elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, TypeVar
from uuid import UUID

from gearskifte.demo.organisation import MUNICIPALITY, Actor, Employee
from gearskifte.demo.story import Case, Document, Note, Party, Sensitivity, State, Step
from gearskifte.demo.subjects import ACTION, NOT_FOR_CITIZEN

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Properties:
    """A case's own properties (Egenskaber)."""

    number: str
    title: str
    description: str
    legal_basis: str
    retention: str
    exemption: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class IndexProperties:
    """What the index adds to them (SagIndeksEgenskaber)."""

    status: str
    sensitivity: Sensitivity
    created: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of the case (Fremdrift)."""

    state: State


@dataclass(frozen=True, slots=True)
class ActorOn:
    """Owner, responsible unit or primary handler (Sagsaktoer)."""

    role: Literal["owner", "responsible", "handler"]
    actor: Actor


@dataclass(frozen=True, slots=True)
class ClassOn:
    """A class of the case (Sagsklasse): subject, handling facet, decision or display exclusion."""

    role: Literal["primary", "action", "decision", "display"]
    key: str
    title: str
    id: UUID


@dataclass(frozen=True, slots=True)
class PartyOn:
    """A party (Sagspart); `index` is empty for the primary one."""

    party: Party
    index: str = ""


@dataclass(frozen=True, slots=True)
class ParentOn:
    """The case this one is part of (Sagsrelation, Oversag)."""

    case: UUID


@dataclass(frozen=True, slots=True)
class EstateOn:
    """The property it is about (Sagsgenstande, Byggeri)."""

    urn: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal post (Journalpost): a filed or attached document, or a note."""

    index: int
    value: Document | Note
    attached: bool = False


@dataclass(frozen=True, slots=True)
class SystemOn:
    """The system that holds the case and the one that sent it (SagsitsystemRelation)."""

    role: Literal["master", "sender"]
    system: Actor


Says = (
    Properties | IndexProperties | Progress | ActorOn | ClassOn | PartyOn
    | ParentOn | EstateOn | Entry | SystemOn
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement with its valid time; `end` None is until further notice."""

    start: datetime
    end: datetime | None
    by: Employee
    says: Says


@dataclass(frozen=True, slots=True)
class _Change(Generic[T]):
    start: datetime
    by: Employee
    value: T


def known(case: Case, steps: int) -> list[Fact]:
    """All that is known about a case after its first `steps` steps, in the standard's order."""
    taken = case.steps[:steps]
    return [
        *_properties(case, taken),
        *_states(taken),
        *_actors(case),
        *_classes(case, taken),
        *_parties(case, taken),
        *_surroundings(case),
        *_journal(taken),
        *_systems(case),
    ]


def changed(case: Case, steps: int) -> list[Fact]:
    """What the last of `steps` steps changed."""
    before = set(known(case, steps - 1))
    return [fact for fact in known(case, steps) if fact not in before]


def _spans(changes: Sequence[_Change[T]]) -> Iterator[tuple[_Change[T], datetime | None]]:
    """Each value with the moment the next one takes over."""
    ends = [change.start for change in changes[1:]]
    return zip(changes, [*ends, None], strict=True)


def _properties(case: Case, steps: Sequence[Step]) -> Iterator[Fact]:
    titles = [_Change(case.start, case.handler, case.title)]
    titles += [_Change(step.at, step.by, step.title) for step in steps[1:] if step.title]
    for title, end in _spans(titles):
        value = Properties(
            case.number,
            title.value,
            case.description,
            case.legal_basis,
            case.subject.retention,
            case.exemption,
        )
        yield Fact(title.start, end, title.by, value)
    statuses = [_Change(case.start, case.handler, (steps[0].status, steps[0].due))]
    statuses += [
        _Change(step.at, step.by, (step.status, step.due)) for step in steps[1:] if step.status
    ]
    for change, end in _spans(statuses):
        status, due = change.value
        last = due if due and end is None else end
        index = IndexProperties(status, case.sensitivity, case.start)
        yield Fact(change.start, last, change.by, index)
        if last and last != end:
            after = IndexProperties(f"{status}, fristen er gået", case.sensitivity, case.start)
            yield Fact(last, end, change.by, after)


def _states(steps: Sequence[Step]) -> Iterator[Fact]:
    moved = dict(step.moved for step in steps if step.moved)
    states = [
        _Change(moved.get(step.state, step.at), step.by, step.state) for step in steps if step.state
    ]
    for state, end in _spans(states):
        yield Fact(state.start, end, state.by, Progress(state.value))


def _actors(case: Case) -> Iterator[Fact]:
    yield _lasting(case, ActorOn("owner", MUNICIPALITY))
    yield _lasting(case, ActorOn("responsible", case.handler.unit))
    yield _lasting(case, ActorOn("handler", case.handler.actor))


def _classes(case: Case, steps: Sequence[Step]) -> Iterator[Fact]:
    subject = case.subject
    yield _lasting(case, ClassOn("primary", subject.number, subject.title, subject.id))
    yield _lasting(case, ClassOn("action", *ACTION))
    if case.hidden:
        yield _lasting(case, ClassOn("display", *NOT_FOR_CITIZEN))
    for step in steps:
        if step.outcome:
            outcome = step.outcome
            decision = ClassOn("decision", outcome.key, outcome.title, outcome.id)
            yield Fact(step.at, None, step.by, decision)


def _parties(case: Case, steps: Sequence[Step]) -> Iterator[Fact]:
    primary = [_Change(case.start, case.handler, case.party)]
    primary += [_Change(step.at, step.by, step.party) for step in steps if step.party]
    for party, end in _spans(primary):
        yield Fact(party.start, end, party.by, PartyOn(party.value))
    left = {step.leaves: step.at for step in steps if step.leaves}
    for index, other in enumerate(case.others, 1):
        yield Fact(case.start, left.get(other), case.handler, PartyOn(other, str(index)))


def _surroundings(case: Case) -> Iterator[Fact]:
    if case.parent:
        yield _lasting(case, ParentOn(case.parent))
    if case.estate:
        yield _lasting(case, EstateOn(case.estate))


def _journal(steps: Sequence[Step]) -> Iterator[Fact]:
    withdrawn = {step.withdrawn.id: step.at for step in steps if step.withdrawn}
    index = 0
    for step in steps:
        for document in step.documents:
            index += 1
            entry = Entry(index, document, attached=document in step.attached)
            yield Fact(step.at, withdrawn.get(document.id), step.by, entry)
        for note in step.notes:
            index += 1
            yield Fact(step.at, None, step.by, Entry(index, note))


def _systems(case: Case) -> Iterator[Fact]:
    yield _lasting(case, SystemOn("master", case.system))
    yield _lasting(case, SystemOn("sender", case.system))


def _lasting(case: Case, value: Says) -> Fact:
    return Fact(case.start, None, case.handler, value)
