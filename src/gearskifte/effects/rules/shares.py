# SPDX-License-Identifier: EUPL-1.2
"""Effects as shares of what the outcome would have been: "15 % lower"."""

from __future__ import annotations

import numpy as np

from gearskifte.effects.rules.design import Design
from gearskifte.effects.rules.panel import Panel
from gearskifte.effects.rules.verdict import Direction


def counterfactual(panel: Panel, plan: Design, effect: float) -> float | None:
    """What the adopters' outcome would have been after adoption, on its own scale."""
    if panel.is_percent:
        return None
    positions, periods = panel.positions, len(panel.numbers)
    after = [
        np.nanmean(panel.outcome[unit, plan.window.after(int(positions[unit]), periods)])
        for unit in plan.adopters
    ]
    level = float(np.mean(after)) - effect
    return level if level > 0 and not (panel.outcome < 0).any() else None


def percent(value: float, panel: Panel, level: float | None) -> float | None:
    """A difference as a share of what it would have been."""
    if not np.isfinite(value):
        return None
    if panel.is_percent:
        return float(np.expm1(value))
    return None if level is None else value / level


def smallest(value: float, panel: Panel, level: float | None, better: Direction) -> float | None:
    """The smallest detectable effect as a share, in the direction that is hoped for."""
    signed = -value if better is Direction.LOWER else value
    share = percent(signed, panel, level)
    return None if share is None else abs(share)
