# SPDX-License-Identifier: EUPL-1.2
"""Summaries of ATT(g,t): over all, by group, by time since adoption, by calendar time.

As in Callaway and Sant'Anna (2021), section 3: each ATT(g,t) counts by the share of its group, and
the influence functions carry that the shares are estimated too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gearskifte.effects.rules.group_time import GroupTimes, standard_error

Floats = NDArray[np.float64]
Cells = NDArray[np.intp]


class Summary(StrEnum):
    """What ATT(g,t) is summed up by (opsummering)."""

    SIMPLE = "simple"
    GROUP = "group"
    DYNAMIC = "dynamic"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Summed:
    """A summary: one effect for each group, time since adoption or calendar time, and one of all.

    Attributes:
        at: (parts,) the group, time since adoption, or time; empty for the simple summary.
        effect, error: (parts,) in the outcome's unit.
        overall, overall_error: of all parts together.
    """

    at: Floats
    effect: Floats
    error: Floats
    overall: float
    overall_error: float


def summed(found: GroupTimes, by: Summary) -> Summed:
    """The summary of all cells that have an effect."""
    if np.isnan(found.effect).any():
        known = ~np.isnan(found.effect)
        found = GroupTimes(
            found.group[known],
            found.time[known],
            found.effect[known],
            found.influence[:, known],
            found.member,
            found.weight,
            found.dropped,
            found.anticipation,
        )
    return _SUMMARIES[by](found)


def _shares(found: GroupTimes, groups: Floats) -> tuple[Floats, Floats]:
    """The share of each group among all units, and each unit's part in it less the share."""
    part = found.weight[:, None] * (found.member[:, None] == groups) / found.weight.mean()
    share = part.mean(axis=0)
    return share, part - share


def _mean(found: GroupTimes, cells: Cells) -> tuple[float, Floats]:
    """The mean of some cells by the shares of their groups, and its influence function."""
    share, part = _shares(found, found.group[cells])
    total = share.sum()
    weight = share / total
    effect = found.effect[cells]
    moved = part / total - np.outer(part.sum(axis=1), share / total**2)
    influence: Floats = found.influence[:, cells] @ weight + moved @ effect
    return float(effect @ weight), influence


def _after(found: GroupTimes) -> NDArray[np.bool_]:
    after: NDArray[np.bool_] = found.group <= found.time
    return after


def _simple(found: GroupTimes) -> Summed:
    effect, influence = _mean(found, np.flatnonzero(_after(found)))
    none = np.empty(0)
    return Summed(none, none, none, effect, float(standard_error(influence)))


def _by_group(found: GroupTimes) -> Summed:
    groups = np.unique(found.group[_after(found)])
    effects, influences = [], []
    for group in groups:
        cells = np.flatnonzero(_after(found) & (found.group == group))
        effects.append(found.effect[cells].mean())
        influences.append(found.influence[:, cells].mean(axis=1))
    effect, influence = np.array(effects), np.stack(influences, axis=1)
    share, part = _shares(found, groups)
    total = share.sum()
    moved = part / total - np.outer(part.sum(axis=1), share / total**2)
    overall = influence @ (share / total) + moved @ effect
    return Summed(
        groups,
        effect,
        standard_error(influence),
        float(effect @ share / total),
        float(standard_error(overall)),
    )


def _by_time(found: GroupTimes, key: Floats, counts: NDArray[np.bool_]) -> Summed:
    """One mean for each value of `key`, and the plain mean of those that count."""
    at = np.unique(key[np.isfinite(key)])
    means = [_mean(found, np.flatnonzero(key == value)) for value in at]
    effect = np.array([mean for mean, _ in means])
    influence = np.stack([moved for _, moved in means], axis=1)
    kept = np.isin(at, key[counts])
    return Summed(
        at,
        effect,
        standard_error(influence),
        float(effect[kept].mean()),
        float(standard_error(influence[:, kept].mean(axis=1))),
    )


def _dynamic(found: GroupTimes) -> Summed:
    return _by_time(found, found.time - found.group, _after(found))


def _calendar(found: GroupTimes) -> Summed:
    after = _after(found)
    return _by_time(found, np.where(after, found.time, np.nan), after)


_SUMMARIES: Final[dict[Summary, Callable[[GroupTimes], Summed]]] = {
    Summary.SIMPLE: _simple,
    Summary.GROUP: _by_group,
    Summary.DYNAMIC: _dynamic,
    Summary.CALENDAR: _calendar,
}


@dataclass(frozen=True, slots=True)
class JointTest:
    """Whether all effects before adoption could be nothing but chance (Wald's test).

    Attributes:
        statistic: W; NaN where there is nothing to test or the covariance cannot be inverted.
        cells: how many effects are tested together.
        p: by the chi-squared distribution.
    """

    statistic: float
    cells: int
    p: float


def joint_test(found: GroupTimes) -> JointTest:
    """Tests all ATT(g,t) with t before g - anticipation together."""
    # Loaded here: it costs a tenth of a second that no other command should pay.
    from scipy.special import chdtrc  # noqa: PLC0415

    early = np.flatnonzero((found.group > found.time) & ~np.isnan(found.error))
    if not len(early):
        return JointTest(np.nan, 0, np.nan)
    covariance = found.covariance[np.ix_(early, early)]
    if np.linalg.matrix_rank(covariance) < len(early):
        return JointTest(np.nan, len(early), np.nan)
    effect = found.effect[early]
    statistic = float(effect @ np.linalg.solve(covariance, effect))
    return JointTest(statistic, len(early), float(chdtrc(len(early), statistic)))
