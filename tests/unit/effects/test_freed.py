# SPDX-License-Identifier: EUPL-1.2
"""Minutes that an effect on handling time comes to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.effects.rules.freed import minutes_freed

pytestmark = pytest.mark.unit

SHARES = st.floats(-0.95, 3)


@given(spent=st.floats(0, 1e6), shares=st.lists(SHARES, max_size=5))
def test_what_was_spent_and_freed_is_what_it_would_have_been(
    spent: float, shares: list[float]
) -> None:
    """The effect on the sum of both is what was spent; every draw has its own answer."""
    freed = minutes_freed(spent, shares)
    assert len(freed) == len(shares)
    for minutes, share in zip(freed, shares, strict=True):
        assert (spent + minutes) * (1 + share) == pytest.approx(spent)


def test_no_effect_frees_nothing_and_a_burden_is_below_zero() -> None:
    """Half as many minutes frees as many as were spent; more minutes free less than none."""
    assert minutes_freed(600, [0.0, -0.5, 0.25]) == (0.0, 600.0, -120.0)
