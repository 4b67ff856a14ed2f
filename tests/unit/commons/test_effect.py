# SPDX-License-Identifier: EUPL-1.2
"""Effects pooled over reusers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.commons.rules.effect import Measured, between, pool

pytestmark = pytest.mark.unit

MEASURED = st.lists(
    st.builds(Measured, st.floats(-100, 100), st.floats(0.5, 20)), min_size=2, max_size=12
)


def test_one_measurement_has_no_interval_and_none_has_no_effect() -> None:
    """One municipality is told as one, without a range; two have a range, but none for the next."""
    assert pool([]) is None
    one = pool([Measured(-50, 4)])
    assert one is not None
    assert (one.effect, one.low, one.next_low) == (-50, None, None)
    two = pool([Measured(-50, 4), Measured(-58, 4)])
    assert two is not None
    assert two.low is not None
    assert two.next_low is None


@given(MEASURED, st.floats(-50, 50), st.floats(0.5, 3))
def test_units_do_not_matter(measured: list[Measured], moved: float, factor: float) -> None:
    """Moving and stretching all effects moves and stretches the pooled one, nothing else."""
    plain = pool(measured)
    changed = pool([Measured(m.effect * factor + moved, m.error * factor) for m in measured])
    assert plain is not None
    assert changed is not None
    assert math.isclose(changed.effect, plain.effect * factor + moved, abs_tol=1e-4)
    assert math.isclose(changed.spread, plain.spread * factor, rel_tol=1e-4, abs_tol=1e-3)


@given(MEASURED)
def test_the_next_place_is_less_certain_than_the_mean(measured: list[Measured]) -> None:
    """The pooled effect lies among the measured, and the range for the next is the wider."""
    pooled = pool(measured)
    assert pooled is not None
    effects = [each.effect for each in measured]
    assert min(effects) - 1e-9 <= pooled.effect <= max(effects) + 1e-9
    if pooled.next_low is not None and pooled.low is not None:
        assert pooled.next_low <= pooled.low + 1e-9


def test_a_known_case() -> None:
    """Three towns' fewer emptyings (-50, -58, -70 per cent): the spread solves its equation."""
    towns = [Measured(-50, 3), Measured(-58, 4), Measured(-70, 5)]
    tau2 = between(towns)
    weights = [1 / (each.error**2 + tau2) for each in towns]
    mean = sum(w * e.effect for w, e in zip(weights, towns, strict=True)) / sum(weights)
    misfit = sum(w * (e.effect - mean) ** 2 for w, e in zip(weights, towns, strict=True))
    assert misfit == pytest.approx(2)


def test_the_range_holds_what_it_promises() -> None:
    """Over 400 drawn worlds of five municipalities, 95 % ranges hold the truth 92 % or more."""
    drawn = np.random.default_rng(7)
    held = 0
    for _ in range(400):
        true = drawn.normal(-20, 8, 5)
        errors = drawn.uniform(2, 8, 5)
        pooled = pool(
            [
                Measured(float(drawn.normal(m, e)), float(e))
                for m, e in zip(true, errors, strict=True)
            ]
        )
        assert pooled is not None
        assert pooled.low is not None
        assert pooled.high is not None
        held += pooled.low <= -20 <= pooled.high
    assert held / 400 >= 0.92


def test_a_measurement_without_error_is_refused() -> None:
    """Nobody measures without error; zero is refused rather than believed for ever."""
    with pytest.raises(ValueError, match="above zero"):
        pool([Measured(1, 0)])
