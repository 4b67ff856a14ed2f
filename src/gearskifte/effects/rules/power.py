# SPDX-License-Identifier: EUPL-1.2
"""What could be shown at all: the smallest detectable effect, before anything has begun."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gearskifte.effects.rules.answer import Question
from gearskifte.effects.rules.evaluation import evaluate, window_of
from gearskifte.effects.rules.panel import Panel, Scale
from gearskifte.effects.rules.placements import floor
from gearskifte.effects.rules.verdict import LEVEL


def detectable_before_start(panel: Panel, question: Question, adopters: int) -> float | None:
    """The smallest effect that so many adopters could show, from history alone.

    The last date with a whole window after it is played through as an adoption that changed
    nothing, by the units that had not adopted; which of them stand for the adopters matters little,
    for placements give all their turn. On the scale of the question; None where so few could never
    show anything, or history is too short.
    """
    panel = panel.on_scale(question.scale)
    window = window_of(panel, question)
    free = np.flatnonzero(~np.isfinite(panel.adopted))
    if not 0 < adopters < len(free) or floor(adopters, len(free) - adopters) > LEVEL:
        return None
    size = np.nan_to_num(panel.cases[free]).mean(axis=1)
    middle = free[np.argsort(size, kind="stable")]
    start = (len(middle) - adopters) // 2
    date = max(len(panel.numbers) - window.length, 1)
    pretended = np.full(len(panel.units), np.inf)
    pretended[middle[start : start + adopters]] = float(panel.numbers[date])
    kept = replace(
        panel,
        units=tuple(panel.units[unit] for unit in free),
        outcome=panel.outcome[free],
        cases=panel.cases[free],
        adopted=pretended[free],
    )
    as_it_is = replace(question, promise=None, scale=_as_it_is(panel.scale))
    return evaluate(kept, as_it_is).smallest_detectable


def _as_it_is(scale: Scale) -> Scale:
    """The scale of a panel whose logarithm has been taken already."""
    return Scale.LOGGED if scale is Scale.LOG else scale
