# SPDX-License-Identifier: EUPL-1.2
"""Reads of effects. Nothing here is about a person."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.effects.adopting import Adoption
from gearskifte.effects.meanings import events_of, meanings_of, measured_minutes
from gearskifte.effects.rules.beside import Beside, Told, beside
from gearskifte.effects.rules.course_facts import CaseDates
from gearskifte.effects.rules.deadlines import (
    PublishedDeadline,
    PublishedDeadlines,
    numbers_above,
)
from gearskifte.effects.rules.elsewhere import Month
from gearskifte.effects.rules.log import CaseFacts, DeadlineRule
from gearskifte.effects.rules.meaning import Meanings
from gearskifte.effects.rules.picture import ServicePicture
from gearskifte.effects.rules.promise import Detectable, StaffChange, cut_before_shown
from gearskifte.effects.rules.promised_outcome import FOLLOWED, PromisedOutcome
from gearskifte.effects.rules.quality import KnownCase
from gearskifte.effects.rules.verdict import Verdict
from gearskifte.effects.rules.waiting import WaitTable
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.queues import Queued
from gearskifte.kernel.time import local_date

SQL: Final[Queries] = load("gearskifte.effects", "read")
SERVICE: Final[Queries] = load("gearskifte.effects", "service")
BETWEEN: Final = "\x1f"
"""Between the steps of a case where they are kept; no text has it."""


class Topic(msgspec.Struct, frozen=True):
    """A kind of case of one authority, with its service as it was counted at `made_at`."""

    number: str
    title: str
    unit: str
    made_at: datetime
    shown: ServicePicture


class Reckoned(msgspec.Struct, frozen=True):
    """What had come of a promise after so many months.

    Attributes:
        snapshot: SHA-256 of the panel it was made from, which is kept.
        result: the evaluation's fields; see `Evaluation`.
    """

    months: int
    made_at: datetime
    verdict: Verdict
    snapshot: str
    result: dict[str, Any]


class MeasuredEffect(msgspec.Struct, frozen=True):
    """What came of a promise, with the uncertainty that whoever reckons on must carry along.

    Shares are of what the outcome would have been: -0.15 is 15 % shorter. They are None, and
    `draws` is empty, where nothing can be said of the size.

    Attributes:
        initiative, owner, topic, title: the promise. months: after its start.
        solution: the key of what was taken into use by the cases; "" where nothing was seen.
        draws: from the confidence distribution; their 2.5 and 97.5 % quantiles are the interval.
        snapshot: SHA-256 of the panel it was made from.
        counted_from: the first day that counts as after.
        cases: how many of the authority's own it is over, before and after.
        outcome: what it is about, of `PromisedOutcome`.
    """

    initiative: UUID
    owner: str
    topic: str
    title: str
    solution: str
    months: int
    made_at: datetime
    verdict: Verdict
    share: float | None
    low: float | None
    high: float | None
    draws: tuple[float, ...]
    snapshot: str
    counted_from: date
    cases: int = 0
    outcome: str = "waiting"


class Initiative(msgspec.Struct, frozen=True):
    """A promise, its changes of staff and what came of it.

    Attributes:
        solution: the key of what is taken into use; "" for the first that is after the promise.
        cut: a cut of staff dated before the effect was shown, if there is one.
    """

    id: UUID
    owner: str
    topic: str
    title: str
    outcome: str
    change: int
    planned: date
    solution: str
    cost_oere: int
    detectable: Detectable
    registered_at: datetime
    registered_by: str
    staffing: tuple[StaffChange, ...]
    reckonings: tuple[Reckoned, ...]
    cut: StaffChange | None

    @property
    def is_share(self) -> bool:
        """Whether its change is told in percentage points."""
        return FOLLOWED[PromisedOutcome(self.outcome)].is_share


@dataclass(frozen=True, slots=True)
class Kind:
    """All cases of one kind of one authority, as the worker sees them.

    Attributes:
        facts: of those that are received. cases: of all, as far as the quality of data goes.
        started: when each began that is received. meanings: what activities mean.
    """

    facts: list[CaseFacts]
    cases: list[KnownCase]
    started: dict[UUID, date]
    meanings: Meanings


def read_kind(cursor: Cursor[Any], owner: str, topic: str) -> Kind:
    """All cases of one kind of one authority; a case counts as told of when it began."""
    rows = cursor.execute(SERVICE.cases_of, {"owner": owner, "topic": topic}).fetchall()
    told = measured_minutes(cursor, topic, owner)
    return Kind(
        facts=[_facts(row, told.get(row[0], (None, None))[0]) for row in rows if row[3]],
        cases=[_known_case(row) for row in rows],
        started={row[0]: row[3] for row in rows if row[3]},
        meanings=meanings_of(cursor, owner, topic),
    )


def _facts(row: Sequence[Any], told: float | None) -> CaseFacts:
    return CaseFacts(
        municipality=row[1],
        topic=row[2],
        started=row[3],
        heard=row[3],
        informed=row[4],
        decided=row[5],
        closed=row[6],
        reopened=row[7],
        annulled=row[8],
        complained=row[9],
        upheld=row[10],
        touches=row[11],
        people=row[12],
        minutes=_together(row[13], told),
        steps=tuple(row[14].split(BETWEEN)) if row[14] else (),
        decision=row[18],
        decision_on=row[19],
    )


def _known_case(row: Sequence[Any]) -> KnownCase:
    events = events_of(msgspec.json.decode(row[16]))
    stated = msgspec.json.decode(row[17], type=CaseDates)
    days = {local_date(event.at) for event in events} | stated.days
    return KnownCase(row[15], row[3], row[5], row[6], tuple(sorted(days)), events)


def _together(logged: int | None, told: float | None) -> int | None:
    """Minutes that a log tells and those that were told beside it; None without any."""
    if logged is None and told is None:
        return None
    return round((logged or 0) + (told or 0))


def read_followed(cursor: Cursor[Any], topic: str, owner: str = "") -> list[CaseFacts]:
    """Received cases of one kind, of one authority or of every one, as far as they are followed.

    Touches, people and minutes are those of the days in which every case is followed.
    """
    told = measured_minutes(cursor, topic)
    deadlines = read_published_deadlines(cursor)
    found = []
    asked = {"topic": topic, "owner": owner}
    for row in cursor.execute(SERVICE.cases_of_topic, asked).fetchall():
        held = deadlines.on(row[1], topic, row[2])
        case = CaseFacts(
            municipality=row[1],
            topic=topic,
            started=row[2],
            heard=row[2],
            informed=row[3],
            decided=row[4],
            closed=row[5],
            reopened=row[6],
            annulled=row[7],
            upheld=row[8],
            touches=row[9],
            people=row[10],
            minutes=_together(row[11], told.get(row[0], (None, None))[1]),
            deadline=held.rule.deadline(row[2]) if held and held.rule else None,
        )
        found.append(case)
    return found


def read_deadlines(cursor: Cursor[Any], owner: str, topic: str) -> list[PublishedDeadline]:
    """All deadlines that a kind of case has had, by its own number and those above it."""
    asked = {"owner": owner, "topics": list(numbers_above(topic))}
    return [_deadline(row) for row in cursor.execute(SQL.deadlines, asked).fetchall()]


def read_published_deadlines(cursor: Cursor[Any]) -> PublishedDeadlines:
    """Every deadline that was ever published, of every authority here."""
    rows = cursor.execute(SQL.all_deadlines).fetchall()
    return PublishedDeadlines.of(_deadline(row) for row in rows)


def _deadline(row: tuple[Any, ...]) -> PublishedDeadline:
    topic, days, working, valid_from, owner, where, link = row
    rule = None if days is None else DeadlineRule(days, working)
    return PublishedDeadline(rule, valid_from, topic, owner, where, link)


def read_topics(cursor: Cursor[Any], owner: str) -> list[Topic]:
    """The service of every kind of case of one authority."""
    return [_topic(row) for row in cursor.execute(SQL.pictures, {"owner": owner}).fetchall()]


def read_picture(cursor: Cursor[Any], owner: str, topic: str) -> Topic | None:
    """The service of one kind of case; None where nothing is known of it."""
    row = cursor.execute(SQL.picture, {"owner": owner, "topic": topic}).fetchone()
    return _topic(row) if row else None


def read_beside(cursor: Cursor[Any], owner: str, topic: str = "") -> Beside:
    """One authority beside the others here, in one kind of case or in all that it has."""
    rows = cursor.execute(SQL.followed, {"owner": owner, "topic": topic}).fetchall()
    months = msgspec.json.Decoder(tuple[Month, ...])
    return beside(owner, [Told(row[0], row[1], months.decode(row[2])) for row in rows])


def read_wait_table(cursor: Cursor[Any], owner: str, topic: str) -> WaitTable | None:
    """The table from which the wait of a case is read off; None where none can be given.

    Args:
        cursor: of the web or the worker role; nothing in the table is about a person.
        owner: the authority that owns the case.
        topic: its KLE number.
    """
    row = cursor.execute(SQL.waits, {"owner": owner, "topic": topic}).fetchone()
    return msgspec.json.decode(row[0], type=WaitTable) if row else None


def read_initiatives(cursor: Cursor[Any], owner: str, only: UUID | None = None) -> list[Initiative]:
    """The promises of one authority, the newest first; or only one of them."""
    if only is None:
        rows = cursor.execute(SQL.initiatives, {"owner": owner}).fetchall()
    else:
        rows = cursor.execute(SQL.initiative, {"owner": owner, "id": only}).fetchall()
    ids = {"ids": [row[0] for row in rows]}
    staff = cursor.execute(SQL.staffing, ids).fetchall()
    reckoned = cursor.execute(SQL.reckonings, ids).fetchall()
    return [_initiative(row, staff, reckoned) for row in rows]


def adoption_of(initiative: Initiative, adoptions: Iterable[Adoption]) -> Adoption | None:
    """What the promise is counted from: what it names, else the first in use after it was made."""
    if initiative.solution:
        return next((each for each in adoptions if each.solution == initiative.solution), None)
    made = local_date(initiative.registered_at).replace(day=1)
    later = [
        (each.use.month, each.solution, each)
        for each in adoptions
        if each.use is not None and each.use.month is not None and each.use.month >= made
    ]
    return min(later)[2] if later else None


def read_effects(cursor: Cursor[Any], owner: str) -> list[MeasuredEffect]:
    """What came of every promise of one authority, by its newest reckoning."""
    found = read_initiatives(cursor, owner)
    return [_measured(each, each.reckonings[-1]) for each in found if each.reckonings]


def _measured(initiative: Initiative, reckoned: Reckoned) -> MeasuredEffect:
    told = reckoned.result
    bounds = told.get("percent_interval") or {}
    draws = told.get("draws") or [] if told.get("percent") is not None else []
    return MeasuredEffect(
        initiative=initiative.id,
        owner=initiative.owner,
        topic=initiative.topic,
        title=initiative.title,
        solution=told.get("solution", ""),
        months=reckoned.months,
        made_at=reckoned.made_at,
        verdict=reckoned.verdict,
        share=told.get("percent"),
        low=bounds.get("low"),
        high=bounds.get("high"),
        draws=tuple(math.expm1(draw) for draw in draws),
        snapshot=reckoned.snapshot,
        counted_from=date.fromisoformat(told.get("counted_from", initiative.planned.isoformat())),
        cases=told.get("cases", 0),
        outcome=initiative.outcome,
    )


def read_snapshot(
    cursor: Cursor[Any], owner: str, initiative: UUID, months: int
) -> tuple[str, dict[str, Any]] | None:
    """The hash and the panel that a reckoning was made from; None where there is none."""
    asked = {"owner": owner, "id": initiative, "months": months}
    row = cursor.execute(SQL.snapshot, asked).fetchone()
    return (row[0], msgspec.json.decode(row[1])) if row else None


def _topic(row: tuple[Any, ...]) -> Topic:
    number, title, unit, made_at, shown = row
    return Topic(number, title, unit, made_at, msgspec.json.decode(shown, type=ServicePicture))


def _initiative(
    row: tuple[Any, ...], staff: list[tuple[Any, ...]], reckoned: list[tuple[Any, ...]]
) -> Initiative:
    changes = tuple(StaffChange(each[1], each[2]) for each in staff if each[0] == row[0])
    made = tuple(
        Reckoned(each[1], each[2], Verdict(each[3]), each[4], msgspec.json.decode(each[5]))
        for each in reckoned
        if each[0] == row[0]
    )
    better = [local_date(each.made_at) for each in made if each.verdict is Verdict.BETTER]
    return Initiative(
        id=row[0],
        owner=row[1],
        topic=row[2],
        title=row[3],
        outcome=row[4],
        change=row[5],
        planned=row[6],
        solution=row[7],
        cost_oere=row[8],
        detectable=msgspec.json.decode(row[9], type=Detectable) if row[9] else Detectable(None),
        registered_at=row[10],
        registered_by=row[11],
        staffing=changes,
        reckonings=made,
        cut=cut_before_shown(changes, min(better, default=None)),
    )


def pictures_overdue(cursor: Cursor[Any], now: datetime) -> Queued:
    """The pictures of the service that should have been made anew."""
    return Queued("due", *cursor.execute(SQL.overdue, {"now": now}).fetchall()[0])
