# SPDX-License-Identifier: EUPL-1.2
"""Cases are read by what their activities mean, version by version, and outcomes follow."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec
import psycopg
import pytest

from gearskifte.effects.meanings import propose_meaning, read_meanings, read_proposal
from gearskifte.effects.public import (
    Initiative,
    Promise,
    freed_by_promises,
    note_series,
    own_series,
    read_initiatives,
    register_promise,
)
from gearskifte.effects.rules.log import Milestone
from gearskifte.effects.rules.meaning_table import Written
from gearskifte.effects.service import keep_cases, save_version
from gearskifte.kernel.events import Announcement, publish
from gearskifte.registry.public import (
    MESSAGE_TYPES,
    ROBOT_ACTED,
    CaseCourse,
    DatedState,
    LoggedAct,
    Progress,
)
from tests.builders.desk import Desk
from tests.builders.people import DAY, NOW, OTHER_CVR, OUR_CVR
from tests.builders.served import TOPIC, counted, served, topics_of

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]
HOUR: Final = timedelta(hours=1)
LIVE: Final = datetime(2024, 7, 1, 9, tzinfo=NOW.tzinfo)
HALF: Final = Promise(OUR_CVR, TOPIC, "Hurtigere", "minutes", -30, date(2024, 7, 1), 0)
WRITTEN: Final = Written(
    TOPIC,
    {"brev": Milestone.DECIDED, "klage ind": Milestone.COMPLAINT, "medhold": Milestone.UPHELD},
    robots=("R2",),
    why="brevet er afgørelsen",
)


def _course(number: int, began: int, *acts: LoggedAct, owner: str = OUR_CVR) -> CaseCourse:
    """A case that its system says was decided after forty days, and what is told beside."""
    start = NOW - DAY * began
    states = (
        DatedState(Progress.ARISEN, start),
        DatedState(Progress.DECIDED, start + 40 * DAY),
    )
    id_ = UUID(int=number + (0 if owner == OUR_CVR else 10**6))
    return CaseCourse(
        id_, owner, "system", TOPIC, "Emne", "Enhed", states, start.isoformat(), f"N{number}", acts
    )


def _acts(start: datetime, *, upheld: bool = False) -> tuple[LoggedAct, ...]:
    """Half an hour by Anna, a robot's act, a letter after ten days, perhaps a complaint."""
    acts = [
        LoggedAct(start + HOUR, "læs", "anna", "start"),
        LoggedAct(start + 1.5 * HOUR, "læs", "anna", "complete"),
        LoggedAct(start + DAY, "journaliser", "R2"),
        LoggedAct(start + 10 * DAY, "brev", "bo"),
    ]
    if upheld:
        acts += [
            LoggedAct(start + 30 * DAY, "klage ind", "bo"),
            LoggedAct(start + 60 * DAY, "medhold", "nævn"),
        ]
    return tuple(acts)


def _keep(desk: Desk, courses: list[CaseCourse]) -> None:
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        keep_cases(cursor, courses, desk.now)


def _told(desk: Desk, number: int = 60, owner: str = OUR_CVR) -> None:
    courses = [
        _course(each, 500 - 4 * each, owner=owner)
        if each % 10 == 9
        else _course(
            each,
            500 - 4 * each,
            *_acts(NOW - DAY * (500 - 4 * each), upheld=each % 5 == 0),
            owner=owner,
        )
        for each in range(number)
    ]
    _keep(desk, courses)


def _save(web: Connection, written: Written, newest: int = 0) -> int | None:
    with web.transaction(), web.cursor() as cursor:
        return save_version(cursor, OUR_CVR, written, newest, by="Frede", now=NOW)


def test_without_a_version_states_are_read_and_activities_are_listed(
    desk: Desk, web: Connection
) -> None:
    """What the system states decides, and what is done is told with how often and when."""
    _told(desk)
    counted(desk)
    shown = topics_of(web)[0].shown
    assert shown.quality is not None
    assert (shown.quality.mapped, shown.quality.poor) == (False, ())
    seen = {each.activity: each for each in shown.activities}
    assert (seen["brev"].cases, seen["brev"].events, seen["læs"].events) == (54, 54, 108)
    assert shown.months[0].median_days == 40


def test_a_version_is_shown_before_it_is_saved_and_then_read_by(
    desk: Desk, web: Connection
) -> None:
    """The change that was told is the change that comes, cases without the activity wait on."""
    _told(desk)
    counted(desk)
    with web.transaction(), web.cursor() as cursor:
        made = propose_meaning(cursor, OUR_CVR, WRITTEN, by="Frede", now=NOW)
        asked = read_proposal(cursor, OUR_CVR, made)
        assert asked is not None
        assert asked.change is None
        assert read_proposal(cursor, OTHER_CVR, made) is None
    counted(desk)
    with web.transaction(), web.cursor() as cursor:
        asked = read_proposal(cursor, OUR_CVR, made)
    assert asked is not None
    assert asked.change is not None
    before, after = asked.change.before, asked.change.after
    assert (before.decided, after.decided, asked.change.changed) == (60, 54, 60)
    assert (before.median_days, after.median_days) == (40, 10)
    assert (before.upheld, after.upheld) == (0, 12)
    assert topics_of(web)[0].shown.months[0].median_days == 40
    assert _save(web, asked.written, asked.newest) == 1
    counted(desk)
    shown = topics_of(web)[0].shown
    assert shown.months[0].median_days == 10
    assert shown.work is not None
    assert shown.work.minutes is not None
    assert shown.work.minutes.mean == 30
    assert shown.reasons is not None
    assert shown.reasons.upheld > 0
    assert shown.quality is not None
    assert (shown.quality.dated, shown.quality.unmapped) == (54, 2)


def test_nobody_overwrites_what_they_have_not_seen(web: Connection) -> None:
    """A version made on an older one is not saved; each that is has the next number."""
    assert _save(web, WRITTEN) == 1
    assert _save(web, WRITTEN) is None
    with web.transaction(), web.cursor() as cursor:
        (known,) = read_meanings(cursor, OUR_CVR, TOPIC)
        assert read_meanings(cursor, OTHER_CVR, TOPIC) == []
    assert (known.why, known.by) == ("brevet er afgørelsen", "Frede")
    assert _save(web, WRITTEN, known.id) == 2


def test_what_happened_before_a_version_holds_is_read_as_before(
    desk: Desk, web: Connection
) -> None:
    """A version holds from its day on: an older decision stays the one the system states."""
    _told(desk)
    since = (NOW - DAY * 300).date()
    assert _save(web, msgspec.structs.replace(WRITTEN, valid_from=since)) == 1
    counted(desk)
    months = {cell.month: cell.median_days for cell in topics_of(web)[0].shown.months}
    assert months[min(months)] == 40
    assert months[date(2023, 9, 1)] == 10


def test_a_version_of_a_group_holds_for_the_numbers_below_it(desk: Desk, web: Connection) -> None:
    """A mapping of 99.10 is read by 99.10.01, until the number has one of its own."""
    _told(desk)
    counted(desk)
    assert _save(web, msgspec.structs.replace(WRITTEN, topic="99.10")) == 1
    counted(desk)
    assert topics_of(web)[0].shown.months[0].median_days == 10


def test_measured_time_of_a_robots_questions_and_samples_is_counted(
    desk: Desk, web: Connection
) -> None:
    """Minutes of an answered question are the case's; items timed by hand are samples."""
    _told(desk)
    told = {"robot": "r", "title": "R", "version": 1, "what": "Brevet er skrevet"}
    acts = [
        Announcement("RobotActed", told | {"item": each + 1, "case": f"N{each}"})
        for each in range(60)
    ]
    timed = [
        Announcement("WorkTimed", {"robot": "r", "item": each + 1, "minutes": 15})
        for each in range(60)
    ]
    samples = [
        Announcement("WorkTimed", {"robot": "r", "item": 0, "minutes": minutes})
        for minutes in (10, 12, 14, 16, 18.5)
    ]
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        publish(cursor, acts + timed + samples, NOW - DAY)
    counted(desk)
    shown = topics_of(web)[0].shown
    assert shown.work is not None
    assert shown.work.minutes is not None
    assert shown.work.minutes.count == shown.work.of
    assert 15 <= shown.work.minutes.low < shown.work.minutes.high <= 45
    assert shown.samples is not None
    assert (shown.samples.mean, shown.samples.count) == (14.1, 5)


def _among_thirty(start: datetime) -> list[CaseCourse]:
    """Measured cases of ours and of thirty others about a day; ours take half the time after it."""
    names = [OUR_CVR, *(f"{number:08}" for number in range(40_000_001, 40_000_031))]
    courses = []
    for place, owner in enumerate(names):
        for month in range(-8, 6):
            for copy in range(5):
                began = start + DAY * (30.4 * month + copy + 1)
                spent = 60 + (place * 7 + month * 5 + copy * 3) % 9
                if owner == OUR_CVR and month >= 0:
                    spent //= 2
                acts = (
                    LoggedAct(began, "læs", "a", "start"),
                    LoggedAct(began + timedelta(minutes=spent), "læs", "a", "complete"),
                )
                states = (
                    DatedState(Progress.ARISEN, began),
                    DatedState(Progress.DECIDED, began + 20 * DAY),
                )
                id_ = UUID(int=place * 1000 + (month + 8) * 10 + copy)
                courses.append(CaseCourse(id_, owner, "s", TOPIC, "", "", states, "", "", acts))
    return courses


def _reckoned(desk: Desk, web: Connection, promise: Promise) -> Initiative:
    with web.transaction(), web.cursor() as cursor:
        made = register_promise(cursor, promise, by="Frede", now=NOW)
    counted(desk)
    with web.transaction(), web.cursor() as cursor:
        (initiative,) = read_initiatives(cursor, OUR_CVR, made)
    return initiative


def test_other_outcomes_than_waiting_are_reckoned(desk: Desk, web: Connection) -> None:
    """Measured minutes among thirty municipalities: half as many is better, with the interval."""
    desk.now = LIVE + DAY * 185
    _keep(desk, _among_thirty(LIVE))
    reckoned = _reckoned(desk, web, HALF).reckonings[0]
    assert (reckoned.verdict, reckoned.result["outcome"]) == ("better", "minutes")
    assert -0.55 < reckoned.result["percent"] < -0.4
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        (freed,) = freed_by_promises(cursor, since=LIVE - 365 * DAY, until=desk.now)
        assert freed_by_promises(cursor, since=desk.now, until=desk.now)[0].net == 0
    # Half as many minutes: as much was freed as was spent in the cases since, and in them alone.
    assert freed.cases == 6 * 5
    assert freed.net == pytest.approx(freed.cases * 32, rel=0.15)
    assert min(freed.draws) < freed.net < max(freed.draws)


def test_what_others_tell_weighs_as_much_as_their_cases(
    desk: Desk, web: Connection, owner: Connection
) -> None:
    """Who is alone is answered from others' months as it would be with all of their cases here."""
    desk.now = LIVE + DAY * 185
    _keep(desk, _among_thirty(LIVE))
    here = _reckoned(desk, web, HALF).reckonings[0]
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        others = cursor.execute(
            "SELECT DISTINCT owner FROM effects_case WHERE owner <> %s", (OUR_CVR,)
        )
        for (unit,) in others.fetchall():
            for topic, series in own_series(cursor, unit, unit, desk.now):
                note_series(cursor, topic, series)
    owner.execute("DELETE FROM effects_case WHERE owner <> %s", (OUR_CVR,))
    owner.commit()
    alone = _reckoned(desk, web, msgspec.structs.replace(HALF, title="Igen")).reckonings[0]
    assert (alone.verdict, alone.result["controls"]) == (here.verdict, here.result["controls"])
    assert alone.result["estimate"] == pytest.approx(here.result["estimate"], abs=1e-6)


def test_cases_kept_before_acts_were_are_fetched_from_the_registry(
    desk: Desk, web: Connection, owner: Connection
) -> None:
    """A case without acts is read from the registry again where it still is, else as it stands."""
    desk.take(*(served(f"a{each}", 200 + each) for each in range(9)))
    _told(desk, 3)
    counted(desk)
    owner.execute("UPDATE effects_case SET acts = NULL, touches = 7")
    owner.execute("UPDATE effects_picture SET due_at = made_at")
    owner.commit()
    counted(desk)
    rows = owner.execute("SELECT acts IS NULL, touches FROM effects_case").fetchall()
    assert len(rows) == 12
    assert sorted(rows) == [(False, 0)] * 9 + [(False, 7)] * 3
    assert topics_of(web)[0].shown.coverage.cases == 12


def test_a_type_of_message_is_told_by_its_name(
    desk: Desk, web: Connection, owner: Connection
) -> None:
    """A message's type has its class's title of the newest edition; others stand as they came."""
    known, unknown = str(UUID(int=7)), str(UUID(int=8))
    for edition, title in (("2023-01-01", "Gammel"), ("2024-01-01", "Brev modtaget")):
        owner.execute(
            "INSERT INTO registry_class (scheme, number, edition, title, uuid, successors, "
            "retention, deletion_period) VALUES ('Beskedtyper', '1', %s, %s, %s, '[]', '', '')",
            [edition, title, known],
        )
    owner.commit()
    acts = [LoggedAct(NOW - DAY * 90, each, "", "told") for each in (known, unknown)]
    acts.append(LoggedAct(NOW - DAY * 80, "brev", "bo"))
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        keep_cases(cursor, [_course(number, 100, *acts) for number in range(5)], desk.now)
    counted(desk)
    seen = {each.activity: each.title for each in topics_of(web)[0].shown.activities}
    assert seen == {known: "Brev modtaget", unknown: "", "brev": ""}
    assert str(ROBOT_ACTED) in MESSAGE_TYPES
