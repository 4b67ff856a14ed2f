# SPDX-License-Identifier: EUPL-1.2
"""Whether adopters went the others' way before they adopted, and how much a verdict leans on it.

The window before adoption is cut into blocks, and the steps from block to block compared with what
placements give (a joint test). That no difference was found proves nothing, so the size of drift
that would have been found is told too, and how large a break after adoption, in steps of the
largest seen before, the verdict would bear (relative magnitudes of Rambachan and Roth 2023).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gearskifte.effects.rules import placebo
from gearskifte.effects.rules.estimation import Estimated, Panels, common, without_effect
from gearskifte.effects.rules.long_base import Window
from gearskifte.effects.rules.placements import Placements
from gearskifte.effects.rules.spread import spread

Floats = NDArray[np.float64]

_BLOCKS: Final = 4
_FINDABLE: Final = 1.959964 + 0.841621
"""How many standard errors an effect must be to be found four times in five at 5 %."""


@dataclass(frozen=True, slots=True)
class PreTrends:
    """What was seen before adoption, for each panel.

    Attributes:
        p: (panels,) of the joint test.
        steps: (panels, blocks - 1) from block to block, in the outcome's unit, old to new.
        drift: (panels,) last block less the mean of the window.
        findable_drift: (panels,) the drift that would be found four times in five.
    """

    p: Floats
    steps: Floats
    drift: Floats
    findable_drift: Floats


def pre_trends(panels: Panels, found: Estimated, placements: Placements) -> PreTrends | None:
    """The joint test of each panel; None where there are not two periods before some adoption."""
    blocks, usable = _blocks(panels)
    if blocks < 2:
        return None
    weights = _only(found.weights, usable)
    bare = without_effect(panels, found.effect)
    steps = [_steps(bare, panels, blocks, block) for block in range(blocks - 1)]
    deviation = _spread(panels, found, np.concatenate(steps, axis=2), blocks)
    still = np.zeros_like(found.changes)
    placed = [
        placebo.place_changes(step, still, weights, deviation, placements.order).fixed
        for step in steps
    ]
    table = np.stack(placed, axis=2)  # (panels, placements, steps)
    drifts = table @ (np.arange(1, blocks) / blocks)
    return PreTrends(
        p=_joint(table),
        steps=table[:, 0, :],
        drift=drifts[:, 0],
        findable_drift=_FINDABLE * drifts.std(axis=1),
    )


def _blocks(panels: Panels) -> tuple[int, NDArray[np.bool_]]:
    """As many blocks as half the adopters have periods for, and the dates that have so many."""
    lengths = np.array([_length(panels.window, int(date)) for date in panels.dates])
    own = (panels.adopted[..., None] == panels.dates) * panels.share[..., None]
    share = own.sum(axis=1).mean(axis=0)
    for blocks in range(_BLOCKS, 1, -1):
        usable = lengths >= blocks
        if share[usable].sum() >= share.sum() / 2:
            return blocks, usable
    return 1, lengths > 1


def _only(weights: Floats, usable: NDArray[np.bool_]) -> Floats:
    """The weights of some dates, so that adopters still count one together."""
    some = weights * usable
    counted = np.where(some > 0, some, 0.0).sum(axis=(1, 2), keepdims=True)
    kept: Floats = some / np.where(counted > 0, counted, 1.0)
    return kept


def _length(window: Window, date: int) -> int:
    before = window.before(date)
    return int(before.stop - before.start)


def _steps(values: Floats, panels: Panels, blocks: int, block: int) -> Floats:
    """The step from one block to the next before each date: (panels, units, dates)."""
    found = []
    for date in panels.dates:
        window = panels.window.before(int(date))
        edges = np.linspace(window.start, window.stop, blocks + 1).round().astype(int)
        older = values[..., edges[block] : edges[block + 1]]
        newer = values[..., edges[block + 1] : edges[block + 2]]
        found.append(_mean(newer) - _mean(older))
    return np.stack(found, axis=-1)


def _spread(panels: Panels, found: Estimated, steps: Floats, blocks: int) -> Floats:
    """The units' standard deviations of a step: blocks are short, so chance counts more in them."""
    with np.errstate(divide="ignore"):
        one = np.where(panels.cases > 0, 1.0 / panels.cases, np.nan)
    size = _mean(one)
    size = np.where(np.isnan(size), np.nanmean(size, axis=1, keepdims=True), size)
    length = np.mean([_length(panels.window, int(date)) for date in panels.dates]) / blocks
    noise = steps - common(steps, found.spread**-2.0)
    return spread(noise, found.case_variance[:, None] * size * 2 / length)


def _mean(cells: Floats) -> Floats:
    known = ~np.isnan(cells)
    number = known.sum(axis=-1)
    total = np.where(known, cells, 0.0).sum(axis=-1)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)


def _joint(table: Floats) -> Floats:
    """How often a placement lies as far from all placements' middle as what happened."""
    middle = table - table.mean(axis=1, keepdims=True)
    covariance = middle.transpose(0, 2, 1) @ middle / table.shape[1]
    inverse = np.linalg.pinv(covariance, hermitian=True)
    distance = np.einsum("rps,rst,rpt->rp", table, inverse, table)
    reached = distance >= distance[:, :1] * (1 - 1e-9)
    share: Floats = reached.mean(axis=1)
    return share


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How much of a break from the others' way the interval bears.

    Attributes:
        step: the largest step from block to block before adoption, in the outcome's unit.
        breakdown: how many times that step the adopters may have drifted in each block after
            adoption before zero comes into the interval; 0 where it is in it already.
        low, high: the interval if they drifted one such step in each block (M = 1).
    """

    step: float
    breakdown: float
    low: float
    high: float


def sensitivity(
    found: PreTrends, low: float, high: float, blocks_after: float, panel: int = 0
) -> Sensitivity:
    """What drift after adoption does to the interval from `low` to `high`.

    A drift of d in each block moves the mean of b blocks by d (b + 1) / 2, on top of the drift
    that had come before adoption.

    Args:
        found: what was seen before.
        low: the lower end of the interval.
        high: the upper end of the interval.
        blocks_after: the length of the window after adoption, in blocks.
        panel: which of the panels.
    """
    step = float(np.abs(found.steps[panel]).max())
    reach = step * (blocks_after + 1) / 2
    before = abs(float(found.drift[panel]))
    margin = max(low, -high, 0.0)
    breakdown = max(margin - before, 0.0) / reach if reach > 0 else np.inf
    return Sensitivity(
        step, breakdown if margin > 0 else 0.0, low - before - reach, high + before + reach
    )
