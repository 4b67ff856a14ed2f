# SPDX-License-Identifier: EUPL-1.2
"""ATT(g,t): the effect on the units that adopted at g, at time t (Callaway and Sant'Anna 2021).

Estimates and standard errors are those of the reference implementation, R's `did` 2.5, with a
balanced panel and analytic standard errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from gearskifte.effects.rules.comparison import Method, NotComparable, compare

Floats = NDArray[np.float64]


class Controls(StrEnum):
    """Whom adopters are compared with (sammenligningsgruppe)."""

    NEVER = "never"
    NOT_YET = "not-yet"


class Base(StrEnum):
    """Which period effects before adoption are measured from (basisperiode)."""

    VARYING = "varying"
    UNIVERSAL = "universal"


class NothingToCompare(ValueError):
    """The panel has no adopters that are seen before adoption, or none to compare them with."""


@dataclass(frozen=True, slots=True)
class GroupTimeDesign:
    """How ATT(g,t) is worked out.

    Attributes:
        controls: whom adopters are compared with.
        method: how covariates are allowed for.
        base: which period effects before adoption are measured from.
        anticipation: periods before adoption in which it may already show.
    """

    controls: Controls = Controls.NEVER
    method: Method = Method.DOUBLY_ROBUST
    base: Base = Base.VARYING
    anticipation: int = 0


@dataclass(frozen=True, slots=True)
class Balanced:
    """A panel without holes.

    Attributes:
        times: (periods,) in order, on the scale of adoption.
        outcome: (units, periods).
        group: (units,) the time of adoption; infinite for never.
        weight: (units, periods); a comparison takes the weight at the earlier of its two periods,
            shares of groups the weight at the first.
        covariates: (units, periods, covariates), without the column of ones.
    """

    times: Floats
    outcome: Floats
    group: Floats
    weight: Floats
    covariates: Floats


@dataclass(frozen=True, slots=True)
class GroupTimes:
    """All ATT(g,t) of a panel.

    Attributes:
        group, time: (cells,) when the units adopted, and the time the effect is measured at.
        effect: (cells,) in the outcome's unit.
        influence: (units, cells).
        member: (units,) the time of adoption of each unit that was used; infinite for never.
        weight: (units,) what each unit counts in the shares of groups.
        dropped: units left out because they had adopted when the panel began.
        anticipation: as in the design.
    """

    group: Floats
    time: Floats
    effect: Floats
    influence: Floats
    member: Floats
    weight: Floats
    dropped: int
    anticipation: int

    @property
    def covariance(self) -> Floats:
        """The covariance of the effects: (cells, cells)."""
        units = len(self.influence)
        covariance: Floats = self.influence.T @ self.influence / units**2
        return covariance

    @property
    def error(self) -> Floats:
        """Standard errors; NaN where the effect is 0 by definition: (cells,)."""
        return standard_error(self.influence)


def standard_error(influence: Floats) -> Floats:
    """The standard error of what has this influence function: (units, …) gives (…)."""
    error = np.sqrt(np.square(influence).mean(axis=0) / len(influence))
    exact: Floats = np.where(error <= np.sqrt(np.finfo(float).eps) * 10, np.nan, error)
    return exact


def group_times(panel: Balanced, design: GroupTimeDesign) -> GroupTimes:
    """All ATT(g,t) of a panel.

    Raises:
        NothingToCompare: if no group has both a period before adoption and units to compare with.
    """
    panel, dropped = _comparable(panel, design)
    found = []
    for group in sorted(set(panel.group[np.isfinite(panel.group)])):
        if group > panel.times[0] + design.anticipation:
            found += _group(panel, design, float(group))
    if not found:
        raise NothingToCompare("no group is seen before adoption beside units that had not adopted")
    groups, times, effects, influences = zip(*found, strict=True)
    return GroupTimes(
        group=np.array(groups),
        time=np.array(times),
        effect=np.array(effects),
        influence=np.stack(influences, axis=1),
        member=panel.group,
        weight=panel.weight[:, 0],
        dropped=dropped,
        anticipation=design.anticipation,
    )


def _comparable(panel: Balanced, design: GroupTimeDesign) -> tuple[Balanced, int]:
    """The panel without units that were always adopters and times with nobody to compare with."""
    group = np.where(panel.group > panel.times[-1], np.inf, panel.group)
    kept_times = np.ones(len(panel.times), dtype=bool)
    if not np.isinf(group).any():
        if design.controls is Controls.NEVER:
            raise NothingToCompare("no unit never adopted")
        last = group.max()
        kept_times = panel.times < last - design.anticipation
        if not kept_times.any():
            raise NothingToCompare("all units adopted at once")
        group = np.where(group == last, np.inf, group)
    first = panel.times[kept_times][0]
    kept = group > first + design.anticipation
    kept_units = np.isinf(group) | kept
    if not kept_units.any() or np.isinf(group[kept_units]).all():
        raise NothingToCompare("no unit adopted after the panel began")
    return (
        Balanced(
            panel.times[kept_times],
            panel.outcome[np.ix_(kept_units, kept_times)],
            group[kept_units],
            panel.weight[np.ix_(kept_units, kept_times)],
            panel.covariates[np.ix_(kept_units, kept_times)],
        ),
        int((~kept_units).sum()),
    )


def _group(
    panel: Balanced, design: GroupTimeDesign, group: float
) -> list[tuple[float, float, float, Floats]]:
    times = panel.times
    last_before = int(np.flatnonzero(times + design.anticipation < group)[-1])
    start = 0 if design.base is Base.UNIVERSAL else 1
    found = []
    for at in range(start, len(times)):
        base = last_before if design.base is Base.UNIVERSAL or times[at] >= group else at - 1
        if at == base:
            found.append((group, float(times[at]), 0.0, np.zeros(len(panel.group))))
            continue
        controls = np.isinf(panel.group)
        if design.controls is Controls.NOT_YET:
            horizon = times[max(at, base)] + design.anticipation
            controls = controls | ((panel.group > horizon) & (panel.group != group))
        if controls.any():
            effect, influence = _cell(panel, design, panel.group == group, controls, (base, at))
            found.append((group, float(times[at]), effect, influence))
    return found


def _cell(
    panel: Balanced,
    design: GroupTimeDesign,
    treated: NDArray[np.bool_],
    controls: NDArray[np.bool_],
    between: tuple[int, int],
) -> tuple[float, Floats]:
    base, at = between
    used = treated | controls
    earlier = min(between)
    x = np.column_stack([np.ones(used.sum()), panel.covariates[used, earlier]])
    influence = np.zeros(len(used))
    try:
        compared = compare(
            panel.outcome[used, at] - panel.outcome[used, base],
            treated[used].astype(np.float64),
            x,
            panel.weight[used, earlier],
            design.method,
        )
    except NotComparable:
        return np.nan, np.full(len(used), np.nan)
    influence[used] = len(used) / used.sum() * compared.influence
    return compared.effect, influence
