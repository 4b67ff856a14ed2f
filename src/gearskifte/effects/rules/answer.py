# SPDX-License-Identifier: EUPL-1.2
"""What is asked of a panel, and what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gearskifte.effects.rules.course import CoursePoint
from gearskifte.effects.rules.design import LeftOut
from gearskifte.effects.rules.multiplier import Bootstrapped
from gearskifte.effects.rules.panel import Scale
from gearskifte.effects.rules.periods import Step
from gearskifte.effects.rules.placements import MOST
from gearskifte.effects.rules.verdict import Direction, Reason, Verdict


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a panel.

    Attributes:
        better: which way the outcome is better; waiting time is the default.
        scale: see `Scale`.
        window: periods compared on either side; None for a year of them (`Panel.a_year`).
        anticipation: periods before adoption that count on neither side; None for one month, and
            for none of other periods.
        promise: the effect that was promised, on the scale of the estimate; None if none was.
        placements: how many are drawn where they cannot all be listed.
        seed: the draws are the same for the same seed.
    """

    better: Direction = Direction.LOWER
    scale: Scale = Scale.PLAIN
    window: int | None = None
    anticipation: int | None = None
    promise: float | None = None
    placements: int = MOST
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Interval:
    """Lower and upper end; None where an end is not bounded."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class PreTrend:
    """What was seen before adoption (forløb før ibrugtagning).

    Attributes:
        p: how often chance gives steps as large before adoption, all together.
        trend: what the trend before adoption would make of the effect by going on, in its unit.
        findable_trend: the trend that would have been found four times in five, in the same.
        breakdown: how many times the largest step before adoption the drift after it may be, in
            each block of time, before the interval holds zero.
    """

    p: float
    trend: float
    findable_trend: float
    breakdown: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answer to a question (evaluering).

    Numbers are in the outcome's unit, or logarithms where the scale is one.

    Attributes:
        verdict, reason: what the numbers show, and why not more.
        estimate: the effect, every adopter counting the same; None without controls.
        interval: 95 %; None where too few placements can refute anything.
        p: how often chance gives as much; never below one over the placements. None without
            controls.
        percent, percent_interval: the same as a share of what it would have been (-0.15 for 15 %
            lower); None where that has no meaning.
        by_cases, by_cases_interval: the effect if every case counts the same.
        change, change_percent: the adopters' own change, where there is nobody to compare with. It
            is no effect.
        adopters, controls: how many units are evaluated, and compared with.
        placements: how many there are of.
        controls_needed: how many controls it takes before anything can be shown.
        smallest_detectable: the effect that would be found four times in five.
        adjusted_p: p, allowing for the other outcomes of the same promise (Romano-Wolf).
        pre_trend: what was seen before adoption; None where nothing can be.
        bootstrap: a second opinion where there are 30 adopters and 30 controls.
        course: the picture.
        draws: draws from the confidence distribution of the effect, whose 2.5 % and 97.5 %
            quantiles are the interval; empty where there is none.
        left_out: how many units were left out, by reason.
        window, anticipation, step: the periods that were compared, and their length.
        scale, better: as asked.
        fingerprint: SHA-256 of the panel.
    """

    verdict: Verdict
    reason: Reason
    estimate: float | None
    interval: Interval | None
    p: float | None
    adopters: int
    controls: int
    placements: int
    controls_needed: int
    window: int
    anticipation: int
    step: Step
    scale: Scale
    better: Direction
    fingerprint: str
    left_out: Mapping[LeftOut, int]
    percent: float | None = None
    percent_interval: Interval | None = None
    by_cases: float | None = None
    by_cases_interval: Interval | None = None
    change: float | None = None
    change_percent: float | None = None
    smallest_detectable: float | None = None
    smallest_detectable_percent: float | None = None
    adjusted_p: float | None = None
    pre_trend: PreTrend | None = None
    bootstrap: Bootstrapped | None = None
    course: tuple[CoursePoint, ...] = ()
    draws: tuple[float, ...] = ()
