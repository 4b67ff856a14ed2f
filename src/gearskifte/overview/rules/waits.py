# SPDX-License-Identifier: EUPL-1.2
"""How long a case may still take, from the municipality's own recent cases of the same subject.

The estimate is that of the room of effects: open cases count for the days they have been open, and
where the past gives no range that holds, none is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

import msgspec

from gearskifte.effects.public import PastCase, WaitTable, wait_table
from gearskifte.kernel.time import local_date
from gearskifte.overview.rules.outcomes import Outcome, outcome
from gearskifte.registry.public import CaseSpan


class Waits(msgspec.Struct, frozen=True):
    """A table of waits for each authority and KLE subject that has cases enough; by `key`."""

    as_of: date | None = None
    tables: dict[str, WaitTable] = {}


class Expected(msgspec.Struct, frozen=True):
    """When an answer can be expected.

    Attributes:
        usual: half of the cases that have waited as long are answered by then.
        earliest, latest: eight in ten of them are answered from the one to the other.
        answers: how many answers of the last year it was made from.
    """

    usual: date
    earliest: date
    latest: date
    answers: int


NO_WAITS: Final = Waits()


def key(owner: str, kle: str) -> str:
    """What a table is found by."""
    return f"{owner} {kle}"


def past_case(course: CaseSpan) -> PastCase:
    """What others can learn from a case: closed without an answer, or withdrawn, is no answer."""
    withdrawn = outcome(course.decision) is Outcome.WITHDRAWN
    ends = [moment for moment in (course.decided, course.closed) if moment is not None]
    return PastCase(
        started=local_date(course.arisen),
        ended=local_date(min(ends)) if ends else None,
        answered=bool(course.decided and min(ends) == course.decided and not withdrawn),
    )


def make_waits(courses: Iterable[CaseSpan], today: date) -> Waits:
    """The tables as they are on the evening of `today`; too little gives no table."""
    cases: dict[str, list[PastCase]] = defaultdict(list)
    for course in courses:
        cases[key(course.owner, course.kle)].append(past_case(course))
    made = {name: wait_table(past, today) for name, past in cases.items()}
    return Waits(today, {name: table for name, table in made.items() if table is not None})


def expected(
    waits: Waits, owner: str, kle: str, arisen: date | None, today: date
) -> Expected | None:
    """When a case that waits for its decision may be answered; None where nobody can say."""
    table = waits.tables.get(key(owner, kle))
    if table is None or arisen is None or arisen > today:
        return None
    told = table.expect((today - arisen).days)
    if told is None:
        return None
    usual, earliest, latest = (
        arisen + timedelta(days=days) for days in (told.usual, told.earliest, told.latest)
    )
    return Expected(max(usual, today), max(earliest, today), max(latest, today), told.answers)
