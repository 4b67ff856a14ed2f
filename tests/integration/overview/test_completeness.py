# SPDX-License-Identifier: EUPL-1.2
"""*You have none* is said only when every source can vouch for it."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import psycopg
import pytest

from tests.builders.people import ANNA, NOW, own_access
from tests.builders.silence import Failing, boxes, draw, inject

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]


def test_no_failure_of_a_source_makes_a_false_none(web: Connection, worker: Connection) -> None:
    """However sources fail, an empty list never says that there is none."""
    for seed in range(300):
        state = draw(Random(seed), failing=True)
        inject(worker, state, NOW)
        assert not state.vouched_for
        found = boxes(own_access(ANNA))
        assert found, state
        assert "gs-empty" not in found, state


def test_sources_that_are_all_heard_can_vouch(web: Connection, worker: Connection) -> None:
    """When every source was heard in time, none is none, and the page says so."""
    for seed in range(100):
        state = draw(Random(seed), failing=False)
        inject(worker, state, NOW)
        assert state.vouched_for
        assert set(boxes(own_access(ANNA))) == {"gs-empty"}, state


def test_a_silent_source_is_named(web: Connection, worker: Connection) -> None:
    """Who has not been heard stands on the page, with the last good copy beside it."""
    state = Failing({"Alfa": timedelta(hours=1), "Bravo": timedelta(days=9)}, {"Charlie": 2})
    inject(worker, state, NOW)
    assert set(boxes(own_access(ANNA))) == {"gs-empty gs-unknown"}
