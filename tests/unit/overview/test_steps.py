# SPDX-License-Identifier: EUPL-1.2
"""The four states of a case as steps: nothing is shown as reached before it is."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.kernel.time import local_date
from gearskifte.overview.rules.steps import Place, current_state, steps
from gearskifte.registry.public import DatedState, Progress
from tests.builders.facts import START
from tests.builders.people import DAY

pytestmark = pytest.mark.unit

ORDER: Final = list(Progress)


def _states(number: int, seed: int) -> tuple[DatedState, ...]:
    """States after one another, known or not, some skipped, some come back to, some apart."""
    dice = Random(seed)
    made, start = [], START
    for _ in range(number):
        start += dice.choice((0, 0, 1)) * DAY
        end = start + dice.randint(1, 3) * DAY
        code = dice.choice([*ORDER, "Noget andet"])
        made.append(DatedState(str(code), start, end))
        start = end
    if made and dice.random() < 0.6:
        made[-1] = DatedState(made[-1].state, made[-1].start, None)
    return tuple(made)


@settings(max_examples=500)
@given(st.builds(_states, st.integers(0, 5), st.integers(0, 2**32)), st.integers(-1, 16))
def test_steps_tell_where_the_case_is_and_nothing_of_the_future(
    states: tuple[DatedState, ...], day: int
) -> None:
    """At most one step is current, those before it are done, dates are of what was reached."""
    now = START + timedelta(days=day)
    here = current_state(states, now)
    made = steps(states, now)
    assert [step.state for step in made] == ORDER
    at = ORDER.index(Progress(here)) if here in set(Progress) else -1
    for number, step in enumerate(made):
        done = number < at or number == at == len(ORDER) - 1
        current = number == at and not done
        assert step.place is (Place.DONE if done else Place.CURRENT if current else Place.UPCOMING)
        begun = [each.start for each in states if each.state == step.state and each.start <= now]
        expected = local_date(min(begun)) if begun and number <= at else None
        assert step.reached == expected


def test_a_case_without_a_known_state_has_no_step_behind_it() -> None:
    """A state nobody has words for makes all steps upcoming rather than guessed."""
    odd = (DatedState("Sendt til nævn", START),)
    assert current_state(odd, START) == "Sendt til nævn"
    assert {step.place for step in steps(odd, START)} == {Place.UPCOMING}
    assert current_state((), START) == ""


def test_a_state_that_is_skipped_counts_as_passed_without_a_date() -> None:
    """From received straight to decided, the step between is done and has no day."""
    states = (
        DatedState(Progress.ARISEN, START, START + DAY),
        DatedState(Progress.DECIDED, START + DAY),
    )
    _, informed, decided, closed = steps(states, START + 2 * DAY)
    assert (informed.place, informed.reached) == (Place.DONE, None)
    assert (decided.place, decided.reached) == (Place.CURRENT, local_date(START + DAY))
    assert closed.place is Place.UPCOMING


def test_a_closed_case_is_done_all_the_way() -> None:
    """The last step is not something that is still going on."""
    closed = (DatedState(Progress.CLOSED, START),)
    assert [step.place for step in steps(closed, START)] == 4 * [Place.DONE]
