# SPDX-License-Identifier: EUPL-1.2
"""The one list of published deadlines: which row holds for a case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.effects.rules.deadlines import PublishedDeadline, PublishedDeadlines
from gearskifte.effects.rules.log import DeadlineRule

pytestmark = pytest.mark.unit

OURS, THEIRS = "11111111", "22222222"
START = date(2024, 1, 1)
NUMBERS = ("27", "27.3", "27.35", "27.35.04", "27.35.08", "32.03.04")

rows = st.builds(
    PublishedDeadline,
    rule=st.none() | st.builds(DeadlineRule, st.integers(1, 90), st.booleans()),
    valid_from=st.integers(0, 5).map(lambda days: START + timedelta(days=days)),
    topic=st.sampled_from(NUMBERS),
    owner=st.sampled_from(("", OURS, THEIRS)),
)


@given(
    st.lists(rows, max_size=12),
    st.sampled_from((OURS, THEIRS)),
    st.sampled_from(NUMBERS),
    st.integers(-1, 6),
)
def test_one_row_holds_for_each_case(
    entered: list[PublishedDeadline], owner: str, topic: str, day: int
) -> None:
    """The longest number, then one's own, then the latest day, then what was entered last."""
    on = START + timedelta(days=day)
    best: tuple[int, bool, date, int] | None = None
    expected = None
    for place, row in enumerate(entered):
        above = topic == row.topic or topic.startswith(row.topic + ".")
        if not above or row.valid_from > on or row.owner not in ("", owner):
            continue
        rank = (len(row.topic), row.owner == owner, row.valid_from, place)
        if best is None or rank > best:
            best, expected = rank, row
    found = PublishedDeadlines.of(entered).on(owner, topic, on)
    assert found == (expected if expected is not None and expected.rule is not None else None)


def test_a_promise_taken_back_is_none() -> None:
    """From the day a promise was taken back nothing is promised, whatever the number above says."""
    listed = PublishedDeadlines.of(
        (
            PublishedDeadline(DeadlineRule(28), START, "27"),
            PublishedDeadline(None, date(2025, 1, 1), "27.35.04"),
        )
    )
    assert listed.on(OURS, "27.35.04", date(2024, 6, 1)) is not None
    assert listed.on(OURS, "27.35.04", date(2025, 6, 1)) is None
