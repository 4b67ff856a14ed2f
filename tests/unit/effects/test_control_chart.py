# SPDX-License-Identifier: EUPL-1.2
"""The control chart of one municipality's own history."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from gearskifte.effects.rules.control_chart import BASELINE, FALSE_ALARMS, YEAR, control_chart

pytestmark = pytest.mark.unit

HISTORIES = 700


def _histories(rho: float, shift: float, seed: int) -> NDArray[np.float64]:
    """Three years with a season, the last of them moved by `shift` standard deviations."""
    noise = np.random.default_rng(seed).standard_normal((HISTORIES, BASELINE + YEAR))
    series = np.empty_like(noise)
    series[:, 0] = noise[:, 0]
    for month in range(1, BASELINE + YEAR):
        series[:, month] = rho * series[:, month - 1] + np.sqrt(1 - rho * rho) * noise[:, month]
    series[:, BASELINE:] += shift
    season = 1.5 * np.sin(2 * np.pi * np.arange(BASELINE + YEAR) / YEAR + 1)
    moved: NDArray[np.float64] = series + season
    return moved


def _called(rho: float, shift: float, seed: int) -> float:
    charts = [control_chart(each.tolist(), 4) for each in _histories(rho, shift, seed)]
    return float(np.mean([chart is not None and bool(chart.signals) for chart in charts]))


@pytest.mark.parametrize("rho", [0.0, 0.2, 0.35, 0.5])
def test_nothing_is_called_where_nothing_happened(rho: float) -> None:
    """In at most one of twenty unchanged years is a change called, however months hang together."""
    margin = 2 * np.sqrt(FALSE_ALARMS * (1 - FALSE_ALARMS) / HISTORIES)
    assert _called(rho, 0.0, 11) <= FALSE_ALARMS + margin


@pytest.mark.parametrize("rho", [0.0, 0.25, 0.5])
def test_a_shift_of_two_standard_deviations_is_called(rho: float) -> None:
    """A lasting shift of two standard deviations is called within a year more often than not."""
    assert _called(rho, 2.0, 12) >= 0.5


def test_the_limits_stay_when_new_months_come() -> None:
    """The baseline is the first 24 months, so a new month moves no limit."""
    series = _histories(0.3, 0.0, 3)[0].tolist()
    before, after = control_chart(series[:30], 1), control_chart(series, 1)
    assert before is not None
    assert after is not None
    assert (before.low, before.high, before.centre) == (after.low, after.high, after.centre)


def test_a_short_history_has_no_chart() -> None:
    """With the baseline alone there is nothing to hold against it."""
    assert control_chart([1.0] * BASELINE, 1) is None


def test_the_season_is_no_change() -> None:
    """A history that only swings with the year stays on its centre."""
    months = np.arange(BASELINE + YEAR) + 5
    chart = control_chart((40 + 9 * np.cos(2 * np.pi * months / YEAR)).tolist(), 5)
    assert chart is not None
    assert chart.values == pytest.approx([40.0] * (BASELINE + YEAR))
