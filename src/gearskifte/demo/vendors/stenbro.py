# SPDX-License-Identifier: EUPL-1.2
"""STENBRO SAG: an old system. Capitals, local times without a zone, and always the whole object.

Every night it sends each case that was touched that day, whole, and on the first of the month it
sends the finished ones once more. It names the unit as the one who acts, the rule until 2020.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from gearskifte.demo.messages.cases import importer, whole_case
from gearskifte.demo.messages.dialect import Dialect
from gearskifte.demo.messages.documents import whole_document
from gearskifte.demo.organisation import Employee
from gearskifte.demo.story import Case
from gearskifte.demo.timeline import at, next_month
from gearskifte.demo.vendors.delivery import Delivery, label, steps_before


class _OldDialect(Dialect):
    """The unit acts, not the employee."""

    def made_by(self, by: Employee) -> tuple[str, str]:
        return (
            self.el("sd", "AktoerRef", self.reference(by.unit)),
            self.el("sd", "AktoerTypeKode", "OrganisationEnhed"),
        )


DIALECT: Final = _OldDialect(
    {"sdi": "ns2", "sd": "", "sag": "ns3", "gd": "ns4", "si": "ns5", "di": "ns6"},
    zone="none",
    layout="lines",
    capitals=True,
)


def deliver(case: Case, live: datetime) -> Iterator[Delivery]:
    """The whole case each night after it was touched, and once more when the month is over."""
    known = steps_before(case, live)
    for count in range(known, len(case.steps) + 1):
        step = case.steps[count - 1]
        following = case.steps[count] if count < len(case.steps) else None
        if following is None or following.at.date() > step.at.date():
            night = max(live, at(step.at.date() + timedelta(days=1), 1))
            write = partial(_whole, case, count, step.at)
            yield Delivery(night, label("stenbro", case.number, f"nat-{count}"), write)
    if case.steps[-1].at > live:
        again = at(next_month(case.steps[-1].at.date() + timedelta(days=1)), 2)
        write = partial(_whole, case, len(case.steps), again)
        yield Delivery(again, label("stenbro", case.number, "igen"), write)


def _whole(case: Case, steps: int, told: datetime) -> bytes:
    documents = [
        whole_document(DIALECT, each, case.system)
        for step in case.steps[:steps]
        for each in step.documents
    ]
    return importer(DIALECT, whole_case(DIALECT, case, steps, told), *documents)
