# SPDX-License-Identifier: EUPL-1.2
"""The citizen's page as data: what to do, what happens now, money, help, letters, how fresh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from gearskifte.kernel.time import local_date
from gearskifte.overview.rules.exposure import row_of, visible
from gearskifte.overview.rules.guide import (
    Appeal,
    Guide,
    Promise,
    SubjectGuide,
    appeal,
    promise,
)
from gearskifte.overview.rules.money import (
    BenefitLine,
    NextPayment,
    PaymentLine,
    PlannedPayment,
    benefit_lines,
    day_of,
    is_coming,
    next_payment,
    payment_lines,
    planned_payment,
)
from gearskifte.overview.rules.moves import Move, Mover, move
from gearskifte.overview.rules.outcomes import Outcome, outcome
from gearskifte.overview.rules.sources import (
    Completeness,
    SourceLine,
    UnreadLine,
    completeness,
    source_lines,
    source_names,
    unread_lines,
    waits_unread,
)
from gearskifte.overview.rules.steps import STATES, Step, current_state, steps
from gearskifte.overview.rules.titles import readable
from gearskifte.overview.rules.waits import Expected, expected
from gearskifte.registry.public import (
    MOST_COUNTED,
    CaseCard,
    DatedState,
    DocumentCard,
    Held,
    Kind,
    PersonOverview,
    Progress,
)

NOTHING_PUBLISHED: Final = Guide()
_DECIDED: Final = STATES.index(Progress.DECIDED)
_CLOSED: Final = STATES.index(Progress.CLOSED)


class CaseLine(msgspec.Struct, frozen=True):
    """A case on a list.

    Attributes:
        title: the source's own, else the KLE subject's.
        subject: the KLE subject, where it says more than the title.
        decision: the outcome (afgørelsesklasse), where the source has told one.
        move: whose move it is, and by when.
        promise: the published answer time, while the case waits for its decision.
        expected: when such cases are answered, while this one waits; None where nobody can say.
        appeal: until when one can complain, once it is decided.
        self_service: where one can send something in.
    """

    id: UUID
    title: str
    subject: str
    kle: str
    state: str
    decision: str
    outcome: Outcome | None
    decided: date | None
    steps: tuple[Step, ...]
    unit: str
    source: str
    changed: date
    move: Move
    promise: Promise | None
    expected: Expected | None
    appeal: Appeal | None
    self_service: str


class TaskLine(msgspec.Struct, frozen=True):
    """Something the municipality waits for from the citizen; `late` once its last day is past."""

    case: UUID
    title: str
    what: str
    by: date | None
    since: date | None
    unit: str
    self_service: str


class LetterLine(msgspec.Struct, frozen=True):
    """A document on a case.

    Attributes:
        case: the one it lies in; None where that is not on the page.
        address: where the citizen opens it, in the source's own place; "" where they cannot.
    """

    id: UUID
    title: str
    kind: str
    dated: date | None
    case: UUID | None = None
    case_title: str = ""
    address: str = ""


class OverviewPage(msgspec.Struct, frozen=True):
    """Everything on the citizen's page.

    An empty list means that there is none only when `completeness` is complete. A total that is
    `most_counted` is of at least so many. `unread` are messages that may be about the person and
    are not wholly read; `waiting` is whether messages about anybody have waited for too long.
    """

    name: str
    as_of: datetime
    tasks: tuple[TaskLine, ...]
    current: tuple[CaseLine, ...]
    finished: tuple[CaseLine, ...]
    finished_total: int
    current_total: int
    benefits: tuple[BenefitLine, ...]
    services: tuple[BenefitLine, ...]
    coming: tuple[PaymentLine, ...]
    past: tuple[PaymentLine, ...]
    next_payment: NextPayment | None
    planned: PlannedPayment | None
    letters: tuple[LetterLine, ...]
    sources: tuple[SourceLine, ...]
    completeness: Completeness
    unread: tuple[UnreadLine, ...] = ()
    waiting: bool = False

    @property
    def known(self) -> bool:
        """Whether any source has told us anything."""
        return self.completeness is not Completeness.UNKNOWN

    @property
    def moving(self) -> tuple[CaseLine, ...]:
        """The cases in which something is waited for."""
        return tuple(case for case in self.current if case.move.mover is not Mover.NOBODY)

    @property
    def settled(self) -> tuple[CaseLine, ...]:
        """The cases in which nothing is waited for, and which hold."""
        return tuple(case for case in self.current if case.move.mover is Mover.NOBODY)

    @property
    def granted(self) -> tuple[BenefitLine, ...]:
        """The money that is granted now."""
        return tuple(line for line in self.benefits if not line.ended)

    @property
    def helped(self) -> tuple[BenefitLine, ...]:
        """The help that is granted now."""
        return tuple(line for line in self.services if not line.ended)

    @property
    def most_counted(self) -> int:
        """How far totals are counted."""
        return MOST_COUNTED

    @property
    def late(self) -> tuple[SourceLine, ...]:
        """The sources that have been silent for too long."""
        return tuple(source for source in self.sources if source.late)


def overview_page(
    read: PersonOverview, now: datetime, guide: Guide = NOTHING_PUBLISHED
) -> OverviewPage:
    """Make the page of what was read."""
    names = source_names(read.sources)
    today = local_date(now)
    objects = [h for h in read.objects if visible(guide.exposures, h, names, today)]
    current: list[CaseLine] = []
    finished: list[CaseLine] = []
    money: list[Held] = []
    for held in objects:  # gone through once, as every citizen's page does it
        card = held.card
        if isinstance(card, CaseCard):
            lines = finished if held.finished else current
            lines.append(case_line(held, card, names, now, read.name, guide))
        elif not isinstance(card, DocumentCard):
            money.append(held)
    payments = payment_lines(money, names, now)
    totals = _totals(read, objects)
    benefits = benefit_lines(money, names, now)
    past = tuple(line for line in payments if not is_coming(line, today))
    coming = tuple(reversed([line for line in payments if is_coming(line, today)]))
    sources = source_lines(read.sources, guide, now)
    unread, waiting = unread_lines(read.unread, guide, today), waits_unread(guide, now)
    return OverviewPage(
        name=read.name,
        as_of=now,
        tasks=tasks(current),
        current=tuple(current),
        finished=tuple(finished),
        current_total=totals.get((Kind.CASE, False), 0),
        finished_total=totals.get((Kind.CASE, True), 0),
        benefits=tuple(line for line in benefits if not line.in_kind),
        services=tuple(line for line in benefits if line.in_kind),
        coming=coming,
        past=past,
        next_payment=next_payment(coming),
        planned=None if coming else planned_payment(benefits, past, today),
        letters=_letters(objects, (*current, *finished), read.name, guide, names, today),
        sources=sources,
        completeness=completeness(sources, unread=bool(unread) or waiting),
        unread=unread,
        waiting=waiting,
    )


def _totals(read: PersonOverview, shown: list[Held]) -> dict[tuple[Kind, bool], int]:
    """How many there are of each kind, without those that were read and are not shown."""
    totals = {(total.kind, total.finished): total.number for total in read.totals}
    if len(shown) == len(read.objects):
        return totals
    kept = {held.id for held in shown}
    for held in read.objects:
        if held.id not in kept and 0 < totals.get((held.kind, held.finished), 0) < MOST_COUNTED:
            totals[held.kind, held.finished] -= 1
    return totals


def case_line(
    held: Held,
    card: CaseCard,
    names: Mapping[str, str],
    now: datetime,
    person: str,
    guide: Guide,
) -> CaseLine:
    """A case as a line of a list; `person` is the citizen's name."""
    today = local_date(now)
    row = row_of(guide.exposures, held, names, today)
    own = "" if row.subject_as_title and card.kle_title else readable(card.title, person)
    title = own or card.kle_title or card.number
    shown = steps(card.states, now)
    arisen = _arisen(card.states)
    published = guide.about(card.kle, arisen or today)
    decided, closed = shown[_DECIDED].reached, shown[_CLOSED].reached
    found = outcome(card.decision)
    mine = move(card, now)
    waits = not decided and not closed
    return CaseLine(
        id=held.id,
        title=title,
        subject=card.kle_title if card.kle_title != title else "",
        kle=card.kle,
        state=current_state(card.states, now),
        decision=card.decision,
        outcome=found,
        decided=decided,
        steps=shown,
        unit=card.responsible.name,
        source=names.get(held.system, ""),
        changed=local_date(held.changed_at),
        move=Move(mine.mover, readable(mine.what, person), mine.since, mine.by),
        promise=promise(guide.deadlines, held.owner, card.kle, arisen, today) if waits else None,
        expected=expected(guide.waits, held.owner, card.kle, arisen, today) if waits else None,
        appeal=appeal(_when(guide, card.kle, decided), decided, found, today),
        self_service=published.self_service if published else "",
    )


def _arisen(states: Iterable[DatedState]) -> date | None:
    """The day a case arose, from which an answer is counted."""
    first = min((state.start for state in states), default=None)
    return None if first is None else local_date(first)


def _when(guide: Guide, kle: str, day: date | None) -> SubjectGuide | None:
    """What held for a subject on the day of the decision."""
    return None if day is None else guide.about(kle, day)


def tasks(cases: Iterable[CaseLine]) -> tuple[TaskLine, ...]:
    """What the citizen must do: what has a last day first, the soonest before the later."""
    mine = [
        TaskLine(
            case=case.id,
            title=case.title,
            what=case.move.what,
            by=case.move.by,
            since=case.move.since,
            unit=case.unit,
            self_service=case.self_service,
        )
        for case in cases
        if case.move.mover is Mover.CITIZEN
    ]
    return tuple(sorted(mine, key=lambda task: (task.by is None, task.by or date.min)))


def _letters(
    objects: Sequence[Held],
    cases: Iterable[CaseLine],
    person: str,
    guide: Guide,
    names: Mapping[str, str],
    today: date,
) -> tuple[LetterLine, ...]:
    """The documents, each with the case of the page that it lies in."""
    by_id = {case.id: case for case in cases}
    lies_in = {
        entry.document: by_id[held.id]
        for held in objects
        if isinstance(held.card, CaseCard)
        for entry in held.card.journal
        if entry.document
    }
    lines = []
    for held in objects:
        if isinstance(held.card, DocumentCard):
            row = row_of(guide.exposures, held, names, today)
            address = guide.document(names.get(held.system, ""), held.id)
            line = letter_line(held, person, titles=row.document_titles, address=address)
            case = lies_in.get(str(held.id))
            if case is not None:
                line = msgspec.structs.replace(line, case=case.id, case_title=case.title)
            lines.append(line)
    return tuple(lines)


def letter_line(held: Held, person: str, *, titles: bool, address: str) -> LetterLine:
    """A document; one whose title is not shown is told of by its kind and date.

    Raises:
        TypeError: if the object is no document.
    """
    if not isinstance(held.card, DocumentCard):
        raise TypeError("not a document")
    return LetterLine(
        id=held.id,
        title=(readable(held.card.title, person) or held.card.number) if titles else "",
        kind=held.card.document_type,
        dated=day_of(held.card.letter_date) or local_date(held.changed_at),
        address=address,
    )
