# SPDX-License-Identifier: EUPL-1.2
"""The drawn citizens: name, birth and fictive CPR number, each made from its place in the row.

No two share a birth date, so no two share a CPR number, and none need be kept in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from gearskifte.demo.identity import dice
from gearskifte.demo.people import fictive_cpr
from gearskifte.demo.story import Party

_FIRST_BIRTH: Final = date(1931, 1, 1)
_BIRTH_DAYS: Final = 27_751
"""Birth dates from 1931 to the end of 2006: prime, so that any step visits all of them."""
_STEP: Final = 10_007

_WOMEN: Final = (
    "Agnete", "Alberte", "Anne-Mette", "Astrid", "Bente", "Birgitte", "Cecilie", "Dagny", "Ditte",
    "Ebba", "Ellen", "Esther", "Filippa", "Freja", "Gerda", "Gitte", "Hanne", "Helle", "Ingelise",
    "Jette", "Johanne", "Kirsten", "Laila", "Lone", "Malene", "Marianne", "Nina", "Olivia", "Pia",
    "Ragnhild", "Rosa", "Signe", "Solveig", "Tenna", "Ulla", "Vibeke", "Ylva", "Zainab", "Ærna",
)  # fmt: skip
_MEN: Final = (
    "Aksel", "Anton", "Arne", "Benny", "Bjarke", "Carl", "Christoffer", "Dennis", "Ebbe", "Elias",
    "Finn", "Flemming", "Gorm", "Gustav", "Hans", "Holger", "Ismail", "Ivan", "Jakob", "Johannes",
    "Karsten", "Kresten", "Leif", "Lucas", "Mogens", "Niels", "Noah", "Otto", "Palle", "Preben",
    "Rasmus", "Rune", "Sigurd", "Svend", "Thorvald", "Troels", "Uffe", "Valdemar", "Willy", "Åge",
)  # fmt: skip
_LAST: Final = (
    "Aggerholm", "Ankerhus", "Bakkegaard", "Birkedahl", "Bromand", "Bøgelund", "Dalsgrav",
    "Egelykke", "Elmekær", "Engtoft", "Faldbæk", "Fiskerhus", "Gammelby", "Granlund", "Hassel",
    "Havrebjerg", "Hyldestrøm", "Isager", "Jernved", "Klitgård", "Kornerup", "Kragholm", "Lyngby",
    "Lærkesen", "Møllehave", "Nordentoft", "Odderskov", "Pilegreen", "Ravnkilde", "Rosenhøj",
    "Rugager", "Sandlykke", "Skovhus", "Storkær", "Strandmark", "Søndervang", "Tornbjerg",
    "Ulvedal", "Vintermose", "Vædderbo", "Ørnstrup", "Østerklit", "Ådalen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citizen:
    """A drawn citizen."""

    index: int
    born: date
    party: Party

    def age_at(self, day: date) -> int:
        """Whole years on a day."""
        birthday_passed = (day.month, day.day) >= (self.born.month, self.born.day)
        return day.year - self.born.year - (not birthday_passed)


@dataclass(frozen=True, slots=True)
class Population:
    """So many citizens, the same for the same seed."""

    seed: int
    count: int

    def citizen(self, index: int) -> Citizen:
        """The citizen at a place in the row, 0 to `count` - 1."""
        rng = dice(self.seed, "citizen", index)
        day = (index * _STEP + self.seed * 31) % _BIRTH_DAYS
        born = _FIRST_BIRTH + timedelta(days=day)
        woman = rng.random() < 0.5
        last_names = rng.sample(_LAST, 2 if rng.random() < 0.4 else 1)
        names = [rng.choice(_WOMEN if woman else _MEN), *last_names]
        party = Party(" ".join(names), f"urn:oio:cpr-nr:{_cpr(rng, born, woman=woman)}")
        return Citizen(index, born, party)

    def somebody(self, rng: Random, ages: tuple[int, int], day: date) -> Citizen:
        """A citizen of an age that fits, or after many tries whoever came last."""
        citizen = self.citizen(rng.randrange(self.count))
        for _ in range(40):
            if ages[0] <= citizen.age_at(day) <= ages[1]:
                break
            citizen = self.citizen(rng.randrange(self.count))
        return citizen


def _cpr(rng: Random, born: date, *, woman: bool) -> str:
    """A serial whose first digit fits the century and differs from those told by hand."""
    first = rng.choice((1, 3)) if born.year < 2000 else rng.choice((5, 7))
    middle = rng.randrange(100)
    last = rng.randrange(0, 10, 2) + (not woman)
    return fictive_cpr(born, first * 1000 + middle * 10 + last)
