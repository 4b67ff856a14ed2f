# SPDX-License-Identifier: EUPL-1.2
"""What others would say of the same panels: whether each finds an effect at 5 %."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.effects_truth.process import PERIODS, Made

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

_NORMAL = 1.959964


def before_and_after(made: Made, adopters: int) -> Flags:
    """The adopters' year after against their year before, as Welch's test on months has it."""
    before, after = _years(made, adopters)
    runs = len(before)
    old, new = before.reshape(runs, -1), after.reshape(runs, -1)
    apart = new.mean(axis=1) - old.mean(axis=1)
    error = np.sqrt(old.var(axis=1, ddof=1) / old.shape[1] + new.var(axis=1, ddof=1) / new.shape[1])
    found: Flags = np.abs(apart) > _NORMAL * error
    return found


def cohorts(made: Made, adopters: int) -> tuple[Floats, Flags]:
    """The month before adoption as base, errors by cohort: estimates, and whether they are found.

    As in Callaway and Sant'Anna without the part for estimated shares: a cohort of one has no
    spread of its own, so its error is what the controls alone give.
    """
    runs = len(made.outcome)
    sums, parts = np.zeros(runs), np.zeros(runs)
    dates = made.adopted[:, :adopters]
    for date in np.unique(dates):
        change = made.outcome[:, :, date : date + 12].mean(axis=2) - made.outcome[:, :, date - 1]
        own = dates == date
        number = own.sum(axis=1)
        mean = (change[:, :adopters] * own).sum(axis=1) / np.maximum(number, 1)
        rest = np.square((change[:, :adopters] - mean[:, None]) * own).sum(axis=1)
        controls = change[:, adopters:]
        sums += number * (mean - controls.mean(axis=1))
        parts += rest + number**2 * controls.var(axis=1) / controls.shape[1]
    effect = sums / adopters
    return effect, np.abs(effect) > _NORMAL * np.sqrt(parts) / adopters


def _years(made: Made, adopters: int) -> tuple[Floats, Floats]:
    """The adopters' months before and after: (runs, adopters, 12) each."""
    months = np.arange(PERIODS)
    since = months - made.adopted[:, :adopters, None]
    own = made.outcome[:, :adopters]
    before = own[(since >= -12) & (since < 0)].reshape(len(own), adopters, 12)
    after = own[(since >= 0) & (since < 12)].reshape(len(own), adopters, 12)
    return before, after
