# SPDX-License-Identifier: EUPL-1.2
"""From a panel and a question to an evaluation (evaluering): effect, interval, verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gearskifte.effects.rules import placebo, shares
from gearskifte.effects.rules.answer import Evaluation, Interval, PreTrend, Question
from gearskifte.effects.rules.course import course
from gearskifte.effects.rules.design import Design, LeftOut, comparable, design, least
from gearskifte.effects.rules.estimation import Estimated, Panels, estimate, reweighed
from gearskifte.effects.rules.long_base import NEVER, Window
from gearskifte.effects.rules.multiplier import LEAST, bootstrap, shares_by_cases
from gearskifte.effects.rules.panel import Panel
from gearskifte.effects.rules.periods import Step
from gearskifte.effects.rules.placements import Placements, controls_needed, floor, place
from gearskifte.effects.rules.pre_trend import PreTrends, Sensitivity, pre_trends, sensitivity
from gearskifte.effects.rules.verdict import LEVEL, Reason, Shown, Verdict, decide

Floats = NDArray[np.float64]

FINDABLE: Final = (1.959964 + 0.841621) / 1.959964
"""What is found four times in five, in half widths of the 95 % interval."""


def evaluate(panel: Panel, question: Question) -> Evaluation:
    """The evaluation of one outcome.

    Raises:
        InputRefused: if the scale is a logarithm and a value is not above zero.
    """
    evaluation, _ = worked_out(panel.on_scale(question.scale), question)
    return evaluation


def window_of(panel: Panel, question: Question) -> Window:
    """The periods that are compared."""
    length = question.window if question.window is not None else panel.a_year
    ahead = question.anticipation
    if ahead is None:
        ahead = 1 if panel.step is Step.MONTH else 0
    return Window(max(1, min(length, len(panel.numbers))), max(0, ahead))


def worked_out(panel: Panel, question: Question) -> tuple[Evaluation, Estimated | None]:
    """The evaluation of a panel on its scale, and the estimate behind it where one may be shown."""
    whole, window = panel, window_of(panel, question)
    panel = comparable(whole, window)
    plan = design(panel, window)
    adopters, controls = len(plan.adopters), len(plan.controls)
    bare = Evaluation(
        verdict=Verdict.CANNOT_BE_DECIDED,
        reason=_reason(whole, panel, plan),
        estimate=None,
        interval=None,
        p=None,
        adopters=adopters,
        controls=controls,
        placements=0,
        controls_needed=controls_needed(max(adopters, 1)),
        window=plan.window.length,
        anticipation=plan.window.anticipation,
        step=panel.step,
        scale=panel.scale,
        better=question.better,
        fingerprint=whole.fingerprint,
        left_out=_left_out(whole, panel, plan),
    )
    if plan.panels is None:
        change = _change(whole, plan.window)
        share = None if change is None else shares.percent(change, whole, None)
        return replace(bare, change=change, change_percent=share), None
    placements = place(adopters, controls, most=question.placements, seed=question.seed)
    found = estimate(plan.panels, placements)
    low, high = (float(end[0]) for end in placebo.intervals(found.placed, 1 - LEVEL))
    before = pre_trends(plan.panels, found, placements)
    borne = sensitivity(before, low, high, _blocks_after(plan.panels, before)) if before else None
    work = _Work(plan.panels, placements, found, low, high, before, borne)
    level = shares.counterfactual(panel, plan, float(found.effect[0]))
    answer = _numbers(bare, panel, work, level)
    if floor(adopters, controls) > LEVEL:
        return _without_interval(answer), None
    verdict, reason = decide(work.shown(question.promise), question.better)
    return replace(answer, verdict=verdict, reason=reason), found


@dataclass(frozen=True, slots=True)
class _Work:
    """What was worked out of one panel on the way to its answer."""

    panels: Panels
    placements: Placements
    found: Estimated
    low: float
    high: float
    before: PreTrends | None
    borne: Sensitivity | None

    @property
    def p(self) -> float:
        """How often chance gives as much, never below what the placements can give."""
        reached = float(placebo.p_values(self.found.placed, np.zeros(1))[0])
        return max(reached, self.placements.floor)

    @property
    def half(self) -> float:
        """Half the width of the interval; by the spread of placements where it is not bounded."""
        if np.isfinite(self.high - self.low):
            return (self.high - self.low) / 2
        return 1.959964 * float(self.found.placed.under(self.found.effect)[0, 1:].std())

    def shown(self, promise: float | None) -> Shown:
        """What the verdict is given on."""
        ends = self.low, self.high
        effect = float(self.found.effect[0])
        if self.before is None or self.borne is None:
            return Shown(effect, self.p, ends, 1.0, ends, promise)
        borne = self.borne.low, self.borne.high
        return Shown(effect, self.p, ends, float(self.before.p[0]), borne, promise)


def _without_interval(answer: Evaluation) -> Evaluation:
    return replace(
        answer,
        reason=Reason.TOO_FEW,
        interval=None,
        percent_interval=None,
        by_cases_interval=None,
        draws=(),
    )


def _reason(whole: Panel, panel: Panel, plan: Design) -> Reason:
    """Why there is nothing to estimate, if there is not."""
    if plan.unripe:
        return Reason.NOT_RIPE
    return (
        Reason.NO_CONTROLS
        if LeftOut.ALONE in _left_out(whole, panel, plan)
        else (Reason.NO_ADOPTERS)
    )


def _left_out(whole: Panel, panel: Panel, plan: Design) -> dict[LeftOut, int]:
    """How many units were left out; those that all adopted at once were alone."""
    if (whole.positions < NEVER).any() and not (panel.positions < NEVER).any():
        early = int((whole.positions < least(plan.window)).sum())
        alone = {LeftOut.ALONE: len(whole.units) - early, LeftOut.TOO_EARLY: early}
        return {reason: number for reason, number in alone.items() if number}
    return dict(plan.left_out)


def _change(panel: Panel, window: Window) -> float | None:
    """The adopters' own mean change: not an effect, for nobody shows what else happened."""
    positions, changes = panel.positions, []
    for unit in np.flatnonzero(positions < NEVER):
        date = int(positions[unit])
        after = panel.outcome[unit, window.after(date, len(panel.numbers))]
        before = panel.outcome[unit, window.before(date)]
        if (~np.isnan(after)).any() and (~np.isnan(before)).any():
            changes.append(np.nanmean(after) - np.nanmean(before))
    return float(np.mean(changes)) if changes else None


def _numbers(bare: Evaluation, panel: Panel, work: _Work, level: float | None) -> Evaluation:
    """Everything that is counted, whatever the verdict will be.

    Args:
        bare: the evaluation as far as it is known.
        panel: on its scale.
        work: what was worked out of it.
        level: what the outcome would have been, where effects can be told as shares of it.
    """
    found, placements = work.found, work.placements
    effect = float(found.effect[0])
    cases = shares_by_cases(work.panels.cases[0], bare.adopters, work.panels.adopted[0])
    citizens = reweighed(work.panels, found, cases[None], placements)
    ends = (float(end[0]) for end in placebo.intervals(citizens.placed, 1 - LEVEL))
    percents = (shares.percent(end, panel, level) for end in (work.low, work.high))
    least = FINDABLE * work.half
    answer = replace(
        bare,
        estimate=effect,
        interval=_interval(work.low, work.high),
        p=work.p,
        placements=placements.possible if placements.is_complete else len(placements.order),
        percent=shares.percent(effect, panel, level),
        percent_interval=_interval(*percents),
        by_cases=float(citizens.effect[0]),
        by_cases_interval=_interval(*ends),
        smallest_detectable=least,
        smallest_detectable_percent=shares.smallest(least, panel, level, bare.better),
        pre_trend=_pre_trend(work.before, work.borne),
        course=course(work.panels, found, placements),
        draws=_draws(found),
    )
    if min(bare.adopters, bare.controls) < LEAST or not np.isfinite(work.high - work.low):
        return answer
    return replace(answer, bootstrap=bootstrap(found, bare.adopters, work.high - work.low))


def _blocks_after(panels: Panels, before: PreTrends) -> float:
    """How long the window after adoption is, in blocks of the window before it."""
    window, dates = panels.window, panels.dates.tolist()
    after = np.mean([_length(window.after(date, panels.periods)) for date in dates])
    block = np.mean([_length(window.before(date)) for date in dates]) / (before.steps.shape[1] + 1)
    return max(1.0, float(after / block))


def _length(part: slice) -> int:
    return int(part.stop - part.start)


def _pre_trend(before: PreTrends | None, borne: Sensitivity | None) -> PreTrend | None:
    if before is None or borne is None:
        return None
    return PreTrend(
        float(before.p[0]),
        float(before.trend[0]),
        float(before.findable_trend[0]),
        borne.breakdown if np.isfinite(borne.breakdown) else None,
    )


def _interval(low: float | None, high: float | None) -> Interval | None:
    known = [None if end is None or not np.isfinite(end) else float(end) for end in (low, high)]
    return None if known == [None, None] else Interval(*known)


def _draws(found: Estimated) -> tuple[float, ...]:
    ends = np.concatenate([end[0, 1:] for end in placebo.ends(found.placed)])
    return tuple(np.sort(ends[np.isfinite(ends)]).tolist())
