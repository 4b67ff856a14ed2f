# SPDX-License-Identifier: EUPL-1.2
"""Whose move it is, what a decision means, what was promised: read, and never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.effects.public import DeadlineRule, PublishedDeadline, PublishedDeadlines
from gearskifte.overview.rules.guide import Guide, SubjectGuide, appeal, promise
from gearskifte.overview.rules.kle import is_below
from gearskifte.overview.rules.moves import Mover, move
from gearskifte.overview.rules.outcomes import Outcome, outcome
from gearskifte.registry.public import CaseCard, DatedState
from tests.builders.people import DAY, NOW

pytestmark = pytest.mark.unit

TODAY = date(2024, 6, 3)


def _case(status: str = "", state: str = "Oplyst", until: datetime | None = None) -> CaseCard:
    return CaseCard(
        states=(DatedState(state, NOW - DAY),),
        status=status,
        status_since=NOW - DAY if status else None,
        status_until=until,
    )


@pytest.mark.parametrize(
    ("status", "mover"),
    [
        ("Mangler lønsedler", Mover.CITIZEN),
        ("Afventer borger", Mover.CITIZEN),
        ("AFVENTER SVAR FRA ANSØGER", Mover.CITIZEN),
        ("I partshøring", Mover.CITIZEN),
        ("Mangler dokumentation", Mover.CITIZEN),
        ("Mangler samtykke fra borger", Mover.CITIZEN),
        ("Afventer oplysninger fra læge", Mover.OTHER),
        ("Afventer dokumentation fra arbejdsgiver", Mover.OTHER),
        ("Mangler udtalelse fra nabo", Mover.OTHER),
        ("NABOHØRING", Mover.OTHER),
        ("Afventer Ankestyrelsen", Mover.OTHER),
        ("Afventer", Mover.OTHER),
        ("Afventer visitation", Mover.MUNICIPALITY),
        ("På venteliste", Mover.MUNICIPALITY),
        ("Mangler afstand til skel", Mover.MUNICIPALITY),
        ("Under behandling", Mover.MUNICIPALITY),
        ("Bliver vurderet", Mover.MUNICIPALITY),
        ("Modtaget", Mover.MUNICIPALITY),
        ("", Mover.MUNICIPALITY),
    ],
)
def test_whose_move_it_is_stands_in_the_status(status: str, mover: Mover) -> None:
    """A task is told only where the word says that it is the citizen's."""
    assert move(_case(status), NOW).mover is mover


@pytest.mark.parametrize(
    ("state", "status", "mover"),
    [
        ("Afgjort", "", Mover.NOBODY),
        ("Afgjort", "Løbende udbetaling", Mover.NOBODY),
        ("Afgjort", "Klage modtaget", Mover.MUNICIPALITY),
        ("Afgjort", "Genvurderes", Mover.MUNICIPALITY),
        ("Afgjort", "Afventer Ankestyrelsen", Mover.OTHER),
        ("Afsluttet", "Mangler lønsedler", Mover.NOBODY),
        ("Noget andet", "", Mover.MUNICIPALITY),
    ],
)
def test_a_closed_case_is_nobodys_move(state: str, status: str, mover: Mover) -> None:
    """Decided, nobody waits unless the citizen has complained; closed, nobody waits at all."""
    assert move(_case(status, state), NOW).mover is mover


def test_the_last_day_is_the_last_day_on_which_the_word_holds() -> None:
    """What holds until midnight between the 8th and the 9th must be done on the 8th."""
    midnight = datetime(2024, 6, 8, 22, 0, tzinfo=UTC)
    assert move(_case("Mangler lønsedler", until=midnight), NOW).by == date(2024, 6, 8)
    later = midnight + timedelta(hours=9)
    assert move(_case("Mangler lønsedler", until=later), NOW).by == date(2024, 6, 9)
    assert move(_case("Mangler lønsedler"), NOW).by is None


@given(st.text(max_size=60), st.sampled_from(["Opstaaet", "Oplyst", "Afgjort", "Afsluttet", "x"]))
def test_any_word_gives_one_move(status: str, state: str) -> None:
    """Whatever a source writes, there is one answer, and the word is passed on as it was."""
    found = move(_case(status, state), NOW)
    assert found.mover in Mover
    assert found.what in (status, "")


@pytest.mark.parametrize(
    ("decision", "found"),
    [
        ("Imødekommet", Outcome.GRANTED),
        ("Bevilget", Outcome.GRANTED),
        ("Delvist imødekommet", Outcome.PARTLY),
        ("Afslag", Outcome.REFUSED),
        ("Ikke imødekommet", Outcome.REFUSED),
        ("Ansøgning trukket tilbage", Outcome.WITHDRAWN),
        ("Kategori 7", Outcome.OTHER),
        (" ", None),
    ],
)
def test_a_decision_means_what_its_title_says(decision: str, found: Outcome | None) -> None:
    """Yes, partly, no or withdrawn; a title that says none of them is not explained."""
    assert outcome(decision) is found


def _row(kle: str, starts: date, weeks: int) -> SubjectGuide:
    return SubjectGuide(kle, starts, appeal_weeks=weeks)


def test_the_longest_number_and_the_newest_row_hold() -> None:
    """A subject's own row goes before its group's, a later one before an earlier, none too soon."""
    guide = Guide(
        (
            _row("27", date(2020, 1, 1), 10),
            _row("27.35.04", date(2020, 1, 1), 20),
            _row("27.35.04", date(2024, 1, 1), 30),
            _row("27.35.04", date(2025, 1, 1), 40),
        )
    )
    weeks = [
        found.appeal_weeks
        for kle in ("27.35.04", "27.36.04")
        if (found := guide.about(kle, TODAY)) is not None
    ]
    assert weeks == [30, 10]
    assert guide.about("28.00.00", TODAY) is None
    assert guide.about("27.35.04", date(2019, 1, 1)) is None


def test_a_number_lies_below_whole_numbers_only() -> None:
    """27.3 is above nothing, and 27.35 not above 27.350."""
    assert is_below("27.35.04", "27")
    assert is_below("27.35", "27.35")
    assert not is_below("27.35", "27.3")
    assert not is_below("27.35", "27.35.04")


def test_a_promise_is_kept_on_its_last_day_and_broken_on_the_next() -> None:
    """The day is counted from the day the case arose; weeks are counted from one."""
    row = PublishedDeadline(DeadlineRule(28), date(2020, 1, 1), "27")
    listed = PublishedDeadlines.of((row,))
    on_day, next_day = (promise(listed, "", "27.35.04", TODAY - n * DAY, TODAY) for n in (28, 29))
    assert on_day is not None
    assert next_day is not None
    assert (on_day.due, on_day.over, on_day.week) == (TODAY, False, 5)
    assert (next_day.over, next_day.week) == (True, 5)
    assert promise(listed, "", "28.00.00", TODAY, TODAY) is None
    assert promise(listed, "", "27.35.04", date(2019, 1, 1), TODAY) is None
    assert promise(listed, "", "27.35.04", None, TODAY) is None


def test_one_can_complain_for_as_long_as_is_published() -> None:
    """Four weeks after the decision; not about what was withdrawn, nor where nothing is told."""
    row = _row("27", date(2020, 1, 1), 4)
    last = appeal(row, TODAY - 28 * DAY, Outcome.REFUSED, TODAY)
    gone = appeal(row, TODAY - 29 * DAY, Outcome.GRANTED, TODAY)
    assert last is not None
    assert gone is not None
    assert (last.until, last.over, gone.over) == (TODAY, False, True)
    assert appeal(row, TODAY, Outcome.WITHDRAWN, TODAY) is None
    assert appeal(row, None, Outcome.REFUSED, TODAY) is None
    assert appeal(None, TODAY, Outcome.REFUSED, TODAY) is None
