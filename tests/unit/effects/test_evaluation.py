# SPDX-License-Identifier: EUPL-1.2
"""A verdict is given only where the numbers can bear one, and says what they show."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.effects.public import (
    Direction,
    LeftOut,
    Question,
    Reason,
    Scale,
    Verdict,
    details,
    detectable_before_start,
    evaluate,
    evaluate_together,
    sentence,
)
from gearskifte.effects.rules.outcome_names import (
    NAMES,
    UNNAMED,
    OutcomeName,
    of_column,
    within,
)
from gearskifte.effects.rules.placements import controls_needed, floor
from gearskifte.effects.rules.promised_outcome import PromisedOutcome
from gearskifte.kernel.errors import InputRefused
from tests.unit.effects.made_panels import made_panel

pytestmark = pytest.mark.unit

ASKED = Question(scale=Scale.LOGGED, placements=499)
CAUSES = ("effekt", "virk", "skyld", "effect", "caus", "because")


def test_a_large_effect_is_found_and_its_interval_holds_the_truth() -> None:
    """A fall of 26 % among 24 municipalities is better, about where it is."""
    found = evaluate(made_panel(effect=-0.3), ASKED)
    assert (found.verdict, found.reason) == (Verdict.BETTER, Reason.SHOWN)
    assert found.interval is not None
    assert found.interval.low is not None
    assert found.interval.high is not None
    assert found.interval.low < -0.3 < found.interval.high < 0
    assert found.percent == pytest.approx(np.expm1(found.estimate or 0))
    assert (found.adopters, found.controls) == (6, 18)


def test_what_is_better_is_the_askers_to_say() -> None:
    """The same fall is worse where higher is better."""
    found = evaluate(made_panel(effect=-0.3), replace(ASKED, better=Direction.HIGHER))
    assert found.verdict is Verdict.WORSE


def test_nothing_is_no_demonstrable_difference_with_what_would_have_been_seen() -> None:
    """Without an effect the verdict names the smallest change that would have been found."""
    found = evaluate(made_panel(seed=3), ASKED)
    assert found.verdict is Verdict.NO_DIFFERENCE
    assert found.smallest_detectable is not None
    assert 0 < found.smallest_detectable < 0.2
    assert "Ingen påviselig forskel" in sentence(found).da


@pytest.mark.parametrize(
    ("about", "da", "en"),
    [
        (NAMES[PromisedOutcome.WAITING], "ventetiden blev % kortere", "the waiting time % shorter"),
        (NAMES[PromisedOutcome.TOUCHES], "i en sag, blev % lavere", "in a case % lower"),
        (within(30), "afgjort inden 30 dage blev % lavere", "decided within 30 days % lower"),
        (of_column("ventedage"), "ventedage blev % lavere", "ventedage % lower"),
        (of_column(" Outcome "), "udfaldet blev % lavere", "the outcome % lower"),
    ],
)
def test_the_sentence_names_what_became_less(about: OutcomeName, da: str, en: str) -> None:
    """An outcome that has a name is called by it, in both languages; else it is the outcome."""
    told = sentence(evaluate(made_panel(effect=-0.3), ASKED), about=about)
    assert da in re.sub(r"[0-9,]+ %", "%", told.da)
    assert en in re.sub(r"became [0-9.]+%", "%", told.en)


def test_every_outcome_that_can_be_promised_has_a_name() -> None:
    """No verdict of a promise speaks of an outcome without saying which."""
    assert set(NAMES) == set(PromisedOutcome)
    assert UNNAMED not in NAMES.values()


@given(st.integers(1, 5), st.integers(1, 8), st.floats(-2, 2))
@settings(max_examples=30)
def test_what_placements_cannot_show_cannot_be_decided(
    adopters: int, controls: int, effect: float
) -> None:
    """With too few placements no effect, however large, gets a verdict or an interval."""
    panel = made_panel(adopters + controls, adopters, effect=effect)
    found = evaluate(panel, replace(ASKED, placements=99))
    least = floor(adopters, controls)
    assert found.p is not None
    assert found.p >= least - 1e-12
    if least > 0.05:
        assert (found.verdict, found.reason) == (Verdict.CANNOT_BE_DECIDED, Reason.TOO_FEW)
        assert found.interval is None
        assert not found.draws
        assert controls < controls_needed(adopters) == found.controls_needed


def test_without_anybody_to_compare_with_no_word_says_why() -> None:
    """When all adopt at once there is a change, and no causal word in either language."""
    found = evaluate(made_panel(12, 12, effect=-0.5, date=18), ASKED)
    assert (found.verdict, found.reason) == (Verdict.CANNOT_BE_DECIDED, Reason.NO_CONTROLS)
    assert (found.estimate, found.interval, found.p) == (None, None, None)
    assert found.change == pytest.approx(-0.5, abs=0.2)
    told = [sentence(found), *details(found)]
    words = " ".join(f"{text.da} {text.en}" for text in told).lower()
    assert not [word for word in CAUSES if word in words]


def test_adoption_that_is_too_young_waits() -> None:
    """Adopters with under three months after adoption cannot be decided yet."""
    found = evaluate(made_panel(date=34, effect=-0.5), ASKED)
    assert (found.verdict, found.reason) == (Verdict.CANNOT_BE_DECIDED, Reason.NOT_RIPE)
    assert found.left_out == {LeftOut.TOO_LATE: 6}


def test_adopters_that_went_their_own_way_before_get_no_verdict() -> None:
    """A fall that began long before adoption is not put down to adoption."""
    found = evaluate(made_panel(trend=-0.02, date=23), ASKED)
    assert (found.verdict, found.reason) == (Verdict.CANNOT_BE_DECIDED, Reason.DIFFERED_BEFORE)
    assert found.pre_trend is not None
    assert found.pre_trend.p <= 0.05


def test_a_promise_as_possible_as_nothing_cannot_be_decided() -> None:
    """Where the interval holds nothing and the promise, the numbers do not choose between them."""
    found = evaluate(made_panel(seed=3, noise=0.5), replace(ASKED, promise=-0.05))
    assert (found.verdict, found.reason) == (Verdict.CANNOT_BE_DECIDED, Reason.PROMISE_POSSIBLE)


def test_those_who_adopt_later_are_compared_with_until_they_do() -> None:
    """Without anybody who never adopts, the last to adopt serve the first."""
    panel = made_panel(24, 24, effect=-0.3)
    later = panel.adopted.copy()
    later[8:] = panel.numbers[-2]
    found = evaluate(replace(panel, adopted=later), ASKED)
    assert (found.adopters, found.controls) == (8, 16)


def test_where_all_adopt_the_last_are_compared_with_until_they_do() -> None:
    """With adoption in turn, half a year apart, the first are held up against the last."""
    panel = made_panel(24, 0)
    turns = np.where(np.arange(24) < 8, 14, 20)
    outcome = panel.outcome - 0.3 * (np.arange(36) >= turns[:, None])
    adopted = (panel.numbers[0] + turns).astype(float)
    found = evaluate(replace(panel, outcome=outcome, adopted=adopted), ASKED)
    assert (found.verdict, found.adopters, found.controls) == (Verdict.BETTER, 8, 16)
    assert found.estimate == pytest.approx(-0.3, abs=0.05)


def test_draws_are_the_interval_seen_whole() -> None:
    """The 2.5 % and 97.5 % quantiles of the draws are the ends of the interval."""
    found = evaluate(made_panel(effect=-0.1), replace(ASKED, placements=1999))
    assert found.interval is not None
    low, high = np.quantile(found.draws, [0.025, 0.975])
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=2e-3)


@given(st.floats(-1, 1), st.floats(0.1, 10))
@settings(max_examples=15)
def test_shifting_and_stretching_the_outcome_shifts_and_stretches_the_effect(
    shift: float, stretch: float
) -> None:
    """An effect is in the outcome's unit, and a level in common to all does not touch it."""
    panel = made_panel(effect=-0.2)
    asked = replace(ASKED, placements=199)
    one = evaluate(panel, asked)
    other = evaluate(replace(panel, outcome=shift + stretch * panel.outcome), asked)
    assert other.estimate == pytest.approx(stretch * (one.estimate or 0))
    assert other.p == one.p
    assert one.interval is not None
    assert other.interval is not None
    assert other.interval.low == pytest.approx(stretch * (one.interval.low or 0))


def test_missing_cells_and_seasons_do_not_make_an_effect() -> None:
    """Holes that fall on the same season on one side only leave the estimate where it was."""
    panel = made_panel(noise=0.001, effect=-0.2, date=18)
    holed = panel.outcome.copy()
    holed[:6, 18:22] = np.nan
    found = evaluate(replace(panel, outcome=holed), ASKED)
    assert found.estimate == pytest.approx(-0.2, abs=0.01)


def test_the_same_panel_gives_the_same_answer() -> None:
    """An evaluation can be made again to the last digit, and its fingerprint says of what."""
    assert evaluate(made_panel(effect=-0.1), ASKED) == evaluate(made_panel(effect=-0.1), ASKED)
    assert (
        evaluate(made_panel(seed=1), ASKED).fingerprint
        != evaluate(made_panel(seed=2), ASKED).fingerprint
    )


def test_a_value_without_a_logarithm_is_named() -> None:
    """A logarithm of zero is refused with the unit and the month."""
    panel = made_panel()
    panel.outcome[2, 5] = 0.0
    with pytest.raises(InputRefused, match="GS-EFF-107: The value of K02 in 2022-06"):
        evaluate(panel, Question(scale=Scale.LOG))


def test_several_outcomes_share_the_risk_of_being_wrong() -> None:
    """An outcome's adjusted p-value is no smaller than its own; a large effect is still shown."""
    panels = {f"o{seed}": made_panel(effect=-0.06 * seed, seed=seed) for seed in range(5)}
    asked = replace(ASKED, placements=999)
    together = evaluate_together(panels, asked)
    for name, found in together.items():
        assert found.p is not None
        assert found.adjusted_p is not None
        assert found.adjusted_p >= found.p - 1e-12
        assert found.reason is not Reason.SHOWN or found.adjusted_p <= 0.05, name
    assert together["o4"].verdict is Verdict.BETTER


def test_what_could_be_shown_is_known_before_start() -> None:
    """From history alone, more adopters can show less; too few can show nothing."""
    history = made_panel(40, 0)
    few = detectable_before_start(history, ASKED, 3)
    many = detectable_before_start(history, ASKED, 12)
    assert few is not None
    assert many is not None
    assert many < few < 0.5
    assert detectable_before_start(made_panel(5, 0), ASKED, 1) is None
