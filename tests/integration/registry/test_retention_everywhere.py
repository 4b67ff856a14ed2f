# SPDX-License-Identifier: EUPL-1.2
"""What hangs on a case goes with it, and nothing is left of it in any room."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import psycopg
import pytest
from psycopg import sql

from gearskifte.app.subscriptions import SUBSCRIPTIONS
from gearskifte.kernel.events import Announcement, deliver, publish
from gearskifte.registry.public import (
    Registration,
    Run,
    SubjectClass,
    due,
    erase,
    fields,
    prove_everywhere,
)
from tests.builders.desk import Desk
from tests.builders.facts import (
    START,
    attributes,
    case,
    document,
    filed,
    grant,
    object_id,
    payment,
    relation,
    state,
    to_object,
)
from tests.builders.messages import message
from tests.builders.people import ANNA, NOW, VAULT

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]
PLAN = tuple(
    SubjectClass("KLE", number, "Emne", date(2024, 1, 1), retention=keeps, deletion_period=period)
    for number, keeps, period in (
        ("27.35.04", "K", "P30D"),
        ("32.30.00", "K", "P60D"),
        ("32.40.00", "B", "P30D"),
        ("32.50.00", "K", "P9Y"),
    )
)
SOON, LONG, KEPT, LATER = (each.number for each in PLAN)
TODAY = NOW.date()


def _case(name: str, *letters: str, closed: bool = True) -> Registration:
    note = relation(
        fields.JOURNAL,
        fields.NOTE,
        index=f"note {name}",
        note_title=f"Notat {name}",
        note_text=f"Hemmeligt notat {name}",
    )
    return case(
        name,
        ANNA,
        title=f"Titel {name}",
        more=[
            *([state("Afsluttet", START + timedelta(days=1))] if closed else []),
            relation(fields.CLASS, fields.PRIMARY, class_key=SOON, name="Emne"),
            note,
            *(filed(letter) for letter in letters),
        ],
    )


def _grant(name: str, kle: str, of: str = "", end: str = "2024-02-01") -> Registration:
    follows = [relation(fields.CASE, fields.GRANT_CASE, to_object(of))] if of else []
    subject = attributes(f"{fields.BENEFIT_PREFIX}1", class_key=kle, reason=f"Titel {name}")
    return grant(name, ANNA, benefit_end=end, more=[subject, *follows])


def _payment(name: str, kle: str, of: str = "", on: str = "2024-01-31") -> Registration:
    line = relation(
        fields.LINE,
        fields.LINE,
        index="1",
        amount=f"1500.{len(name)}",
        class_key=kle,
        grant_id=str(object_id(of)) if of else None,
    )
    return payment(name, ANNA, on=on, more=[line])


def _when(desk: Desk) -> dict[Any, tuple[date | None, str]]:
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        found = due(cursor, NOW)
    return {each.id: (each.verdict.on, str(each.verdict.why)) for each in found}


@pytest.mark.parametrize(
    ("kle", "of", "end", "on", "why"),
    [
        (SOON, "", "2024-02-01", date(2024, 3, 2), "period"),
        (LONG, "", "2024-02-01", date(2024, 4, 1), "period"),
        (SOON, "closed", "2023-02-01", date(2024, 2, 1), "period"),
        (SOON, "open", "2024-02-01", None, "its-case"),
        (SOON, "", "", None, "runs"),
        (SOON, "", "2030-01-01", None, "runs"),
        (KEPT, "", "2024-02-01", None, "archives"),
        ("99.99.99", "", "2024-02-01", None, "no-period"),
    ],
)
def test_when_a_grant_may_be_deleted(
    desk: Desk, kle: str, of: str, end: str, on: date | None, why: str
) -> None:
    """A period after its last benefit ended, and not before the case it follows from."""
    desk.take(message(classes=PLAN), message(_case("closed"), _case("open", closed=False)))
    desk.take(message(_grant("g", kle, of, end)))
    assert _when(desk)[object_id("g")] == (on, why)


def test_a_payment_waits_for_its_grant(desk: Desk) -> None:
    """With the last of those it is paid of; one that is paid of none goes by its own day."""
    desk.take(message(classes=PLAN), message(_grant("g", SOON), _grant("h", KEPT)))
    desk.take(
        message(_payment("p", SOON, "g"), _payment("q", SOON, "h"), _payment("r", LONG)),
        message(_payment("s", SOON, "missing")),
    )
    found = _when(desk)
    assert found[object_id("p")] == (date(2024, 3, 2), "period")
    assert found[object_id("q")] == (None, "its-grant")
    assert found[object_id("r")] == (date(2024, 3, 31), "period")
    assert found[object_id("s")] == (date(2024, 3, 1), "period")


def _everywhere(owner: Connection) -> str:
    """Everything that can be read in any table but the log, and in the messages that are kept."""
    told = []
    for (table,) in owner.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN "
        "('kernel_audit', 'registry_erased', 'registry_raw_message')"
    ).fetchall():
        rows = owner.execute(sql.SQL("SELECT t::text FROM {} AS t").format(sql.Identifier(table)))
        told += [row for (row,) in rows if "ObjectsErased" not in row]
    bodies = owner.execute("SELECT body FROM registry_raw_message WHERE body <> ''").fetchall()
    told += [VAULT.decipher(body).decode() for (body,) in bodies]
    owner.commit()
    return "\n".join(told)


def _run(desk: Desk) -> Run:
    run = erase(desk.intake, lambda told: message(*told).body, due_by=TODAY, by="test")
    while deliver(desk.connection, SUBSCRIPTIONS, NOW):
        pass
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        return prove_everywhere(cursor, run)


def _drawn(dice: Random) -> list[Registration]:
    """Cases with notes and letters, grants that follow from them, and payments."""
    cases = [f"case{n}x" for n in range(6)]
    grants = [f"grant{n}x" for n in range(5)]
    letters = [f"letter{n}x" for n in range(5)]
    told = [
        _case(name, *dice.sample(letters, dice.randint(0, 2)), closed=dice.random() < 0.7)
        for name in cases
    ]
    told += [document(name, title=f"Titel {name}") for name in letters]
    subjects = (SOON, SOON, LONG, KEPT, LATER)
    told += [_grant(name, dice.choice(subjects), dice.choice(["", *cases])) for name in grants]
    told += [
        _payment(f"payment{n}x", dice.choice(subjects), dice.choice(["", *grants]))
        for n in range(6)
    ]
    return told


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_left_of_what_was_deleted(desk: Desk, owner: Connection, seed: int) -> None:
    """No id, number, title, note or reason in any room or kept message; all the rest is there."""
    dice = Random(seed)
    told = _drawn(dice)
    dice.shuffle(told)
    desk.take(message(classes=PLAN), *(message(*told[n : n + 4]) for n in range(0, len(told), 4)))
    while deliver(desk.connection, SUBSCRIPTIONS, NOW):
        pass
    _robots_act(desk, owner)
    gone = {id_ for id_, (on, _) in _when(desk).items() if on is not None and on <= TODAY}
    assert gone
    run = _run(desk)
    assert run.number == len(gone)
    assert run.proof["found_in_other_rooms_afterwards"] == {}
    left = _everywhere(owner)
    for each in told:
        (name,) = (n for n in _names() if object_id(n) == each.object_id)
        marks = [str(each.object_id), f"Titel {name}", f"notat {name}"]
        if each.object_id in gone:
            # What is kept may still refer to it, by id alone.
            assert not [mark for mark in [*marks[1:], f"2024-{name}"] if mark in left], name
        else:
            assert marks[0] in left
    before = desk.state
    desk.replay()
    assert desk.state == before


def _robots_act(desk: Desk, owner: Connection) -> None:
    """A robot acts in every case; of some it tells by number, of the others by id."""
    acts = [
        {
            "robot": "maskinen",
            "title": "Maskinen",
            "version": 1,
            "item": turn,
            "case": f"2024-{name}" if turn % 2 else str(object_id(name)),
            "what": f"Titel {name}",
            "person": str(object_id("anyone")),
        }
        for turn, name in enumerate(_names())
        if name.startswith("case")
    ]
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        publish(cursor, [Announcement("RobotActed", act) for act in acts], NOW)
    while deliver(desk.connection, SUBSCRIPTIONS, NOW):
        pass
    ((number,),) = owner.execute("SELECT count(*) FROM overview_robot_act").fetchall()
    owner.commit()
    assert number == len(acts)


def _names() -> list[str]:
    return [f"{kind}{n}x" for kind in ("case", "grant", "letter", "payment") for n in range(6)]
