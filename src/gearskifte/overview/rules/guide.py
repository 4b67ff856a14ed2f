# SPDX-License-Identifier: EUPL-1.2
"""What the municipality has promised and published: answer times, complaints, self-service, phones.

The answer times (svarfrister, retssikkerhedsloven § 3) are the list that the room of effects keeps
and counts by; how long one can complain is data for each KLE subject. What is not published is not
told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from gearskifte.effects.public import PublishedDeadlines
from gearskifte.overview.rules.exposure import Exposure
from gearskifte.overview.rules.kle import is_below
from gearskifte.overview.rules.outcomes import Outcome
from gearskifte.overview.rules.waits import NO_WAITS, Waits
from gearskifte.registry.public import SourceState

DOCUMENT_ID: Final = "{id}"
MEANINGS: Final = (
    *("custody-begins", "custody-ends", "guardian-begins", "guardian-ends", "died"),
    *("protection-begins", "protection-ends"),
)


class SubjectGuide(msgspec.Struct, frozen=True):
    """What is published about the cases of a KLE number and all numbers below it.

    Attributes:
        kle: hovedgruppe, gruppe or emne ("27", "27.35", "27.35.04").
        starts: the first day it holds; a later row for the same number takes over.
        appeal_weeks: how long one can complain about a decision; None where that is not told.
        appeal_to: who decides on complaints.
        self_service: where one can apply or send something in.
    """

    kle: str
    starts: date
    appeal_weeks: int | None = None
    appeal_to: str = ""
    self_service: str = ""


class UnitContact(msgspec.Struct, frozen=True):
    """How a unit is reached."""

    unit: str
    phone: str = ""
    hours: str = ""
    link: str = ""


class SourcePromise(msgspec.Struct, frozen=True):
    """How often a source system should be heard, and where its documents open.

    Attributes:
        silent_days: so many days of silence are too long.
        documents: the address at which the citizen opens a document, who is asked to log in there;
            "{id}" stands for its id in the index. "" where documents cannot be opened.
    """

    source: str
    silent_days: int
    documents: str = ""


class RegisterEvent(msgspec.Struct, frozen=True):
    """What an event of a register means here: `action` is its ObjektHandling, `register` its name.

    `means` is one of `MEANINGS`. The events' ids are in no public list, so each installation says
    which they are.
    """

    action: str
    means: str
    register: str = ""


class Guide(msgspec.Struct, frozen=True):
    """Everything that is published, and what every page is made with besides.

    Attributes:
        waits: how long cases have taken lately.
        states: how far each source has told everything, as the registry knows it.
        unread_since: when the message came that has waited longest to be read; None if none waits.
    """

    subjects: tuple[SubjectGuide, ...] = ()
    units: tuple[UnitContact, ...] = ()
    sources: tuple[SourcePromise, ...] = ()
    events: tuple[RegisterEvent, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    deadlines: PublishedDeadlines = PublishedDeadlines()
    waits: Waits = NO_WAITS
    states: tuple[SourceState, ...] = ()
    unread_since: datetime | None = None

    def event(self, action: str) -> RegisterEvent | None:
        """What a register's event means; None where nobody has said."""
        return next((each for each in self.events if each.action == action), None)

    def about(self, kle: str, on: date) -> SubjectGuide | None:
        """What holds for a subject on a day: the longest number above it, the newest row of it."""
        rows = [row for row in self.subjects if row.starts <= on and is_below(kle, row.kle)]
        return max(rows, key=lambda row: (len(row.kle), row.starts), default=None)

    def document(self, source: str, document: UUID) -> str:
        """Where the citizen opens a document of a source, by the source's name; "" if nowhere."""
        address = next((each.documents for each in self.sources if each.source == source), "")
        return address.replace(DOCUMENT_ID, str(document))

    def contact(self, unit: str) -> UnitContact | None:
        """How a unit is reached, by its name."""
        return next((each for each in self.units if each.unit == unit), None)


class Promise(msgspec.Struct, frozen=True):
    """The published answer time of one case.

    Attributes:
        days: what is promised, in days; `due` is the day that gives for this case.
        working: whether only working days (hverdage) count.
        week: the week the case is in, counted from 1.
        over: whether that day is past and the case still waits.
        published_at: where the promise can be read.
    """

    days: int
    due: date
    week: int
    over: bool
    published_at: str
    working: bool = False


class Appeal(msgspec.Struct, frozen=True):
    """Until when one can complain about a decision, and to whom; `over` once that day is past."""

    until: date
    weeks: int
    to: str
    over: bool


def promise(
    published: PublishedDeadlines, owner: str, kle: str, arisen: date | None, today: date
) -> Promise | None:
    """What was promised for a case that arose on a day and still waits for its decision."""
    held = None if arisen is None else published.on(owner, kle, arisen)
    if arisen is None or held is None or held.rule is None:
        return None
    due = held.rule.deadline(arisen)
    week = max((today - arisen).days, 0) // 7 + 1
    return Promise(held.rule.days, due, week, today > due, held.link, held.rule.working)


def appeal(
    guide: SubjectGuide | None, decided: date | None, outcome: Outcome | None, today: date
) -> Appeal | None:
    """How long one can complain about a decision of a day; what was withdrawn decides nothing."""
    if guide is None or guide.appeal_weeks is None or decided is None or outcome is None:
        return None
    if outcome is Outcome.WITHDRAWN:
        return None
    until = decided + timedelta(weeks=guide.appeal_weeks)
    return Appeal(until, guide.appeal_weeks, guide.appeal_to, today > until)


def latest_starts(rows: Iterable[SubjectGuide], on: date) -> list[SubjectGuide]:
    """The rows that hold on a day, one for each number, in order of number."""
    newest: dict[str, SubjectGuide] = {}
    for row in sorted(rows, key=lambda each: each.starts):
        if row.starts <= on:
            newest[row.kle] = row
    return [newest[kle] for kle in sorted(newest)]
