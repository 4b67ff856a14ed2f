# SPDX-License-Identifier: EUPL-1.2
"""Tidevand Job: URNs for everybody, and a queue that is emptied once a week from the wrong end.

What was done in a week arrives in the night to Sunday, the newest first, so that a change can
arrive before the case it changes. It also corrects the past, and ends relations by closing their
validity (anvendelsesmønster AM-02).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from gearskifte.demo.messages.cases import case_change, importer, opdater, whole_case
from gearskifte.demo.messages.dialect import Dialect
from gearskifte.demo.messages.documents import whole_document
from gearskifte.demo.organisation import Actor
from gearskifte.demo.story import Case
from gearskifte.demo.timeline import at
from gearskifte.demo.vendors.delivery import Delivery, label, steps_before

_SUNDAY: Final = 6
_URNS: Final = {
    "organisation": "urn:oio:cvr:",
    "unit": "urn:oio:tidevand:losid:",
    "employee": "urn:oio:tidevand:racfid:",
    "system": "urn:oio:it-system-uuid:",
}


class _UrnDialect(Dialect):
    """Refers to every actor by URN, and so must also give the actor's own key."""

    def reference(self, actor: Actor) -> str:
        return self.urn(_URNS[actor.kind] + actor.code)

    def user_key(self, actor: Actor) -> str:
        return actor.code


DIALECT: Final = _UrnDialect(
    {"sdi": "a", "sd": "b", "sag": "c", "gd": "d", "si": "e", "di": "f"},
    zone="utc",
    layout="compact",
)


def deliver(case: Case, live: datetime) -> Iterator[Delivery]:
    """The case and its changes, each in the week's batch, the newest first."""
    known = steps_before(case, live)
    opened = case.steps[known - 1].at
    first = max(live, _batch(opened)) if opened > live else live
    yield Delivery(_place(first, 1), _label(case, "ny"), partial(_first, case, known))
    for count, step in enumerate(case.steps[known:], known + 1):
        arrival = _place(_batch(step.at), count)
        yield Delivery(arrival, _label(case, f"trin-{count}"), partial(_change, case, count))
        if step.documents:
            write = partial(_documents, case, count)
            yield Delivery(arrival, _label(case, f"dokumenter-{count}"), write)


def _batch(moment: datetime) -> datetime:
    """The night to the next Sunday."""
    days = (_SUNDAY - moment.weekday()) % 7 or 7
    return at(moment.date() + timedelta(days=days), 2)


def _place(batch: datetime, count: int) -> datetime:
    """A later step is sent earlier in the batch."""
    return batch + timedelta(minutes=30) - timedelta(seconds=count)


def _label(case: Case, part: str) -> str:
    return label("tidevand", case.number, part)


def _first(case: Case, known: int) -> bytes:
    told = case.steps[known - 1].at
    documents = [
        whole_document(DIALECT, each, case.system)
        for step in case.steps[:known]
        for each in step.documents
    ]
    return importer(DIALECT, whole_case(DIALECT, case, known, told), *documents)


def _documents(case: Case, steps: int) -> bytes:
    documents = case.steps[steps - 1].documents
    return importer(DIALECT, *(whole_document(DIALECT, each, case.system) for each in documents))


def _change(case: Case, steps: int) -> bytes:
    return opdater(DIALECT, case_change(DIALECT, case, steps))
