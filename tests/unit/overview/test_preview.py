# SPDX-License-Identifier: EUPL-1.2
"""What a table would change is told before it holds, and is then just what it changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.overview.rules.exposure import Exposure, as_if_now, exposure
from gearskifte.overview.rules.preview import changes, settled
from gearskifte.overview.rules.title_quality import SubjectTitles

pytestmark = pytest.mark.unit

TODAY = date(2024, 6, 3)
KLES = ("27", "27.35", "27.35.04", "32.03.04")
rows = st.builds(
    Exposure,
    kle=st.sampled_from(("", *KLES)),
    starts=st.integers(-3, 3).map(lambda days: TODAY + timedelta(days=days)),
    shown=st.booleans(),
    source=st.sampled_from(("", "s")),
    subject_as_title=st.booleans(),
    notes=st.booleans(),
)
tables = st.lists(rows, max_size=6, unique_by=lambda row: (row.kle, row.source, row.starts)).map(
    tuple
)


@given(tables, st.sampled_from(KLES), st.integers(-4, 4), st.booleans())
def test_the_preview_of_a_day_is_what_that_day_shows(
    table: tuple[Exposure, ...], kle: str, days: int, named: bool
) -> None:
    """Seen today as of any day, each case is shown by the very row that holds on that day."""
    on = TODAY + timedelta(days=days)
    sources = ("s",) if named else ()
    then = exposure(table, kle, sources, on)
    previewed = exposure(as_if_now(table, on), kle, sources, TODAY)
    assert settled(previewed) == settled(then)


@given(tables, tables)
def test_a_subject_is_said_to_change_only_where_it_does(
    now: tuple[Exposure, ...], then: tuple[Exposure, ...]
) -> None:
    """The day is the first on which it is shown otherwise; without one it never is."""
    titles = [SubjectTitles(kle, "", 1, 0, {}) for kle in KLES]
    for change in changes(titles, now, then, TODAY):
        before = settled(exposure(now, change.titles.kle, (), TODAY))
        for days in range(5):
            on = TODAY + timedelta(days=days)
            same = settled(exposure(then, change.titles.kle, (), on)) == before
            if change.on is None or on < change.on:
                assert same
            elif on == change.on:
                assert not same


def test_titles_that_are_hard_to_read_are_counted_where_they_would_be_read() -> None:
    """A subject that is opened with its own titles is not fit; with the subject as title it is."""
    hard = [SubjectTitles("27.35.04", "Hjemmehjælp", 120, 37, {"abbreviation": 37})]
    closed = (Exposure("27.35.04", date.min, shown=False),)
    (own,) = changes(hard, closed, (Exposure("27.35.04", TODAY),), TODAY)
    (named,) = changes(hard, closed, (Exposure("27.35.04", TODAY, subject_as_title=True),), TODAY)
    assert (own.opens, own.unfit, named.opens, named.unfit) == (True, 37, True, 0)
    (shut,) = changes(hard, (), closed, TODAY)
    assert (shut.closes, shut.unfit) == (True, 0)
