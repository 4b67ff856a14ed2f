# SPDX-License-Identifier: EUPL-1.2
"""How good data are, and that poor data give no verdict."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from gearskifte.effects.rules.case_panel import StartedCase
from gearskifte.effects.rules.log import CaseEvent, Meaning, Milestone
from gearskifte.effects.rules.meaning import Meanings, MeaningVersion
from gearskifte.effects.rules.promised_outcome import PromisedOutcome
from gearskifte.effects.rules.quality import KnownCase, Poor, Quality, heard_until, quality
from gearskifte.effects.rules.reckoning import Known, Promised, reckon, reckoning_panel

pytestmark = pytest.mark.unit

UNTIL = date(2025, 12, 31)
DAY = timedelta(days=1)


def _case(number: int, *, wait: int | None = 20, system: str = "s", **more: object) -> KnownCase:
    """A case that began so many days before the last day, and waited so long."""
    began = UNTIL - number * DAY
    decided = began + wait * DAY if wait is not None else None
    days = (began,) if decided is None else (began, decided)
    return KnownCase(system, began, decided, None, days, **more)  # type: ignore[arg-type]


def _quality(cases: list[KnownCase], meanings: Meanings | None = None) -> Quality:
    return quality(cases, meanings or Meanings(), UNTIL)


def test_good_data_break_no_rule() -> None:
    """A year of cases that are decided, a few open ones at the end, and no rule is broken."""
    found = _quality([_case(number, wait=20 if number > 20 else None) for number in range(365)])
    assert (found.poor, found.gaps, found.impossible) == ((), (), 0)
    assert (found.cases, found.dated, found.old, found.ended) == (365, 344, 308, 308)


@pytest.mark.parametrize(
    ("cases", "rule"),
    [
        ([_case(n, wait=-3 if n % 15 == 0 else 20) for n in range(60, 365)], Poor.IMPOSSIBLE),
        ([_case(n, wait=20 if n % 3 == 0 else None) for n in range(60, 365)], Poor.UNDECIDED),
        ([_case(n) for n in [*range(60, 90), *range(200, 365)]], Poor.GAPS),
        ([_case(n, wait=20 if n > 120 else None) for n in range(100, 250)], Poor.SILENT),
    ],
)
def test_each_rule_is_broken_by_its_own_fault(cases: list[KnownCase], rule: Poor) -> None:
    """Impossible dates, decisions that are not told, gaps, and a source that fell silent."""
    assert rule in _quality(cases).poor


def test_silence_is_said_and_undoes_nothing() -> None:
    """A silent source with open cases is a reservation beside the verdict, not the verdict."""
    found = _quality([_case(n, wait=20 if n > 120 else None) for n in range(100, 250)])
    assert (found.poor, found.breaks) == ((Poor.SILENT,), ())


def test_a_silent_source_whose_cases_are_all_ended_hides_nothing() -> None:
    """Where every case is decided, silence can hide no decision: it is told, and breaks no rule."""
    found = _quality([_case(number) for number in range(100, 250)])
    assert (found.sources[0].silent, found.poor) == (True, ())


def test_ties_and_activities_nobody_has_looked_at_are_counted() -> None:
    """Events of one moment are ties; unmapped are those the version in force does not name."""
    at = datetime(2025, 6, 1, tzinfo=UTC)
    events = [CaseEvent(at, 1, "a"), CaseEvent(at, 2, "b"), CaseEvent(at + DAY, 1, "b")]
    version = MeaningVersion(1, Meaning(1, {"a": Milestone.NONE}), "27", None, "", "", at)
    found = _quality([_case(100, events=events)], Meanings.of([version]))
    assert (found.events, found.tied, found.activities) == (3, 2, 2)
    assert (found.mapped, found.unmapped, found.unmapped_events) == (True, 1, 2)
    assert Poor.UNMAPPED in found.poor


def test_what_was_not_told_is_no_proof_that_nothing_happened() -> None:
    """A unit that fell silent with open cases is followed to its last word, others to the end."""
    heard = [UNTIL - number * DAY for number in range(100, 200)]
    assert heard_until(heard, UNTIL) == UNTIL - 100 * DAY
    assert heard_until([UNTIL - number * DAY for number in range(5, 200)], UNTIL) == UNTIL
    cases = [
        StartedCase(
            unit,
            UNTIL - number * DAY,
            None if number < 150 else UNTIL - (number - 9) * DAY,
            touched=False,
        )
        for unit, last in (("quiet", 100), ("loud", 1))
        for number in range(last, 500)
    ]
    panel = reckoning_panel(cases, {}, UNTIL, own="loud")
    known = {unit: int((row > 0).sum()) for unit, row in zip(panel.units, panel.cases, strict=True)}
    assert known["quiet"] < known["loud"]


def test_poor_data_cannot_be_decided_and_say_why() -> None:
    """No number is told of an effect where a rule is broken, and the sentence names the rule."""
    poor = _quality([_case(n, wait=-3) for n in range(60, 365)])
    promised = Promised("a", 2025 * 12, 6, -20)
    answer = reckon(promised, Known([], [], {}, poor), UNTIL)
    assert (answer["verdict"], answer["panel"]) == ("cannot be decided", None)
    assert answer["result"]["reason"] == "poor data"
    assert "afgjort, før de er modtaget" in answer["result"]["sentence"]["da"]
    assert answer["result"]["quality"]["impossible"] == poor.impossible
    assert "estimate" not in answer["result"]


def test_minutes_need_half_of_the_cases_to_be_measured() -> None:
    """Handling that was measured in a third of the cases on one side gives no verdict."""
    cases = [
        StartedCase(
            "a",
            date(2025, month, 1 + day),
            None,
            touched=False,
            value=9.0 if month < 7 or day % 3 == 0 else None,
        )
        for month in range(1, 13)
        for day in range(20)
    ]
    promised = Promised("a", 2025 * 12 + 6, 6, -20, PromisedOutcome.MINUTES)
    answer = reckon(promised, Known(cases, [], {}), UNTIL)
    assert answer["result"]["poor"] == [Poor.UNMEASURED]
