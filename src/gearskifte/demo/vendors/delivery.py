# SPDX-License-Identifier: EUPL-1.2
"""One message on its way: when it arrives, what it is about, and how to write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from gearskifte.demo.faults import Fault
from gearskifte.demo.messages.events import post_status
from gearskifte.demo.story import Case

MOMENT: Final = timedelta(seconds=40)
"""How long after the event an on-line system's message arrives."""
_POST_TIME: Final = timedelta(minutes=7)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that arrives at a moment; it is written only when it is asked for.

    Attributes:
        label: vendor, object and part, fit for a file name.
        fault: what the vendor itself gets wrong in it, if anything.
    """

    at: datetime
    label: str
    write: Callable[[], bytes]
    fault: Fault | None = None


def steps_before(case: Case, live: datetime) -> int:
    """How many steps were taken when the system was connected at `live`; at least one."""
    return max(1, sum(step.at <= live for step in case.steps))


def label(vendor: str, number: str, part: str) -> str:
    """A label fit for a file name."""
    return f"{vendor}-{number.replace('/', '-')}-{part}"


def post_answers(case: Case, live: datetime) -> Iterator[Delivery]:
    """What Digital Post answers, some minutes later, to the letters of a case."""
    for step in case.steps:
        for document in step.documents:
            if document.delivery and step.at > live:
                told = step.at + _POST_TIME
                write = partial(post_status, case, document, told)
                yield Delivery(told + MOMENT, label("postdue", document.number, "status"), write)
