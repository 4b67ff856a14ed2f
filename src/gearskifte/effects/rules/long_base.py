# SPDX-License-Identifier: EUPL-1.2
"""The long-base estimator: a year after against a year before, adopters against the others.

For an adopter with date g: the mean of the window from g on, less the mean of the window before g
(without the months of anticipation), less the same for the units that had not adopted when the
window closed. The effect is the mean over adopters. A long base is far steadier than the one month
before adoption that ATT(g,t) leans on: half the error on simulated monthly data.

Positions are places on the panel's axis of periods, 0 the first. Arrays may have any number of axes
before (units, periods), so that many panels are worked out at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

NEVER: Final = np.iinfo(np.int64).max // 4
"""The position of an adoption that had not come when the panel ended."""


@dataclass(frozen=True, slots=True)
class Window:
    """The periods that are compared.

    Attributes:
        length: periods at most on either side of adoption.
        anticipation: periods before adoption that count on neither side.
    """

    length: int
    anticipation: int = 0

    def before(self, date: int) -> slice:
        """The periods before an adoption at `date`."""
        end = max(date - self.anticipation, 0)
        return slice(max(end - self.length, 0), end)

    def after(self, date: int, periods: int) -> slice:
        """The periods from an adoption at `date`, in a panel of so many periods."""
        return slice(date, min(date + self.length, periods))


def changes(outcome: Floats, dates: Integers, window: Window) -> Floats:
    """Mean after less mean before, for every unit at every date: (…, units, dates).

    Missing cells (NaN) are left out; a change is missing where either side has under a quarter of
    its periods.
    """
    periods = outcome.shape[-1]
    found = [
        _mean(outcome[..., window.after(int(date), periods)])
        - _mean(outcome[..., window.before(int(date))])
        for date in dates
    ]
    return np.stack(found, axis=-1)


def _mean(cells: Floats) -> Floats:
    known = ~np.isnan(cells)
    number = known.sum(axis=-1)
    total = np.where(known, cells, 0.0).sum(axis=-1)
    enough = (number > 0) & (4 * number >= cells.shape[-1])
    return np.where(enough, total / np.maximum(number, 1), np.nan)


def exposure(adopted: Integers, dates: Integers, window: Window, periods: int) -> Floats:
    """Share of the periods after in which a unit itself had adopted, less the share before."""
    touched = (np.arange(periods) >= adopted[..., None]).astype(np.float64)
    return changes(touched, dates, window)


def noise_sizes(cases: Floats, dates: Integers, window: Window) -> Floats:
    """How much chance among single cases there is in each unit's change: (…, units).

    The mean over periods of 1/cases, divided by the number known, summed over both sides:
    times the variance of one case it is the variance of the change that comes from single cases.
    """
    periods = cases.shape[-1]
    with np.errstate(divide="ignore"):
        one = np.where(cases > 0, 1.0 / cases, np.nan)
    sizes = []
    for date in dates:
        sides = (one[..., window.after(int(date), periods)], one[..., window.before(int(date))])
        known = [np.maximum((~np.isnan(side)).sum(axis=-1), 1) for side in sides]
        sizes.append(_mean(sides[0]) / known[0] + _mean(sides[1]) / known[1])
    stacked = np.stack(sizes, axis=-1)
    known = ~np.isnan(stacked)
    number = known.sum(axis=-1)
    mean = np.where(known, stacked, 0.0).sum(axis=-1) / np.maximum(number, 1)
    filled: Floats = np.where(number > 0, mean, np.nan)
    return filled


def weights(
    adopted: Integers,
    dates: Integers,
    share: Floats,
    precision: Floats,
    window: Window,
    periods: int,
) -> Floats:
    """What each unit's change at each date counts in the estimate: (…, units, dates).

    Args:
        adopted: (…, units): each unit's position of adoption, or `NEVER`.
        dates: the positions at which units adopted.
        share: (…, units): what each adopter counts among adopters; 0 for all others.
        precision: (…, units, dates): what each control counts among the controls.
        window: the periods that are compared.
        periods: in the panel.
    """
    own = (adopted[..., None] == dates) * share[..., None]
    ends = np.array([window.after(int(date), periods).stop for date in dates])
    may = adopted[..., None] - window.anticipation >= ends
    control = may * precision
    total = control.sum(axis=-2, keepdims=True)
    compared: Floats = own - own.sum(axis=-2, keepdims=True) * np.divide(
        control, total, out=np.zeros_like(control), where=total > 0
    )
    return compared
