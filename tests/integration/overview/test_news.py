# SPDX-License-Identifier: EUPL-1.2
"""News: from a message to the citizen's page, told once and shown only to who may see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import psycopg
import pytest

from gearskifte.app.subscriptions import SUBSCRIPTIONS
from gearskifte.kernel.events import deliver
from gearskifte.overview.queries import NEWS_DAYS, NewsLine, read_news
from gearskifte.registry.public import Kind
from gearskifte.registry.public import fields as f
from tests.builders.desk import Desk
from tests.builders.facts import (
    MASTER_ID,
    attributes,
    case,
    hidden,
    object_id,
    party,
    payment,
    registration,
    state,
)
from tests.builders.people import ANNA, BO, DAY, HOUR, NOW, Person, own_access

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]
MOVED = state("Afgjort", NOW)


def _news(web: Connection, person: Person = ANNA, at: datetime = NOW) -> list[NewsLine]:
    with web.transaction(), web.cursor() as cursor:
        return read_news(cursor, own_access(person, at))


def _tell(desk: Desk, at: datetime = NOW) -> int:
    return deliver(desk.connection, SUBSCRIPTIONS, at)


def test_a_case_that_moved_is_news_to_its_part(desk: Desk, web: Connection) -> None:
    """What happened, when, in which case; the worker has brought it, and nobody else hears it."""
    desk.take(case("a", ANNA, title="Rollator", at=NOW, more=[MOVED]))
    assert _news(web) == []
    _tell(desk)
    told = NewsLine(NOW, "Afgjort", object_id("a"), Kind.CASE, "Rollator", system=MASTER_ID)
    assert _news(web) == [told]
    assert _news(web, BO) == []


def test_money_is_news_until_its_day_is_long_past(desk: Desk, web: Connection) -> None:
    """A payment is told from its day on, for sixty days."""
    desk.take(payment("p", ANNA, on="2024-06-04"))
    _tell(desk)
    day = datetime.fromisoformat("2024-06-04T00:00:00+02:00")
    shown = [
        [line.what for line in _news(web, at=at)]
        for at in (day - HOUR, day, day + NEWS_DAYS * DAY, day + NEWS_DAYS * DAY + HOUR)
    ]
    assert shown == [[], ["payment"], ["payment"], []]


def test_an_event_that_is_delivered_twice_is_told_once(desk: Desk, web: Connection) -> None:
    """A worker that dies after writing and before settling leaves no double news."""
    desk.take(case("a", ANNA, BO, at=NOW, more=[MOVED]))
    _tell(desk)
    again = desk.connection.execute("UPDATE kernel_outbox SET delivered_at = NULL").rowcount
    desk.connection.commit()
    assert _tell(desk) == again > 0
    assert len(_news(web)) == len(_news(web, BO)) == 1


def test_news_of_what_may_be_seen_no_more_are_gone(desk: Desk, web: Connection) -> None:
    """A case that is hidden, or that somebody was taken off, is no news to them any more."""
    desk.take(case("a", ANNA, BO, at=NOW, more=[MOVED]))
    _tell(desk)
    desk.take(registration("a", Kind.CASE, party(BO, end=NOW - HOUR), at=NOW + HOUR))
    assert (len(_news(web)), len(_news(web, BO))) == (1, 0)
    desk.take(registration("a", Kind.CASE, hidden(), at=NOW + HOUR))
    assert (len(_news(web)), len(_news(web, BO))) == (0, 0)


def test_a_case_without_a_title_is_called_something(desk: Desk, web: Connection) -> None:
    """Its subject stands for it, else its number: a link without a text leads nobody anywhere."""
    nameless = attributes(f.PROPERTIES, number="2024-17")
    desk.take(registration("a", Kind.CASE, nameless, MOVED, party(ANNA)))
    _tell(desk)
    assert [line.title for line in _news(web)] == ["2024-17"]
