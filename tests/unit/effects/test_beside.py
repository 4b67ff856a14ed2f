# SPDX-License-Identifier: EUPL-1.2
"""One municipality beside the others: like with like, and nothing where there is too little."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.effects.rules.beside import (
    FOLLOWED_DAYS,
    Followed,
    Month,
    Outcome,
    beside,
    followed,
)
from gearskifte.effects.rules.log import CaseFacts

UNTIL: Final = date(2025, 6, 17)
MONTHS: Final = tuple(date(2024, month, 1) for month in range(1, 13))
KINDS: Final = {"01.01.01": 30, "02.02.02": 60, "03.03.03": 15}


def _rows(rng: np.random.Generator, others: int, shift: float, size: int = 15) -> list[Followed]:
    """Municipalities of different size and mix, whose months lean half on the last."""
    found = []
    for each in range(others + 1):
        mix = rng.dirichlet((2, 2, 2))
        number = size if each == 0 else rng.lognormal(np.log(size), 0.6)
        level = shift if each == 0 else rng.normal(0, 4)
        months = [rng.normal(0, 4)]
        for _ in MONTHS[1:]:
            months.append(0.5 * months[-1] + rng.normal(0, 4 * 0.75**0.5))
        for (kind, mean), part in zip(KINDS.items(), mix, strict=True):
            told = []
            for month, shock in zip(MONTHS, months, strict=True):
                cases = int(rng.poisson(number * part))
                waits = rng.gamma(4, max(mean + level + shock, 2) / 4, cases)
                days = int(np.clip(waits, 0, FOLLOWED_DAYS).round().sum())
                if cases:
                    told.append(Month(month, cases, days))
            found.append(Followed(f"m{each}", kind, tuple(told)))
    return found


@pytest.mark.parametrize("others", [7, 20])
def test_the_interval_holds_what_is_so(others: int) -> None:
    """Among unlike municipalities with months that lean on each other, about 19 of 20 hold."""
    rng = np.random.default_rng(8)
    found = [beside("m0", _rows(rng, others, 0.0)) for _ in range(250)]
    told = [(each.low, each.high) for each in found if each.low is not None]
    held = sum(low <= 0 <= high for low, high in told if high is not None)
    assert len(told) > 150
    assert 0.90 <= held / len(told) <= 0.995


def test_a_municipality_that_is_much_slower_is_told_so() -> None:
    """Thirty days more, whatever its mix of kinds, is longer; thirty days less is shorter."""
    rng = np.random.default_rng(9)
    assert beside("m0", _rows(rng, 20, 30.0)).outcome is Outcome.LONGER
    assert beside("m0", _rows(rng, 20, -14.0)).outcome is not Outcome.LONGER


def test_a_harder_mix_is_no_worse_service() -> None:
    """With only slow kinds of case and each as quick as elsewhere, there is no difference."""

    def row(owner: str, topic: str, cases: int, mean: int) -> Followed:
        return Followed(owner, topic, tuple(Month(m, cases, cases * mean) for m in MONTHS))

    rows = [row(f"m{n}", "quick", 10, 10 + n % 2) for n in range(1, 9)]
    rows += [row(f"m{n}", "slow", 2, 90 + n % 2) for n in range(1, 9)]
    rows += [row("m0", "quick", 1, 10), row("m0", "slow", 9, 90)]
    found = beside("m0", rows)
    assert found.own == pytest.approx(82)
    assert found.difference == pytest.approx(-0.5)
    # Elsewhere half of all waits are ten days: a comparison of means would say 58 days longer.


@given(st.integers(0, 12), st.integers(0, 30), st.integers(0, 8))
def test_too_little_is_not_compared(others: int, own: int, each: int) -> None:
    """Fewer than six others with five cases each, or fewer than twenty own: no figure at all."""
    rows = [Followed("m0", "a", (Month(MONTHS[0], own, 10 * own),))]
    rows += [Followed(f"m{n}", "a", (Month(MONTHS[0], each, 10 * each),)) for n in range(1, others)]
    found = beside("m0", rows)
    enough = own >= 20 and each >= 5 and others - 1 >= 6
    assert (found.difference is not None) == enough
    if not enough:
        assert found.outcome in (Outcome.TOO_FEW_CASES, Outcome.TOO_FEW_OTHERS)
        assert (found.low, found.high, found.own, found.expected) == (None, None, None, None)


@given(st.lists(st.tuples(st.integers(0, 700), st.none() | st.integers(-3, 400)), max_size=40))
def test_what_happens_later_moves_no_month(cases: list[tuple[int, int | None]]) -> None:
    """Months that are compared are the same however much is known of the time after them."""
    facts = [
        CaseFacts(
            "m",
            "a",
            (start := UNTIL - timedelta(days=ago)),
            start,
            decided=None if days is None else start + timedelta(days=days),
        )
        for ago, days in cases
    ]
    cut = [
        msgspec.structs.replace(case, decided=None)
        if case.decided is not None and case.decided > UNTIL
        else case
        for case in facts
    ]
    assert followed(facts, UNTIL) == followed(cut, UNTIL)
    later = {month.month: month for month in followed(facts, UNTIL + timedelta(days=200))}
    for month in followed(facts, UNTIL):
        assert later.get(month.month, month) == month
        assert month.days <= month.cases * FOLLOWED_DAYS
