# SPDX-License-Identifier: EUPL-1.2
"""The pace counts what has not come yet, and a year counts what that year could see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.commons.rules.tempo import (
    FEWEST,
    Dated,
    Pace,
    Spell,
    first_to,
    idea_to_use,
    pace,
    tempo,
)

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 1)


def _came(after: int, ago: int = 1_000) -> Spell:
    start = TODAY - timedelta(days=ago)
    return Spell(start, start + timedelta(days=after), came=True)


def _waits(ago: int) -> Spell:
    return Spell(TODAY - timedelta(days=ago), TODAY, came=False)


@given(st.lists(st.integers(0, 900), min_size=FEWEST, max_size=20))
def test_without_anything_waiting_it_is_the_plain_median(days: list[int]) -> None:
    """Where all came, half had come when the middle one had."""
    found = pace([_came(each) for each in days], date.min, TODAY)
    assert found.half == sorted(days)[(len(days) + 1) // 2 - 1]


@given(
    st.lists(st.integers(1, 900), min_size=FEWEST, max_size=12),
    st.lists(st.integers(901, 1_500), max_size=8),
)
def test_what_still_waits_never_makes_it_faster(days: list[int], waiting: list[int]) -> None:
    """Those that have waited longer than all that came put the middle off, or out of reach."""
    came = [_came(each) for each in days]
    alone = pace(came, date.min, TODAY).half
    found = pace([*came, *map(_waits, waiting)], date.min, TODAY).half
    assert alone is not None
    assert found is None or found >= alone


def test_what_stopped_never_comes() -> None:
    """With ten in use and ten stopped before, half is reached last of all; with more, never."""
    came = [_came(300 + each) for each in range(10)]
    start = TODAY - timedelta(days=1_000)
    stopped = [
        Spell(start, start + timedelta(days=100), came=False, stopped=True) for _ in range(11)
    ]
    assert pace([*came, *stopped[:10]], date.min, TODAY).half == 309
    assert pace([*came, *stopped], date.min, TODAY) == Pace(21, 10, 305, None)


def test_few_say_nothing() -> None:
    """Four that came give no pace, however fast they were."""
    found = pace([_came(10)] * 4, date.min, TODAY)
    assert (found.came, found.quarter, found.half) == (4, None, None)


def test_a_year_counts_what_it_could_see() -> None:
    """A faster year shows as faster although its ideas have had less time."""
    year = TODAY - timedelta(days=365)
    slow = [Spell(d := TODAY - timedelta(days=700 + n), d + timedelta(days=320), came=True)
            for n in range(20)]  # fmt: skip
    fast = [Spell(d := TODAY - timedelta(days=200 + n), d + timedelta(days=90), came=True)
            for n in range(20)]  # fmt: skip
    both = [*slow, *fast]
    assert pace(both, year - timedelta(days=365), year - timedelta(days=1)).half == 320
    assert pace(both, year, TODAY).half == 90


def _said(topic: str, entry: str, by: str, kind: str, ago: int) -> Dated:
    return Dated(topic, entry, by, kind, TODAY - timedelta(days=ago))


def test_spells_come_from_milestones_alone() -> None:
    """Idea to use by entry; an entry that was never an idea, or still waits, is told apart."""
    told = [
        _said("t", "a", "A", "idea", 100),
        _said("t", "a", "A", "running", 40),
        _said("t", "b", "B", "idea", 90),
        _said("t", "c", "C", "running", 30),
        _said("u", "d", "D", "idea", 80),
        _said("u", "d", "D", "stopped", 20),
    ]
    spells = idea_to_use(told, TODAY)
    assert [(s.came, s.stopped, (s.end - s.start).days) for s in spells] == [
        (True, False, 60),
        (False, False, 90),
        (False, True, 60),
    ]


def test_the_nth_municipality_counts_once() -> None:
    """From the first in use to the second *other* one, by use or by reuse, whichever is first."""
    told = [
        _said("t", "a", "A", "running", 100),
        _said("t", "a2", "A", "running", 90),
        _said("t", "a", "B", "reuse", 70),
        _said("t", "b", "B", "running", 50),
        _said("u", "c", "C", "running", 10),
    ]
    found = first_to(2, told, TODAY)
    assert [(each.came, (each.end - each.start).days) for each in found] == [
        (True, 30),
        (False, 10),
    ]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["idea", "running", "stopped"]),
                          st.integers(0, 800)), max_size=15))  # fmt: skip
def test_the_order_of_telling_changes_nothing(told: list[tuple[str, str, int]]) -> None:
    """The same milestones in another order give the same paces."""
    said = [_said(entry, entry, entry, kind, ago) for entry, kind, ago in told]
    assert tempo(said, TODAY) == tempo(said[::-1], TODAY)
