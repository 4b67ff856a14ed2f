# SPDX-License-Identifier: EUPL-1.2
"""When an answer can be expected: from the authority's own cases of the subject, or not at all."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

import pytest

from gearskifte.kernel.time import COPENHAGEN, local_date
from gearskifte.overview.rules.waits import expected, make_waits, past_case
from gearskifte.registry.public import CaseSpan
from tests.builders.people import DAY, NOW, OTHER_CVR, OUR_CVR

pytestmark = pytest.mark.unit

KLE = "27.35.04"
TODAY = local_date(NOW)


def _course(
    began: int, took: int | None, *, owner: str = OUR_CVR, decision: str = "Bevilget"
) -> CaseSpan:
    """A case that began so many days ago and took so long; None is open still."""
    arisen = datetime.combine(TODAY - began * DAY, time(9), COPENHAGEN)
    decided = None if took is None else arisen + timedelta(days=took)
    return CaseSpan(owner, KLE, arisen, decided, None, "" if took is None else decision)


def _lately(number: int) -> list[CaseSpan]:
    dice = Random(1)
    return [_course(dice.randint(60, 700), dice.randint(20, 50)) for _ in range(number)]


def test_a_range_comes_from_cases_like_it() -> None:
    """Eight in ten such cases took from 20 to 50 days, and the range says so, never a day past."""
    waits = make_waits(_lately(400), TODAY)
    found = expected(waits, OUR_CVR, KLE, TODAY - 10 * DAY, TODAY)
    assert found is not None
    arisen = TODAY - 10 * DAY
    assert 20 <= (found.earliest - arisen).days <= 30
    assert 40 <= (found.latest - arisen).days <= 50
    assert found.earliest <= found.usual <= found.latest
    late = expected(waits, OUR_CVR, KLE, TODAY - 40 * DAY, TODAY)
    assert late is None or late.earliest >= TODAY


def test_nothing_is_told_from_too_little_or_from_others() -> None:
    """Nineteen answers, another municipality's cases, another subject, no date: no range."""
    few = make_waits(_lately(15), TODAY)
    assert expected(few, OUR_CVR, KLE, TODAY, TODAY) is None
    waits = make_waits(_lately(400), TODAY)
    assert expected(waits, OTHER_CVR, KLE, TODAY, TODAY) is None
    assert expected(waits, OUR_CVR, "27.35", TODAY, TODAY) is None
    assert expected(waits, OUR_CVR, KLE, None, TODAY) is None
    assert expected(waits, OUR_CVR, KLE, TODAY + DAY, TODAY) is None


def test_a_withdrawn_case_and_one_closed_undecided_are_no_answers() -> None:
    """They end the wait without an answer; an open case has not ended."""
    assert past_case(_course(50, 20)).answered
    assert not past_case(_course(50, 20, decision="Ansøgning trukket tilbage")).answered
    opened = _course(50, None)
    assert past_case(opened).ended is None
    closed = CaseSpan(OUR_CVR, KLE, opened.arisen, None, NOW, "")
    assert past_case(closed).ended == TODAY
    assert not past_case(closed).answered
