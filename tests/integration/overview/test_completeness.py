# SPDX-License-Identifier: EUPL-1.2
"""*You have none* is said only when every source can vouch for it."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import psycopg
import pytest

from gearskifte.overview.places import OWN
from gearskifte.overview.publishing import forget_kept
from gearskifte.overview.views import overview_context
from tests.builders.people import ANNA, NOW, own_access
from tests.builders.silence import Failing, boxes, draw, inject

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]


def test_no_failure_of_a_source_makes_a_false_none(web: Connection, owner: Connection) -> None:
    """However sources fail, an empty list never says that there is none."""
    for seed in range(300):
        state = draw(Random(seed), failing=True)
        inject(owner, state, NOW)
        assert not state.vouched_for
        found = boxes(own_access(ANNA))
        assert found, state
        assert "gs-empty" not in found, state


def test_sources_that_are_all_heard_can_vouch(web: Connection, owner: Connection) -> None:
    """When every source was heard in time, none is none, and the page says so."""
    for seed in range(100):
        state = draw(Random(seed), failing=False)
        inject(owner, state, NOW)
        assert state.vouched_for
        assert set(boxes(own_access(ANNA))) == {"gs-empty"}, state


def test_a_silent_source_is_named(web: Connection, owner: Connection) -> None:
    """Who has not been heard stands on the page, with the last good copy beside it."""
    state = Failing({"Alfa": timedelta(hours=1), "Bravo": timedelta(days=9)}, {"Charlie": 2})
    inject(owner, state, NOW)
    assert set(boxes(own_access(ANNA))) == {"gs-empty gs-unknown"}


def test_a_source_that_has_told_of_more_than_is_here_is_named(
    web: Connection, owner: Connection
) -> None:
    """It was heard a moment ago, and yet there is no *none*: what it counts is not here."""
    heard: dict[str, timedelta | None] = {"Alfa": timedelta(hours=1), "Bravo": timedelta(hours=1)}
    inject(owner, Failing(heard, {}, {}, {"Bravo": timedelta(minutes=14)}), NOW)
    assert set(boxes(own_access(ANNA))) == {"gs-empty"}
    inject(owner, Failing(heard, {}, {}, {"Bravo": timedelta(minutes=15)}), NOW)
    assert set(boxes(own_access(ANNA))) == {"gs-empty gs-unknown"}
    page = overview_context(own_access(ANNA), OWN)["page"]
    assert [(line.name, line.lacking) for line in page.sources] == [
        ("Alfa", False),
        ("Bravo", True),
    ]


def test_of_a_source_that_was_replaced_nothing_more_is_expected(
    web: Connection, owner: Connection
) -> None:
    """It has been silent since another took over, and none is none all the same."""
    heard: dict[str, timedelta | None] = {"Alfa": timedelta(hours=1), "Bravo": timedelta(days=90)}
    inject(owner, Failing(heard, {}), NOW)
    assert set(boxes(own_access(ANNA))) == {"gs-empty gs-unknown"}
    with owner.transaction():
        owner.execute(
            "INSERT INTO registry_swap (old_system, new_system, at, by, objects_taken)"
            " VALUES ('bravo', 'alfa', %s, 'test', 0)",
            [NOW],
        )
    forget_kept()
    assert set(boxes(own_access(ANNA))) == {"gs-empty"}
