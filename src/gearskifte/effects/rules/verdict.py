# SPDX-License-Identifier: EUPL-1.2
"""The verdict: better, worse, no demonstrable difference, or cannot be decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LEVEL: Final = 0.05
"""A difference is shown when chance gives one as large at most so often."""


class Verdict(StrEnum):
    """What the numbers show (dom: bedre, dårligere, ingen påviselig forskel, kan ikke afgøres)."""

    BETTER = "better"
    WORSE = "worse"
    NO_DIFFERENCE = "no demonstrable difference"
    CANNOT_BE_DECIDED = "cannot be decided"


class Reason(StrEnum):
    """Why the verdict is as it is (begrundelse)."""

    SHOWN = "shown"
    NOT_SHOWN = "not shown"
    NO_ADOPTERS = "no adopters"
    NOT_RIPE = "not ripe"
    NO_CONTROLS = "no controls"
    TOO_FEW = "too few placements"
    DIFFERED_BEFORE = "adopters differed before"
    PROMISE_POSSIBLE = "the promise is as possible as nothing"
    POOR_DATA = "poor data"


class Direction(StrEnum):
    """Which way the outcome is better (retning)."""

    LOWER = "lower"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a verdict is given on, once there are placements enough.

    Attributes:
        estimate: the effect.
        p: how often chance gives as much.
        interval: the 95 % interval.
        pre_trend_p: how often chance gives as large steps before adoption; 1 if it cannot be seen.
        borne: the interval that bears a drift after adoption like the largest step before it.
        promise: the effect that was promised, on the same scale; None if nothing was.
    """

    estimate: float
    p: float
    interval: tuple[float, float]
    pre_trend_p: float
    borne: tuple[float, float]
    promise: float | None = None


def decide(shown: Shown, better: Direction) -> tuple[Verdict, Reason]:
    """The verdict where placements can reach the level.

    Adopters that went another way before adoption get a verdict only if the effect is larger than
    going on like that could make it. Nothing shown is "no demonstrable difference", unless the
    interval holds the promise as well as nothing: then the numbers do not decide between the two.
    """
    low, high = shown.interval
    if shown.p > LEVEL:
        if shown.promise is not None and low <= shown.promise <= high:
            return Verdict.CANNOT_BE_DECIDED, Reason.PROMISE_POSSIBLE
        return Verdict.NO_DIFFERENCE, Reason.NOT_SHOWN
    if shown.pre_trend_p <= LEVEL and shown.borne[0] <= 0 <= shown.borne[1]:
        return Verdict.CANNOT_BE_DECIDED, Reason.DIFFERED_BEFORE
    is_lower = shown.estimate < 0
    is_better = is_lower == (better is Direction.LOWER)
    return (Verdict.BETTER if is_better else Verdict.WORSE), Reason.SHOWN
