# SPDX-License-Identifier: EUPL-1.2
"""Panels for tests: made up, so that the truth is known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gearskifte.effects.public import Panel, Scale, Step

Floats = NDArray[np.float64]

FIRST_MONTH = 2022 * 12


def made_panel(
    units: int = 24,
    adopters: int = 6,
    *,
    effect: float = 0.0,
    noise: float = 0.05,
    trend: float = 0.0,
    date: int | None = None,
    months: int = 36,
    seed: int = 1,
) -> Panel:
    """Log waiting times of made-up municipalities; the first of them adopt.

    Args:
        units: municipalities.
        adopters: how many adopt.
        effect: what adoption does, in log points.
        noise: standard deviation of a month of 25 cases.
        trend: what the adopters drift each month, adopted or not.
        date: when all adopt; else in months 13 to 22, in turn.
        months: in the panel.
        seed: the same seed gives the same panel.
    """
    random = np.random.default_rng(seed)
    cases = np.maximum(
        random.poisson(np.exp(random.normal(3.2, 0.8, (units, 1))), (units, months)), 1
    )
    when = np.full(units, np.inf)
    when[:adopters] = date if date is not None else 13 + np.arange(adopters) % 10
    time = np.arange(months)
    outcome = (
        3.5
        + 0.3 * random.standard_normal((units, 1))
        + 0.1 * np.sin(2 * np.pi * time / 12)
        + noise * random.standard_normal((units, months)) * np.sqrt(25 / cases)
        + effect * (time >= when[:, None])
    )
    outcome[:adopters] += trend * time
    return Panel(
        tuple(f"K{unit:02d}" for unit in range(units)),
        Step.MONTH,
        FIRST_MONTH + np.arange(months, dtype=np.int64),
        outcome,
        cases.astype(np.float64),
        when + FIRST_MONTH,
        Scale.LOGGED,
    )


def as_table(panel: Panel, separator: str = ",", decimal: str = ".", never: str = "") -> str:
    """The panel as somebody would send it."""
    lines = [separator.join(("unit", "period", "outcome", "adopted_from", "weight"))]
    for unit, name in enumerate(panel.units):
        position = int(panel.positions[unit])
        adopted = panel.names[position] if position < len(panel.names) else never
        for period, month in enumerate(panel.names):
            value = panel.outcome[unit, period]
            shown = "" if np.isnan(value) else repr(float(value)).replace(".", decimal)
            cells = (name, month, shown, adopted, str(int(panel.cases[unit, period])))
            lines.append(separator.join(cells))
    return "\n".join(lines) + "\n"
