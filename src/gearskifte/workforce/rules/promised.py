# SPDX-License-Identifier: EUPL-1.2
"""What was foretold of the country's ages, and what came: claims graded for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gearskifte.kernel.errors import Text
from gearskifte.workforce.rules.areas import MUNICIPALITIES, place_of
from gearskifte.workforce.rules.population.counts import Population

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


WHOLE_COUNTRY: Final = "hele landet"


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim that somebody sent (udsagn): how many more of some ages there would be somewhere.

    Attributes:
        place: an area of the table of people, or the whole country; first, last: ages, both
            included; change: persons; base, target: 1 January of these years.
    """

    text: str
    place: str
    first: int
    last: int
    change: float
    base: int
    target: int
    source: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A sent claim held against the counts.

    Attributes:
        change: what came from the base to `until`, the target or the newest year before it; None
            where the table has not the place, the ages or the base.
    """

    claim: ClaimLine
    until: int
    change: int | None

    @property
    def due(self) -> bool:
        """Whether the year it was said of has come."""
        return self.until == self.claim.target

    @property
    def share(self) -> float | None:
        """What came, as a share of what was said."""
        return (
            None
            if self.change is None or not self.claim.change
            else self.change / self.claim.change
        )


def verdict(claim: ClaimLine, counted: Population) -> Verdict:
    """What the counts say of a claim now; asked again when there are newer counts."""
    until = min(claim.target, counted.years[-1])
    ends = (*counted.ages[1:], claim.last + 1 if claim.last >= counted.ages[-1] else None)
    spans = list(zip(counted.ages, ends, strict=True))
    inside = [n for n, (low, end) in enumerate(spans) if claim.first <= low <= claim.last and end]
    whole = inside and spans[inside[0]][0] == claim.first and spans[inside[-1]][1] == claim.last + 1
    rows = _rows_of(claim.place, counted)
    if not whole or rows is None or claim.base not in counted.years or until <= claim.base:
        return Verdict(claim, until, None)
    persons = [float(counted.at(year)[rows][:, :, inside].sum()) for year in (claim.base, until)]
    return Verdict(claim, until, round(persons[1] - persons[0]))


def _rows_of(place: str, counted: Population) -> list[int] | None:
    """Positions of a claim's place: one area, or all municipalities of the country."""
    if place.casefold() == WHOLE_COUNTRY:
        every = set(MUNICIPALITIES) <= set(counted.areas)
        return list(range(len(counted.areas))) if every else None
    at = place_of(counted.areas, place)
    return None if at is None else [at]
