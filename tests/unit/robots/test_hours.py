# SPDX-License-Identifier: EUPL-1.2
"""The hours account: measured, net of people's time, and never surer than it is."""

from __future__ import annotations

from decimal import Decimal
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.robots.rules.hours import FEWEST_SAMPLES, Account

pytestmark = pytest.mark.unit

MINUTES = st.decimals(min_value=1, max_value=60, places=1)
SAMPLES = st.lists(MINUTES, min_size=FEWEST_SAMPLES, max_size=20).map(tuple)


@given(st.integers(0, 10_000), SAMPLES, MINUTES, MINUTES)
def test_net_is_the_work_less_peoples_time_and_lies_in_its_interval(
    items: int, samples: tuple[Decimal, ...], exceptions: Decimal, upkeep: Decimal
) -> None:
    """Items x mean − minutes on exceptions − upkeep, within its own bounds."""
    account = Account(items, samples, exceptions, upkeep)
    net = float(items * sum(samples, Decimal(0)) / len(samples) - exceptions - upkeep)
    assert float(account.net) == pytest.approx(net)
    assert account.interval is not None
    low, high = account.interval
    assert low <= account.net <= high
    assert abs((low + high) / 2 - account.net) < Decimal("0.001")


@given(st.lists(MINUTES, max_size=FEWEST_SAMPLES - 1).map(tuple))
def test_too_few_samples_claim_nothing(samples: tuple[Decimal, ...]) -> None:
    """With fewer than five items timed by hand there is no interval, and nothing to draw from."""
    account = Account(100, samples, Decimal(0), Decimal(0))
    assert account.interval is None
    with pytest.raises(ValueError, match="fewer than five"):
        account.draws(10, seed=1)


def test_the_interval_is_students() -> None:
    """Five samples of mean 6 and deviation 1: 100 items give 600 minutes, 124.2 to either side."""
    samples = tuple(map(Decimal, ("5", "5.292893", "6", "6.707107", "7")))
    low, high = Account(100, samples, Decimal(0), Decimal(0)).interval or (0, 0)
    deviation = (sum((float(s) - 6) ** 2 for s in samples) / 4) ** 0.5
    assert float(high - low) / 2 == pytest.approx(100 * 2.776445 * deviation / 5**0.5, rel=1e-5)


@given(SAMPLES, st.integers(1, 10**6))
def test_draws_are_the_same_for_the_same_seed_and_centred(
    samples: tuple[Decimal, ...], seed: int
) -> None:
    """Whoever reckons on gets the same draws again, around the net minutes."""
    account = Account(50, samples, Decimal(3), Decimal(0))
    draws = account.draws(2_000, seed)
    assert draws == account.draws(2_000, seed)
    low, high = map(float, account.interval or (0, 0))
    assert abs(fmean(draws) - float(account.net)) <= max((high - low) / 4, 1e-6)
