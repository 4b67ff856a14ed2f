# SPDX-License-Identifier: EUPL-1.2
"""What was foretold of the country's ages, and what came: claims graded for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gearskifte.kernel.errors import Text

SOURCE: Final = "Danmarks Statistik, BEFOLK2, 1. januar"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something said in public (udsagn): how many more of an age there would be, and when.

    Attributes:
        text: what was said; said: where and when; ages: what it is measured on.
        change: persons; target: the year it was said of; bases: years it can have meant as its
            beginning, for a claim seldom says.
    """

    key: str
    text: Text
    said: Text
    ages: Text
    change: int
    target: int
    bases: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Came:
    """A claim from one base year: what came, and its share of what was said."""

    base: int
    change: int
    share: float


OVER_80: Final = Claim(
    "80",
    Text("85.000 flere over 80 år om fem år", "85,000 more over 80 in five years"),
    Text("Interview med kommunale direktører", "Interview with municipal directors"),
    Text("80 år og derover", "80 years and over"),
    85_000,
    2025,
    (2018, 2019, 2020),
)
CHILDREN: Final = Claim(
    "0",
    Text("50.000 flere børn på 0-5 år", "50,000 more children of 0-5"),
    Text("Interview med kommunale direktører", "Interview with municipal directors"),
    Text("0-4 år, som er det, tabellen har", "0-4 years, which is what the table has"),
    50_000,
    2025,
    (2018, 2019, 2020),
)
COUNTED: Final[Mapping[str, Mapping[int, int]]] = {
    "80": {2018: 256_694, 2019: 263_746, 2020: 272_326, 2025: 339_337, 2026: 360_636},
    "0": {2018: 300_798, 2019: 304_963, 2020: 307_888, 2025: 302_428, 2026: 300_404},
}
"""Persons on 1 January by claim and year (Statistics Denmark, BEFOLK2)."""
CLAIMS: Final = (OVER_80, CHILDREN)


def graded(claim: Claim, counted: Mapping[int, int]) -> tuple[Came, ...]:
    """What came of a claim, from each base year that has been counted; none before its time."""
    if claim.target not in counted:
        return ()
    then = counted[claim.target]
    return tuple(
        Came(base, then - counted[base], (then - counted[base]) / claim.change)
        for base in claim.bases
        if base in counted
    )


def nearest(came: tuple[Came, ...]) -> Came:
    """The base year with which what came is nearest to what was said."""
    return min(came, key=lambda each: abs(each.share - 1))
