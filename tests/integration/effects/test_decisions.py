# SPDX-License-Identifier: EUPL-1.2
"""From the classes of decision that messages tell to the page and the tables of a kind of case."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID

import psycopg
import pytest

from gearskifte.effects.rules.log import Milestone
from gearskifte.effects.rules.meaning_table import Written
from gearskifte.effects.service import keep_cases, save_version
from gearskifte.effects.showing_decisions import COLUMNS, decision_rows, decisions_as_csv
from gearskifte.registry.public import (
    CaseCourse,
    DatedState,
    Kind,
    LoggedAct,
    Progress,
)
from gearskifte.registry.public import fields as f
from tests.builders.desk import Desk
from tests.builders.facts import registration, relation
from tests.builders.people import DAY, NOW, OUR_CVR
from tests.builders.served import TOPIC, counted, served, topics_of

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]


def test_the_classes_that_messages_tell_become_shares(desk: Desk, web: Connection) -> None:
    """How cases were decided is told with number and interval, and month by month as a table."""
    told = ["Imødekommet"] * 12 + ["Afslag"] * 6 + ["Frafaldet"] * 2 + [""] * 5
    desk.take(*(served(f"d{number}", 300, decision=how) for number, how in enumerate(told)))
    counted(desk)
    topic = topics_of(web)[0]
    found = topic.shown.decisions
    assert found is not None
    assert found.cases == 25
    assert [(each.words, each.share.count) for each in decision_rows(topic.shown)] == [
        ("Imødekommet", 12),
        ("Afslag", 6),
        ("Andre afgørelser, hver i under 5 sager", 2),
        ("Afgjort, men ikke oplyst hvordan", 5),
    ]
    granted = found.shares[0]
    assert (granted.share, granted.low, granted.high) == pytest.approx(
        (0.48, 0.3003, 0.6650), abs=1e-4
    )
    rows = list(csv.reader(io.StringIO(decisions_as_csv(topic))))
    month = f"{NOW - 300 * DAY:%Y-%m}"
    assert tuple(rows[0]) == COLUMNS
    assert rows[1] == [
        OUR_CVR, TOPIC, month, "25", "decided", "Imødekommet", "12", "0.4800", "0.3003", "0.6650",
    ]  # fmt: skip
    assert [row[4:7] for row in rows[3:]] == [["other", "", "2"], ["untold", "", "5"]]


def test_a_grant_that_comes_later_leaves_the_refusal(desk: Desk, web: Connection) -> None:
    """Cases that are granted after half a year were refused when they were decided."""
    cases = [served(f"d{number}", 400, decision="Afslag") for number in range(5)]
    desk.take(*cases)
    for number, case in enumerate(cases):
        later = case.source_time + 250 * DAY
        desk.take(
            registration(
                f"d{number}",
                Kind.CASE,
                relation(f.CLASS, f.DECISION, start=later, name="Imødekommet"),
                at=later,
            )
        )
    counted(desk)
    found = topics_of(web)[0].shown.decisions
    assert found is not None
    assert [(each.name, each.count) for each in found.shares] == [("Afslag", 5)]


def test_nothing_is_said_where_decisions_carry_no_class(desk: Desk, web: Connection) -> None:
    """Without a class there is no mix, neither on the page nor in the table."""
    desk.take(*(served(f"d{number}", 300) for number in range(30)))
    counted(desk)
    topic = topics_of(web)[0]
    assert topic.shown.decisions is None
    assert not decision_rows(topic.shown)
    assert len(decisions_as_csv(topic).splitlines()) == 1


def _course(number: int, letter: str) -> CaseCourse:
    """A case of which a log tells by what letter it was decided, and its system nothing."""
    start = NOW - DAY * 300
    acts = (LoggedAct(start + DAY * 20, letter, "bo"),)
    states = (DatedState(Progress.ARISEN, start),)
    return CaseCourse(
        UUID(int=number + 1), OUR_CVR, "s", TOPIC, "Emne", "", states, start.isoformat(), "", acts
    )


def test_what_activities_mean_can_say_how_cases_were_decided(desk: Desk, web: Connection) -> None:
    """When a version says that two letters decide, cases that are kept are read by it."""
    letters = ["bevilling"] * 8 + ["afslag"] * 6
    with desk.connection.transaction(), desk.connection.cursor() as cursor:
        keep_cases(cursor, [_course(*each) for each in enumerate(letters)], desk.now)
    counted(desk)
    assert topics_of(web)[0].shown.decisions is None
    meant = {"bevilling": Milestone.DECIDED, "afslag": Milestone.DECIDED}
    with web.transaction(), web.cursor() as cursor:
        save_version(cursor, OUR_CVR, Written(TOPIC, meant, why="to breve"), 0, by="F", now=NOW)
    counted(desk)
    found = topics_of(web)[0].shown.decisions
    assert found is not None
    assert [(each.name, each.count) for each in found.shares] == [("bevilling", 8), ("afslag", 6)]


def test_cases_that_were_kept_before_are_read_for_how_they_were_decided(
    desk: Desk, web: Connection, owner: Connection
) -> None:
    """Cases marked as read by no version get their decisions when they are counted next."""
    test_what_activities_mean_can_say_how_cases_were_decided(desk, web)
    owner.execute("UPDATE effects_case SET decision = '', decision_on = NULL, read_by = -1")
    owner.execute("UPDATE effects_picture SET due_at = made_at, shown = NULL")
    owner.commit()
    counted(desk)
    found = topics_of(web)[0].shown.decisions
    assert found is not None
    assert found.cases == 14
