# SPDX-License-Identifier: EUPL-1.2
"""Placebo inference: what the estimate would have been, had others adopted.

The estimate is a weighted sum of changes, one weight for each unit and adoption date. Under a null
effect t each unit's changes, less t for the time it was itself exposed, are a draw of the same
noise, larger for small units. So the noise is put on one scale by the unit's spread, handed out by
a placement, put back on the scale of the place, and summed again (Ferman and Pinto 2019). With t
unknown the sum is linear in t, so the test can be turned into an interval exactly.

All functions work on many panels at once: the first axis is the panel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gearskifte.effects.rules.placements import Indices

Floats = NDArray[np.float64]
_TINY: Final = 1e-12
_SAME: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Placed:
    """The estimate under each placement: `fixed` less the null effect times `slope`.

    Attributes:
        fixed: (panels, placements), in the outcome's unit.
        slope: (panels, placements), without unit; 1 for the placement that happened.
    """

    fixed: Floats
    slope: Floats

    def under(self, effect: Floats) -> Floats:
        """The estimate under each placement if the effect were `effect` (panels)."""
        return self.fixed - self.slope * effect[:, None]


def place_changes(
    changes: Floats, exposure: Floats, weights: Floats, spread: Floats, order: Indices
) -> Placed:
    """The estimate under every placement.

    Args:
        changes: (panels, units, dates): mean after less mean before, for every unit at every date;
            NaN where it is unknown, which counts as the unit's mean over the other dates.
        exposure: (panels, units, dates): share of the months after in which the unit itself had
            adopted, less that share before.
        weights: (panels, units, dates): what each change counts in the estimate; they sum to 0 at
            each date.
        spread: (panels, units): each unit's standard deviation, up to a common factor.
        order: (placements, units): see `Placements`.
    """
    precision = spread**-2.0
    scaled = weights * spread[:, :, None]

    def summed(values: Floats) -> Floats:
        known = ~np.isnan(values)
        weight = precision[:, :, None] * known
        total = np.maximum(weight.sum(axis=1, keepdims=True), _TINY)
        common = (weight * np.where(known, values, 0.0)).sum(axis=1, keepdims=True) / total
        noise = np.where(known, values - common, 0.0) / spread[:, :, None]
        noise = np.where(known, noise, _own_mean(noise, known))
        return _picked(scaled @ noise.transpose(0, 2, 1), order)

    return Placed(summed(changes), summed(exposure))


def _own_mean(noise: Floats, known: NDArray[np.bool_]) -> Floats:
    """Each unit's mean over the dates at which it is known."""
    number = np.maximum(known.sum(axis=2, keepdims=True), 1)
    mean: Floats = np.where(known, noise, 0.0).sum(axis=2, keepdims=True) / number
    return mean


def _picked(table: Floats, order: Indices) -> Floats:
    """Sums, for each placement, the cells (place, course) of each panel's table."""
    units = table.shape[1]
    cells = (np.arange(units) * units)[None, :] + order
    flat = table.reshape(len(table), units * units)
    return np.stack([row[cells].sum(axis=1) for row in flat])


def p_values(placed: Placed, effect: Floats) -> Floats:
    """How often a placement gives at least as much as happened, if the effect were `effect`.

    Never below one over the number of placements. (panels)
    """
    size = np.abs(placed.under(effect))
    happened = size[:, :1]
    # Rounding is as large as the numbers are: an outcome in billions or billionths is no other.
    rounding = _TINY * (np.abs(placed.fixed).max(axis=1) + np.abs(effect))
    reached = size >= happened - rounding[:, None]
    share: Floats = reached.mean(axis=1)
    return share


def ends(placed: Placed) -> tuple[Floats, Floats]:
    """For each placement, the interval of effects at which it gives at least what happened.

    It holds the estimate, and its ends are where two lines cross; infinite for the placement that
    happened. Taken together the ends are draws from the confidence distribution of the effect:
    their 2.5 % and 97.5 % quantiles are the 95 % interval. (panels, placements)
    """
    fixed, slope = placed.fixed, placed.slope
    first, first_slope = fixed[:, :1], slope[:, :1]
    estimate = first / first_slope
    with np.errstate(divide="ignore", invalid="ignore"):
        minus = (fixed - first) / (slope - first_slope)
        plus = (fixed + first) / (slope + first_slope)
    low, high = np.fmin(minus, plus), np.fmax(minus, plus)
    # A placement whose line is no flatter than what happened gives at least as much outside its two
    # crossings, not between them.
    steep = np.abs(slope) >= np.abs(first_slope) * (1.0 - _TINY)
    low, high = (
        np.where(steep, np.where(high <= estimate, high, -np.inf), low),
        np.where(steep, np.where(low >= estimate, low, np.inf), high),
    )
    # The same set of adopters again, or the others in their place, gives exactly as much always.
    size = 1e-9 * (np.abs(fixed).max(axis=1, keepdims=True) + _TINY)
    again = (np.abs(fixed - first) < size) & (np.abs(slope - first_slope) < _SAME)
    mirrored = (np.abs(fixed + first) < size) & (np.abs(slope + first_slope) < _SAME)
    same = again | mirrored
    return np.where(same, -np.inf, low), np.where(same, np.inf, high)


def intervals(placed: Placed, level: float = 0.95) -> tuple[Floats, Floats]:
    """All effects that the placements do not refute at 1 - level: lower and upper end (panels).

    An end is infinite where too few placements can refute anything.
    """
    low, high = ends(placed)
    kept = int(np.floor((1.0 - level) * low.shape[1] + 1e-9))
    lower: Floats = np.sort(low, axis=1)[:, kept]
    upper: Floats = -np.sort(-high, axis=1)[:, kept]
    return lower, upper
