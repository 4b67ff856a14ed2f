# SPDX-License-Identifier: EUPL-1.2
"""One group against its controls over two periods, with covariates: ATT and its influence function.

The three estimators of Sant'Anna and Zhao (2020) for panels: outcome regression ("reg"), inverse
probability weighting with weights that sum to one ("ipw"), and the doubly robust of both ("dr").
Without covariates all three are the difference of two mean changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_ROUNDS: Final = 100
_MOST_LIKELY: Final = 1.0 - 1e-6
_TRIM: Final = 0.995
"""Controls at least so likely to be treated are left out, as in the reference implementation."""


class Method(StrEnum):
    """How covariates are allowed for (metode for kovariater)."""

    DOUBLY_ROBUST = "dr"
    REGRESSION = "reg"
    WEIGHTING = "ipw"


class NotComparable(ValueError):
    """Group and controls cannot be compared: a group is empty or the covariates part them."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The effect in the group, and how each unit moves it.

    Attributes:
        effect: ATT in the outcome's unit.
        influence: (units,) whose mean square over the number of units is the variance.
    """

    effect: float
    influence: Floats


def compare(
    change: Floats, treated: Floats, covariates: Floats, weight: Floats, method: Method
) -> Compared:
    """The effect of treatment on the treated.

    Args:
        change: (units,) the outcome after less before.
        treated: (units,) 1 for the group, 0 for the controls.
        covariates: (units, covariates), the first column ones.
        weight: (units,) sampling weights, any scale.
        method: how covariates are allowed for.

    Raises:
        NotComparable: if the regressions have no solution.
    """
    try:
        return _METHODS[method](change, treated, covariates, weight / weight.mean())
    except np.linalg.LinAlgError as error:
        raise NotComparable("covariates are collinear among the controls") from error


def _regression(change: Floats, treated: Floats, x: Floats, weight: Floats) -> Compared:
    fit = _controls_fit(change, treated, x, weight)
    share = weight * treated
    size = share.mean()
    own = share * change
    own_mean = own.mean() / size
    other = share * fit.predicted
    other_mean = other.mean() / size
    influence = (own - share * own_mean) / size
    through_fit = fit.influence @ (share[:, None] * x).mean(axis=0)
    influence = influence - (other - share * other_mean + through_fit) / size
    return Compared(float(own_mean - other_mean), influence)


def _weighting(change: Floats, treated: Floats, x: Floats, weight: Floats) -> Compared:
    chance = _treatment_fit(treated, x, weight)
    own, other = weight * treated, _odds(chance, treated, weight)
    own_mean = (own * change).mean() / own.mean()
    other_mean = (other * change).mean() / other.mean()
    influence = own * (change - own_mean) / own.mean()
    distance = other * (change - other_mean)
    through_chance = chance.influence @ (distance[:, None] * x).mean(axis=0)
    influence = influence - (distance + through_chance) / other.mean()
    return Compared(float(own_mean - other_mean), influence)


def _doubly_robust(change: Floats, treated: Floats, x: Floats, weight: Floats) -> Compared:
    chance = _treatment_fit(treated, x, weight)
    fit = _controls_fit(change, treated, x, weight)
    own, other = weight * treated, _odds(chance, treated, weight)
    rest = change - fit.predicted
    own_mean = (own * rest).mean() / own.mean()
    other_mean = (other * rest).mean() / other.mean()
    own_part = own * (rest - own_mean) - fit.influence @ (own[:, None] * x).mean(axis=0)
    distance = other * (rest - other_mean)
    other_part = (
        distance
        + chance.influence @ (distance[:, None] * x).mean(axis=0)
        - fit.influence @ (other[:, None] * x).mean(axis=0)
    )
    influence = own_part / own.mean() - other_part / other.mean()
    return Compared(float(own_mean - other_mean), influence)


_METHODS: Final[dict[Method, Callable[[Floats, Floats, Floats, Floats], Compared]]] = {
    Method.DOUBLY_ROBUST: _doubly_robust,
    Method.REGRESSION: _regression,
    Method.WEIGHTING: _weighting,
}


@dataclass(frozen=True, slots=True)
class _Fit:
    """A regression: what it predicts and how each unit moves its coefficients."""

    predicted: Floats
    influence: Floats


def _controls_fit(change: Floats, treated: Floats, x: Floats, weight: Floats) -> _Fit:
    """The change as the covariates have it among the controls."""
    control = weight * (1 - treated)
    cross = (control[:, None] * x).T @ x
    if np.linalg.matrix_rank(cross) < len(cross):
        raise np.linalg.LinAlgError
    # Solved through the root of the weights, which keeps twice the digits of the cross product.
    root = np.sqrt(control)
    coefficients = np.linalg.lstsq(root[:, None] * x, root * change, rcond=None)[0]
    predicted = x @ coefficients
    moved = (control * (change - predicted))[:, None] * x
    return _Fit(predicted, moved @ np.linalg.inv(cross / len(x)))


def _treatment_fit(treated: Floats, x: Floats, weight: Floats) -> _Fit:
    """The chance of treatment by logistic regression (Newton's method)."""
    coefficients = np.zeros(x.shape[1])
    chance = np.full(len(x), 0.5)
    for _ in range(_ROUNDS):
        curve = weight * chance * (1 - chance)
        information = (curve[:, None] * x).T @ x
        step = np.linalg.solve(information, x.T @ (weight * (treated - chance)))
        coefficients = coefficients + step
        chance = 1.0 / (1.0 + np.exp(-np.clip(x @ coefficients, -500, 500)))
        if np.abs(step).max() <= 1e-13 * (1 + np.abs(coefficients).max()):
            break
        if np.abs(coefficients).max() > 1e6:
            raise NotComparable("covariates tell the group from its controls without fault")
    curve = weight * chance * (1 - chance)
    information = (curve[:, None] * x).T @ x
    score = (weight * (treated - chance))[:, None] * x
    influence = score @ np.linalg.inv(information) * len(x)
    return _Fit(np.minimum(chance, _MOST_LIKELY), influence)


def _odds(chance: _Fit, treated: Floats, weight: Floats) -> Floats:
    """What each control counts: the odds of treatment for a unit like it."""
    kept = chance.predicted < _TRIM
    odds: Floats = kept * weight * chance.predicted * (1 - treated) / (1 - chance.predicted)
    return odds
