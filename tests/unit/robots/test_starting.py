# SPDX-License-Identifier: EUPL-1.2
"""What starts a robot by itself: plans of the Danish calendar, work lists, events of cases."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.kernel.time import COPENHAGEN
from gearskifte.robots.rules.plans import LONGEST, PlanFault, parse_plan
from gearskifte.robots.rules.reading import read_recipe
from gearskifte.robots.rules.refusals import RecipeRefused
from gearskifte.robots.rules.triggers import CASE_EVENTS, ENGLISH

pytestmark = pytest.mark.unit

PLANS = (
    "dag kl. 2.30",
    "hverdag kl. 7 og 13.15",
    "mandag, onsdag og lørdag kl. 8",
    "måned den 31. kl. 6",
    "måned den 1. eller næste hverdag kl. 6",
    "måned 3. hverdag kl. 0",
    "måned sidste hverdag kl. 23:59",
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
RECIPE = """
opskrift: Daglig
kle: 15.20
start: {hver: hverdag kl. 7}
sag: {felter: [dag], nøgle: "{dag}"}
trin: [{afslut: "{dag}"}]
"""


def _days(plan: str, year: int, month: int) -> list[int]:
    first = datetime(year, month, 1, tzinfo=COPENHAGEN)
    until = first + timedelta(days=32)
    turns = parse_plan(plan).occurrences(first - timedelta(seconds=1), until)
    return [turn.day.day for turn in turns if turn.day.month == month]


@pytest.mark.parametrize(
    ("plan", "year", "month", "days"),
    [
        (
            "hverdag kl. 7",
            2026,
            4,
            [1, *range(7, 11), *range(13, 18), *range(20, 25), 27, 28, 29, 30],
        ),
        ("måned den 31. kl. 6", 2027, 2, [28]),
        ("måned den 1. eller næste hverdag kl. 6", 2027, 5, [3]),
        ("måned den 31. eller næste hverdag kl. 6", 2027, 1, []),
        ("måned den 31. eller næste hverdag kl. 6", 2027, 2, [1]),
        ("måned 1. hverdag kl. 6", 2027, 1, [4]),
        ("måned sidste hverdag kl. 6", 2026, 5, [29]),
        ("mandag og søndag kl. 8", 2026, 12, [6, 7, 13, 14, 20, 21, 27, 28]),
        ("dag kl. 8 og 9", 2027, 2, [each for each in range(1, 29) for _ in range(2)]),
    ],
)
def test_a_plan_means_days_of_the_danish_calendar(
    plan: str, year: int, month: int, days: list[int]
) -> None:
    """Public holidays are no working days, and months have different lengths."""
    assert _days(plan, year, month) == days


@given(st.sampled_from(PLANS), MOMENTS, st.lists(st.integers(1, 60 * 24 * 40), max_size=6))
def test_each_turn_comes_once_however_the_time_is_cut(
    plan: str, start: datetime, minutes: list[int]
) -> None:
    """Looking often or seldom, over summer time and holidays, finds the same turns, none twice."""
    read = parse_plan(plan)
    looks, at = [start], start
    for step in minutes:
        at += timedelta(minutes=step)
        looks.append(at)
    pieces = [turn for a, b in pairwise(looks) for turn in read.occurrences(a, b)]
    whole = list(read.occurrences(start, at))
    assert sorted(pieces, key=str) == sorted(whole, key=str)
    assert len({(turn.day, turn.clock) for turn in pieces}) == len(pieces)


@given(st.sampled_from(PLANS), MOMENTS)
def test_a_plan_always_has_a_next_turn(plan: str, moment: datetime) -> None:
    """It lies ahead, on one of the plan's days."""
    read = parse_plan(plan)
    turn = read.next_after(moment)
    assert moment < turn.at <= moment + LONGEST
    assert read.means(turn.day)


def test_a_skipped_and_a_doubled_hour_are_one_turn_each() -> None:
    """In spring 2.30 comes an hour later; in autumn the first of two is meant."""
    read = parse_plan("dag kl. 2.30")
    spring = next(
        read.occurrences(
            datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 12, tzinfo=UTC)
        )
    )
    autumn = list(
        read.occurrences(
            datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 12, tzinfo=UTC)
        )
    )
    assert (spring.day, spring.clock) == (date(2026, 3, 29), time(2, 30))
    assert spring.at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert [turn.at for turn in autumn] == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]


@given(st.text(max_size=30))
def test_a_plan_is_read_or_refused(written: str) -> None:
    """What is no plan is refused; nothing else happens."""
    with suppress(PlanFault):
        assert parse_plan(written).times


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hverdag kl. 7", "hverdag klokken syv"),
        ("hverdag kl. 7", "hverdag kl. 7 og 9"),
        ("felter: [dag]", "felter: [dag, cpr]"),
        ('nøgle: "{dag}"', "nøgle: fast"),
        ("{hver: hverdag kl. 7}", "{arbejdsliste: udtræk}"),
        ("{hver: hverdag kl. 7}", "{hændelse: sag afgjort}"),
        ("{hver: hverdag kl. 7}", "{hver: dag kl. 7, hændelse: sag afgjort}"),
    ],
)
def test_a_start_that_would_not_give_the_items_is_refused(old: str, new: str) -> None:
    """Fields that nothing gives, and keys that make two turns one, are told at their line."""
    read_recipe(RECIPE)
    with pytest.raises(RecipeRefused) as refused:
        read_recipe(RECIPE.replace(old, new))
    assert {each.code for each in refused.value.problems} <= {"GS-ROB-012", "GS-ROB-004"}


def test_what_starts_a_robot_is_told_in_both_languages() -> None:
    """A manager reads when it begins."""
    assert set(ENGLISH) == set(CASE_EVENTS)
    trigger = read_recipe(RECIPE).trigger
    assert trigger.in_language("da") == "Begynder hver hverdag kl. 7."
    assert trigger.in_language("en") == "Begins every working day at 07:00."
