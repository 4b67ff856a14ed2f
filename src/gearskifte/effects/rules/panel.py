# SPDX-License-Identifier: EUPL-1.2
"""A panel: an outcome for each unit in each period, and when each unit adopted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gearskifte.effects.rules import refusals
from gearskifte.effects.rules.group_time import Balanced
from gearskifte.effects.rules.long_base import NEVER, Integers
from gearskifte.effects.rules.periods import Step, reader_of

Floats = NDArray[np.float64]

_A_YEAR: Final = {Step.MONTH: 12, Step.QUARTER: 4, Step.WEEK: 52, Step.DAY: 365}


class Scale(StrEnum):
    """The scale effects are measured on (skala)."""

    PLAIN = "plain"
    LOG = "log"
    LOGGED = "logged"


@dataclass(frozen=True, slots=True)
class Panel:
    """An outcome by unit and period (panel).

    Attributes:
        units: names, in order.
        step: the length of a period.
        numbers: (periods,) the number of each period; see `periods.Periods`.
        outcome: (units, periods); NaN where it is not known.
        cases: (units, periods) how many cases each value was made from, up to a common factor; 1
            where nothing is known of it.
        adopted: (units,) the number of the period of adoption; infinite for never.
        scale: what the outcome's differences mean.
    """

    units: tuple[str, ...]
    step: Step
    numbers: Integers
    outcome: Floats
    cases: Floats
    adopted: Floats
    scale: Scale = Scale.PLAIN

    @property
    def positions(self) -> Integers:
        """Each unit's position of adoption on the axis of periods, or `NEVER`: (units,)."""
        found = np.searchsorted(self.numbers, self.adopted)
        return np.where(found < len(self.numbers), found, NEVER).astype(np.int64)

    @property
    def is_percent(self) -> bool:
        """Whether a difference of outcomes can be read as a percentage exactly."""
        return self.scale is not Scale.PLAIN

    @property
    def names(self) -> tuple[str, ...]:
        """The periods as they are shown."""
        kind = reader_of(self.step)
        return tuple(kind.name(int(number)) for number in self.numbers)

    @property
    def a_year(self) -> int:
        """How many periods are compared on either side unless somebody says otherwise.

        A year of months, quarters, weeks or days, so that the same seasons stand on both sides;
        numbered periods are taken for months from 24 on; and of years all there are.
        """
        if self.step is Step.NUMBER and len(self.numbers) >= 24:
            return 12
        return _A_YEAR.get(self.step, len(self.numbers))

    def on_scale(self, scale: Scale) -> Panel:
        """The panel with its outcome on this scale.

        Raises:
            InputRefused: if a logarithm is asked for of what is not above zero.
        """
        if scale is not Scale.LOG:
            return replace(self, scale=scale)
        if (low := self.outcome <= 0).any():
            unit, period = np.argwhere(low)[0]
            raise refusals.no_logarithm(self.units[unit], self.names[period])
        return replace(self, outcome=np.log(self.outcome), scale=scale)

    def balanced(
        self, covariates: Floats | None = None, *, weighted: bool = True
    ) -> tuple[Balanced, int]:
        """The units known in every period that anybody is known in, and how many were left out.

        Args:
            covariates: (units, periods, covariates), or None.
            weighted: whether a unit counts by its cases.
        """
        x = np.empty((*self.outcome.shape, 0)) if covariates is None else covariates
        weight = self.cases if weighted else np.ones(self.cases.shape)
        known = ~np.isnan(self.outcome) & ~np.isnan(x).any(axis=2) & (weight > 0)
        seen = known.any(axis=0)
        whole = known[:, seen].all(axis=1)
        kept = np.ix_(whole, seen)
        times = self.numbers[seen].astype(np.float64)
        outcome, group = self.outcome[kept], self.adopted[whole]
        return Balanced(times, outcome, group, weight[kept], x[kept]), int((~whole).sum())

    @property
    def fingerprint(self) -> str:
        """SHA-256 of everything in the panel, in hexadecimal: the same numbers give the same."""
        digest = hashlib.sha256()
        digest.update("\x1f".join((self.step, self.scale, *self.units)).encode())
        for part in (self.numbers, self.outcome, self.cases, self.adopted):
            digest.update(np.ascontiguousarray(part).tobytes())
        return digest.hexdigest()
