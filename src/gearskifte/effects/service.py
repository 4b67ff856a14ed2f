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
from gearskifte.effects.queries import BETWEEN
from gearskifte.effects.rules.adoption import month_of
from gearskifte.effects.rules.case_panel import StartedCase
from gearskifte.effects.rules.course_facts import case_dates, steps_of
from gearskifte.effects.rules.deadlines import PublishedDeadline
from gearskifte.effects.rules.picture import service_picture
from gearskifte.effects.rules.promise import Promise
from gearskifte.effects.rules.reckoning import Known, Promised, reckon, yesterday
from gearskifte.effects.rules.snapshot import kept
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.time import COPENHAGEN, local_date
from gearskifte.registry.public import CaseCourse

SQL: Final[Queries] = load("gearskifte.effects", "service")
_INITIATIVES: Final = UUID("6f0f3a52-1f4c-5d0b-9c7e-0c7d5b8f2a11")


def forget(cursor: Cursor[Any], cases: Iterable[UUID]) -> None:
    """Cut the tie between what was counted and cases that have been deleted."""
    ids = list(cases)
    cursor.execute(SQL.forget_touches, {"cases": ids, "texts": [str(each) for each in ids]})
    cursor.execute(SQL.forget_cases, {"cases": ids})


def keep_cases(cursor: Cursor[Any], courses: Iterable[CaseCourse], now: datetime) -> None:
    """Write down what is known of cases, and that their kinds are to be counted anew."""
    rows, kinds = [], []
    for course in courses:
        dates = case_dates(course)
        if dates is None or not course.kle:
            continue
        rows.append(
            {
                "id": course.id,
                "owner": course.owner,
                "system": course.system,
                "number": course.number,
                "topic": course.kle,
                "touches": course.events,
                "people": course.resources,
                "steps": BETWEEN.join(steps_of(course)),
                **msgspec.to_builtins(dates),
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
    while made < most and (_refresh_one(connection, now) or _reckon_one(connection, now)):
        made += 1
    return made


def _refresh_one(connection: Connection[Any], now: datetime) -> bool:
    with connection.transaction(), connection.cursor() as cursor:
        due = cursor.execute(SQL.claim_due, {"now": now}).fetchone()
        if due is None:
            return False
        kind = {"owner": due[0], "topic": due[1]}
        rows = cursor.execute(SQL.cases_of, kind).fetchall()
        cases = queries.facts(row[1:] for row in rows)
        started = {row[0]: row[3] for row in rows}
        refresh_adoptions(cursor, kind["owner"], kind["topic"], started, yesterday(now))
        deadlines = queries.read_deadlines(cursor, **kind)
        picture, waits = service_picture(cases, deadlines, yesterday(now))
        cursor.execute(
            SQL.keep_picture,
            {
                **kind,
                "shown": _json(picture),
                "waits": _json(waits) if waits else None,
                "followed": _json(own_months(kind["owner"], cases, yesterday(now))),
                "now": now,
                "due_at": tomorrow(now),
            },
        )
    return True


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


def register_promise(cursor: Cursor[Any], promise: Promise, *, by: str, now: datetime) -> UUID:
    """Register a promise before it goes live; the same promise twice is one.

    Raises:
        InputRefused: GS-EFF-010 if it has gone live, GS-EFF-011 if nothing is promised.
    """
    promise.check(local_date(now))
    name = f"{promise.owner}|{promise.topic}|{promise.title}|{promise.planned.isoformat()}"
    initiative = uuid5(_INITIATIVES, name)
    picture = queries.read_picture(cursor, promise.owner, promise.topic)
    detectable = promise.detectable(picture.shown.chart if picture else None)
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
        initiative, owner, topic, change, planned, solution, month, months = row
        since = month or planned
        promised = Promised(owner, month_of(since), months, change)
        answer = reckon(promised, _known(cursor, owner, topic, solution or ""), yesterday(now))
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


def _known(cursor: Cursor[Any], owner: str, topic: str, solution: str) -> Known:
    """The cases here, what others told, and who of them all uses the same."""
    cases = [
        StartedCase(whose, began, decided, touched=False)
        for _, whose, began, decided in cursor.execute(
            SQL.cases_of_topic, {"topic": topic}
        ).fetchall()
    ]
    series = read_series(cursor, topic)
    if not solution:
        return Known(cases, series, {})
    users = {each.unit: each.uses[solution] for each in series if solution in each.uses}
    users |= {
        each.owner: month_of(each.use.month)
        for each in read_adoptions(cursor, topic=topic, solution=solution)
        if each.use is not None and each.use.month is not None and each.owner != owner
    }
    return Known(cases, series, users)


def tomorrow(now: datetime) -> datetime:
    """A little after the next midnight in Denmark."""
    day = local_date(now) + timedelta(days=1)
    return datetime.combine(day, time(0, 10), COPENHAGEN)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
