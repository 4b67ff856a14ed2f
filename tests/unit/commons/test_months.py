# SPDX-License-Identifier: EUPL-1.2
"""Months of service as an event: what is told is what is read, and the few are refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.commons import months
from gearskifte.commons.rules.feed import Event, FeedRefused, Verb, check_event
from gearskifte.commons.rules.months import read_months, write_months
from gearskifte.commons.telling import Here
from gearskifte.effects.public import FOLLOWED, Month, PromisedOutcome, Series
from tests.unit.commons.feeds import NOW, OTHER, OWNER

pytestmark = pytest.mark.unit

TOPIC = "27.36.00"
_SAID = {"topic": TOPIC, "outcome": "waiting"}
_NOBODY: Any = None
"""In place of a cursor that nobody asks."""

NUMBERS = st.integers(1900 * 12, 2100 * 12)
MONTHS = st.dictionaries(
    NUMBERS, st.tuples(st.integers(5, 10_000), st.floats(0, 1)), min_size=1, max_size=30
)


def _series(
    months: dict[int, tuple[int, float]],
    uses: dict[str, int],
    outcome: PromisedOutcome = PromisedOutcome.WAITING,
) -> Series:
    told = (Month(number, *months[number]) for number in sorted(months))
    return Series(OWNER, tuple(told), uses, outcome)


def _event(series: Series, names: dict[str, str]) -> Event:
    named, texts, numbers = write_months(TOPIC, series, names)
    return Event(OWNER, Verb.MONTHS, f"{OWNER}/{named}", NOW, texts, numbers)


@given(MONTHS, NUMBERS, st.sampled_from(PromisedOutcome))
def test_what_is_told_is_what_is_read(
    told: dict[int, tuple[int, float]], since: int, outcome: PromisedOutcome
) -> None:
    """Months and uses come back as they were, the robot under the name that the reader has."""
    series = _series(told, {"rykker": since, "hjemme": since}, outcome)
    event = _event(series, {"rykker": f"{OTHER}/rykker"})
    check_event(OWNER, event, NOW)
    assert read_months(event, {f"{OTHER}/rykker": "min-rykker"}) == (
        TOPIC,
        _series(told, {"min-rykker": since}, outcome),
    )


def test_each_outcome_of_a_kind_of_case_is_told_apart() -> None:
    """What is told of one outcome takes no other's place."""
    told = [_series({24_300: (7, 0.5)}, {}, outcome) for outcome in PromisedOutcome]
    assert len({_event(each, {}).object for each in told}) == len(PromisedOutcome)


@pytest.mark.parametrize("outcome", PromisedOutcome)
@pytest.mark.parametrize("value", [-0.1, 1.1])
def test_what_no_case_can_count_for_is_not_understood(
    outcome: PromisedOutcome, value: float
) -> None:
    """No outcome is under nothing, and no share is over all."""
    event = _event(_series({24_300: (7, value)}, {}, outcome), {})
    if value > 0 and not FOLLOWED[outcome].is_share:
        assert read_months(event, {})[1].months[0].outcome == value
    else:
        with pytest.raises(ValueError, match=str(value)):
            read_months(event, {})


def test_a_robot_that_is_not_known_here_keeps_its_name() -> None:
    """A robot that was never taken in here is still one robot for all that use it."""
    series = _series({24_300: (7, 3.0)}, {"rykker": 24_300})
    event = _event(series, {"rykker": f"{OTHER}/rykker"})
    assert read_months(event, {})[1].uses == {f"{OTHER}/rykker": 24_300}


@pytest.mark.parametrize("numbers", [{"2026-01": 3.0, "2026-01 n": 4.0}, {"2026-01": 3.0}])
def test_a_month_of_few_or_uncounted_cases_is_refused(numbers: dict[str, float]) -> None:
    """Nobody takes in a month of under five cases, or of which nobody says how many they are."""
    event = Event(OWNER, Verb.MONTHS, f"{OWNER}/ventetid", NOW, _SAID, numbers)
    with pytest.raises(FeedRefused, match="few"):
        check_event(OWNER, event, NOW)


def test_nobody_tells_anothers_months() -> None:
    """A municipality's waiting times are told by itself alone."""
    event = _event(_series({24_300: (7, 3.0)}, {}), {})
    with pytest.raises(FeedRefused, match="foreign"):
        check_event(OTHER, event, NOW + timedelta(days=1))


@pytest.mark.parametrize("month", ["2026-13", "januar", "2026-1"])
def test_a_month_that_is_none_is_not_understood(month: str) -> None:
    """What is no month of a year is refused and not guessed."""
    event = Event(OWNER, Verb.MONTHS, f"{OWNER}/x", NOW, _SAID, {month: 3, f"{month} n": 9})
    with pytest.raises(ValueError, match=month):
        read_months(event, {})


def test_names_of_robots_are_read_once_a_meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many events there are, robots are listed once, for none never; nonsense is left."""
    noted: list[str] = []
    asked: list[Here] = []

    def slugs(_cursor: object, here: Here) -> dict[str, str]:
        asked.append(here)
        return {}

    monkeypatch.setattr(months, "_slugs", slugs)
    monkeypatch.setattr(months, "note_series", lambda _cursor, topic, _series: noted.append(topic))
    event = _event(_series({24_300: (7, 3.0)}, {}), {})
    senseless = Event(OWNER, Verb.MONTHS, f"{OWNER}/x", NOW, _SAID, {"when": 1.0})
    here, cursor = Here("Korsbæk Kommune", OTHER), _NOBODY
    months.hear_months(cursor, here, [])
    assert asked == []
    months.hear_months(cursor, here, [event, senseless, event])
    assert asked == [here]
    assert noted == [TOPIC, TOPIC]
