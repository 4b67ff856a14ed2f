# SPDX-License-Identifier: EUPL-1.2
"""How unsteady each unit is: a small municipality's mean of few cases moves more by chance.

The variance of a unit's change is A + B × size, where B is the variance of a single case and size
falls with the number of cases (`long_base.noise_sizes`). B is measured on the jumps from period to
period, of which there are many; A, what is the unit's own, on the changes themselves. With B from
the few long changes, one adopter of an odd size among 20 units gave 9 % false positives; with B
from the jumps it is 5 to 6 %.

All functions work on many panels at once: the first axis is the panel.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ROUNDS: Final = 8
_LEAST: Final = 0.02
"""No fitted variance counts as less than this part of the mean one."""
_OWN_AT_LEAST: Final = 0.05
"""The units' own part is at least this part of the whole: chance alone never explains it all."""


def case_variance(noise: Floats, cases: Floats) -> Floats:
    """The variance of a single case, from the jumps between neighbouring periods: (panels,).

    Zero where the number of cases does not tell quiet units from restless ones.

    Args:
        noise: (panels, units, periods): the outcome less what is common to all; NaN if unknown.
        cases: (panels, units, periods).
    """
    panels = len(noise)
    jumps = np.square(np.diff(noise, axis=2)).reshape(panels, -1)
    with np.errstate(divide="ignore"):
        one = np.where(cases > 0, 1.0 / cases, np.nan)
    size = (one[:, :, 1:] + one[:, :, :-1]).reshape(panels, -1)
    known = ~np.isnan(jumps) & ~np.isnan(size)
    jumps, size = np.where(known, jumps, 0.0), np.where(known, size, 0.0)
    number = np.maximum(known.sum(axis=1, keepdims=True), 1)
    level = jumps.sum(axis=1, keepdims=True) / number
    unit = size.sum(axis=1, keepdims=True) / number
    level, unit = np.where(level > 0, level, 1.0), np.where(unit > 0, unit, 1.0)
    y, x = jumps / level, size / unit
    constant, slope = np.ones(panels), np.zeros(panels)
    for _ in range(_ROUNDS):
        fitted = np.maximum(constant[:, None] + slope[:, None] * x, _LEAST)
        constant, slope = _line(y, x, known / fitted**2)
    variance: Floats = slope * level[:, 0] / unit[:, 0]
    return variance


def _line(y: Floats, x: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Weighted least squares of y on 1 and x, neither coefficient below zero."""
    total = np.maximum(weight.sum(axis=1), 1e-300)
    mean_x, mean_y = (weight * x).sum(axis=1) / total, (weight * y).sum(axis=1) / total
    off = x - mean_x[:, None]
    bend = (weight * off**2).sum(axis=1)
    is_flat = bend <= 1e-12 * total
    slope = np.where(is_flat, 0.0, (weight * off * y).sum(axis=1) / np.where(is_flat, 1.0, bend))
    slope = np.maximum(slope, 0.0)
    constant = mean_y - slope * mean_x
    squares = np.maximum((weight * x**2).sum(axis=1), 1e-300)
    through_zero = np.maximum((weight * x * y).sum(axis=1) / squares, 0.0)
    return np.maximum(constant, 0.0), np.where(constant < 0, through_zero, slope)


def spread(noise: Floats, chance: Floats) -> Floats:
    """Each unit's standard deviation, up to a common factor: (panels, units).

    Args:
        noise: (panels, units, dates): changes less the common one and the effect; NaN if unknown.
        chance: (panels, units): the part of the variance that comes from single cases.
    """
    known = ~np.isnan(noise)
    number = known.sum(axis=2)
    squares = np.where(known, np.square(np.where(known, noise, 0.0)), 0.0).sum(axis=2)
    squares = squares / np.maximum(number, 1)
    counted = (number > 0).astype(np.float64)
    units = np.maximum(counted.sum(axis=1), 1)
    level = ((squares * counted).sum(axis=1) / units)[:, None]
    level = np.where(level > 0, level, 1.0)
    y, part = squares / level, chance / level
    own = np.maximum(((y - part) * counted).sum(axis=1) / units, _OWN_AT_LEAST)
    for _ in range(_ROUNDS):
        weight = counted / np.square(own[:, None] + part)
        total = np.maximum(weight.sum(axis=1), 1e-300)
        own = np.maximum((weight * (y - part)).sum(axis=1) / total, _OWN_AT_LEAST)
    deviation: Floats = np.sqrt((own[:, None] + part) * level)
    return deviation
