# SPDX-License-Identifier: EUPL-1.2
"""Which pages of a long list are offered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.ui.paging import Paging

pytestmark = pytest.mark.unit

PAGINGS = st.builds(
    lambda page, per_page, total: Paging.at(page, per_page=per_page, total=total),
    st.integers(-5, 10_000), st.integers(1, 500), st.integers(0, 100_000),
)  # fmt: skip


@given(PAGINGS)
def test_every_page_offered_exists_and_the_ends_and_this_one_are_among_them(paging: Paging) -> None:
    """First, last and current page can always be reached, and no other address leads nowhere."""
    numbers = [number for number in paging.offered if number is not None]
    assert {1, paging.page, paging.pages} <= set(numbers) <= set(range(1, paging.pages + 1))
    assert numbers == sorted(set(numbers))


@given(PAGINGS)
def test_a_gap_hides_at_least_two_pages(paging: Paging) -> None:
    """Dots never stand where the one hidden number could."""
    offered = paging.offered
    for at, number in enumerate(offered):
        if number is None:
            before, after = offered[at - 1], offered[at + 1]
            assert before is not None
            assert after is not None
            assert after - before > 2


@given(PAGINGS)
def test_few_numbers_are_offered_however_long_the_list(paging: Paging) -> None:
    """The row of numbers fits a narrow screen's width twice over."""
    assert len(paging.offered) <= 7


@given(st.integers(1, 500), st.integers(1, 20_000))
def test_the_pages_together_show_every_row_once(per_page: int, total: int) -> None:
    """Where one page ends the next begins, from the first row to the last."""
    last = Paging.at(1, per_page=per_page, total=total).pages
    shown = [Paging(page, per_page, total) for page in sorted({1, min(2, last), last})]
    assert shown[0].first_row == 1
    assert Paging(last, per_page, total).last_row == total
    for one in shown:
        assert one.first_row == (one.page - 1) * per_page + 1
        assert one.first_row <= one.last_row <= total


def test_an_empty_list_has_one_page_with_no_rows() -> None:
    """Nothing is shown as rows 0 to 0 of 0."""
    paging = Paging.at(3, per_page=50, total=0)
    assert (paging.page, paging.pages, paging.first_row, paging.last_row) == (1, 1, 0, 0)


def test_a_page_that_does_not_exist_is_refused() -> None:
    """Only `at` forgives: a page past the end cannot be made by mistake."""
    with pytest.raises(ValueError, match="no such page"):
        Paging(3, per_page=50, total=100)
