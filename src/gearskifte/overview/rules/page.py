# SPDX-License-Identifier: EUPL-1.2
"""The citizen's page as data: what happens now, money, help, letters, and how fresh it all is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec

from gearskifte.kernel.time import local_date
from gearskifte.overview.rules.amounts import Amount, amount
from gearskifte.overview.rules.steps import Step, current_state, steps
from gearskifte.overview.rules.titles import readable
from gearskifte.registry.public import (
    CaseCard,
    DocumentCard,
    GrantCard,
    GrantedBenefit,
    Held,
    Kind,
    PaymentCard,
    PaymentPlan,
    PersonOverview,
    Source,
    moment_of,
)


class CaseLine(msgspec.Struct, frozen=True):
    """A case on a list.

    Attributes:
        title: the source's own, else the KLE subject's.
        subject: the KLE subject, where it says more than the title.
        decision: the outcome (afgørelsesklasse), where the source has told one.
    """

    id: UUID
    title: str
    subject: str
    state: str
    decision: str
    steps: tuple[Step, ...]
    unit: str
    source: str
    changed: date


class PlanLine(msgspec.Struct, frozen=True):
    """How a benefit is paid out."""

    amount: Amount | None
    frequency: str
    day: str
    in_advance: bool | None


class BenefitLine(msgspec.Struct, frozen=True):
    """A benefit that was granted; `ended` once its last day is past."""

    name: str
    start: date | None
    end: date | None
    ended: bool
    repayable: bool | None
    message: str
    plans: tuple[PlanLine, ...]
    source: str


class PaymentLine(msgspec.Struct, frozen=True):
    """A payment, past or coming; `settled` once the source says that it was paid."""

    on: date | None
    names: tuple[str, ...]
    amount: Amount | None
    period: tuple[date, date] | None
    settled: bool
    source: str


class LetterLine(msgspec.Struct, frozen=True):
    """A document on a case."""

    id: UUID
    title: str
    kind: str
    dated: date | None


class SourceLine(msgspec.Struct, frozen=True):
    """A source system and when it was last heard."""

    name: str
    heard_at: datetime


class OverviewPage(msgspec.Struct, frozen=True):
    """Everything on the citizen's page. Empty lists with no sources mean unknown, not none."""

    name: str
    as_of: datetime
    current: tuple[CaseLine, ...]
    finished: tuple[CaseLine, ...]
    finished_total: int
    current_total: int
    benefits: tuple[BenefitLine, ...]
    coming: tuple[PaymentLine, ...]
    past: tuple[PaymentLine, ...]
    letters: tuple[LetterLine, ...]
    sources: tuple[SourceLine, ...]

    @property
    def known(self) -> bool:
        """Whether any source has told us anything, so that an empty list means none."""
        return bool(self.sources)


def overview_page(read: PersonOverview, now: datetime) -> OverviewPage:
    """Make the page of what was read."""
    names = source_names(read.sources)
    cases = [
        case_line(held, held.card, names, now, read.name)
        for held in read.objects
        if isinstance(held.card, CaseCard)
    ]
    finished = {held.id for held in read.objects if held.finished}
    payments = payment_lines(read.objects, names, now)
    today = local_date(now)
    totals = {(total.kind, total.finished): total.number for total in read.totals}
    return OverviewPage(
        name=read.name,
        as_of=now,
        current=tuple(case for case in cases if case.id not in finished),
        finished=tuple(case for case in cases if case.id in finished),
        current_total=totals.get((Kind.CASE, False), 0),
        finished_total=totals.get((Kind.CASE, True), 0),
        benefits=benefit_lines(read.objects, names, now),
        coming=tuple(reversed([line for line in payments if _is_coming(line, today)])),
        past=tuple(line for line in payments if not _is_coming(line, today)),
        letters=tuple(letter_lines(read.objects, read.name)),
        sources=source_lines(read.sources),
    )


def source_names(sources: Iterable[Source]) -> dict[str, str]:
    """What each source is called; its id where it has told no name."""
    return {source.id: source.name or source.id for source in sources}


def source_lines(sources: Iterable[Source]) -> tuple[SourceLine, ...]:
    """The sources by name."""
    return tuple(SourceLine(source.name or source.id, source.heard_at) for source in sources)


def case_line(
    held: Held, card: CaseCard, names: Mapping[str, str], now: datetime, person: str
) -> CaseLine:
    """A case as a line of a list; `person` is the citizen's name."""
    title = readable(card.title, person) or card.kle_title or card.number
    return CaseLine(
        id=held.id,
        title=title,
        subject=card.kle_title if card.kle_title != title else "",
        state=current_state(card.states, now),
        decision=card.decision,
        steps=steps(card.states, now),
        unit=card.responsible.name,
        source=names.get(held.system, ""),
        changed=local_date(held.changed_at),
    )


def benefit_lines(
    objects: Iterable[Held], names: Mapping[str, str], now: datetime
) -> tuple[BenefitLine, ...]:
    """The benefits of all grants, those that run first."""
    lines = [
        _benefit(benefit, names.get(held.system, ""), now)
        for held in objects
        if isinstance(held.card, GrantCard)
        for benefit in held.card.benefits
    ]
    return tuple(sorted(lines, key=lambda line: line.ended))


def _benefit(benefit: GrantedBenefit, source: str, now: datetime) -> BenefitLine:
    end = moment_of(benefit.end)
    return BenefitLine(
        name=benefit.name or benefit.kle,
        start=_date(benefit.start),
        end=_date(benefit.end),
        ended=end is not None and end <= now,
        repayable=benefit.repayable,
        message=benefit.message,
        plans=tuple(_plan(plan) for plan in benefit.plans),
        source=source,
    )


def _plan(plan: PaymentPlan) -> PlanLine:
    return PlanLine(amount(plan.amount), plan.frequency, plan.disposal_day, plan.in_advance)


def payment_lines(
    objects: Iterable[Held], names: Mapping[str, str], now: datetime
) -> list[PaymentLine]:
    """The payments, newest first, each named by the benefits it pays."""
    held = list(objects)
    benefits = {
        (str(each.id), benefit.id): benefit.name
        for each in held
        if isinstance(each.card, GrantCard)
        for benefit in each.card.benefits
    }
    return [
        _payment(each.card, benefits, names.get(each.system, ""))
        for each in held
        if isinstance(each.card, PaymentCard)
    ]


def _payment(
    card: PaymentCard, benefits: Mapping[tuple[str, str], str], source: str
) -> PaymentLine:
    found = (benefits.get((line.grant, line.benefit_id)) or line.kle for line in card.lines)
    start, end = _date(card.start), _date(card.end)
    return PaymentLine(
        on=_date(card.disposal_date),
        names=tuple(dict.fromkeys(name for name in found if name)),
        amount=amount(card.paid or card.sent or card.net or card.gross),
        period=(start, end) if start and end else None,
        settled=bool(card.paid),
        source=source,
    )


def _is_coming(line: PaymentLine, today: date) -> bool:
    return not line.settled and line.on is not None and line.on >= today


def letter_lines(objects: Iterable[Held], person: str) -> list[LetterLine]:
    """The documents, in the order they were read; `person` is the citizen's name."""
    return [
        LetterLine(
            id=held.id,
            title=readable(held.card.title, person) or held.card.number,
            kind=held.card.document_type,
            dated=_date(held.card.letter_date) or local_date(held.changed_at),
        )
        for held in objects
        if isinstance(held.card, DocumentCard)
    ]


def _date(text: str) -> date | None:
    moment = moment_of(text)
    return None if moment is None else local_date(moment)
