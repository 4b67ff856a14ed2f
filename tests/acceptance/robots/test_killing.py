# SPDX-License-Identifier: EUPL-1.2
"""The kill test, small: workers, browsers and the database die, and nothing is lost or double."""

from __future__ import annotations

import pytest

from tests.acceptance.conftest import Run

pytestmark = pytest.mark.acceptance


def test_whatever_is_killed_each_item_is_done_once(program: Run) -> None:
    """By API and in a browser: each item once, none hanging, a browser among the killed."""
    outcome = program(
        *("robots", "kill-test", "--items", "30", "--screens", "10"),
        *("--kills", "12", "--workers", "2"),
    )
    assert outcome.status == 0, outcome.errors
    found = outcome.json
    assert (found["exactly_once"], found["in_a_browser"]) == (30, 10)
    assert (found["lost"], found["double"], found["hanging"], found["log_breaks"]) == (0, 0, 0, 0)
    assert found["browsers_killed"] > 0
