# SPDX-License-Identifier: EUPL-1.2
"""A department head enters a deadline and a promise; nobody else gets in."""

from __future__ import annotations

import json
from typing import Final

import pytest

from gearskifte.demo.public import STAFF
from tests.acceptance.conftest import Browser, Outcome, Run

pytestmark = pytest.mark.acceptance

HENRIK: Final = next(person for person in STAFF if person.key == "henrik")
PROMISE: Final = {
    "titel": "Digital ansøgning",
    "aendring": "-20",
    "start": "2099-01-01",
    "pris": "120.000",
    "stillinger": "-2",
    "stillinger_dato": "2098-10-01",
}


@pytest.fixture
def head(imported: Outcome, run: Run) -> Browser:
    """The browser of a department head, when everything imported has been counted."""
    assert run("worker", "--once").status == 0
    browser = Browser()
    browser.become("Henrik")
    return browser


def _topic(head: Browser) -> str:
    """The address of the first kind of case."""
    page = head.visit("/service/")
    return next(link for link in page.links if link.startswith("/service/emne/"))


def test_a_deadline_is_entered_and_shown_to_be_published(head: Browser) -> None:
    """What is entered on the page of a kind of case stands among the deadlines, and as data."""
    address = _topic(head)
    sent = head.send(
        address,
        address,
        dage="30",
        slags="hverdage",
        fra="2020-01-01",
        besluttet="Byrådet, punkt 7",
    )
    assert (sent.status, sent.address) == (200, address)
    assert "30\N{NO-BREAK SPACE}hverdage" in sent.html
    assert "Byrådet, punkt 7" in sent.text


def test_a_deadline_that_is_none_is_refused(head: Browser) -> None:
    """Each field that is wrong is named, and nothing is entered."""
    address = _topic(head)
    sent = head.send(address, address, dage="0", slags="dage", fra="snart", besluttet="")
    assert sent.status == 422
    assert "Ret 3 felter" in sent.text
    assert "Der er ikke skrevet en frist" in head.visit(address).text


def test_a_promise_is_registered_and_flagged(head: Browser) -> None:
    """A promise stands as it was made, and staff that goes before the effect is flagged."""
    topic = _topic(head).removeprefix("/service/emne/").rstrip("/")
    made = head.send("/loefter/nyt/", "/loefter/nyt/", emne=topic, **PROMISE)
    assert made.status == 200
    assert "Digital ansøgning" in made.text
    assert "Ikke gjort op endnu" in made.text
    assert "Stillinger er væk, før effekten er vist" in made.text
    assert HENRIK.name in made.text
    assert "Digital ansøgning" in head.visit("/loefter/").text


def test_a_promise_made_too_late_is_refused(head: Browser) -> None:
    """A promise whose day has passed is not registered."""
    topic = _topic(head).removeprefix("/service/emne/").rstrip("/")
    late = {**PROMISE, "start": "2020-01-01"}
    sent = head.send("/loefter/nyt/", "/loefter/nyt/", emne=topic, **late)
    assert sent.status == 422
    assert "Datoen er passeret" in sent.text
    assert "Ingen har lovet noget endnu" in head.visit("/loefter/").text


def test_the_numbers_can_be_taken_away(head: Browser) -> None:
    """A kind of case and the deadlines are there as JSON too, without a person in them."""
    told = json.loads(head.visit(_topic(head).rstrip("/") + ".json").html)
    assert told["shown"]["coverage"]["cases"] >= 1
    assert json.loads(head.visit("/service/frister.json").html)
    assert "Anna" not in head.seen[-2].html


@pytest.mark.parametrize("who", ["Mette", "Karen"])
@pytest.mark.parametrize(
    "address", ["/service/", "/service/frister/", "/loefter/", "/loefter/nyt/"]
)
def test_only_managers_get_in(imported: Outcome, browser: Browser, who: str, address: str) -> None:
    """A citizen and a case worker are turned away from every page of service."""
    browser.become(who)
    assert browser.visit(address).status == 403
