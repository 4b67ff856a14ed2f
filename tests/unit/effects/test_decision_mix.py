# SPDX-License-Identifier: EUPL-1.2
"""How cases were decided, month by month, with what comes later and what nothing says."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.effects.rules.course_facts import CaseDates, DatedClass
from gearskifte.effects.rules.decision_mix import (
    FEWEST,
    DecisionMonth,
    Ending,
    decision_mix,
    decision_months,
    ending_of,
)
from gearskifte.effects.rules.log import CaseEvent, CaseFacts, Meaning, Milestone
from gearskifte.effects.rules.meaning import Meanings, MeaningVersion, read_case
from gearskifte.effects.rules.outcomes import next_month
from gearskifte.kernel.time import local_date

pytestmark = pytest.mark.unit

EPOCH = datetime(2024, 1, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MEANING = Meaning(1, {"grant": Milestone.DECIDED, "refuse": Milestone.DECIDED})
MEANINGS = Meanings.of([MeaningVersion(1, MEANING, "k", None, "", "", EPOCH)])

Told = tuple[int, list[tuple[int, str]], list[tuple[int, str]], int | None]
"""A case: day it began, what decided it and what class was stated so many days on, and closed."""


OFFSET = st.integers(0, 20) | st.integers(170, 190) | st.integers(0, 400)
ACTS = st.tuples(OFFSET, st.sampled_from(["grant", "refuse"]))
STATED = st.tuples(OFFSET, st.sampled_from(["bevilget", "afslag", "frafaldet"]))


@st.composite
def told_case(draw: st.DrawFn) -> Told:
    """A case of half a year, decided once, often or never, perhaps with a class that changes."""
    return (
        draw(st.integers(0, 180)),
        draw(st.lists(ACTS, max_size=2)),
        draw(st.lists(STATED, max_size=2, unique_by=lambda each: each[0])),
        draw(st.none() | OFFSET),
    )


@st.composite
def told_cases(draw: st.DrawFn) -> list[Told]:
    """Up to 60 cases of ten kinds, so that classes of five cases are not rare."""
    kinds = draw(st.lists(told_case(), min_size=1, max_size=10))
    return [each for each in kinds for _ in range(draw(st.integers(1, 6)))]


def _known(told: Told, until: date) -> CaseFacts | None:
    """What was known of a case on the evening of `until`."""
    began, acts, stated, closed = told
    start = local_date(EPOCH) + began * DAY
    if start > until:
        return None
    starts = sorted((start + after * DAY, name) for after, name in stated)
    classes = [
        DatedClass(name, first, starts[place + 1][0] if place + 1 < len(starts) else None)
        for place, (first, name) in enumerate(starts)
    ]
    seen = tuple(
        DatedClass(each.name, each.start, each.end if each.end and each.end <= until else None)
        for each in classes
        if each.start <= until
    )
    ended = None if closed is None or start + closed * DAY > until else start + closed * DAY
    events = [
        CaseEvent(EPOCH + (began + after) * DAY, number, name)
        for number, (after, name) in enumerate(acts)
        if start + after * DAY <= until
    ]
    read = read_case(CaseDates(start, None, None, ended, None, seen), events, MEANINGS)
    return CaseFacts(
        "M", "k", start, start, read.decided, closed=read.closed, decision=read.decision,
        decision_on=read.decision_on,
    )  # fmt: skip


def _months(told: list[Told], until: date) -> dict[date, DecisionMonth]:
    known = [case for each in told if (case := _known(each, until)) is not None]
    return {each.month: each for each in decision_months(known, until)}


@given(told_case(), st.integers(1, 420))
def test_what_comes_after_the_days_it_was_followed_changes_no_case(told: Told, days: int) -> None:
    """A case became the same, known on the last day it was followed or on any later."""
    last = local_date(EPOCH) + (told[0] + 180) * DAY
    followed, later = _known(told, last), _known(told, last + days * DAY)
    assert followed is not None
    assert later is not None
    assert ending_of(followed) == ending_of(later)


@given(told_cases(), st.integers(20, 36))
def test_cutting_a_log_changes_no_month_of_decisions(told: list[Told], months: int) -> None:
    """A month that a shorter log tells, the longer one tells just the same."""
    until = local_date(EPOCH) + 1200 * DAY
    whole, cut = _months(told, until), _months(told, until - 30 * months * DAY)
    assert all(whole[month] == each for month, each in cut.items())


@given(told_cases())
def test_shares_of_decisions_sum_to_one(told: list[Told]) -> None:
    """Every case is in one share of its month; no month of fewer than five, no name so far."""
    until = local_date(EPOCH) + 1200 * DAY
    known = [case for each in told if (case := _known(each, until)) is not None]
    for month in _months(told, until).values():
        assert sum(each.share for each in month.shares) == pytest.approx(1)
        assert sum(each.count for each in month.shares) == month.started >= FEWEST
        assert all(each.low <= each.share <= each.high for each in month.shares)
        began = [each for each in known if each.started < next_month(month.month)]
        so_far = Counter(name for _, name in map(ending_of, began))
        assert all(so_far[each.name] >= FEWEST for each in month.shares if each.name)


@given(told_cases(), st.integers(300, 1200))
def test_the_year_of_decisions_sums_to_one(told: list[Told], days: int) -> None:
    """The last twelve ripe months count each case once, and always name a class."""
    until = local_date(EPOCH) + days * DAY
    known = [case for each in told if (case := _known(each, until)) is not None]
    found = decision_mix(known, until)
    if found is None:
        return
    assert sum(each.count for each in found.shares) == found.cases
    assert sum(each.share for each in found.shares) == pytest.approx(1)
    assert any(each.ending is Ending.DECIDED for each in found.shares)
    assert (found.last.year - found.first.year) * 12 + found.last.month - found.first.month == 11
    in_year = [case for case in known if found.first <= case.started.replace(day=1) <= found.last]
    small = len(in_year) - sum(
        each.started for each in found.months if found.first <= each.month <= found.last
    )
    left_out = len(in_year) - found.cases
    assert left_out == (small if small < FEWEST else 0)


START = date(2025, 1, 10)


def _case(decision: str = "", after: int | None = 30, **more: date) -> CaseFacts:
    decided = None if after is None else START + after * DAY
    known = decided if decision else None
    facts = CaseFacts("M", "k", START, START, decided, decision=decision, decision_on=known)
    return msgspec.structs.replace(facts, **more)


@pytest.mark.parametrize(
    ("case", "ending"),
    [
        (_case("afslag", 180), (Ending.DECIDED, "afslag")),
        (_case("afslag", 181), (Ending.OPEN, "")),
        (_case("", 180), (Ending.UNTOLD, "")),
        (_case("afslag", 30, decision_on=START + 181 * DAY), (Ending.UNTOLD, "")),
        (_case("", None, closed=START + 180 * DAY), (Ending.CLOSED, "")),
        (_case("", None, closed=START + 181 * DAY), (Ending.OPEN, "")),
        (_case("frafaldet", None, closed=START, decision_on=START), (Ending.DECIDED, "frafaldet")),
        (_case("", None), (Ending.OPEN, "")),
    ],
)
def test_what_became_of_a_case(case: CaseFacts, ending: tuple[Ending, str]) -> None:
    """What is known 180 days after it began counts, and nothing that comes on the day after."""
    assert ending_of(case) == ending


def test_a_month_is_told_when_all_its_cases_are_followed() -> None:
    """The month of a case is told 180 days after its end, and not the day before."""
    cases = [_case("afslag") for _ in range(FEWEST)]
    ripe = date(2025, 2, 1) + 180 * DAY
    assert decision_mix(cases, ripe - DAY) is None
    found = decision_mix(cases, ripe)
    assert found is not None
    assert (found.last, found.cases) == (date(2025, 1, 1), FEWEST)


def test_where_nothing_says_how_nothing_is_told() -> None:
    """Decisions without a class give no mix, and four cases give none either."""
    assert decision_mix([_case() for _ in range(50)], date(2026, 1, 1)) is None
    assert decision_mix([_case("afslag") for _ in range(FEWEST - 1)], date(2026, 1, 1)) is None


def test_rare_classes_are_told_together() -> None:
    """A class of fewer than five cases is not named; all such are one share."""
    cases = [_case(name) for name in ["afslag"] * 6 + ["a", "b", "b"]] + [_case()] * 3
    found = decision_mix(cases, date(2026, 1, 1))
    assert found is not None
    told = [(each.ending, each.name, each.count) for each in found.shares]
    assert told == [
        (Ending.DECIDED, "afslag", 6), (Ending.OTHER, "", 3), (Ending.UNTOLD, "", 3),
    ]  # fmt: skip


def test_a_class_is_named_in_a_month_once_five_cases_have_had_it() -> None:
    """Three grants in January are other decisions; with three more in February they are grants."""
    later = [
        msgspec.structs.replace(each, started=each.started + 30 * DAY, heard=each.heard + 30 * DAY)
        for each in (*[_case("bevilget", 90)] * 3, *[_case("", 90)] * 2)
    ]
    cases = [_case("bevilget")] * 3 + [_case()] * 2 + later
    first, second = decision_months(cases, date(2026, 1, 1))
    assert next((each.ending, each.count) for each in first.shares) == (Ending.OTHER, 3)
    assert next((each.name, each.count) for each in second.shares) == ("bevilget", 3)


def test_a_lone_activity_that_decides_tells_nothing_of_how() -> None:
    """Only where several activities mean decided does the one that came say how."""
    events = [CaseEvent(EPOCH + 3 * DAY, 1, "grant")]
    dates = CaseDates(local_date(EPOCH), None, None, None, None)
    lone = Meaning(1, {"grant": Milestone.DECIDED})
    one = Meanings.of([MeaningVersion(1, lone, "k", None, "", "", EPOCH)])
    assert read_case(dates, events, one).decision == ""
    assert read_case(dates, events, MEANINGS).decision == "grant"


def test_the_first_decision_counts_and_not_the_last() -> None:
    """A refusal that is turned into a grant later was a refusal when it was decided."""
    start = local_date(EPOCH)
    changed = start + 20 * DAY
    classes = (DatedClass("afslag", start, changed), DatedClass("bevilget", changed))
    stated = CaseDates(start, None, start + 10 * DAY, None, None, classes)
    read = read_case(stated, [], Meanings())
    assert (read.decision, read.decision_on) == ("afslag", start + 10 * DAY)
    late = CaseDates(start, None, changed, None, None, classes)
    assert read_case(late, [], Meanings()).decision == "bevilget"
