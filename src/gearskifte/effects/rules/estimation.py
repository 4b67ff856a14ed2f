# SPDX-License-Identifier: EUPL-1.2
"""The estimate of many panels at once, with everything that inference needs of them.

A panel here is bare arrays: the adopters that are evaluated in the first places, then the units
they are compared with. The first axis of every array is the panel; the evaluation of one panel has
one, a simulation a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gearskifte.effects.rules import long_base, placebo, spread
from gearskifte.effects.rules.long_base import Integers, Window
from gearskifte.effects.rules.placebo import Placed
from gearskifte.effects.rules.placements import Placements

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Panels:
    """Panels of the same shape.

    Attributes:
        outcome: (panels, units, periods); NaN where unknown.
        cases: (panels, units, periods).
        adopted: (panels, units) positions of adoption, or `long_base.NEVER`.
        share: (panels, units) what each adopter counts in the effect; sums to 1, 0 for the others.
        dates: the positions of adoption that are evaluated, in order.
        window: the periods that are compared.
    """

    outcome: Floats
    cases: Floats
    adopted: Integers
    share: Floats
    dates: Integers
    window: Window

    @property
    def periods(self) -> int:
        """How many periods there are."""
        return int(self.outcome.shape[2])

    def trial_dates(self) -> Integers:
        """All dates, adopted at or not, that the units' unsteadiness can be measured at.

        They have a window's length of periods on both sides; if there are none, the dates of
        adoption must do. At most 13, evenly spread.
        """
        first = self.window.length + self.window.anticipation
        last = self.periods - self.window.length
        if last < first:
            return self.dates
        most = np.linspace(first, last, min(13, last - first + 1))
        return np.unique(np.round(most).astype(np.int64))


@dataclass(frozen=True, slots=True)
class Estimated:
    """The long-base estimate of each panel, and what placements would have given.

    Attributes:
        effect: (panels,) in the outcome's unit.
        spread: (panels, units) standard deviations of the units' changes.
        case_variance: (panels,) of a single case.
        changes, exposure, weights: (panels, units, dates); see `placebo.place_changes`.
        placed: the estimate under each placement.
    """

    effect: Floats
    spread: Floats
    case_variance: Floats
    changes: Floats
    exposure: Floats
    weights: Floats
    placed: Placed


def estimate(panels: Panels, placements: Placements) -> Estimated:
    """The effect in each panel.

    Controls count by how steady they are, which is known only when the effect is: so it is worked
    out first with equal controls, then once more.
    """
    changes = long_base.changes(panels.outcome, panels.dates, panels.window)
    exposure = long_base.exposure(panels.adopted, panels.dates, panels.window, panels.periods)
    equal = np.ones(panels.share.shape)
    effect, _ = _effect(panels, changes, exposure, equal)
    deviation, _ = _spread(panels, effect, equal)
    effect, _ = _effect(panels, changes, exposure, deviation**-2.0)
    deviation, one = _spread(panels, effect, deviation**-2.0)
    effect, weights = _effect(panels, changes, exposure, deviation**-2.0)
    placed = placebo.place_changes(changes, exposure, weights, deviation, placements.order)
    return Estimated(effect, deviation, one, changes, exposure, weights, placed)


def reweighed(panels: Panels, found: Estimated, share: Floats, placements: Placements) -> Estimated:
    """The same estimate with other shares of the adopters, such as their numbers of cases."""
    other = replace(panels, share=share)
    effect, weights = _effect(other, found.changes, found.exposure, found.spread**-2.0)
    placed = placebo.place_changes(
        found.changes, found.exposure, weights, found.spread, placements.order
    )
    return replace(found, effect=effect, weights=weights, placed=placed)


def _effect(
    panels: Panels, changes: Floats, exposure: Floats, precision: Floats
) -> tuple[Floats, Floats]:
    known = ~np.isnan(changes)
    weights = long_base.weights(
        panels.adopted,
        panels.dates,
        panels.share,
        precision[..., None] * known,
        panels.window,
        panels.periods,
    )
    total = (weights * np.where(known, changes, 0.0)).sum(axis=(1, 2))
    slope = (weights * exposure).sum(axis=(1, 2))
    return total / slope, weights


def without_effect(panels: Panels, effect: Floats) -> Floats:
    """The outcome as it would have been without the effect: (panels, units, periods)."""
    touched = np.arange(panels.periods) >= panels.adopted[..., None]
    bare: Floats = panels.outcome - effect[:, None, None] * touched
    return bare


def _spread(panels: Panels, effect: Floats, precision: Floats) -> tuple[Floats, Floats]:
    """The units' standard deviations and the variance of a case, the effect taken out."""
    bare = without_effect(panels, effect)
    noise = bare - common(bare, precision)
    size = long_base.noise_sizes(panels.cases, panels.trial_dates(), panels.window)
    size = np.where(np.isnan(size), np.nanmean(size, axis=1, keepdims=True), size)
    one = spread.case_variance(noise, panels.cases)
    trial = long_base.changes(bare, panels.trial_dates(), panels.window)
    return spread.spread(trial - common(trial, precision), one[:, None] * size), one


def common(values: Floats, precision: Floats) -> Floats:
    """What the units have in common: their mean by precision, NaN left out: (panels, 1, …)."""
    known = ~np.isnan(values)
    weight = precision[:, :, None] * known
    total = np.maximum(weight.sum(axis=1, keepdims=True), 1e-300)
    mean: Floats = (weight * np.where(known, values, 0.0)).sum(axis=1, keepdims=True) / total
    return mean
