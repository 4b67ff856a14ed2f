# SPDX-License-Identifier: EUPL-1.2
"""The ledger: an item is held by one, lost by nobody, and what was done stands for ever."""

from __future__ import annotations

import time
from decimal import Decimal

import psycopg
import pytest

from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.kernel.time import system_now
from gearskifte.robots import service
from gearskifte.robots.ledger import SQL, Kept, Sealed
from gearskifte.robots.public import robot_runs
from gearskifte.robots.queries import open_tasks
from gearskifte.robots.recording import About, LedgerJournal, Stopped
from gearskifte.robots.rules import asking
from gearskifte.robots.rules.journal import Done, LeaseLost
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.refusals import RecipeRefused, StepFailed
from tests.builders.people import ANNA as CITIZEN_ANNA
from tests.builders.recipes import NOTES, NotesWorld
from tests.builders.shop import Shop

pytestmark = pytest.mark.integration

ANNA = CITIZEN_ANNA.cpr

ITEMS = [{"sagsnr": f"S-{number}"} for number in range(40)]
CITIZEN = NOTES.replace(
    '{felter: [sagsnr], nøgle: "{sagsnr}"}',
    '{felter: [sagsnr, cpr], nøgle: "{sagsnr} {cpr}", borger: "{cpr}"}',
)
QUESTION = NOTES.replace(
    "  - send:", "  - spørg: Skal der rykkes?\n    valg: [Ja, Nej]\n    som: ja\n  - send:", 1
)
DONE = "SELECT count(*) FROM robots_item WHERE state = 'done'"


def test_sixteen_workers_share_a_queue_and_no_item_is_held_twice(shop: Shop) -> None:
    """Every item is claimed by exactly one of sixteen workers that all want it."""
    shop.open(NOTES, [{"sagsnr": f"S-{number}"} for number in range(200)])
    claimed = shop.claimed_together(16)
    assert len(claimed) == 200
    assert set(claimed.values()) == {1}


def test_items_are_worked_off_and_everything_is_remembered(shop: Shop) -> None:
    """Each item's note is made once, each step stands in the ledger, and its log is whole."""
    world = NotesWorld()
    shop.open(NOTES, ITEMS)
    assert shop.work(world) == 40
    assert set(map(len, world.notes.values())) == {1}
    assert shop.one(DONE) == 40
    assert shop.one("SELECT count(*) FROM robots_step WHERE verified = 'read-back'") == 80
    assert shop.rows(SQL.breaks) == []
    assert shop.one("SELECT count(*) FROM kernel_outbox WHERE name = 'RobotRunFinished'") == 40


def test_the_same_work_is_in_line_once(shop: Shop) -> None:
    """Items with the same business key change nothing, whoever puts them in line."""
    made = shop.open(NOTES, ITEMS)
    again = service.put_in_line(shop.connection, shop.vault, made.slug, [*ITEMS, {"sagsnr": "S-x"}])
    assert again == 1
    assert shop.one("SELECT count(*) FROM robots_item") == 41


def test_urgent_items_come_first(shop: Shop) -> None:
    """Higher priority first, then the sooner deadline, then the older."""
    made = shop.open(NOTES, [{"sagsnr": "S-old"}])
    service.put_in_line(shop.connection, shop.vault, made.slug, [{"sagsnr": "S-new"}], priority=1)
    held = shop.ledger().claim()
    assert held is not None
    assert held.values["sagsnr"] == "S-new"


def test_a_dead_workers_item_is_gone_on_with_at_the_step_where_it_stopped(shop: Shop) -> None:
    """After the lease another worker goes on; what was done is not done again."""
    shop.open(NOTES, [{"sagsnr": "S-1"}])
    world = NotesWorld()

    def dies(moment: str) -> None:
        if moment == "after send":
            raise psycopg.OperationalError("killed")

    world.interrupt = dies
    with pytest.raises(psycopg.OperationalError):
        shop.work(world)
    assert world.notes == {"S-1": ["Rykket S-1"]}
    world.interrupt = lambda _: None
    assert shop.work(world) == 0, "the lease has not run out"
    shop.connection.execute("UPDATE robots_item SET lease_until = now() - interval '1 second'")
    assert shop.work(world) == 1
    assert world.notes == {"S-1": ["Rykket S-1"]}


def test_a_worker_that_lost_its_item_may_write_nothing(shop: Shop) -> None:
    """The token of a late worker is spent: no step, no end and no intent is taken from it."""
    shop.open(NOTES, [{"sagsnr": "S-1"}])
    late = shop.ledger("late", lease=0.05)
    held = late.claim()
    assert held is not None
    time.sleep(0.1)
    other = shop.ledger("other")
    assert other.reclaim() == 1
    assert other.claim() is not None
    step = Kept("1", 1, "begun", True, "", "", late.seal(Sealed()))
    assert late.keep(held, [step]) == "lost"
    assert not late.settle(held, "done", "", {})
    assert shop.one("SELECT count(*) FROM robots_step") == 0


def test_a_question_waits_and_its_answer_is_gone_on_with(shop: Shop) -> None:
    """The item continues in place after the answer, and took a person; no other choice is taken."""
    made = shop.open(QUESTION, [{"sagsnr": "S-1"}])
    world = NotesWorld()
    assert shop.work(world) == 0
    (task,) = open_tasks(shop.connection)
    assert (task.question, task.choices) == ("Skal der rykkes?", ["Ja", "Nej"])
    with shop.connection.cursor() as cursor:
        given = {"by": "Ida", "minutes": Decimal("2.5")}
        with pytest.raises(InputRefused, match="GS-ROB-032"):
            service.answer(cursor, shop.vault, task.id, said="Måske", **given)  # type: ignore[arg-type]
        assert service.answer(cursor, shop.vault, task.id, said="Ja", **given)  # type: ignore[arg-type]
        assert not service.answer(cursor, shop.vault, task.id, said="Nej", **given)  # type: ignore[arg-type]
    assert shop.work(world) == 1
    with shop.connection.cursor() as cursor:
        runs = robot_runs(cursor)[made.slug]
    assert (runs.done, runs.asked, runs.alone) == (1, 1, 0)
    assert world.notes == {"S-1": ["Rykket S-1"]}
    assert shop.rows(SQL.breaks) == []


def test_time_that_was_measured_is_told_once(shop: Shop) -> None:
    """An answer with its minutes is told of its item, a sample of the robot, upkeep not at all."""
    made = shop.open(QUESTION, [{"sagsnr": "S-1"}])
    shop.work(NotesWorld())
    (task,) = open_tasks(shop.connection)
    with shop.connection.cursor() as cursor:
        said = {"said": "Ja", "by": "Ida", "minutes": Decimal("2.5")}
        for _ in range(2):
            service.answer(cursor, shop.vault, task.id, **said)  # type: ignore[arg-type]
        for kind in (service.SAMPLE, service.UPKEEP):
            spent = {"kind": kind, "minutes": Decimal(9), "note": "", "by": "Ida"}
            service.add_minutes(cursor, made.robot, **spent, now=system_now())  # type: ignore[arg-type]
    told = shop.rows("SELECT payload FROM kernel_outbox WHERE name = 'WorkTimed' ORDER BY id")
    item = shop.one("SELECT id FROM robots_item")
    slug = shop.one("SELECT slug FROM robots_robot")
    assert [payload for (payload,) in told] == [
        {"robot": slug, "item": item, "minutes": 2.5},
        {"robot": slug, "item": 0, "minutes": 9.0},
    ]


def test_a_refusal_becomes_a_task_and_is_tried_again_when_told(shop: Shop) -> None:
    """A business exception waits with its words; «prøv igen» does just that step again."""
    shop.open(NOTES.replace("svar.status = ", "tal(svar.status) = "), [{"sagsnr": "S-1"}])
    world = NotesWorld()
    assert shop.work(world) == 0
    (task,) = open_tasks(shop.connection)
    assert task.why == "business"
    with shop.connection.cursor() as cursor:
        service.answer(cursor, shop.vault, task.id, said=asking.GIVE_UP, by="Ida", minutes=None)
    assert shop.one("SELECT state FROM robots_item") == "handed"
    assert world.notes == {"S-1": ["Rykket S-1"]}


def test_technical_failures_are_tried_again_and_then_asked_about(shop: Shop) -> None:
    """A failure waits longer each time; after the last attempt a person is asked."""
    shop.open(NOTES, [{"sagsnr": "S-1"}])
    world = NotesWorld()

    def fails(moment: str) -> None:
        text = Text("Ingen svar.", "No answer.")
        raise StepFailed("GS-ROB-210", what=text, why=text, do=text)

    world.interrupt = fails
    waits = []
    for _ in range(2):
        shop.work(world)
        query = "SELECT extract(epoch FROM not_before - clock_timestamp()) FROM robots_item"
        waits.append(shop.one(query))
        shop.connection.execute("UPDATE robots_item SET not_before = now()")
    assert 0 < waits[0] < waits[1] < 5
    shop.work(world)
    (task,) = open_tasks(shop.connection)
    assert "3 forsøg" in task.question
    assert world.notes == {}


def test_a_stopped_robot_begins_nothing_and_goes_on_when_started(shop: Shop) -> None:
    """The stop button holds what is in line, and what runs ends before its next change."""
    made = shop.open(NOTES, ITEMS)
    ledger = shop.ledger()
    held = ledger.claim()
    assert held is not None
    with shop.connection.cursor() as cursor:
        service.stop(cursor, made.robot, by="Lone")
    about = About("R", "r", 1)
    journal = LedgerJournal(ledger, held, about, lambda a, b: b"", system_now)
    step = read_recipe(NOTES).steps[1]
    with pytest.raises(Stopped):
        journal.begin("2", step, "Send", b"")
    assert issubclass(Stopped, LeaseLost)
    assert shop.ledger().claim() is None
    service.put_in_line(shop.connection, shop.vault, made.slug, [{"sagsnr": "S-late"}])
    assert shop.ledger().claim() is None
    with shop.connection.cursor() as cursor:
        service.start(cursor, made.robot, by="Lone")
    assert shop.ledger().claim() is not None


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE robots_log SET entry = '{}' WHERE id = 3",
        "DELETE FROM robots_log WHERE id = 3",
        "DELETE FROM robots_step WHERE id = (SELECT max(id) FROM robots_step)",
        "UPDATE robots_step SET sealed = '\\x00' WHERE id = (SELECT max(id) FROM robots_step)",
        "DELETE FROM robots_log WHERE id = (SELECT max(id) FROM robots_log)",
    ],
)
def test_what_was_tampered_with_is_found(
    shop: Shop, owner: psycopg.Connection[object], harm: str
) -> None:
    """A line or a step that was changed or removed is found, also the last of its chain."""
    shop.open(NOTES, ITEMS[:3])
    shop.work(NotesWorld())
    owner.execute(harm.encode())
    owner.commit()
    assert shop.rows(SQL.breaks) != []


def test_an_act_on_a_citizens_case_stands_in_the_citizens_log(shop: Shop) -> None:
    """In plain words, what it did in which system; the registry has a message to take in."""
    shop.open(CITIZEN, [{"sagsnr": "S-1", "cpr": ANNA}])
    assert shop.work(NotesWorld()) == 1
    subject = shop.vault.person_id(ANNA)
    lines = shop.rows("SELECT entry FROM kernel_audit WHERE subject = %s ORDER BY id", subject)
    assert [line["action"] for (line,) in lines] == ["read", "act", "act", "act"]
    assert {line["actor"]["role"] for (line,) in lines} == {"robot"}
    assert lines[0][0]["what"] == "Læste i fagsystemet"
    assert lines[1][0]["what"].startswith("Ændrede i fagsystemet: ")
    assert not [line["what"] for (line,) in lines if "Send til" in line["what"]]
    assert lines[-1][0]["what"] == "Rykket"
    assert "Notat i hver sag" in lines[-1][0]["actor"]["unit"]
    assert shop.one("SELECT count(*) FROM robots_act WHERE told_at IS NULL") == 1


def test_no_cpr_number_is_readable_in_any_table(shop: Shop) -> None:
    """Items, steps, tasks and the log say a CPR number nowhere in clear."""
    shop.open(CITIZEN.replace("Rykket {nøgle}", "Rykket {cpr}"), [{"sagsnr": "S-1", "cpr": ANNA}])
    shop.work(NotesWorld())
    written = shop.rows(
        "SELECT row_to_json(i)::text FROM robots_item AS i "
        "UNION ALL SELECT row_to_json(s)::text FROM robots_step AS s "
        "UNION ALL SELECT row_to_json(l)::text FROM robots_log AS l "
        "UNION ALL SELECT row_to_json(a)::text FROM robots_act AS a"
    )
    assert len(written) > 6
    assert not [text for (text,) in written if ANNA in text or ANNA.encode().hex() in text]


def test_who_made_a_version_may_not_approve_it(shop: Shop) -> None:
    """A second person approves, and only what nothing hinders."""
    with shop.connection.cursor() as cursor:
        now = shop.one("SELECT now()")
        made = service.make_version(cursor, NOTES, by="Lone", now=now)
        with pytest.raises(InputRefused, match="GS-ROB-030"):
            service.approve(cursor, made.version, by="Lone", now=now)
        bare = service.make_version(cursor, "opskrift: Bar\ntrin: [{tryk: A}]", by="Lone", now=now)
        with pytest.raises(RecipeRefused):
            service.approve(cursor, bare.version, by="Per", now=now)
    with pytest.raises(InputRefused, match="GS-ROB-031"):
        service.put_in_line(shop.connection, shop.vault, made.slug, ITEMS)


def test_a_step_without_effect_is_written_with_the_next_intent(shop: Shop) -> None:
    """A harmless step's result is kept at latest when something is changed."""
    shop.open(NOTES, [{"sagsnr": "S-1"}])
    ledger = shop.ledger()
    held = ledger.claim()
    assert held is not None
    journal = LedgerJournal(ledger, held, About("R", "r", 1), lambda a, b: b"", system_now)
    steps = read_recipe(NOTES).steps
    journal.done("1", steps[0], Done(value="x"))
    assert shop.one("SELECT count(*) FROM robots_step") == 0
    journal.begin("2", steps[1], "Send", b"")
    assert shop.one("SELECT count(*) FROM robots_step") == 2
