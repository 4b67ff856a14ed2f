# SPDX-License-Identifier: EUPL-1.2
"""A citizen chooses how to hear of news; a case worker sees to a message that did not arrive."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest

from gearskifte.demo.public import CITIZENS
from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.time import system_now
from tests.e2e.visiting import LANGUAGES, Visitors, assert_sound, goes_to, tab_to

pytestmark = pytest.mark.e2e


def _undelivered(database: Database, person: str) -> None:
    """A message to somebody that was sent and never seen."""
    now = system_now()
    with psycopg.connect(database.admin_url) as connection:
        row = connection.execute(
            "SELECT p.person_id, o.owner FROM registry_party AS p"
            " JOIN registry_object AS o ON o.id = p.object_id"
            " JOIN registry_person AS who ON who.id = p.person_id"
            " WHERE o.kind = 'case' AND who.name LIKE %s LIMIT 1",
            [next(each.name for each in CITIZENS if each.key == person)],
        ).fetchone()
        assert row is not None
        connection.execute(
            "INSERT INTO overview_message (id, person_id, channel, made_at, state, due_at,"
            " attempts, sent_at, ended_at, reason, owner, unit, subject, handled_by, handling)"
            " VALUES (%s, %s, 'email', %s, 'escalated', %s, 1, %s, %s, 'unseen', %s,"
            " 'Hjælpemidler', 'Hjælpemidler', '', '')",
            [uuid4(), row[0], now, now, now, now, row[1]],
        )


def test_how_to_hear_of_news_is_chosen_by_keyboard(visitors: Visitors) -> None:
    """The way, the address and the button are reached in that order, and the choice is kept."""
    with visitors.visit("karen") as page:
        page.goto("/beskeder/")
        tab_to(page, page.get_by_role("radio", name="Nej tak"))
        page.keyboard.press("ArrowDown")
        assert page.get_by_role("radio", name="E-mail").is_checked()
        tab_to(page, page.get_by_label("Din e-mailadresse"))
        page.keyboard.type("karen@hjemme.example")
        tab_to(page, page.get_by_role("button", name="Gem"))
        page.keyboard.press("Enter")
        page.get_by_role("heading", level=1).get_by_text("Beskeder").wait_for()
        page.goto("/beskeder/")
        assert page.get_by_role("radio", name="E-mail").is_checked()
        assert page.get_by_label("Din e-mailadresse").input_value() == "karen@hjemme.example"


def test_a_choice_with_a_fault_is_told_without_javascript(visitors: Visitors) -> None:
    """No address and nothing chosen: each is named, and what was written stays."""
    with visitors.visit("bent", javascript=False) as page:
        page.goto("/beskeder/")
        page.get_by_role("radio", name="E-mail").check()
        for box in page.get_by_role("checkbox").all():
            box.uncheck()
        page.get_by_role("button", name="Gem").click()
        assert page.get_by_role("alert").get_by_role("link").count() == 2
        assert page.get_by_role("radio", name="E-mail").is_checked()


def test_a_message_that_did_not_arrive_is_seen_to(visitors: Visitors, korsbaek: Database) -> None:
    """Nobody by name in the list; who opens it is in the citizen's log; and it is done once."""
    _undelivered(korsbaek, "karen")
    with visitors.visit("mette", javascript=False) as page:
        page.goto("/beskeder/ikke-naaet/")
        assert "Karen" not in page.locator("main").inner_text()
        page.locator("main table a").first.click()
        assert page.get_by_text("Beskeden var til Karen Margrethe Holm").is_visible()
        page.get_by_label("Hvad har du gjort?").fill("Ringet til Karen.")
        page.get_by_role("button", name="Gem").click()
        assert page.get_by_role("heading", name="Ordnet").is_visible()
    with visitors.visit("karen") as page:
        page.goto("/beskeder/")
        assert page.get_by_text("En medarbejder ser på det").is_visible()
        page.goto("/hvem-har-set/")
        assert page.get_by_text("En besked, der ikke nåede frem").first.is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("person", ["mette", "henrik"])
def test_the_page_of_what_did_not_arrive_is_sound(
    visitors: Visitors, korsbaek: Database, person: str, language: str
) -> None:
    """At every width and in both languages, with something in the list."""
    _undelivered(korsbaek, "sofie")
    assert_sound(visitors, person, goes_to("/beskeder/ikke-naaet/"), language)
