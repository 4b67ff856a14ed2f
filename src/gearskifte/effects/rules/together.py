# SPDX-License-Identifier: EUPL-1.2
"""Several outcomes of one promise, evaluated together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from gearskifte.effects.rules.answer import Evaluation, Question
from gearskifte.effects.rules.evaluation import worked_out
from gearskifte.effects.rules.multiplicity import holm, romano_wolf
from gearskifte.effects.rules.panel import Panel
from gearskifte.effects.rules.verdict import LEVEL, Reason, Verdict


def evaluate_together(panels: Mapping[str, Panel], question: Question) -> Mapping[str, Evaluation]:
    """The evaluations of several outcomes of one promise: a verdict only on adjusted p-values.

    Raises:
        InputRefused: see `evaluate`.
    """
    found = {
        name: worked_out(panel.on_scale(question.scale), question) for name, panel in panels.items()
    }
    tested = {name: pair for name, pair in found.items() if pair[0].p is not None and pair[1]}
    if len(tested) < 2:
        return {name: evaluation for name, (evaluation, _) in found.items()}
    shapes = {(each.adopters, each.controls) for each, _ in tested.values()}
    if len(shapes) == 1:
        placed = np.stack([work.placed.fixed[0] for _, work in tested.values() if work], axis=1)
        adjusted = romano_wolf(placed)
    else:
        adjusted = holm(np.array([each.p for each, _ in tested.values()]))
    together = {name: evaluation for name, (evaluation, _) in found.items()}
    for name, p in zip(tested, adjusted.tolist(), strict=True):
        together[name] = _adjusted(together[name], p)
    return together


def _adjusted(evaluation: Evaluation, p: float) -> Evaluation:
    is_shown = evaluation.reason is Reason.SHOWN
    if is_shown and p > LEVEL:
        return replace(
            evaluation, adjusted_p=p, verdict=Verdict.NO_DIFFERENCE, reason=Reason.NOT_SHOWN
        )
    return replace(evaluation, adjusted_p=p)
