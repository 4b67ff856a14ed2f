# SPDX-License-Identifier: EUPL-1.2
"""What a municipality says of its need and its staff, each number with where it is from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from gearskifte.kernel.errors import Text
from gearskifte.workforce.rules.arrays import Floats

STREAM: Final = 2**40
"""Assumptions are drawn from streams of their own, numbered from here, beside the population's."""
P10_TO_P90: Final = 2.563
"""A normal law's distance from P10 to P90, in standard deviations."""


class Service(StrEnum):
    """A service area (serviceområde) that needs hands."""

    ELDER_CARE = "aeldre"
    DAY_CARE = "dagtilbud"
    SCHOOL = "skole"
    JOB_CENTRE = "job"
    HEALTH = "sundhed"
    ADMINISTRATION = "administration"

    @property
    def words(self) -> Text:
        """Its name for people."""
        return _WORDS[self]


_WORDS: Final = {
    Service.ELDER_CARE: Text("Ældrepleje", "Elder care"),
    Service.DAY_CARE: Text("Dagtilbud", "Day care"),
    Service.SCHOOL: Text("Skole", "School"),
    Service.JOB_CENTRE: Text("Jobcenter", "Job centre"),
    Service.HEALTH: Text("Sundhed og social", "Health and social"),
    Service.ADMINISTRATION: Text("Administration", "Administration"),
}
SERVICES: Final = tuple(Service)


class Name(StrEnum):
    """An assumption (forudsætning) that is uncertain, and is drawn anew for each draw."""

    HEALTHY_AGEING = "sund_aldring"
    ABSENCE = "fravaer"
    LEAVING = "afgang"
    HIRES = "nyansatte"
    RETIRED_60 = "pension_60_64"
    RETIRED_65 = "pension_65_66"
    RETIRED_67 = "pension_67"
    WORK_WEEKS = "arbejdsuger"

    @property
    def words(self) -> Text:
        """What it says."""
        return _ASSUMED[self]


_ASSUMED: Final = {
    Name.HEALTHY_AGEING: Text(
        "Sund aldring: andel af den længere levetid, der er rask",
        "Healthy ageing: the share of the longer life that is healthy",
    ),
    Name.ABSENCE: Text("Fravær: andel af arbejdstiden", "Absence: share of working time"),
    Name.LEAVING: Text("Afgang: andel pr. år, der rejser", "Leaving: share a year who leave"),
    Name.HIRES: Text("Nyansatte: andel pr. år", "Hires: share a year"),
    Name.RETIRED_60: Text(
        "Pension ved 60-64 år: andel pr. år", "Retirement at 60-64: share a year"
    ),
    Name.RETIRED_65: Text(
        "Pension ved 65-66 år: andel pr. år", "Retirement at 65-66: share a year"
    ),
    Name.RETIRED_67: Text("Pension fra 67 år: andel pr. år", "Retirement from 67: share a year"),
    Name.WORK_WEEKS: Text("Arbejdsuger om året", "Working weeks a year"),
}


@dataclass(frozen=True, slots=True)
class NeedLine:
    """Hours a year that one person of an age needs from a service (behov).

    Attributes:
        first, last: ages, both included; floor: hours a year that law demands as a minimum
            (minimumsnormering 1:3 and 1:6), 0 where there is none; source: table and period.
    """

    service: Service
    first: int
    last: int
    hours: float
    floor: float
    source: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """Minutes of work that one case of a subject takes (minutter pr. sag).

    Attributes:
        kle: a main group, group or subject of KLE ("27", "27.36", "27.36.08"); source: how it was
            measured.
    """

    kle: str
    service: Service
    minutes: float
    source: str


@dataclass(frozen=True, slots=True)
class StaffLine:
    """Staff of one occupation, service and age (personale), counted, never named.

    Attributes:
        weekly_hours: the mean of their agreed weekly hours; qualified: trained for the service.
        graduates: heads a year who come at this age straight from their training (dimittender).
    """

    occupation: str
    service: Service
    qualified: bool
    age: int
    heads: float
    weekly_hours: float
    graduates: float = 0.0


@dataclass(frozen=True, slots=True)
class Assumption:
    """An assumption with its P10 and P90, and where it is from."""

    name: Name
    value: float
    low: float
    high: float
    source: str


@dataclass(frozen=True, slots=True)
class FreedHours:
    """Hours a year that a robot was measured to free (frigjorte timer), as draws.

    Attributes:
        robot: its name; service: who had these hours; hours: net hours a year, one for each draw of
            the measured effect; realised: the share that was used for something else, by draw;
            source: the measurement.
    """

    robot: str
    service: Service
    hours: Floats
    realised: Floats
    source: str

    def used(self, draws: int) -> Floats:
        """Hours that came to use in each of `draws` draws; the measured draws are gone through."""
        at = np.arange(draws)
        used: Floats = self.hours[at % len(self.hours)] * self.realised[at % len(self.realised)]
        return used


def drawn(assumptions: tuple[Assumption, ...], draws: int, seed: int) -> dict[Name, Floats]:
    """Each assumption's value in each draw: normal with the given P10 and P90, not below zero."""
    found: dict[Name, Floats] = {name: np.zeros(draws) for name in Name}
    for assumption in assumptions:
        number = STREAM + list(Name).index(assumption.name)
        stream = np.random.Generator(np.random.Philox(key=[seed, number]))
        sd = (assumption.high - assumption.low) / P10_TO_P90
        value = assumption.value + sd * stream.standard_normal(draws)
        found[assumption.name] = np.maximum(value, 0.0)
    return found
