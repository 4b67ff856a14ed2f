# SPDX-License-Identifier: EUPL-1.2
"""Has something changed in one municipality? A control chart of its own history (SPC, XmR).

The textbook chart is made for values that are independent. Months of waiting times are not: what
was not decided in one month is decided in the next. With neighbours correlated by 0.5 its rules
call a false alarm within a year in 64 of 100 municipalities where nothing happened. Here the
season is taken out, the correlation is estimated and widens the limits, and the limits are set so
that at most one in twenty is called in twelve months.

A change seen here is a change, never an effect: there is nobody to compare with.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray

BASELINE: Final = 24
"""Months that the limits are made from, and which stay when new months come."""

YEAR: Final = 12
FALSE_ALARMS: Final = 0.05
"""In at most this share of unchanged histories is anything called within twelve months."""

RUN: Final = 6
"""So many months' mean is tested too: a small shift that lasts."""

_HIGHEST: Final = 0.6
_GRID: Final = (0.3, 0.4, 0.5, 0.6)
_SIMULATED: Final = 4000

Values = NDArray[np.float64]


class ControlChart(msgspec.Struct, frozen=True):
    """A history with its limits.

    Attributes:
        values: the monthly values with the season taken out, oldest first.
        centre, low, high: mean of the baseline, and where a single month is called.
        run_low, run_high: where the mean of the last six months is called.
        rho: correlation of a month with the one before.
        signals: positions of the months, after the baseline, at which a change is called.
        power: the probability that a shift of two standard deviations is called within a year.
    """

    values: tuple[float, ...]
    centre: float
    low: float
    high: float
    run_low: float
    run_high: float
    rho: float
    signals: tuple[int, ...]
    power: float


def control_chart(values: Sequence[float], first_month: int) -> ControlChart | None:
    """The chart of a history; None with less than the baseline and one month.

    Args:
        values: one a month, oldest first, without gaps; adjusted for case mix where that is known.
        first_month: the calendar month (1 to 12) of the first value.
    """
    if len(values) <= BASELINE:
        return None
    series = np.asarray(values, dtype=float)
    level = deseasonalised(series, first_month)
    base = level[:BASELINE]
    rho = correlation(base)
    scale = float(base.std(ddof=1))
    single, run = limits(rho)
    centre = float(base.mean())
    deviations = (level[BASELINE:] - centre) / (scale or 1.0)
    called = _called(deviations[None, :], single, run)[0]
    return ControlChart(
        values=tuple(float(value) for value in level),
        centre=centre,
        low=centre - single * scale,
        high=centre + single * scale,
        run_low=centre - run * scale,
        run_high=centre + run * scale,
        rho=rho,
        signals=tuple(int(at) + BASELINE for at in np.flatnonzero(called)),
        power=power(rho),
    )


def deseasonalised(series: Values, first_month: int) -> Values:
    """The series, or each row of a table of them, without the season of its baseline.

    The season is one wave a year, fitted to the baseline together with a level: two parameters,
    where a mean for each of twelve months would use up half of twenty-four values.
    """
    months = np.arange(series.shape[-1]) + first_month
    turn = 2 * np.pi * months / YEAR
    wave = np.stack([np.cos(turn), np.sin(turn)])
    # Over two whole years the waves are at right angles to each other and to the level.
    fitted = series[..., :BASELINE] @ wave[:, :BASELINE].T * (2 / BASELINE)
    level: Values = series - fitted @ wave
    return level


def correlation(base: Values) -> float:
    """Correlation of neighbours to reckon with, from a baseline; 0.3 to 0.6.

    With n values the estimate is too low by about (1 + 4 rho)/n (Marriott and Pope 1954), and the
    mean and the season make it lower still. Two years say little about it even so, and too low an
    estimate costs false alarms: it is moved halfway to the highest that is reckoned with.
    """
    centred = base - base.mean()
    spread = float(centred @ centred)
    raw = float(centred[1:] @ centred[:-1]) / spread if spread else 0.0
    n = len(base)
    estimate = min(max((raw * n + 3) / (n - 6), 0.0), _HIGHEST)
    return (estimate + _HIGHEST) / 2


def limits(rho: float) -> tuple[float, float]:
    """Where one month, and the mean of six, is called: in standard deviations of the baseline."""
    return _calibrated(_nearest(rho))


def power(rho: float, shift: float = 2.0) -> float:
    """How often a shift of so many standard deviations, that stays, is called within a year."""
    return _called_share(_nearest(rho), shift)


def _nearest(rho: float) -> float:
    return min(_GRID, key=lambda each: abs(each - rho))


@cache
def _calibrated(rho: float) -> tuple[float, float]:
    """Limits that call 5 % in twelve months when the limits themselves are estimated.

    Found by simulation with a fixed seed, half of the false alarms for each of the two rules.
    """
    deviations = _deviations(rho, 0.0)
    single = np.abs(deviations).max(axis=1)
    run = np.abs(_means(deviations)).max(axis=1)
    share = FALSE_ALARMS * 0.9  # a margin for the grid and the simulation
    low, high = share / 2, share
    for _ in range(20):
        each = (low + high) / 2
        cuts = np.quantile(single, 1 - each), np.quantile(run, 1 - each)
        called = float(np.mean((single > cuts[0]) | (run > cuts[1])))
        low, high = (each, high) if called < share else (low, each)
    return float(np.quantile(single, 1 - low)), float(np.quantile(run, 1 - low))


@cache
def _called_share(rho: float, shift: float) -> float:
    single, run = _calibrated(rho)
    return float(_called(_deviations(rho, shift), single, run).any(axis=1).mean())


def _deviations(rho: float, shift: float) -> Values:
    """Simulated years after a baseline, as deviations from it in its standard deviations."""
    random = np.random.default_rng(20_240_501)
    noise = random.standard_normal((_SIMULATED, BASELINE + YEAR))
    series = np.empty_like(noise)
    series[:, 0] = noise[:, 0]
    for month in range(1, BASELINE + YEAR):
        series[:, month] = rho * series[:, month - 1] + np.sqrt(1 - rho * rho) * noise[:, month]
    series[:, BASELINE:] += shift
    level = deseasonalised(series, 1)
    base = level[:, :BASELINE]
    found: Values = (level[:, BASELINE:] - base.mean(axis=1, keepdims=True)) / base.std(
        axis=1, ddof=1, keepdims=True
    )
    return found


def _means(deviations: Values) -> Values:
    """The mean of each six months on end."""
    summed = np.cumsum(np.pad(deviations, ((0, 0), (1, 0))), axis=1)
    means: Values = (summed[:, RUN:] - summed[:, :-RUN]) / RUN
    return means


def _called(deviations: Values, single: float, run: float) -> NDArray[np.bool_]:
    called = np.abs(deviations) > single
    if deviations.shape[1] >= RUN:
        called[:, RUN - 1 :] |= np.abs(_means(deviations)) > run
    return called
