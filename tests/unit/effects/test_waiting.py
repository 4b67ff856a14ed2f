# SPDX-License-Identifier: EUPL-1.2
"""The waiting time a citizen is told."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.effects.rules.waiting import PastCase, WaitTable, expected_wait, wait_table

pytestmark = pytest.mark.unit

NOW = date(2026, 3, 2)


def _steady(seed: int, cases: int = 900, *, days: int = 900) -> list[PastCase]:
    """A process that never changes: log-normal waits, one case in ten withdrawn."""
    rng = np.random.default_rng(seed)
    made = []
    for start, wait, draw in zip(
        rng.integers(0, days, cases),
        np.exp(rng.normal(3.5, 0.7, cases)).astype(int),
        rng.random(cases),
        strict=True,
    ):
        started = NOW - timedelta(days=int(start))
        ended = started + timedelta(days=int(wait * (0.5 if draw < 0.1 else 1)))
        made.append(PastCase(started, ended, bool(draw >= 0.1)))
    return made


@st.composite
def past_cases(draw: st.DrawFn) -> list[PastCase]:
    """Up to 150 cases of the last two years, some of them open, some ended in the future."""
    made = []
    for _ in range(draw(st.integers(0, 150))):
        started = NOW - timedelta(days=draw(st.integers(-30, 700)))
        wait = draw(st.none() | st.integers(0, 200))
        ended = None if wait is None else started + timedelta(days=wait)
        made.append(PastCase(started, ended, draw(st.booleans()) and ended is not None))
    return made


def _known(cases: list[PastCase], as_of: date) -> list[PastCase]:
    """The cases as they were known on the evening of a day."""
    return [
        case
        if case.ended is not None and case.ended <= as_of
        else PastCase(case.started, None, answered=False)
        for case in cases
        if case.started <= as_of
    ]


@given(past_cases(), st.integers(0, 300))
def test_nothing_later_than_the_day_is_looked_at(cases: list[PastCase], elapsed: int) -> None:
    """What happened after the day makes no difference to what was said on it."""
    told = expected_wait(cases, elapsed=elapsed, as_of=NOW)
    assert told == expected_wait(_known(cases, NOW), elapsed=elapsed, as_of=NOW)


@given(past_cases(), st.integers(0, 300))
def test_the_range_lies_ahead_and_in_order(cases: list[PastCase], elapsed: int) -> None:
    """A range never begins before today, and what is usual lies inside it."""
    told = expected_wait(cases, elapsed=elapsed, as_of=NOW)
    if told is not None:
        assert elapsed <= told.earliest <= told.usual <= told.latest


@pytest.mark.parametrize("elapsed", [0, 20, 40])
def test_eight_of_ten_hold_in_a_steady_process(elapsed: int) -> None:
    """In a process that never changes, eight of ten answers come within the range."""
    held = []
    for seed in range(12):
        told = expected_wait(_steady(seed), elapsed=elapsed, as_of=NOW)
        assert told is not None
        waits = np.exp(np.random.default_rng(seed + 99).normal(3.5, 0.7, 400)).astype(int)
        longer = waits[waits > elapsed]
        held.append(np.mean((longer >= told.earliest) & (longer <= told.latest)))
    assert 0.76 <= float(np.mean(held)) <= 0.84


def test_open_cases_count() -> None:
    """Cases that have waited long and are open still make the range longer."""
    cases = _steady(1)
    waiting = [PastCase(NOW - timedelta(days=150), None, answered=False)] * 40
    before = expected_wait(cases, elapsed=0, as_of=NOW)
    after = expected_wait(cases + waiting, elapsed=0, as_of=NOW)
    assert before is not None
    assert after is not None
    assert after.latest >= before.latest
    assert after.usual >= before.usual


def test_too_few_answers_give_no_range() -> None:
    """With 19 answers in the last year nothing is said."""
    cases = [
        PastCase(NOW - timedelta(days=40 + i), NOW - timedelta(days=i), answered=True)
        for i in range(19)
    ]
    assert expected_wait(cases, elapsed=0, as_of=NOW) is None


def test_answers_in_a_few_heaps_give_no_range() -> None:
    """Five hundred answers given on ten days say nothing about when the next heap comes."""
    cases = [
        PastCase(
            NOW - timedelta(days=heap * 30 + 60 + i % 30),
            NOW - timedelta(days=heap * 30),
            answered=True,
        )
        for heap in range(10)
        for i in range(50)
    ]
    assert wait_table(cases, NOW) is None


def test_few_who_waited_longer_give_no_range() -> None:
    """A case that has waited longer than nearly all others is told nothing."""
    assert expected_wait(_steady(3), elapsed=400, as_of=NOW) is None


def test_a_drifting_process_gets_a_wider_range() -> None:
    """Where waits have swung from one half-year to the next, the range is wider."""
    steady = wait_table(_steady(5), NOW)
    swinging = [
        PastCase(
            case.started,
            case.started
            + (case.ended - case.started) * (4 if 120 < (NOW - case.started).days < 300 else 1),
            case.answered,
        )
        for case in _steady(5)
        if case.ended is not None
    ]
    drifting = wait_table(swinging, NOW)
    assert steady is not None
    assert drifting is not None
    assert (steady.lowest, steady.highest) == pytest.approx((0.1, 0.9))
    assert drifting.highest - drifting.lowest > 0.82


def test_a_table_survives_being_written_down() -> None:
    """A table kept as JSON says the same as the one it was made from."""
    table = wait_table(_steady(7), NOW)
    assert table is not None
    kept = msgspec.json.decode(msgspec.json.encode(table), type=WaitTable)
    assert [kept.expect(day) for day in range(0, 200, 7)] == [
        table.expect(day) for day in range(0, 200, 7)
    ]
