# SPDX-License-Identifier: EUPL-1.2
"""Entries keep themselves alive; what is silent for long counts nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest

from gearskifte.commons import living, packages, service, telling
from gearskifte.commons.living import keep_alive
from gearskifte.commons.queries import find_entry, story
from gearskifte.commons.reuse import add_reuse, effects_of, reuses_of
from gearskifte.commons.rules.feed import Event, Verb
from gearskifte.commons.rules.portfolio import (
    Phase,
    Plan,
    Stage,
    asks_for_heartbeat,
    municipalities_in,
)
from gearskifte.commons.rules.reuse import How, Ran, Reused
from gearskifte.commons.service import NewEntry
from gearskifte.commons.telling import Here
from gearskifte.effects.public import MeasuredEffect, Verdict
from gearskifte.robots.public import RobotRuns, approve, fill_in, make_version
from tests.builders.packages import (
    CASES_TEXT,
    MOCK_TEXT,
    OWNER,
    PUBLIC,
    PUBLISHER,
    SLUG,
    SOURCE,
    packed,
)
from tests.unit.commons.feeds import NOW, later
from tests.unit.robots.test_mock import ApiBench

pytestmark = pytest.mark.integration

Worker = psycopg.Connection[tuple[Any, ...]]
HERE = Here("Havneby Kommune", "29190623")
OTHERS = Here("Korsbæk Kommune", OWNER)
ROBOT = "rykker"
PROMISE = UUID(int=7)
HALF_A_DAY = timedelta(hours=12)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> dict[str, RobotRuns]:
    """What robots have done here, as their room tells it."""
    runs: dict[str, RobotRuns] = {}

    def told(_: object) -> Mapping[str, RobotRuns]:
        return runs

    monkeypatch.setattr(living, "robot_runs", told)
    return runs


@pytest.fixture
def reckoned(monkeypatch: pytest.MonkeyPatch) -> list[MeasuredEffect]:
    """What came of promises here, as their room tells it."""
    effects: list[MeasuredEffect] = []
    monkeypatch.setattr(living, "read_effects", lambda *_: effects)
    return effects


def _runs(
    first: datetime, newest: datetime, done: int = 40, handed: int = 0, alone: int = 0
) -> RobotRuns:
    return RobotRuns(ROBOT, "Rykker", "", first, newest, done, handed, 0, alone)


def _effect(at: datetime, share: float | None = -0.12) -> MeasuredEffect:
    low, high = (-0.19, -0.05) if share is not None else (None, None)
    return MeasuredEffect(
        PROMISE, OWNER, "27.36", "Kortere ventetid", "", 6, at, Verdict.BETTER, share, low, high,
        (), "", NOW.date(), 300,
    )  # fmt: skip


def _own(worker: Worker, plan: Plan, *, shared: bool = True) -> UUID:
    made = uuid4()
    entry = NewEntry(made, HERE.municipality, "Rykker", "Svar kommer før.", "Job", plan=plan)
    with worker.transaction(), worker.cursor() as cursor:
        service.register(cursor, [entry], NOW, None)
        if shared:
            telling.share_entry(cursor, HERE, made, NOW)
        cursor.execute("DELETE FROM commons_untold")
    return made


def _theirs(worker: Worker, robot: str = "") -> UUID:
    """Another municipality's entry, as it was heard."""
    id_ = uuid4()
    named = f"{OWNER}/{id_}"
    entry = NewEntry(
        telling.id_of(HERE, named), OTHERS.municipality, "Rykker i hver sag", "Svar kommer før.",
        "Job", plan=Plan(robot=robot), object=named, shared=True,
    )  # fmt: skip
    with worker.transaction(), worker.cursor() as cursor:
        service.register(cursor, [entry], NOW, None)
    return entry.id


def _alive_at(worker: Worker, entry: UUID) -> datetime:
    found = find_entry(worker.cursor(), entry)
    assert found is not None
    return found.alive_at


def _untold(worker: Worker) -> list[Event]:
    rows = worker.execute("SELECT event FROM commons_untold ORDER BY id").fetchall()
    return [msgspec.json.decode(bytes(event), type=Event) for (event,) in rows]


def test_a_working_robot_keeps_its_entry_alive(worker: Worker, ran: dict[str, RobotRuns]) -> None:
    """Its newest run is the sign of life, told once a day and no oftener."""
    entry = _own(worker, Plan(robot=ROBOT))
    ran[ROBOT] = _runs(NOW, later(2))
    assert keep_alive(worker, HERE, later(2)) == 1
    assert _alive_at(worker, entry) == later(2)
    ran[ROBOT] = _runs(NOW, later(2) + HALF_A_DAY)
    assert keep_alive(worker, HERE, later(3)) == 0
    assert [event.verb for event in _untold(worker)] == [Verb.HEARTBEAT]


def test_a_robot_that_never_ran_gives_no_life(worker: Worker, ran: dict[str, RobotRuns]) -> None:
    """Neither does a robot of a stopped entry."""
    idle = _own(worker, Plan(robot="en-anden"))
    stopped = _own(worker, Plan(robot=ROBOT))
    with worker.transaction(), worker.cursor() as cursor:
        stage = Stage(Phase.STOPPED, because="For dyrt.")
        service.enter_phase(cursor, stopped, HERE.municipality, stage, NOW)
    ran[ROBOT] = _runs(NOW, later(9))
    assert keep_alive(worker, HERE, later(9)) == 0
    assert _alive_at(worker, idle) == _alive_at(worker, stopped) == NOW


def test_runs_tell_that_anothers_solution_is_reused(
    worker: Worker, ran: dict[str, RobotRuns]
) -> None:
    """An entry that reuses another's and has a robot tells its owner since when, and how much."""
    theirs = _theirs(worker)
    mine = _own(worker, Plan(robot=ROBOT))
    worker.execute("UPDATE commons_entry SET reuses = %s WHERE id = %s", [theirs, mine])
    worker.commit()
    ran[ROBOT] = _runs(later(1), later(3), done=120, handed=5, alone=110)
    assert keep_alive(worker, HERE, later(3)) == 1
    (reused,) = reuses_of(worker.cursor(), [theirs])[theirs]
    assert (reused.municipality, reused.since, reused.runs) == (HERE.municipality, later(1), 120)
    assert reused.ran == Ran(125, 110)
    told = {event.verb: event.numbers for event in _untold(worker)}
    assert told == {Verb.HEARTBEAT: {}, Verb.REUSE: {"runs": 120, "items": 125, "alone": 110}}


def test_a_reckoning_is_a_sign_of_life_and_its_effect_travels(
    worker: Worker, reckoned: list[MeasuredEffect]
) -> None:
    """What was measured stands at the own entry and at the one it reuses; told to its owner."""
    theirs = _theirs(worker)
    mine = _own(worker, Plan(promise=PROMISE))
    worker.execute(
        "UPDATE commons_entry SET reuses = %s, authority = %s, promise = %s WHERE id = %s",
        [theirs, OWNER, PROMISE, mine],
    )
    worker.commit()
    reckoned.append(_effect(later(5)))
    assert keep_alive(worker, HERE, later(6)) == 1
    assert _alive_at(worker, mine) == later(5)
    for entry in (mine, theirs):
        (effect,) = effects_of(worker.cursor(), [entry])[entry]
        assert (effect.value, effect.low, effect.high) == pytest.approx((-12, -19, -5))
        assert effect.count == 300
    assert [e.verb for e in _untold(worker)].count(Verb.EFFECT) == 1


def test_what_cannot_be_shown_is_no_effect(worker: Worker, reckoned: list[MeasuredEffect]) -> None:
    """A reckoning that says nothing of the size keeps the entry alive and adds no effect."""
    mine = _own(worker, Plan(promise=PROMISE))
    worker.execute(
        "UPDATE commons_entry SET authority = %s, promise = %s WHERE id = %s",
        [OWNER, PROMISE, mine],
    )
    worker.commit()
    reckoned.append(_effect(later(5), None))
    assert keep_alive(worker, HERE, later(6)) == 1
    assert effects_of(worker.cursor(), [mine]).get(mine, []) == []


def test_a_release_is_told_once(worker: Worker) -> None:
    """A new version of an own shared robot is a milestone, a sign of life, and news to others."""
    home = OTHERS
    made = uuid4()
    entry = NewEntry(made, home.municipality, "Rykker", "Svar.", "Job", plan=Plan(robot=SLUG))
    with worker.transaction(), worker.cursor() as cursor:
        service.register(cursor, [entry], NOW - timedelta(days=9), None)
        telling.share_entry(cursor, home, made, NOW)
        version = make_version(cursor, SOURCE, by="ida", now=NOW, department="Job")
        fill_in(cursor, version.slug, {"fag": "https://fag.example.dk"}, by="ida", now=NOW)
        approve(cursor, version.version, by="bo", now=NOW)
        packages.publish(
            cursor, SLUG, MOCK_TEXT, CASES_TEXT, licence="EUPL-1.2", publisher=PUBLISHER,
            by="ida", at=NOW,
        )  # fmt: skip
        cursor.execute("DELETE FROM commons_untold")
    keep_alive(worker, home, later(1))
    assert _untold(worker) == []
    assert packages.try_next(worker, ApiBench(), NOW)
    for day in (1, 2):
        keep_alive(worker, home, later(day))
    told = [event for event in _untold(worker) if event.verb is Verb.RELEASE]
    assert [event.texts["version"] for event in told] == ["1.1.0"]
    assert [each.text for each in story(worker.cursor(), made) if each.kind == "release"] == [
        "1.1.0"
    ]


def test_a_robot_taken_in_tells_its_owner_when_it_runs(
    worker: Worker, ran: dict[str, RobotRuns]
) -> None:
    """Nothing at import; at the first run, then at most once a day and only if there is more."""
    entry = _theirs(worker, robot=SLUG)
    with worker.transaction(), worker.cursor() as cursor:
        packages.believe(cursor, OWNER, "Korsbæk", PUBLIC, by="ida", at=NOW)
        held = packages.receive(cursor, packed(), by="ida", at=NOW)
        given = {"ejer": "Ida Sten", "godkender": "Bo Kær", "fag": "https://fag.example.dk"}
        packages.fill(cursor, held, given, by="ida", department="Job")
    assert packages.try_next(worker, ApiBench(), NOW)

    ran[SLUG] = RobotRuns(SLUG, "Rykker", "", NOW, NOW, 7, 1, 2, 6)

    def runs(at: datetime) -> int:
        keep_alive(worker, HERE, at)
        known = reuses_of(worker.cursor(), [entry]).get(entry, [])
        return known[0].runs if known else -1

    assert runs(later(1)) <= 0
    packages.remember_run(worker.cursor(), SLUG, later(1))
    assert runs(later(1)) == 1
    packages.remember_run(worker.cursor(), SLUG, later(1))
    assert runs(later(1) + HALF_A_DAY) == 1
    assert runs(later(3)) == 2
    assert runs(later(9)) == 2
    assert {event.verb for event in _untold(worker)} == {Verb.REUSE}
    assert reuses_of(worker.cursor(), [entry])[entry][0].ran == Ran(8, 6)


def test_of_few_items_nothing_is_told_but_their_number(
    worker: Worker, ran: dict[str, RobotRuns]
) -> None:
    """How fewer than five items ended is neither told nor kept; from the fifth on it is."""
    theirs = _theirs(worker)
    mine = _own(worker, Plan(robot=ROBOT))
    worker.execute("UPDATE commons_entry SET reuses = %s WHERE id = %s", [theirs, mine])
    worker.commit()
    for day, done, kept in ((1, 4, None), (2, 5, Ran(5, 3))):
        ran[ROBOT] = _runs(NOW, later(day), done, alone=3)
        keep_alive(worker, HERE, later(day))
        (reused,) = reuses_of(worker.cursor(), [theirs])[theirs]
        assert (reused.runs, reused.ran) == (done, kept)
    few, enough = (event.numbers for event in _untold(worker) if event.verb is Verb.REUSE)
    assert (few, enough) == ({"runs": 4}, {"runs": 5, "items": 5, "alone": 3})


def test_how_items_ended_is_kept_from_the_newest_that_says_so(worker: Worker) -> None:
    """An older telling, or one without items, changes nothing of it; a newer one all of it."""
    theirs = _theirs(worker)

    def after(day: int, ran: Ran | None) -> Ran | None:
        with worker.transaction(), worker.cursor() as cursor:
            add_reuse(cursor, theirs, Reused("Byen", How.IMPORT, NOW, 50, later(day), ran))
            (kept,) = reuses_of(cursor, [theirs])[theirs]
        return kept.ran

    assert after(1, None) is None
    assert after(3, Ran(50, 40)) == Ran(50, 40)
    assert after(2, Ran(45, 45)) == Ran(50, 40)
    assert after(4, None) == Ran(50, 40)
    assert after(5, Ran(60, 41)) == Ran(60, 41)


def test_the_silent_leave_the_counts_and_one_click_brings_them_back(worker: Worker) -> None:
    """Asked for after ninety days, counted nowhere after 180, counted again once it is said."""
    mine = _own(worker, Plan(), shared=False)

    def counted(at: datetime) -> int:
        found = find_entry(worker.cursor(), mine)
        assert found is not None
        return municipalities_in({mine}, {mine: (found.municipality, found.alive_at)}, at)

    assert not asks_for_heartbeat(Phase.IDEA, NOW, later(89))
    assert asks_for_heartbeat(Phase.IDEA, NOW, later(91))
    assert (counted(later(180)), counted(later(181))) == (1, 0)
    with worker.transaction(), worker.cursor() as cursor:
        service.say_alive(cursor, mine, "En anden", later(181))
    assert counted(later(181)) == 0
    with worker.transaction(), worker.cursor() as cursor:
        service.say_alive(cursor, mine, HERE.municipality, later(181))
    assert counted(later(181)) == 1
