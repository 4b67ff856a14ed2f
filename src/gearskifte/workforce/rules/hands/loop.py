# SPDX-License-Identifier: EUPL-1.2
"""What the other rooms have measured, as need and freed hours: nothing here was typed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

import numpy as np

from gearskifte.workforce.rules.hands.inputs import CaseLine, FreedHours, NeedLine, Service

OLDEST: Final = 100
MINUTES: Final = 60


class MeasuredBy(StrEnum):
    """Where freed hours were measured: in a robot's ledger, or in the reckoning of a promise."""

    ROBOT = "robot"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class Use:
    """What somebody said a robot's hours went to (realiseret andel).

    Attributes:
        service: who had the hours before; share: of them that went to other work, 0 to 1.
    """

    service: Service
    share: float
    said_by: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Measured:
    """What a robot or a kept promise freed from `since` until `until` (frigjorte minutter).

    Attributes:
        robot: the robot's key, or the promise's. minutes: net of people's time.
        items: a robot's items, or the cases of a promise that were measured.
        samples: items timed by hand; with fewer than five there are no `draws`: nothing is claimed.
        draws: net minutes as they might truly be.
        use: None until somebody has said what they went to; until then they count for nothing.
    """

    robot: str
    measured_by: MeasuredBy
    title: str
    department: str
    items: int
    samples: int
    minutes: float
    draws: Sequence[float]
    since: datetime
    until: datetime
    use: Use | None

    @property
    def hours(self) -> float:
        """Net hours."""
        return self.minutes / MINUTES

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the hours; None where nothing is claimed."""
        if not self.draws:
            return None
        low, high = np.quantile(self.draws, [0.025, 0.975]) / MINUTES
        return float(low), float(high)


def freed_of(measured: Iterable[Measured]) -> tuple[FreedHours, ...]:
    """Hours that count in the shortage: measured, and said to have gone to other work.

    They are what was freed in the year that was measured, and are not drawn out to a whole year
    where a robot has worked for less. Hours below zero are a burden, and count as one.
    """
    return tuple(
        FreedHours(
            robot=each.title,
            service=each.use.service,
            hours=np.array(each.draws) / MINUTES,
            realised=np.array([each.use.share]),
            source=each.robot,
        )
        for each in measured
        if each.draws and each.use is not None
    )


def need_of_cases(
    lines: Iterable[CaseLine], cases: Mapping[str, int], people: float
) -> tuple[NeedLine, ...]:
    """Need from the cases of a year: minutes a case by their number, spread on all who live here.

    `cases` has the number of cases begun in a year, by KLE subject; a subject counts for the line
    that names it most closely. `people` is how many live in the municipality now.
    """
    known = sorted(lines, key=lambda line: len(line.kle), reverse=True)
    hours: dict[CaseLine, float] = {}
    counted: dict[CaseLine, int] = {}
    for kle, number in cases.items():
        line = next((each for each in known if _covers(each.kle, kle)), None)
        if line is not None:
            hours[line] = hours.get(line, 0.0) + number * line.minutes / MINUTES
            counted[line] = counted.get(line, 0) + number
    return tuple(
        NeedLine(
            line.service,
            0,
            OLDEST,
            each / people,
            0.0,
            f"{counted[line]} x KLE {line.kle}; {line.source}",
        )
        for line, each in hours.items()
    )


def _covers(wide: str, narrow: str) -> bool:
    return narrow == wide or narrow.startswith(f"{wide}.")
