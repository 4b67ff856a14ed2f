# SPDX-License-Identifier: EUPL-1.2
"""One municipality beside the others: like with like, and nothing where there is too little."""

from __future__ import annotations

from typing import Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.effects.rules.beside import Outcome, Told, beside
from gearskifte.effects.rules.elsewhere import Month

FIRST: Final = 2024 * 12
KINDS: Final = {"01.01.01": 2.5, "02.02.02": 3.5, "03.03.03": 1.5}


def _told(rng: np.random.Generator, others: int, shift: float, size: int = 25) -> list[Told]:
    """Municipalities of different size and mix, whose months lean half on the last."""
    found = []
    for each in range(others + 1):
        mix = rng.dirichlet((2, 2, 2))
        number = size if each == 0 else rng.lognormal(np.log(size), 0.6)
        level = shift if each == 0 else rng.normal(0, 0.1)
        months = [rng.normal(0, 0.1)]
        for _ in range(11):
            months.append(0.5 * months[-1] + rng.normal(0, 0.1 * 0.75**0.5))
        for (kind, mean), part in zip(KINDS.items(), mix, strict=True):
            told = []
            for place, shock in enumerate(months):
                cases = int(rng.poisson(number * part))
                if cases >= 5:
                    wait = rng.normal(mean + level + shock, 0.7 / cases**0.5)
                    told.append(Month(FIRST + place, cases, float(wait)))
            found.append(Told(f"m{each}", kind, tuple(told)))
    return found


@pytest.mark.parametrize("others", [7, 20])
def test_the_interval_holds_what_is_so(others: int) -> None:
    """Among unlike municipalities with months that lean on each other, about 19 of 20 hold."""
    rng = np.random.default_rng(8)
    found = [beside("m0", _told(rng, others, 0.0)) for _ in range(250)]
    bounds = [(each.low, each.high) for each in found if each.low is not None]
    held = sum(low <= 0 <= high for low, high in bounds if high is not None)
    assert len(bounds) > 150
    assert 0.90 <= held / len(bounds) <= 0.995


def test_a_municipality_that_is_much_slower_is_told_so() -> None:
    """Twice as long, whatever its mix of kinds, is longer; half as long is shorter."""
    rng = np.random.default_rng(9)
    assert beside("m0", _told(rng, 20, 0.7)).outcome is Outcome.LONGER
    assert beside("m0", _told(rng, 20, -0.7)).outcome is Outcome.SHORTER


def test_a_harder_mix_is_no_worse_service() -> None:
    """With mostly slow kinds of case, each as quick as elsewhere, there is no difference."""

    def row(unit: str, topic: str, cases: int, outcome: float) -> Told:
        return Told(unit, topic, tuple(Month(FIRST + n, cases, outcome) for n in range(12)))

    told = [row(f"m{n}", "quick", 20, 1 + n % 2 / 10) for n in range(1, 9)]
    told += [row(f"m{n}", "slow", 5, 4 + n % 2 / 10) for n in range(1, 9)]
    told += [row("m0", "quick", 5, 1.05), row("m0", "slow", 45, 4.05)]
    found = beside("m0", told)
    assert found.outcome is Outcome.NO_DIFFERENCE
    assert found.share == pytest.approx(0)
    # All others together wait e^1.65; a comparison of means would say eight times as long.
    assert found.expected == pytest.approx(np.expm1(3.75))


@given(st.integers(0, 12), st.integers(0, 30), st.integers(1, 8))
def test_too_little_is_not_compared(others: int, own: int, each: int) -> None:
    """Fewer than six others, or fewer than twenty cases on either side: no figure at all."""

    def row(unit: str, cases: int) -> Told:
        return Told(unit, "a", tuple(Month(FIRST + n, cases, 2.0) for n in range(3)))

    told = [row("m0", own), *(row(f"m{n + 1}", each) for n in range(others))]
    found = beside("m0", told)
    enough = 3 * own >= 20 and others >= 6 and 3 * each * others >= 20
    assert (found.share is not None) == enough
    if not enough:
        assert found.outcome in (Outcome.TOO_FEW_CASES, Outcome.TOO_FEW_OTHERS)
        assert (found.low, found.high, found.own, found.expected) == (None, None, None, None)


def test_only_the_same_year_is_compared() -> None:
    """What others told of years before, or of months after, moves nothing."""
    rng = np.random.default_rng(10)
    told = _told(rng, 8, 0.0)
    more = [
        Told(
            each.unit, each.topic, (*each.months, Month(FIRST - 1, 500, 9), Month(FIRST + 12, 9, 9))
        )
        if each.unit != "m0"
        else each
        for each in told
    ]
    assert beside("m0", more) == beside("m0", told)
