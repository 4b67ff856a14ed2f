# SPDX-License-Identifier: EUPL-1.2
"""From messages to the picture of the service, and promises that nobody can take back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec
import psycopg
import pytest
from psycopg import sql

from gearskifte.effects.elsewhere import read_series
from gearskifte.effects.public import (
    DeadlineRule,
    Month,
    Promise,
    PromisedOutcome,
    PublishedDeadline,
    Series,
    Verdict,
    change_staff,
    note_import,
    note_series,
    own_series,
    publish_deadline,
    read_adoptions,
    read_effects,
    read_initiatives,
    read_wait_table,
    register_promise,
)
from gearskifte.effects.queries import adoption_of, read_beside
from gearskifte.effects.rules.beside import Outcome
from gearskifte.kernel.errors import InputRefused
from gearskifte.kernel.events import Announcement, publish
from gearskifte.kernel.time import local_date
from gearskifte.registry.public import Registration
from tests.builders.desk import Desk
from tests.builders.people import DAY, NOW, OTHER_CVR, OUR_CVR
from tests.builders.served import TOPIC, counted, served, topics_of

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]
PROMISE: Final = Promise(
    OUR_CVR, TOPIC, "Robot til hjælpemidler", "waiting", -20, date(2024, 7, 1), 50_000_00
)


def test_messages_become_a_picture_of_the_service(desk: Desk, web: Connection) -> None:
    """What messages tell of cases is counted by kind of case, and only for the authority's own."""
    desk.take(*(served(f"a{n}", 100 + 3 * n, 10 + n) for n in range(40)), served("open", 70, None))
    desk.take(served("theirs", 50, 5, cvr=OTHER_CVR))
    counted(desk)
    (topic,) = topics_of(web)
    assert (topic.number, topic.title) == (TOPIC, "Hjælpemidler")
    assert topic.shown.coverage.cases == 41
    assert (topic.shown.queue.open, topic.shown.queue.oldest_days) == (1, 69)
    assert topic.shown.wait is not None
    assert topic.shown.on_time is None
    assert topic.shown.ways is not None
    assert topic.shown.ways.ways[0].steps == ("modtaget", "afgjort")
    with web.transaction(), web.cursor() as cursor:
        table = read_wait_table(cursor, OUR_CVR, TOPIC)
    assert table is not None
    assert table.expect(0) == topic.shown.wait


def test_a_published_deadline_is_held_against_reality(desk: Desk, web: Connection) -> None:
    """From the day a deadline is entered, the share decided in time and the overdue are counted."""
    desk.take(*(served(f"a{n}", 100 + 3 * n, 10 + n) for n in range(40)), served("open", 70, None))
    counted(desk)
    with web.transaction(), web.cursor() as cursor:
        publish_deadline(
            cursor,
            PublishedDeadline(
                DeadlineRule(28), date(2023, 1, 1), TOPIC, OUR_CVR, decided_where="Byrådet 2022"
            ),
            by="Frede",
            now=NOW,
        )
    counted(desk)
    shown = topics_of(web)[0].shown
    assert shown.on_time is not None
    # Of those that began before the month of the open one, whose own month is shown too.
    assert shown.on_time.of == 41
    assert shown.on_time.count == 19
    assert shown.queue.overdue == 1


def test_the_same_events_again_change_nothing(desk: Desk, web: Connection) -> None:
    """A picture made from the same cases is the same, however often it is made."""
    desk.take(*(served(f"a{n}", 100 + 3 * n, 10 + n) for n in range(30)))
    counted(desk)
    before = topics_of(web)
    desk.take(*(served(f"a{n}", 100 + 3 * n, 10 + n) for n in range(30)))
    counted(desk)
    assert [each.shown for each in topics_of(web)] == [each.shown for each in before]


def test_the_web_sees_no_singleserved(web: Connection) -> None:
    """The role behind the pages may read what is counted together, never the cases."""
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute("SELECT * FROM effects_case")


def test_a_promise_comes_before_it_goes_live(web: Connection) -> None:
    """A promise whose day has passed is refused, and so is one that promises nothing."""
    for late in (
        Promise(OUR_CVR, TOPIC, "For sent", "waiting", -20, date(2024, 6, 3), 0),
        Promise(OUR_CVR, TOPIC, "Intet", "waiting", 0, date(2024, 7, 1), 0),
    ):
        with web.transaction(), web.cursor() as cursor, pytest.raises(InputRefused):
            register_promise(cursor, late, by="Frede", now=NOW)


@pytest.mark.parametrize("table", ["initiative", "staffing", "deadline", "reckoning"])
def test_what_was_said_cannot_be_edited_away(owner: Connection, table: str) -> None:
    """Not even the owner of the tables can change or remove a promise or what came of it."""
    name = sql.Identifier(f"effects_{table}")
    for statement in ("DELETE FROM {}", "UPDATE {} SET id = id"):
        with pytest.raises(psycopg.errors.RestrictViolation, match="GS-EFF-001"):
            owner.execute(sql.SQL(statement).format(name))
        owner.rollback()


def test_a_promise_is_reckoned_by_itself(desk: Desk, web: Connection) -> None:
    """Five months after it went live the first reckoning is made, once, with its snapshot kept."""
    desk.take(*(served(f"a{n}", 400 - 5 * n, 20) for n in range(80)))
    counted(desk)
    with web.transaction(), web.cursor() as cursor:
        made = register_promise(cursor, PROMISE, by="Frede", now=NOW)
        assert register_promise(cursor, PROMISE, by="Frede", now=NOW) == made
    desk.now = NOW + timedelta(days=200)
    desk.take(*(served(f"b{n}", -5 * n, 20) for n in range(30)))
    counted(desk)
    counted(desk)
    with web.transaction(), web.cursor() as cursor:
        (initiative,) = read_initiatives(cursor, OUR_CVR)
    (reckoned,) = initiative.reckonings
    assert (reckoned.months, reckoned.verdict) == (3, Verdict.CANNOT_BE_DECIDED)
    assert reckoned.result["reason"] == "no controls"
    assert len(reckoned.snapshot) == 64


def test_staff_cut_before_the_effect_is_shown_is_flagged(web: Connection) -> None:
    """A cut dated before any effect is shown stands on the initiative with its day."""
    with web.transaction(), web.cursor() as cursor:
        made = register_promise(cursor, PROMISE, by="Frede", now=NOW)
        change_staff(cursor, made, 100, date(2024, 6, 10), by="Frede", now=NOW)
        assert read_initiatives(cursor, OUR_CVR)[0].cut is None
        change_staff(cursor, made, -200, date(2024, 8, 1), by="Frede", now=NOW)
        cut = read_initiatives(cursor, OUR_CVR)[0].cut
    assert cut is not None
    assert (cut.positions, cut.day) == (-200, date(2024, 8, 1))


def test_a_promise_kept_among_many_is_shown_with_its_draws(desk: Desk, web: Connection) -> None:
    """With thirty municipalities to compare with, a shorter wait is better, draws and all."""
    names = [f"{number:08}" for number in range(40_000_001, 40_000_031)]
    told = []
    for place, cvr in enumerate((OUR_CVR, *names)):
        for month in range(19):
            began = 580 - 30 * month - place % 7
            ours = cvr == OUR_CVR and NOW + DAY * (200 - began) >= NOW + DAY * 28
            days = 8 if ours else 30 + (place * 7 + month * 5) % 9
            told += [
                served(f"{cvr}-{month}-{copy}", began - 200, days + copy, cvr=cvr)
                for copy in range(3)
            ]
    desk.now = NOW + timedelta(days=230)
    desk.take(*told)
    with web.transaction(), web.cursor() as cursor:
        register_promise(cursor, PROMISE, by="Frede", now=NOW)
    counted(desk)
    with web.transaction(), web.cursor() as cursor:
        (effect,) = read_effects(cursor, OUR_CVR)
    assert effect.verdict is Verdict.BETTER
    assert effect.share is not None
    assert effect.share < -0.4
    assert len(effect.draws) >= 20
    assert max(effect.draws) < 0


def _acts(desk: Desk, cases: list[Registration], slug: str, at: datetime) -> None:
    """A robot tells that it did something in each of these cases."""
    told = [
        Announcement(
            "RobotActed",
            {
                "robot": slug,
                "title": "Hurtig bevilling",
                "version": 1,
                "item": number,
                "case": str(case.object_id),
                "what": "Brevet er skrevet",
            },
        )
        for number, case in enumerate(cases)
    ]
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        publish(cursor, told, at)


def test_a_robot_in_half_of_the_cases_is_in_use(desk: Desk, web: Connection) -> None:
    """Robots' acts in cases make an adoption by themselves, be the case known yet or not."""
    cases = [served(f"a{n}", 200 - 2 * n, 30) for n in range(90)]
    early, late = cases[:45], cases[45:]
    _acts(desk, late[::5], "hurtig", NOW - DAY * 5)
    desk.take(*early, *late)
    counted(desk)
    with web.transaction(), web.cursor() as cursor:
        (found,) = read_adoptions(cursor, owner=OUR_CVR, topic=TOPIC)
    assert found.use is not None
    assert found.use.month is None
    for case in late:
        _acts(desk, [case], "hurtig", case.facts[0].start + DAY)
    counted(desk)
    with web.transaction(), web.cursor() as cursor:
        (found,) = read_adoptions(cursor, owner=OUR_CVR, topic=TOPIC)
    assert (found.solution, found.title) == ("hurtig", "Hurtig bevilling")
    assert found.use is not None
    assert found.use.month == date(2024, 2, 1)
    assert 2 * found.use.touched >= found.use.started


def test_an_import_is_seen_before_it_is_in_use(desk: Desk, web: Connection) -> None:
    """What is taken over from the commons has its day, and is in use when cases show it."""
    day = date(2024, 5, 2)
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        note_import(cursor, topic=TOPIC, solution="delt", title="Delt robot", day=day)
    with web.transaction(), web.cursor() as cursor:
        (found,) = read_adoptions(cursor, owner=OUR_CVR, topic=TOPIC)
    assert (found.owner, found.imported, found.use) == (OUR_CVR, day, None)
    case = served("a", 40, 20)
    desk.take(case)
    _acts(desk, [case], "delt", NOW - DAY * 39)
    counted(desk)
    with web.transaction(), web.cursor() as cursor:
        (found,) = read_adoptions(cursor, solution="delt")
    assert found.imported == day
    assert found.use is not None
    assert found.use.first == local_date(NOW - DAY * 39)


def test_a_promise_is_counted_from_when_the_cases_show_its_use(desk: Desk, web: Connection) -> None:
    """The read month replaces the planned day, and the reckoning waits for it; both are kept."""
    desk.take(*(served(f"a{n}", 400 - 5 * n, 20) for n in range(80)))
    counted(desk)
    with web.transaction(), web.cursor() as cursor:
        named = msgspec.structs.replace(PROMISE, solution="hurtig")
        made = register_promise(cursor, named, by="Frede", now=NOW)
    desk.now = NOW + timedelta(days=200)
    counted(desk)
    with web.transaction(), web.cursor() as cursor:
        assert read_initiatives(cursor, OUR_CVR, made)[0].reckonings == ()
    late = [served(f"b{n}", -60 - 3 * n, 20) for n in range(60)]
    desk.take(*late)
    for case in late:
        _acts(desk, [case], "hurtig", case.facts[0].start + DAY)
    desk.now = NOW + timedelta(days=300)
    counted(desk)
    counted(desk)
    with web.transaction(), web.cursor() as cursor:
        (initiative,) = read_initiatives(cursor, OUR_CVR, made)
        uses = read_adoptions(cursor, owner=OUR_CVR)
    (reckoned,) = initiative.reckonings
    adoption = adoption_of(initiative, uses)
    assert adoption is not None
    assert adoption.use is not None
    assert initiative.planned == date(2024, 7, 1)
    assert adoption.use.month == date(2024, 8, 1)
    assert reckoned.result["counted_from"] == "2024-08-01"
    assert reckoned.result["solution"] == "hurtig"


def test_municipalities_stand_beside_each_other(desk: Desk, web: Connection) -> None:
    """Six others with the same kind of case, and the page says how much longer one waits here."""
    theirs = [f"1{n:07}" for n in range(6)]
    for number, cvr in enumerate([OUR_CVR, *theirs]):
        days = 60 if cvr == OUR_CVR else 20 + number
        desk.take(*(served(f"{cvr}-{n}", 150 + 4 * n, days, cvr=cvr) for n in range(60)))
    counted(desk)
    with web.transaction(), web.cursor() as cursor:
        found = read_beside(cursor, OUR_CVR, TOPIC)
        assert read_beside(cursor, OUR_CVR) == found
        nowhere = read_beside(cursor, OUR_CVR, "00.01")
    assert found.outcome is Outcome.LONGER
    assert found.others == 6
    assert found.own == pytest.approx(56, abs=0.5)
    assert found.expected is not None
    assert found.expected == pytest.approx(22.5, abs=1)
    assert found.share == pytest.approx(57 / (1 + found.expected) - 1)
    assert nowhere.outcome is Outcome.TOO_FEW_CASES


def _alone(desk: Desk, months: int = 19) -> None:
    """Six cases a month that waited 30 days before July, and 8 from then on."""
    told = []
    for month in range(months):
        began = 380 - 30 * month
        days = 8 if NOW - DAY * began >= NOW + DAY * 28 else 30
        told += [served(f"a{month}-{copy}", began, days + copy) for copy in range(6)]
    desk.now = NOW + timedelta(days=260)
    desk.take(*told)


def _elsewhere(place: int, uses: dict[str, int] | None = None) -> Series:
    """What another municipality tells: 7 cases a month, a fourth as long where it uses anything."""
    first = date(2023, 1, 1).year * 12
    months = []
    for number in range(first, first + 28):
        waits = 3.4 + (place * 7 + number * 5) % 9 / 100
        used = uses and number >= min(uses.values())
        months.append(Month(number, 7, waits - (1.4 if used else 0)))
    return Series(f"{40_000_000 + place}", tuple(months), uses or {})


def test_who_is_alone_is_compared_with_what_others_tell(desk: Desk, web: Connection) -> None:
    """Others' months are the yardstick; who uses the same is none, and is in the common answer."""
    _alone(desk)
    july = 2024 * 12 + 6
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        for place in range(25):
            note_series(cursor, TOPIC, _elsewhere(place))
        note_series(cursor, TOPIC, _elsewhere(30, {"hurtig": july + 1}))
    with web.transaction(), web.cursor() as cursor:
        named = msgspec.structs.replace(PROMISE, solution="hurtig")
        made = register_promise(cursor, named, by="Frede", now=NOW)
    for month in range(19):
        cases = [served(f"a{month}-{copy}", 380 - 30 * month, 0) for copy in range(3)]
        if (start := cases[0].facts[0].start) >= NOW + DAY * 28:
            _acts(desk, cases, "hurtig", start + DAY)
    counted(desk)
    with web.transaction(), web.cursor() as cursor:
        (initiative,) = read_initiatives(cursor, OUR_CVR, made)
    (reckoned,) = initiative.reckonings
    assert (reckoned.verdict, reckoned.result["controls"]) == (Verdict.BETTER, 25)
    assert reckoned.result["others"] == 1
    everywhere = reckoned.result["everywhere"]
    assert everywhere["users"] == ["40000030"]
    assert (everywhere["adopters"], everywhere["controls"]) == (2, 25)
    assert everywhere["verdict"] == "better"


def test_a_month_of_few_cases_is_told_nobody(desk: Desk) -> None:
    """What is told is every month that is followed and has five cases; a use goes with it."""
    _alone(desk)
    desk.take(*(served(f"few{copy}", 500, 9) for copy in range(4)))
    counted(desk)
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        told_of = {
            each.outcome: (topic, each)
            for topic, each in own_series(cursor, OUR_CVR, "11111111", desk.now)
        }
    topic, told = told_of[PromisedOutcome.WAITING]
    assert topic == TOPIC
    assert told.unit == "11111111"
    assert {month.cases for month in told.months} >= {6}
    assert all(month.cases >= 5 for month in told.months)
    assert min(month.number for month in told.months) > 2023 * 12
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        note_series(cursor, TOPIC, told)
        assert read_series(cursor, TOPIC) == [told]
