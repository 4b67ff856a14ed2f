# SPDX-License-Identifier: EUPL-1.2
"""A change is made only by whoever is certain to hold the item at that moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.robots.driving.api import HttpApi
from gearskifte.robots.ledger import Grip, running_clock
from gearskifte.robots.rules.binding import bind
from gearskifte.robots.rules.driver import Tools
from gearskifte.robots.rules.interpreter import run
from gearskifte.robots.rules.journal import LeaseLost, MemoryJournal, State
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.values import Value
from tests.builders.recipes import NOTES, WHERE, NotesWorld

pytestmark = pytest.mark.unit

ITEM: Final[Mapping[str, Value]] = {"sagsnr": "S-1", "nøgle": "S-1", "i_dag": "29-11-2026"}


def _lost() -> None:
    raise LeaseLost


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=5), st.floats(0.1, 50))
def test_an_item_is_certain_until_the_newest_lease_runs_out(
    asked: list[float], lease: float
) -> None:
    """In whatever order leases are heard of, counted from before they were asked for."""
    grip, now = Grip(), running_clock()
    for each in asked:
        grip.renew(now + each, timedelta(seconds=lease))
    left = max(asked) + lease
    if left > 5:
        grip.check()
    if left < 0:
        with pytest.raises(LeaseLost):
            grip.check()


def test_nothing_is_held_before_it_was_given() -> None:
    """A worker that has claimed nothing is certain of nothing."""
    with pytest.raises(LeaseLost):
        Grip().check()


def test_who_lost_the_item_after_the_intent_does_not_act() -> None:
    """The intent stands, so that whoever goes on reads back first; the act is not made."""
    world, journal = NotesWorld(), MemoryJournal()
    tools = Tools(pause=lambda _: None, api=world, held=_lost)
    with pytest.raises(LeaseLost):
        run(bind(read_recipe(NOTES), WHERE), dict(ITEM), tools, journal)
    assert world.notes == {}
    assert journal.entries["2"].state is State.BEGUN


def test_a_request_that_changes_something_asks_at_the_last_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is sent by whoever has lost the item by then; a look harms nobody."""
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.method)
        return httpx.Response(200, json={})

    client = httpx.Client(transport=httpx.MockTransport(answer))
    monkeypatch.setattr(HttpApi, "_client", client)
    systems = HttpApi()
    systems.held = _lost
    systems.get("http://fag.test/a", {}, "fag")
    with pytest.raises(LeaseLost):
        systems.send("POST", "http://fag.test/a", None, "fag")
    assert sent == ["GET"]
