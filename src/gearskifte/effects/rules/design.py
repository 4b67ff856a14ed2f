# SPDX-License-Identifier: EUPL-1.2
"""Who is evaluated, who they are compared with, and who is left out and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gearskifte.effects.rules import long_base
from gearskifte.effects.rules.estimation import Panels
from gearskifte.effects.rules.long_base import NEVER, Integers, Window
from gearskifte.effects.rules.panel import Panel

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_ROUNDS: Final = 200


class LeftOut(StrEnum):
    """Why a unit is neither evaluated nor compared with (udeladt)."""

    TOO_EARLY = "adopted too early to be seen before"
    TOO_LATE = "adopted too late to be seen after"
    HOLES = "too many values missing"
    ALONE = "nobody left to compare with at its date"


@dataclass(frozen=True, slots=True)
class Design:
    """Who takes part.

    Attributes:
        adopters: places in the panel of the units that are evaluated.
        controls: places of the units they are compared with.
        left_out: how many units were left out, by reason.
        window: the periods that are compared.
        panels: the arrays that the estimate is made from; None without adopters and controls.
        unripe: whether units adopted, but all of them too late to be seen after.
    """

    adopters: tuple[int, ...]
    controls: tuple[int, ...]
    left_out: Mapping[LeftOut, int]
    window: Window
    panels: Panels | None
    unripe: bool


def least(window: Window) -> int:
    """How many periods must be seen on either side of an adoption."""
    return max(1, min(3, window.length // 4))


def comparable(panel: Panel, window: Window) -> Panel:
    """The panel as long as there is somebody to compare with.

    Where every unit adopts, nobody is left after the last of them: the periods from then on are
    cut off, and the last are units that have not adopted yet.
    """
    positions = panel.positions
    if not len(positions) or (positions == NEVER).any():
        return panel
    end = max(int(positions.max()) - window.anticipation, 0)
    return replace(
        panel,
        numbers=panel.numbers[:end],
        outcome=panel.outcome[:, :end],
        cases=panel.cases[:, :end],
        adopted=np.where(positions < end, panel.adopted, np.inf),
    )


def design(panel: Panel, window: Window) -> Design:
    """Who takes part in the evaluation of a panel."""
    positions, periods = panel.positions, len(panel.numbers)
    outcome = np.where(panel.cases > 0, panel.outcome, np.nan)
    adopts = positions < NEVER
    early = adopts & (positions - window.anticipation < least(window))
    late = adopts & (positions > periods - least(window))
    candidates = adopts & ~early & ~late
    dates = np.unique(positions[candidates])
    outcome = _without_common(outcome, positions, window)
    if not len(dates):
        out = {LeftOut.TOO_EARLY: early, LeftOut.TOO_LATE: late}
        return Design((), (), _counted(out), window, None, unripe=bool(late.any()))
    known = ~np.isnan(long_base.changes(outcome, dates, window))
    ends = np.array([window.after(int(date), periods).stop for date in dates])
    may = known & (positions[:, None] - window.anticipation >= ends) & ~early[:, None]
    own = positions[:, None] == dates
    whole = ~candidates | (own & known).any(axis=1)
    beside = ~candidates | (own & may.any(axis=0)).any(axis=1)
    taken = candidates & whole & beside
    used = np.isin(dates, positions[taken])
    compared = may[:, used].any(axis=1) & ~taken if used.any() else np.zeros_like(taken)
    out = {
        LeftOut.TOO_EARLY: early,
        LeftOut.TOO_LATE: late & ~compared,
        LeftOut.HOLES: (candidates & ~whole & ~compared) | (~adopts & ~compared & used.any()),
        LeftOut.ALONE: candidates & whole & ~beside & ~compared,
    }
    return Design(
        tuple(np.flatnonzero(taken).tolist()),
        tuple(np.flatnonzero(compared).tolist()),
        _counted(out),
        window,
        _panels(panel, outcome, (taken, compared), dates[used], window) if taken.any() else None,
        unripe=False,
    )


def _counted(out: Mapping[LeftOut, Flags]) -> dict[LeftOut, int]:
    return {reason: int(flags.sum()) for reason, flags in out.items() if flags.any()}


def _panels(
    panel: Panel, outcome: Floats, parts: tuple[Flags, Flags], dates: Integers, window: Window
) -> Panels:
    taken, compared = parts
    order = np.concatenate([np.flatnonzero(taken), np.flatnonzero(compared)])
    share = np.zeros(len(order))
    share[: taken.sum()] = 1.0 / taken.sum()
    return Panels(
        outcome[order][None],
        np.where(np.isnan(outcome), 0.0, panel.cases)[order][None],
        panel.positions[order][None],
        share[None],
        dates,
        window,
    )


def _without_common(outcome: Floats, positions: Integers, window: Window) -> Floats:
    """The outcome less what every period does to all, where values are missing.

    A whole panel needs it not: there the difference takes it out. With holes a mean over other
    months than the controls' would keep a bit of the season. Fitted on cells before adoption.
    """
    if not np.isnan(outcome).any():
        return outcome
    periods = outcome.shape[1]
    untouched = np.arange(periods) < positions[:, None] - window.anticipation
    cells = np.where(untouched, outcome, np.nan)
    known = ~np.isnan(cells)
    each, season = np.zeros((len(cells), 1)), np.zeros((1, periods))
    filled = np.where(known, cells, 0.0)
    for _ in range(_ROUNDS):
        each = _mean(filled - season, known, axis=1)
        before, season = season, _mean(filled - each, known, axis=0)
        if np.abs(season - before).max() < 1e-12:
            break
    bare: Floats = outcome - season
    return bare


def _mean(values: Floats, known: Flags, axis: int) -> Floats:
    number = np.maximum(known.sum(axis=axis, keepdims=True), 1)
    mean: Floats = (values * known).sum(axis=axis, keepdims=True) / number
    return mean
