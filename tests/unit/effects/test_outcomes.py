# SPDX-License-Identifier: EUPL-1.2
"""From events to outcomes, with what the end of a log cuts off."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.effects.rules.log import (
    CaseEvent,
    CaseFacts,
    DeadlineRule,
    Meaning,
    Milestone,
    case_facts,
    handling_minutes,
)
from gearskifte.effects.rules.outcomes import Cell, cells, coverage, share_with_interval
from gearskifte.kernel.time import local_date

pytestmark = pytest.mark.unit

MEANING = Meaning(
    1,
    {"send": Milestone.DECIDED, "reopen": Milestone.REOPENED, "close": Milestone.CLOSED},
    frozenset({"robot"}),
)
EPOCH = datetime(2024, 1, 1, 22, 30, tzinfo=UTC)

Logged = tuple[date | None, int | None, list[CaseEvent]]


@st.composite
def logged_cases(draw: st.DrawFn) -> list[Logged]:
    """Up to 30 cases of two years: a stated start or none, a deadline or none, some events."""
    made = []
    for _ in range(draw(st.integers(1, 30))):
        first = draw(st.integers(0, 700))
        offsets = sorted(draw(st.lists(st.integers(0, 300), min_size=1, max_size=6)))
        events = [
            CaseEvent(
                EPOCH + timedelta(days=first + offset, minutes=draw(st.integers(0, 300))),
                number,
                draw(st.sampled_from(["look", "send", "reopen", "close"])),
                draw(st.sampled_from(["anna", "bo", "robot", ""])),
            )
            for number, offset in enumerate(offsets)
        ]
        stated = draw(st.none() | st.integers(-40, 40))
        started = None if stated is None else local_date(events[0].at) + timedelta(days=stated)
        made.append((started, draw(st.sampled_from([None, 14, 56, 90])), events))
    return made


def _cells(logged: list[Logged], until: date) -> dict[tuple[str, date], Cell]:
    """The outcomes of the log as it stood on the evening of `until`."""
    known = []
    for started, days, events in logged:
        seen = [event for event in events if local_date(event.at) <= until]
        if seen:
            rule = DeadlineRule(days or 56)
            kind = "permit" if days is None else f"{days}"
            facts = case_facts(
                seen, MEANING, municipality="M", topic=kind, started=started, deadline=rule
            )
            assert facts is not None
            known.append(facts)
    return {(cell.topic, cell.month): cell for cell in cells(known, until)}


@given(logged_cases(), st.integers(1, 12))
def test_cutting_a_log_changes_no_shown_past_share(logged: list[Logged], months: int) -> None:
    """A share decided in time that a shorter log shows is the same in the longer one."""
    until = max(local_date(event.at) for _, _, events in logged for event in events)
    whole, cut = _cells(logged, until), _cells(logged, until - timedelta(days=30 * months))
    for key, cell in cut.items():
        if cell.on_time is not None:
            assert (cell.due, cell.on_time) == (whole[key].due, whole[key].on_time)
        if cell.median_days is not None:
            assert cell.median_days == whole[key].median_days


@given(logged_cases())
def test_every_sound_case_is_counted_once(logged: list[Logged]) -> None:
    """Each case stands in one month, but for those decided before they began."""
    until = max(local_date(event.at) for _, _, events in logged for event in events)
    facts = [
        case_facts(events, MEANING, municipality="M", topic="", started=started)
        for started, _, events in logged
    ]
    known = [each for each in facts if each is not None]
    told = [each for each in known if each.heard <= until and not each.impossible]
    assert sum(cell.started for cell in cells(known, until)) == len(told)
    assert coverage(known).impossible == len(known) - sum(not each.impossible for each in known)


def _case(started: date, decided: date | None, **more: object) -> CaseFacts:
    facts = CaseFacts("M", "k", started, started, decided, started + timedelta(days=56))
    return msgspec.structs.replace(facts, **more)


def test_open_cases_are_not_in_time() -> None:
    """An open case whose deadline has passed was not decided in time."""
    start = date(2025, 1, 10)
    known = [_case(start, start + timedelta(days=50)), _case(start, None)]
    (cell,) = cells(known, date(2025, 6, 1))
    assert (cell.due, cell.on_time) == (2, 1)


def test_a_month_whose_deadlines_have_not_passed_is_not_shown() -> None:
    """Until the last deadline of the month has passed there is no share to show."""
    start = date(2025, 1, 31)
    known = [_case(start, start + timedelta(days=5)) for _ in range(10)]
    (before,) = cells(known, start + timedelta(days=55))
    (after,) = cells(known, start + timedelta(days=56))
    assert (before.due, before.on_time) == (None, None)
    assert (after.due, after.on_time) == (10, 10)


def test_a_decision_on_the_last_day_is_in_time() -> None:
    """The deadline itself is in time, the day after is not."""
    start = date(2025, 1, 10)
    days = (56, 57)
    known = [_case(start, start + timedelta(days=each)) for each in days]
    (cell,) = cells(known, date(2025, 6, 1))
    assert cell.on_time == 1


def test_days_are_danish_days() -> None:
    """An event at 23:30 in Copenhagen in summer belongs to that day, not to the UTC day."""
    events = [
        CaseEvent(datetime(2025, 6, 30, 22, 30, tzinfo=UTC), 1, "look"),
        CaseEvent(datetime(2025, 7, 9, 21, 59, tzinfo=UTC), 2, "send"),
    ]
    facts = case_facts(events, MEANING, municipality="M", topic="k")
    assert facts is not None
    assert (facts.started, facts.decided) == (date(2025, 7, 1), date(2025, 7, 9))


def test_waiting_is_never_counted_as_work() -> None:
    """Handling minutes are from an activity's beginning to its end, never the time between."""
    at = datetime(2025, 3, 3, 8, 0, tzinfo=UTC)
    hour = timedelta(hours=1)
    events = [
        CaseEvent(at, 1, "read", "anna", "start"),
        CaseEvent(at + hour / 4, 2, "read", "anna", "complete"),
        CaseEvent(at + 50 * hour, 3, "send", "anna", "complete"),
    ]
    assert handling_minutes(events) == 15
    assert handling_minutes(events[2:]) is None


def test_robots_touch_nothing() -> None:
    """What a robot does counts neither as a touch nor as a person nor as human minutes."""
    at = datetime(2025, 3, 3, 8, 0, tzinfo=UTC)
    events = [
        CaseEvent(at, 1, "look", "anna"),
        CaseEvent(at, 2, "look", "robot", "start"),
        CaseEvent(at + timedelta(hours=2), 3, "look", "robot", "complete"),
        CaseEvent(at, 4, "look", ""),
    ]
    facts = case_facts(events, MEANING, municipality="M", topic="k")
    assert facts is not None
    assert (facts.touches, facts.people, facts.minutes) == (2, 1, None)


def test_a_case_that_was_never_received_has_not_begun() -> None:
    """Where an activity means that a case is received, one without it is not counted yet."""
    meaning = Meaning(2, {"in": Milestone.RECEIVED, "send": Milestone.DECIDED})
    event = CaseEvent(datetime(2025, 3, 3, tzinfo=UTC), 1, "look")
    assert case_facts([event], meaning, municipality="M", topic="k") is None


def test_only_what_comes_soon_after_the_decision_redoes_it() -> None:
    """A case reopened within 180 days was not done; later is another matter."""
    start = date(2025, 1, 10)
    decided = start + timedelta(days=10)
    known = [_case(start, decided, reopened=decided + timedelta(days=days)) for days in (180, 181)]
    (cell,) = cells(known, date(2026, 1, 1))
    assert (cell.judged, cell.redone) == (2, 1)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_in_its_interval(counted: tuple[int, int]) -> None:
    """A share's interval holds it, and never leaves nought to one."""
    share, low, high = share_with_interval(*counted)
    assert 0 <= low <= share <= high <= 1
