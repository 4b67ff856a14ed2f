# SPDX-License-Identifier: EUPL-1.2
"""Whether adopters went the others' way before they adopted, and how much a verdict leans on it.

Two things are looked for, and tested together against placements: a steady trend, in all the
history there is up to three windows, and a step from block to block in the window before adoption.
That nothing was found proves nothing, so the trend that would have been found is told too, and how
large a break after adoption, in steps of the largest seen before, the interval would bear (relative
magnitudes of Rambachan and Roth 2023).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gearskifte.effects.rules import placebo
from gearskifte.effects.rules.estimation import Estimated, Panels, common, without_effect
from gearskifte.effects.rules.placements import Placements
from gearskifte.effects.rules.spread import spread

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_BLOCKS: Final = 4
_HISTORY: Final = 3
"""How many windows before adoption a trend is looked for in."""
_SHORTEST: Final = 4
"""Periods that a trend takes at least."""
_FINDABLE: Final = 1.959964 + 0.841621
"""How many standard errors a thing must be to be found four times in five at 5 %."""


@dataclass(frozen=True, slots=True)
class PreTrends:
    """What was seen before adoption, for each panel.

    Attributes:
        p: (panels,) of all together.
        steps: (panels, blocks - 1) from block to block, in the outcome's unit, old to new.
        drift: (panels,) last block less the mean of the window.
        trend: (panels,) what the trend before adoption would make of the effect by going on; 0
            where history is too short.
        trend_error: (panels,) its standard deviation over placements.
    """

    p: Floats
    steps: Floats
    drift: Floats
    trend: Floats
    trend_error: Floats

    @property
    def findable_trend(self) -> Floats:
        """The trend that would be found four times in five."""
        return _FINDABLE * self.trend_error


def pre_trends(panels: Panels, found: Estimated, placements: Placements) -> PreTrends | None:
    """What was seen in each panel; None where there are not two periods before adoption."""
    lengths = np.array([_length(panels.window.before(int(date))) for date in panels.dates])
    blocks, usable = _most(panels, lengths, _BLOCKS)
    if blocks < 2:
        return None
    bare = without_effect(panels, found.effect)
    steps = [_step(bare, panels, blocks, block) for block in range(blocks - 1)]
    size = 2.0 * blocks / lengths.mean()
    table = [_placed(panels, found, placements, (each, usable, size)) for each in steps]
    drift = np.stack([each[:, 0] for each in table], axis=1) @ (np.arange(1, blocks) / blocks)
    trend = trend_error = np.zeros(len(drift))
    ends = np.array([_history(panels, int(date)).stop for date in panels.dates])
    long, seen = _most(panels, ends, _SHORTEST)
    if long == _SHORTEST:
        trends, factor = _trend(bare, panels)
        placed = _placed(panels, found, placements, (trends, seen, factor))
        table.append(placed)
        trend, trend_error = placed[:, 0], placed.std(axis=1)
    return PreTrends(
        p=_together(np.stack(table, axis=2)),
        steps=np.stack([each[:, 0] for each in table[: blocks - 1]], axis=1),
        drift=drift,
        trend=trend,
        trend_error=trend_error,
    )


def _length(part: slice) -> int:
    return int(part.stop - part.start)


def _history(panels: Panels, date: int) -> slice:
    """All periods before an adoption that a trend is looked for in."""
    end = panels.window.before(date).stop
    return slice(max(end - _HISTORY * panels.window.length, 0), end)


def _most(panels: Panels, lengths: NDArray[np.intp], wanted: int) -> tuple[int, Flags]:
    """What half the adopters have, up to what is wanted, and the dates that have it."""
    own = (panels.adopted[..., None] == panels.dates) * panels.share[..., None]
    share = own.sum(axis=1).mean(axis=0)
    for number in range(wanted, 1, -1):
        usable = lengths >= number
        if share[usable].sum() >= share.sum() / 2:
            return number, usable
    return 1, lengths > 1


def _placed(
    panels: Panels,
    found: Estimated,
    placements: Placements,
    contrast: tuple[Floats, Flags, float],
) -> Floats:
    """A contrast of adopters with the others under every placement: (panels, placements).

    Args:
        panels: the panels.
        found: their estimates.
        placements: who could have adopted instead.
        contrast: (panels, units, dates), the dates it is known at, and its variance where that of
            a period is 1 and periods have nothing to do with each other.
    """
    values, usable, factor = contrast
    some = found.weights * usable
    counted = np.where(some > 0, some, 0.0).sum(axis=(1, 2), keepdims=True)
    with np.errstate(divide="ignore"):
        one = np.where(panels.cases > 0, 1.0 / panels.cases, np.nan)
    size = _mean(one)
    size = np.where(np.isnan(size), np.nanmean(size, axis=1, keepdims=True), size)
    kept = values[:, :, usable]
    noise = kept - common(kept, found.spread**-2.0)
    deviation = spread(noise, found.case_variance[:, None] * size * factor)
    return placebo.place_changes(
        values,
        np.zeros_like(values),
        some / np.where(counted > 0, counted, 1.0),
        deviation,
        placements.order,
    ).fixed


def _step(values: Floats, panels: Panels, blocks: int, block: int) -> Floats:
    """The step from one block to the next before each date: (panels, units, dates)."""

    def at(date: int) -> Floats:
        window = panels.window.before(date)
        edges = np.linspace(window.start, window.stop, blocks + 1).round().astype(int)
        older = values[..., edges[block] : edges[block + 1]]
        newer = values[..., edges[block + 1] : edges[block + 2]]
        return _mean(newer) - _mean(older)

    return _by_date(panels, at)


def _trend(values: Floats, panels: Panels) -> tuple[Floats, float]:
    """What each unit's trend before each date would add by going on, and its variance factor."""
    factors = []

    def at(date: int) -> Floats:
        part, before = _history(panels, date), panels.window.before(date)
        after = panels.window.after(date, panels.periods)
        apart = (after.start + after.stop - before.start - before.stop) / 2
        cells = values[..., part]
        known = ~np.isnan(cells)
        number = np.maximum(known.sum(axis=-1, keepdims=True), 1)
        time = np.arange(cells.shape[-1]) * known
        time = (time - time.sum(axis=-1, keepdims=True) / number) * known
        bend = np.square(time).sum(axis=-1)
        slope = (time * np.where(known, cells, 0.0)).sum(axis=-1) / np.maximum(bend, 1e-9)
        factors.append(apart**2 / max(float(bend.mean()), 1e-9))
        return np.where(known.sum(axis=-1) >= _SHORTEST, slope * apart, np.nan)

    return _by_date(panels, at), float(np.mean(factors))


def _by_date(panels: Panels, at: Callable[[int], Floats]) -> Floats:
    return np.stack([at(int(date)) for date in panels.dates], axis=-1)


def _mean(cells: Floats) -> Floats:
    known = ~np.isnan(cells)
    number = known.sum(axis=-1)
    total = np.where(known, cells, 0.0).sum(axis=-1)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)


def _together(table: Floats) -> Floats:
    """How often the largest of all contrasts, each on its own scale, is as large: (panels,).

    Args:
        table: (panels, placements, contrasts), first what happened.
    """
    deviation = table.std(axis=1, keepdims=True)
    largest = np.abs(table / np.where(deviation > 0, deviation, 1.0)).max(axis=2)
    share: Floats = (largest >= largest[:, :1] * (1 - 1e-9)).mean(axis=1)
    return share


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What the interval bears.

    Attributes:
        breakdown: how many times the largest step seen before adoption the adopters may have
            drifted in each block after it before zero comes into the interval; 0 where it is in it
            already, infinite where no step was seen.
        low: the lower end if what was seen before adoption, the trend or the drift, went on.
        high: the upper end of the same.
    """

    breakdown: float
    low: float
    high: float


def sensitivity(
    found: PreTrends, low: float, high: float, blocks_after: float, panel: int = 0
) -> Sensitivity:
    """What going on as before adoption does to the interval from `low` to `high`.

    A drift of d in each block moves the mean of b blocks by d (b + 1) / 2, on top of the drift
    that had come before adoption. A trend goes on as it was, give or take its standard deviation.

    Args:
        found: what was seen before.
        low: the lower end of the interval.
        high: the upper end of the interval.
        blocks_after: the length of the window after adoption, in blocks.
        panel: which of the panels.
    """
    step = float(np.abs(found.steps[panel]).max())
    drift, trend = float(found.drift[panel]), float(found.trend[panel])
    error = float(found.trend_error[panel])
    reach = step * (blocks_after + 1) / 2
    margin = max(low, -high, 0.0)
    breakdown = max(margin - abs(drift), 0.0) / reach if reach > 0 else np.inf
    moved = (0.0, drift, trend - error, trend + error)
    return Sensitivity(breakdown if margin > 0 else 0.0, low - max(moved), high - min(moved))
