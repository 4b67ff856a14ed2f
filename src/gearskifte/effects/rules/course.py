# SPDX-License-Identifier: EUPL-1.2
"""The picture: how far adopters were from the others, month by month about adoption."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gearskifte.effects.rules import placebo
from gearskifte.effects.rules.estimation import Estimated, Panels, without_effect
from gearskifte.effects.rules.placements import Placements

Floats = NDArray[np.float64]

_MOST_POINTS: Final = 105
"""More points than so many are no picture: of days every seventh is taken."""


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """Adopters against the others in one period, counted from adoption.

    Attributes:
        lead: periods since adoption; below 0 before it.
        difference: the adopters' distance from their mean before adoption, less the others', in the
            outcome's unit.
        low, high: where 95 % of placements lie about the difference.
    """

    lead: int
    difference: float
    low: float
    high: float


def course(panels: Panels, found: Estimated, placements: Placements) -> tuple[CoursePoint, ...]:
    """The first panel's course; only periods that half the adopters or more are seen in."""
    window = panels.window
    outcome = panels.outcome[:1]
    bare = without_effect(panels, found.effect)[:1]
    still = np.zeros_like(found.changes[:1])
    points = []
    first, last = -window.length - window.anticipation, window.length
    for lead in range(first, last, max(1, (last - first) // _MOST_POINTS)):
        weights = _only(found.weights[:1], _has(panels, lead))
        if weights is None:
            continue
        steps = _distance(outcome, panels, lead)
        difference = float((weights * np.where(np.isnan(steps), 0.0, steps)).sum())
        placed = placebo.place_changes(
            _distance(bare, panels, lead), still, weights, found.spread[:1], placements.order
        ).fixed[0]
        half = float(np.quantile(np.abs(placed - placed.mean()), 0.95))
        points.append(CoursePoint(lead, difference, difference - half, difference + half))
    return tuple(points)


def _has(panels: Panels, lead: int) -> NDArray[np.bool_]:
    """Which dates have this period within their window."""
    before = [panels.window.before(int(date)) for date in panels.dates]
    after = [panels.window.after(int(date), panels.periods) for date in panels.dates]
    return np.array(
        [
            start.start <= int(date) + lead < end.stop
            for date, start, end in zip(panels.dates, before, after, strict=True)
        ]
    )


def _only(weights: Floats, has: NDArray[np.bool_]) -> Floats | None:
    """The weights of these dates, adopters counting one together; None for under half of them."""
    own = np.where(weights > 0, weights, 0.0)
    share = (own * has).sum() / own.sum()
    return weights * has / share if share >= 0.5 else None


def _distance(values: Floats, panels: Panels, lead: int) -> Floats:
    """The value so long after each date less the mean before it: (panels, units, dates)."""
    found = []
    for date in panels.dates:
        before = values[..., panels.window.before(int(date))]
        known = ~np.isnan(before)
        total = np.where(known, before, 0.0).sum(axis=-1)
        mean = np.where(known.any(axis=-1), total / np.maximum(known.sum(axis=-1), 1), np.nan)
        place = min(max(int(date) + lead, 0), panels.periods - 1)
        found.append(values[..., place] - mean)
    return np.stack(found, axis=-1)
