# SPDX-License-Identifier: EUPL-1.2
"""The hours account (timeregnskab): what a robot really freed, and how sure that is.

net = items done x manual minutes by sample − minutes on exceptions − minutes of upkeep

The manual minutes are the mean of samples timed by hand, and the interval is that mean's (Student's
t, 95 %). What people spent is counted, not estimated. With fewer than five samples nothing is
claimed: a typed-in guess is not a measurement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean, stdev
from typing import Final

import numpy as np

FEWEST_SAMPLES: Final = 5
LEVEL: Final = 0.975
"""The upper end of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Account:
    """A robot's account of a period, in minutes.

    Attributes:
        items: items that ended without a person taking them over.
        samples: minutes of items timed by hand.
        exceptions: minutes that people spent on questions and refusals.
        upkeep: minutes spent on looking after the robot.
    """

    items: int
    samples: tuple[Decimal, ...]
    exceptions: Decimal
    upkeep: Decimal

    @property
    def measured(self) -> bool:
        """Whether there are samples enough to claim anything."""
        return len(self.samples) >= FEWEST_SAMPLES

    @property
    def manual_minutes(self) -> Decimal:
        """Mean minutes of one item by hand; 0 without samples."""
        return sum(self.samples, Decimal(0)) / len(self.samples) if self.samples else Decimal(0)

    @property
    def spent(self) -> Decimal:
        """What people spent on the robot."""
        return self.exceptions + self.upkeep

    @property
    def net(self) -> Decimal:
        """Minutes freed, net."""
        return self.items * self.manual_minutes - self.spent

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """The 95 % interval of `net`; None where nothing may be claimed."""
        if not self.measured:
            return None
        half = Decimal(str(self.items * _standard_error(self.samples) * _quantile(self.samples)))
        return self.net - half, self.net + half

    def draws(self, number: int, seed: int) -> tuple[float, ...]:
        """Net minutes as they might truly be, for whoever reckons on with the uncertainty.

        Raises:
            ValueError: if nothing may be claimed.
        """
        if not self.measured:
            raise ValueError("fewer than five samples")
        dice = np.random.default_rng(seed)
        spread = dice.standard_t(len(self.samples) - 1, number) * _standard_error(self.samples)
        means = fmean(map(float, self.samples)) + spread
        return tuple(float(each) for each in self.items * means - float(self.spent))


def _standard_error(samples: Sequence[Decimal]) -> float:
    return float(stdev(map(float, samples)) / len(samples) ** 0.5)


def _quantile(samples: Sequence[Decimal]) -> float:
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to import

    return float(stdtrit(len(samples) - 1, LEVEL))
