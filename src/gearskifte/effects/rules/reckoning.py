# SPDX-License-Identifier: EUPL-1.2
"""The reckoning of a promise (opgørelse): what came, against those who do not use the same.

Two questions have an answer each. What did it give *here*: the municipality against those that use
nothing of the kind. And what did it give *everywhere*: all that use the same, each from its own
month, against those that do not; the staggered adoption is the experiment.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from gearskifte.effects.rules.adoption import month_of
from gearskifte.effects.rules.answer import Question
from gearskifte.effects.rules.case_panel import Measure, Rule, StartedCase, case_panel
from gearskifte.effects.rules.elsewhere import Series, joined
from gearskifte.effects.rules.evaluation import evaluate
from gearskifte.effects.rules.log import CaseFacts
from gearskifte.effects.rules.outcome_names import NAMES
from gearskifte.effects.rules.panel import Panel
from gearskifte.effects.rules.promised_outcome import FOLLOWED, PromisedOutcome, value_of
from gearskifte.effects.rules.quality import SAID, Poor, Quality, heard_until, poor_data, poor_text
from gearskifte.effects.rules.sentences import details, sentence
from gearskifte.effects.rules.verdict import Reason, Verdict
from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.kernel.time import local_date


@dataclass(frozen=True, slots=True)
class Promised:
    """Whose promise is reckoned, and how.

    Attributes:
        owner: the authority. since: the number of the month it counts from.
        months: how many are compared on either side. change: what was promised, in per cent, or in
            percentage points of a share.
        outcome: what it is about.
    """

    owner: str
    since: int
    months: int
    change: int
    outcome: PromisedOutcome = PromisedOutcome.WAITING

    @property
    def question(self) -> Question:
        """What is asked of the panel."""
        followed = FOLLOWED[self.outcome]
        promise = self.change / 100 if followed.is_share else math.log1p(self.change / 100)
        return Question(better=followed.better, window=self.months, promise=promise)


@dataclass(frozen=True, slots=True)
class Known:
    """What a reckoning is made from.

    Attributes:
        cases: of every authority here. series: what municipalities elsewhere told of the outcome.
        users: the others that use the same, here or elsewhere → the month from which.
        quality: how good the data of the authority's own cases are that are compared.
    """

    cases: Sequence[StartedCase]
    series: Sequence[Series]
    users: Mapping[str, int]
    quality: Quality | None = None


def as_started(cases: Iterable[CaseFacts], outcome: PromisedOutcome) -> list[StartedCase]:
    """Received cases, with what each counts for in a reckoning of an outcome."""
    return [
        StartedCase(
            case.municipality,
            case.started,
            case.decided,
            touched=False,
            value=value_of(case, outcome),
        )
        for case in cases
    ]


def reckoning_panel(
    cases: Sequence[StartedCase],
    adopted: Mapping[str, int],
    until: date,
    outcome: PromisedOutcome = PromisedOutcome.WAITING,
    *,
    own: str | None = None,
) -> Panel:
    """Monthly outcomes of a reckoning.

    Of a unit beside `own` that has gone silent with cases still open nothing is counted that could
    have changed since: what was not told is no proof that nothing happened.

    Raises:
        InputRefused: if no month of any unit has been followed long enough.
    """
    days: dict[str, set[date]] = defaultdict(set)
    for case in cases:
        days[case.unit].update(day for day in (case.started, case.decided) if day is not None)
    still = {case.unit for case in cases if case.decided is None and own not in (None, case.unit)}
    ends = {
        unit: heard_until(heard, until) if unit in still else until for unit, heard in days.items()
    }
    followed = FOLLOWED[outcome]
    is_waiting = outcome is PromisedOutcome.WAITING
    rule = Rule(
        Measure.WAITING if is_waiting else Measure.VALUE,
        followed=followed.days,
        is_plain=followed.is_share,
    )
    return case_panel(cases, ends, rule, adopted)


def reckon(promised: Promised, known: Known, until: date) -> dict[str, Any]:
    """The verdict, the hash and the panel of the question about here, and both answers.

    Args:
        promised: what was promised.
        known: what is known of everybody.
        until: the last day of which everything is known.
    """
    quality = msgspec.to_builtins(known.quality)
    poor = [*(known.quality.breaks if known.quality else ()), *_unmeasured(promised, known.cases)]
    if poor:
        return _undecided(Reason.POOR_DATA.value, poor_data(poor), poor, quality)
    here = Known(
        [case for case in known.cases if case.unit not in known.users],
        [each for each in known.series if each.unit not in known.users],
        {},
    )
    try:
        panel = _panel(promised, here, until)
    except InputRefused as error:
        why = Text(f"{error.what.da} {error.why.da}", f"{error.what.en} {error.why.en}")
        return _undecided(error.code, why, (), quality)
    question = replace(promised.question, scale=panel.scale)
    found = evaluate(panel, question)
    told: dict[str, Any] = {
        **msgspec.to_builtins(found),
        "cases": sum(case.unit == promised.owner for case in here.cases),
        "sentence": msgspec.to_builtins(sentence(found, about=NAMES[promised.outcome])),
        "details": msgspec.to_builtins([*_reserved(known.quality), *details(found)]),
        "question": {"window": question.window, "promise": question.promise},
        "outcome": promised.outcome.value,
        "quality": quality,
        "others": len(known.users),
    }
    if known.users:
        told["everywhere"] = _everywhere(promised, known, until, question)
    return {
        "verdict": str(found.verdict),
        "snapshot": found.fingerprint,
        "result": told,
        "panel": panel,
    }


def _undecided(reason: str, why: Text, poor: Sequence[Poor], quality: Any) -> dict[str, Any]:
    said = {"da": why.da, "en": why.en}
    told = {"reason": reason, "sentence": said, "details": [], "quality": quality}
    told["poor"] = list(map(str, poor))
    verdict = str(Verdict.CANNOT_BE_DECIDED)
    return {"verdict": verdict, "snapshot": "", "result": told, "panel": None}


def _reserved(found: Quality | None) -> list[Text]:
    """What is said of the data beside a verdict that stands."""
    told = [poor_text(rule) for rule in (found.poor if found else ()) if rule in SAID]
    return [Text(f"Forbehold: {each.da}.", f"Reservation: {each.en}.") for each in told]


def _unmeasured(promised: Promised, cases: Sequence[StartedCase]) -> list[Poor]:
    """Handling minutes need half of the cases on either side to be measured."""
    if promised.outcome is not PromisedOutcome.MINUTES:
        return []
    first = promised.since - promised.months
    for low, high in ((first, promised.since), (promised.since, promised.since + promised.months)):
        side = [
            case.value is not None
            for case in cases
            if case.unit == promised.owner and low <= month_of(case.started) < high
        ]
        if 2 * sum(side) < len(side):
            return [Poor.UNMEASURED]
    return []


def _everywhere(
    promised: Promised, known: Known, until: date, question: Question
) -> dict[str, Any]:
    """What it gave to all who use it; the hash of its panel is in it."""
    panel = _panel(promised, known, until)
    found = evaluate(panel, replace(question, promise=None))
    return {
        **msgspec.to_builtins(found),
        "sentence": msgspec.to_builtins(sentence(found, about=NAMES[promised.outcome])),
        "details": msgspec.to_builtins(details(found)),
        "users": [unit for unit in panel.units if unit in known.users],
    }


def _panel(promised: Promised, known: Known, until: date) -> Panel:
    adopted = {promised.owner: promised.since, **known.users}
    panel = reckoning_panel(known.cases, adopted, until, promised.outcome, own=promised.owner)
    return joined(panel, known.series, adopted)


def yesterday(now: datetime) -> date:
    """The last day of which everything is known."""
    return local_date(now) - timedelta(days=1)
