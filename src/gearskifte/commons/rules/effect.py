# SPDX-License-Identifier: EUPL-1.2
"""What an effect came to over all who reused: random-effects meta-analysis, honest with few.

Each reuser's measurement has an effect and a standard error. Places differ, so the spread between
them (tau²) is part of the uncertainty. tau² is Paule and Mandel's; the interval is Hartung, Knapp,
Sidik and Jonkman's with t on k - 1 degrees of freedom, never narrower than the plain one (Röver,
Knapp and Friede 2015). Where the *next* municipality may land is the prediction interval with t on
k - 2 (Higgins, Thompson and Spiegelhalter 2009), and needs three. Estimates, which somebody thought
rather than measured, are never part of it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LEVEL: Final = 0.95
_STEPS: Final = 200


@dataclass(frozen=True, slots=True)
class Measured:
    """One reuser's measured effect (any unit, the same for all) and its standard error, above 0."""

    effect: float
    error: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """The effect over all. `low` and `high` are None with one, `next_*` with fewer than three."""

    count: int
    effect: float
    low: float | None
    high: float | None
    next_low: float | None
    next_high: float | None
    spread: float
    """tau: the standard deviation between municipalities, in the effect's unit."""


def pool(measured: Sequence[Measured]) -> Pooled | None:
    """The effect over all reusers, or None when nobody has measured.

    Raises:
        ValueError: if a standard error is not above zero.
    """
    if any(not (each.error > 0 and math.isfinite(each.error)) for each in measured):
        raise ValueError("a standard error must be above zero")
    if not measured:
        return None
    tau2 = between(measured)
    weights = [1 / (each.error**2 + tau2) for each in measured]
    total = sum(weights)
    mean = sum(w * each.effect for w, each in zip(weights, measured, strict=True)) / total
    count = len(measured)
    if count == 1:
        return Pooled(1, mean, None, None, None, None, 0.0)
    misfit = sum(w * (each.effect - mean) ** 2 for w, each in zip(weights, measured, strict=True))
    error = math.sqrt(max(misfit / (count - 1), 1.0) / total)
    reach = _quantile(count - 1) * error
    ahead = _quantile(count - 2) * math.sqrt(tau2 + error**2) if count > 2 else None
    return Pooled(
        count,
        mean,
        mean - reach,
        mean + reach,
        None if ahead is None else mean - ahead,
        None if ahead is None else mean + ahead,
        math.sqrt(tau2),
    )


def between(measured: Sequence[Measured]) -> float:
    """The variance between municipalities (Paule-Mandel): where the weighted misfit is k - 1."""
    wanted = len(measured) - 1
    low, high = 0.0, 1.0
    if wanted < 1 or _misfit(measured, 0.0) <= wanted:
        return 0.0
    while _misfit(measured, high) > wanted:
        high *= 2
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _misfit(measured, middle) > wanted else (low, middle)
    return high


def _misfit(measured: Sequence[Measured], tau2: float) -> float:
    weights = [1 / (each.error**2 + tau2) for each in measured]
    mean = sum(w * e.effect for w, e in zip(weights, measured, strict=True)) / sum(weights)
    return sum(w * (e.effect - mean) ** 2 for w, e in zip(weights, measured, strict=True))


def _quantile(freedom: int) -> float:
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to import

    return float(stdtrit(freedom, (1 + LEVEL) / 2))
