# SPDX-License-Identifier: EUPL-1.2
"""Benefits and payments as lines: what was granted and paid, and what is help and not money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

import msgspec

from gearskifte.kernel.quantities import Money
from gearskifte.kernel.time import local_date
from gearskifte.overview.rules.amounts import Amount, amount
from gearskifte.registry.public import (
    GrantCard,
    GrantedBenefit,
    Held,
    PaymentCard,
    PaymentPlan,
    moment_of,
)


class PlanLine(msgspec.Struct, frozen=True):
    """How a benefit is paid out."""

    amount: Amount | None
    frequency: str
    day: str
    in_advance: bool | None


class BenefitLine(msgspec.Struct, frozen=True):
    """A benefit that was granted; `ended` once its last day is past.

    Attributes:
        in_kind: help and not money: nothing is paid for it (indsats).
    """

    name: str
    start: date | None
    end: date | None
    ended: bool
    repayable: bool | None
    message: str
    plans: tuple[PlanLine, ...]
    source: str
    in_kind: bool = False
    unit: str = ""
    reason: str = ""


class PaidPart(msgspec.Struct, frozen=True):
    """One benefit's part of a payment, before tax."""

    name: str
    amount: Amount | None


class PaymentLine(msgspec.Struct, frozen=True):
    """A payment, past or coming; `settled` once the source says that it was paid."""

    on: date | None
    names: tuple[str, ...]
    amount: Amount | None
    period: tuple[date, date] | None
    settled: bool
    source: str
    parts: tuple[PaidPart, ...] = ()


class NextPayment(msgspec.Struct, frozen=True):
    """The next day on which money comes; `total` is None where an amount of that day is unclear."""

    on: date
    total: Money | None
    names: tuple[str, ...]


class PlannedPayment(msgspec.Struct, frozen=True):
    """What comes next by the plans of what was granted, where no payment has been announced.

    Attributes:
        month: the first day of the month in which it comes.
        day: when in the month, as the source wrote it; "" where the plans say different things.
        total: before tax; None where an amount is unclear.
    """

    month: date
    day: str
    total: Money | None
    names: tuple[str, ...]


_MONEY: Final = re.compile(
    r"(ydelse|tilskud|tillæg|beløb|pension|støtte\b|lån|udgift|betaling|dagpenge|godtgørelse"
    r"|kontanthjælp|uddannelseshjælp|forsørgelse)",
    re.IGNORECASE,
)


_STILL_PAID: Final = timedelta(days=62)
"""A plan whose last payment is older than this has stopped, whatever the grant still says."""


def benefit_lines(
    objects: Iterable[Held], names: Mapping[str, str], now: datetime
) -> tuple[BenefitLine, ...]:
    """The benefits of all grants, those that run first."""
    held = list(objects)
    paid = {
        (line.grant, line.benefit_id)
        for each in held
        if isinstance(each.card, PaymentCard)
        for line in each.card.lines
    }
    lines = [
        _benefit(
            benefit,
            each.card,
            names.get(each.system, ""),
            now,
            in_kind=_is_help(benefit) and (str(each.id), benefit.id) not in paid,
        )
        for each in held
        if isinstance(each.card, GrantCard)
        for benefit in each.card.benefits
    ]
    return tuple(sorted(lines, key=lambda line: line.ended))


def _is_help(benefit: GrantedBenefit) -> bool:
    """Whether nothing says that a benefit is money: no plan, no word for it, nothing to repay."""
    return not (benefit.plans or benefit.repayable or _MONEY.search(benefit.name))


def _benefit(
    benefit: GrantedBenefit, grant: GrantCard, source: str, now: datetime, *, in_kind: bool
) -> BenefitLine:
    end = moment_of(benefit.end)
    return BenefitLine(
        name=benefit.name or benefit.kle,
        start=day_of(benefit.start),
        end=day_of(benefit.end),
        ended=end is not None and end <= now,
        repayable=benefit.repayable,
        message=benefit.message,
        plans=tuple(_plan(plan) for plan in benefit.plans),
        source=source,
        in_kind=in_kind,
        unit=grant.responsible.name,
        reason=benefit.reason or grant.reason,
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
    found = [
        (benefits.get((line.grant, line.benefit_id)) or line.kle, line.amount)
        for line in card.lines
    ]
    start, end = day_of(card.start), day_of(card.end)
    return PaymentLine(
        on=day_of(card.disposal_date),
        names=tuple(dict.fromkeys(name for name, _ in found if name)),
        amount=amount(card.paid or card.sent or card.net or card.gross),
        period=(start, end) if start and end else None,
        settled=bool(card.paid),
        source=source,
        parts=tuple(PaidPart(name, amount(written)) for name, written in found),
    )


def is_coming(line: PaymentLine, today: date) -> bool:
    """Whether a payment's day is not past, and the source has not said that it was paid."""
    return not line.settled and line.on is not None and line.on >= today


def next_payment(coming: Iterable[PaymentLine]) -> NextPayment | None:
    """All that comes on the first day on which something comes."""
    lines = [line for line in coming if line.on is not None]
    day = min((line.on for line in lines if line.on is not None), default=None)
    if day is None:
        return None
    there = [line for line in lines if line.on == day]
    names = dict.fromkeys(name for line in there for name in line.names)
    return NextPayment(day, total(line.amount for line in there), tuple(names))


def planned_payment(
    benefits: Iterable[BenefitLine], past: Iterable[PaymentLine], today: date
) -> PlannedPayment | None:
    """The next month for which a monthly plan pays, and what all such plans pay in it."""
    paid: dict[str, date] = {}
    for payment in past:
        for name in payment.names if payment.on else ():
            paid[name] = max(paid.get(name, date.min), payment.on or date.min)
    coming = [
        (_month_after(paid[benefit.name], today), benefit.name, plan)
        for benefit in benefits
        if not benefit.ended and today - paid.get(benefit.name, date.min) <= _STILL_PAID
        for plan in benefit.plans
        if plan.frequency.casefold().startswith("måned")
    ]
    month = min((each for each, _, _ in coming), default=None)
    if month is None:
        return None
    due = [(name, plan) for each, name, plan in coming if each == month]
    days = {plan.day for _, plan in due}
    names = dict.fromkeys(name for name, _ in due)
    added = total(plan.amount for _, plan in due)
    return PlannedPayment(month, days.pop() if len(days) == 1 else "", added, tuple(names))


def _month_after(last: date, today: date) -> date:
    """The month after the last payment, which is not before this month."""
    following = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    return max(following, today.replace(day=1))


def total(amounts: Iterable[Amount | None]) -> Money | None:
    """The sum, or None where one of the amounts is not certain."""
    added = Money(0)
    for each in amounts:
        if each is None or each.money is None:
            return None
        added += each.money
    return added


@lru_cache(maxsize=4096)
def day_of(text: str) -> date | None:
    """The Danish day that a card's text stands for: of all cards the same few hundred days."""
    moment = moment_of(text)
    return None if moment is None else local_date(moment)
