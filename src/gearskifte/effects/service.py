# SPDX-License-Identifier: EUPL-1.2
"""What effects write: cases as they are told, pictures of the service, promises and reckonings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

import msgspec
from psycopg import Connection, Cursor

from gearskifte.effects import queries
from gearskifte.effects.adopting import read_adoptions, refresh_adoptions
from gearskifte.effects.elsewhere import own_months, read_series
from gearskifte.effects.meanings import (
    answer_proposal,
    events_of,
    kept_acts,
    meanings_of,
    read_again,
    sampled_minutes,
    save_meaning,
)
from gearskifte.effects.queries import BETWEEN
from gearskifte.effects.rules.adoption import month_of
from gearskifte.effects.rules.course_facts import case_dates, steps_of
from gearskifte.effects.rules.deadlines import PublishedDeadline
from gearskifte.effects.rules.meaning import ActivitySeen, Meanings, activities_in, read_case
from gearskifte.effects.rules.meaning_table import Written
from gearskifte.effects.rules.picture import FEWEST, sampled, service_picture
from gearskifte.effects.rules.promise import Promise
from gearskifte.effects.rules.promised_outcome import PromisedOutcome
from gearskifte.effects.rules.quality import quality
from gearskifte.effects.rules.reckoning import Known, Promised, as_started, reckon, yesterday
from gearskifte.effects.rules.snapshot import kept
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.time import COPENHAGEN, local_date
from gearskifte.registry.public import CaseCourse, class_titles, read_case_courses

SQL: Final[Queries] = load("gearskifte.effects", "service")
_BATCH: Final = 500
_INITIATIVES: Final = UUID("6f0f3a52-1f4c-5d0b-9c7e-0c7d5b8f2a11")


def forget(cursor: Cursor[Any], cases: Iterable[UUID]) -> None:
    """Cut the tie between what was counted and cases that have been deleted."""
    ids = list(cases)
    cursor.execute(SQL.forget_touches, {"cases": ids, "texts": [str(each) for each in ids]})
    cursor.execute(SQL.forget_cases, {"cases": ids})


def keep_cases(cursor: Cursor[Any], courses: Iterable[CaseCourse], now: datetime) -> None:
    """Write down what is known of cases, and that their kinds are to be counted anew."""
    rows, kinds = [], []
    meanings: dict[tuple[str, str], Meanings] = {}
    for course in courses:
        dates = case_dates(course)
        if dates is None or not course.kle:
            continue
        kind = course.owner, course.kle
        if kind not in meanings:
            meanings[kind] = meanings_of(cursor, *kind)
        acts = kept_acts(course.acts)
        rows.append(
            {
                "id": course.id,
                "owner": course.owner,
                "system": course.system,
                "number": course.number,
                "topic": course.kle,
                "steps": BETWEEN.join(steps_of(course)),
                "stated": dates,
                "acts": acts,
                "read_by": meanings[kind].newest,
                **msgspec.to_builtins(read_case(dates, events_of(acts), meanings[kind])),
            }
        )
        kinds.append(
            {
                "owner": course.owner,
                "topic": course.kle,
                "title": course.kle_title,
                "unit": course.unit,
            }
        )
    if rows:
        cursor.execute(SQL.keep_cases, {"rows": _json(rows)})
        cursor.execute(SQL.mark_due, {"rows": _json(kinds), "now": now})


def refresh_pictures(connection: Connection[Any], now: datetime, *, most: int = 10) -> int:
    """Make the pictures anew that are due, and the reckonings of promises; how many were made."""
    made = 0
    while made < most and (
        answer_proposal(connection, now)
        or _refresh_one(connection, now)
        or _reckon_one(connection, now)
    ):
        made += 1
    return made


def _refresh_one(connection: Connection[Any], now: datetime) -> bool:
    with connection.transaction(), connection.cursor() as cursor:
        due = cursor.execute(SQL.claim_due, {"now": now}).fetchone()
        if due is None:
            return False
        owner, topic = due
        _read_again(cursor, owner, topic, now)
        known = queries.read_kind(cursor, owner, topic)
        refresh_adoptions(cursor, owner, topic, known.started, yesterday(now))
        deadlines = queries.read_deadlines(cursor, owner, topic)
        picture, waits = service_picture(known.facts, deadlines, yesterday(now))
        picture = msgspec.structs.replace(
            picture,
            quality=quality(known.cases, known.meanings, yesterday(now)),
            activities=_activities(cursor, known),
            samples=sampled(sampled_minutes(cursor, owner, topic, now)),
        )
        cursor.execute(
            SQL.keep_picture,
            {
                "owner": owner,
                "topic": topic,
                "shown": _json(picture),
                "waits": _json(waits) if waits else None,
                "followed": _json(own_months(owner, known.facts, yesterday(now))),
                "now": now,
                "due_at": tomorrow(now),
            },
        )
    return True


def _activities(cursor: Cursor[Any], known: queries.Kind) -> tuple[ActivitySeen, ...]:
    """What is done in cases; types of messages with what the registry calls them."""
    seen = activities_in((case.events for case in known.cases), FEWEST)
    titles = class_titles(cursor, (each.activity for each in seen if each.told))
    return tuple(
        msgspec.structs.replace(each, title=titles.get(each.activity, "")) for each in seen
    )


def _read_again(cursor: Cursor[Any], owner: str, topic: str, now: datetime) -> None:
    """Read the cases of a kind by what activities mean now; from the registry where it must be."""
    unkept = read_again(cursor, owner, topic)
    for start in range(0, len(unkept), _BATCH):
        keep_cases(cursor, read_case_courses(cursor, unkept[start : start + _BATCH]), now)


def publish_deadline(
    cursor: Cursor[Any],
    deadline: PublishedDeadline,
    *,
    by: str,
    now: datetime,
) -> bool:
    """Enter a deadline from a day on; those before it stay. False where it was said already.

    A deadline without a rule takes the promise back from its day on.
    """
    rule = deadline.rule
    said = {
        "owner": deadline.owner,
        "topic": deadline.topic,
        "days": rule.days if rule else None,
        "working": rule.working if rule else False,
        "valid_from": deadline.valid_from,
        "decided_where": deadline.decided_where,
        "link": deadline.link,
        "now": now,
        "by": by,
    }
    with cursor.connection.transaction():
        added = cursor.execute(SQL.add_deadline, said).rowcount == 1
        if added:
            cursor.execute(SQL.hurry, said)
    return added


def save_version(
    cursor: Cursor[Any], owner: str, written: Written, newest: int, *, by: str, now: datetime
) -> int | None:
    """Save what activities mean, and have the pictures made anew; the number of the version.

    None if another version was saved after `newest`, on which this one was made: nobody
    overwrites what they have not seen.

    Raises:
        InputRefused: GS-EFF-130 if it cannot be a version.
    """
    written.check()
    with cursor.connection.transaction():
        saved = save_meaning(cursor, owner, written, newest, by=by, now=now)
        if saved is not None:
            cursor.execute(SQL.hurry, {"owner": owner, "topic": written.topic, "now": now})
    return saved


def register_promise(cursor: Cursor[Any], promise: Promise, *, by: str, now: datetime) -> UUID:
    """Register a promise before it goes live; the same promise twice is one.

    Raises:
        InputRefused: GS-EFF-010 if it has gone live, GS-EFF-011 if nothing is promised.
    """
    promise.check(local_date(now))
    name = f"{promise.owner}|{promise.topic}|{promise.title}|{promise.planned.isoformat()}"
    if promise.outcome != PromisedOutcome.WAITING:
        name += f"|{promise.outcome}"  # one about something else is another promise
    initiative = uuid5(_INITIATIVES, name)
    picture = queries.read_picture(cursor, promise.owner, promise.topic)
    detectable = promise.detectable(picture.shown.detectable if picture else {})
    values = msgspec.structs.asdict(promise)
    positions, day = values.pop("positions"), values.pop("staff_day")
    values |= {"id": initiative, "now": now, "by": by, "detectable": _json(detectable)}
    with cursor.connection.transaction():
        added = cursor.execute(SQL.add_initiative, values).rowcount
        if added and positions and day:
            change_staff(cursor, initiative, positions, day, by=by, now=now)
    return initiative


def change_staff(
    cursor: Cursor[Any], initiative: UUID, positions: int, day: date, *, by: str, now: datetime
) -> None:
    """Write down that staff changes with an initiative; `positions` in hundredths."""
    cursor.execute(
        SQL.add_staffing,
        {"initiative": initiative, "positions": positions, "day": day, "by": by, "now": now},
    )


def _reckon_one(connection: Connection[Any], now: datetime) -> bool:
    """Reckon the next promise whose months have passed and been followed."""
    with connection.transaction(), connection.cursor() as cursor:
        row = cursor.execute(SQL.due_reckoning, {"today": local_date(now)}).fetchone()
        if row is None:
            return False
        initiative, owner, topic, outcome, change, planned, solution, month, months = row
        since = month or planned
        promised = Promised(owner, month_of(since), months, change, PromisedOutcome(outcome))
        known = _known(cursor, promised, topic, solution or "", yesterday(now))
        answer = reckon(promised, known, yesterday(now))
        read = {"counted_from": since, "solution": solution or ""}
        reckoned = {
            "initiative": initiative,
            "months": months,
            "now": now,
            "verdict": answer["verdict"],
            "snapshot": answer["snapshot"],
            "result": _json(answer["result"] | read),
            "panel": _json(kept(answer["panel"])) if answer["panel"] else "{}",
        }
        cursor.execute(SQL.add_reckoning, reckoned)
    return True


def _known(
    cursor: Cursor[Any], promised: Promised, topic: str, solution: str, until: date
) -> Known:
    """The cases here, what others told, who uses the same, and how good the data are."""
    cases = as_started(queries.read_followed(cursor, topic), promised.outcome)
    own = queries.read_kind(cursor, promised.owner, topic)
    compared = range(promised.since - promised.months, promised.since + promised.months)
    lately = [case for case in own.cases if case.started and month_of(case.started) in compared]
    found = quality(lately, own.meanings, until)
    series = read_series(cursor, topic, promised.outcome)
    if not solution:
        return Known(cases, series, {}, found)
    users = {each.unit: each.uses[solution] for each in series if solution in each.uses}
    users |= {
        each.owner: month_of(each.use.month)
        for each in read_adoptions(cursor, topic=topic, solution=solution)
        if each.use is not None and each.use.month is not None and each.owner != promised.owner
    }
    return Known(cases, series, users, found)


def tomorrow(now: datetime) -> datetime:
    """A little after the next midnight in Denmark."""
    day = local_date(now) + timedelta(days=1)
    return datetime.combine(day, time(0, 10), COPENHAGEN)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
