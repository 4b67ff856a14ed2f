# SPDX-License-Identifier: EUPL-1.2
"""Pengepung Ydelse: grants, amounts and payments for the Ydelsesindeks, some written wrongly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from heapq import merge
from typing import Final

from gearskifte.demo.faults import Fault, with_dangling_grant, with_danish_amounts
from gearskifte.demo.identity import identify
from gearskifte.demo.messages.dialect import Dialect
from gearskifte.demo.messages.grants import new_rates, whole_grant
from gearskifte.demo.messages.payments import payment_made, whole_payment
from gearskifte.demo.money import Payment, payments
from gearskifte.demo.organisation import PENGEPUNG
from gearskifte.demo.story import Grant
from gearskifte.demo.timeline import at
from gearskifte.demo.vendors.delivery import MOMENT, Delivery, label

DIALECT: Final = Dialect(
    {"yi": "yi", "sd": "sd", "gd": "gd", "bi": "bev", "oei": "oef"}, layout="compact"
)
NOTICE: Final = timedelta(days=6)
"""How long before the bank day a payment, and before the month a new amount, is told."""
_HORIZON: Final = timedelta(days=45)
"""Amounts that begin within this time are told with the grant."""
STRANGER: Final = identify("grant", "never sent")
"""The grant that a dangling payment refers to."""


def deliver(grant: Grant, live: datetime, now: datetime) -> Iterator[Delivery]:
    """The grant, then its new amounts and its payments month by month until `now`."""
    known = max(live, grant.start) + MOMENT
    yield Delivery(known, label(_sender(grant), grant.number, "ny"), partial(_grant, grant, known))
    yield from merge(
        _new_rates(grant, known),
        _payments(grant, known, now),
        key=lambda delivery: delivery.at,
    )


def _sender(grant: Grant) -> str:
    """Who tells of it: help that is not money lies in another system, which writes alike."""
    return "pengepung" if grant.system is PENGEPUNG else "klokkevaerk"


def _new_rates(grant: Grant, known: datetime) -> Iterator[Delivery]:
    for month in grant.rated_at():
        if at(month, 0) > known + _HORIZON:
            told = at(month, 9) - NOTICE
            write = partial(new_rates, DIALECT, grant, month, told)
            yield Delivery(told, label("pengepung", grant.number, f"{month:%Y%m}"), write)


def _payments(grant: Grant, known: datetime, now: datetime) -> Iterator[Delivery]:
    first, last = known.date().replace(day=1), (now + NOTICE).date()
    for payment in payments(grant, first, last):
        if payment.due - NOTICE > known:
            yield from _payment(payment)


def _grant(grant: Grant, known: datetime) -> bytes:
    return whole_grant(DIALECT, grant, known, known + _HORIZON)


def _payment(payment: Payment) -> Iterator[Delivery]:
    """Paid in advance: told once, when paid. Paid afterwards: told when sent, and when paid."""
    sent, paid = payment.due - NOTICE, payment.due + timedelta(hours=2)
    if payment.grant.in_advance:
        yield _delivery(payment, paid, "udbetalt", partial(_told, payment, paid, paid=True))
    else:
        yield _delivery(payment, sent, "sendt", partial(_told, payment, sent, paid=False))
        yield _delivery(payment, paid, "udbetalt", partial(payment_made, DIALECT, payment, paid))


def _told(payment: Payment, told: datetime, *, paid: bool) -> bytes:
    return whole_payment(DIALECT, payment, told, paid=paid)


def _delivery(payment: Payment, told: datetime, part: str, write: Callable[[], bytes]) -> Delivery:
    body = partial(_mistaken, write, payment.fault)
    return Delivery(told, label("pengepung", payment.number, part), body, payment.fault)


def _mistaken(write: Callable[[], bytes], fault: Fault | None) -> bytes:
    xml = write().decode()
    if fault is Fault.DANISH_AMOUNT:
        xml = with_danish_amounts(xml)
    if fault is Fault.DANGLING_GRANT:
        xml = with_dangling_grant(xml, str(STRANGER))
    return xml.encode()
