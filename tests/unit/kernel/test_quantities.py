# SPDX-License-Identifier: EUPL-1.2
"""Money is exact to the øre, or it is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.kernel.quantities import Money

pytestmark = pytest.mark.unit

OERE = st.integers(-(10**14) + 1, 10**14 - 1)
PIECES = st.sampled_from(("-", "+", ".", ",", "0", "5", "942", "1e", "_", " ", "kr", "NaN", "٣"))


@settings(max_examples=500)
@given(OERE)
def test_every_amount_of_oere_is_read_exactly(oere: int) -> None:
    """Kroner with two decimals are read to the øre, whatever their size and sign."""
    written = f"{'-' if oere < 0 else ''}{abs(oere) // 100}.{abs(oere) % 100:02}"
    assert Money.from_kroner(written) == Money(oere)
    if oere % 10 == 0:
        assert Money.from_kroner(written[:-1]) == Money(oere)
    if oere % 100 == 0:
        assert Money.from_kroner(written[:-3]) == Money(oere)
    assert Money.from_kroner(f"{written}00") == Money(oere)


@pytest.mark.parametrize(
    "written",
    [
        *("5.942", "-5.942", "0.005", "2.260", "999.999", "1234.567", "1.2.3", "--1", "+5", "1,50"),
        *("1.", ".5", "1e3", "1e999999", "1_000", "9" * 40, "NaN", "sNaN", "Infinity", "kr. 5"),
        *("", " ", "٣"),
    ],
)
def test_what_can_be_misread_is_refused(written: str) -> None:
    """An amount that is finer than an øre, like thousands, or no plain number, is no amount."""
    with pytest.raises(ValueError):  # noqa: PT011 - the kind of error is the rule
        Money.from_kroner(written)


@settings(max_examples=500)
@given(st.text() | st.lists(PIECES, max_size=8).map("".join))
def test_only_a_plain_number_becomes_money(text: str) -> None:
    """What becomes money is a number with a point; all else is a ValueError."""
    try:
        Money.from_kroner(text)
    except ValueError:
        return
    assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text.strip())


@given(OERE, OERE)
def test_money_adds_and_compares_by_its_oere(one: int, other: int) -> None:
    """Sums and comparisons of money are those of whole øre."""
    assert Money(one) + Money(other) == Money(one + other)
    assert (Money(one) < Money(other)) == (one < other)


def test_money_does_not_add_to_a_bare_number() -> None:
    """A bare number is not money."""
    with pytest.raises(AttributeError):
        Money(1) + 1  # type: ignore[operator]
