# SPDX-License-Identifier: EUPL-1.2
"""The reckoning of a promise (opgørelse): what came, against those who do not use the same.

Two questions have an answer each. What did it give *here*: the municipality against those that use
nothing of the kind. And what did it give *everywhere*: all that use the same, each from its own
month, against those that do not; the staggered adoption is the experiment.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec

from gearskifte.effects.rules.answer import Question
from gearskifte.effects.rules.case_panel import Rule, StartedCase, case_panel
from gearskifte.effects.rules.elsewhere import Series, joined
from gearskifte.effects.rules.evaluation import evaluate
from gearskifte.effects.rules.panel import Panel
from gearskifte.effects.rules.sentences import details, sentence
from gearskifte.kernel.errors import InputRefused
from gearskifte.kernel.time import local_date

FOLLOWED: Final = 56
"""Days that every case of a reckoning is followed: two months, which a reckoning waits for."""


@dataclass(frozen=True, slots=True)
class Promised:
    """Whose promise is reckoned, and how.

    Attributes:
        owner: the authority. since: the number of the month it counts from.
        months: how many are compared on either side. change: what was promised, in per cent.
    """

    owner: str
    since: int
    months: int
    change: int


@dataclass(frozen=True, slots=True)
class Known:
    """What a reckoning is made from.

    Attributes:
        cases: of every authority here. series: what municipalities elsewhere told.
        users: the others that use the same, here or elsewhere → the month from which.
    """

    cases: Sequence[StartedCase]
    series: Sequence[Series]
    users: Mapping[str, int]


def reckoning_panel(cases: Sequence[StartedCase], adopted: Mapping[str, int], until: date) -> Panel:
    """Monthly waiting times of a reckoning.

    Raises:
        InputRefused: if no month of any unit has been followed long enough.
    """
    ends = {case.unit: until for case in cases}
    return case_panel(cases, ends, Rule(followed=FOLLOWED), adopted)


def reckon(promised: Promised, known: Known, until: date) -> dict[str, Any]:
    """The verdict, the hash and the panel of the question about here, and both answers.

    Args:
        promised: what was promised.
        known: what is known of everybody.
        until: the last day of which everything is known.
    """
    question = Question(window=promised.months, promise=math.log1p(promised.change / 100))
    here = Known(
        [case for case in known.cases if case.unit not in known.users],
        [each for each in known.series if each.unit not in known.users],
        {},
    )
    try:
        panel = _panel(promised, here, until)
    except InputRefused as error:
        why = {"da": f"{error.what.da} {error.why.da}", "en": f"{error.what.en} {error.why.en}"}
        said = {"reason": error.code, "sentence": why, "details": []}
        return {"verdict": "cannot be decided", "snapshot": "", "result": said, "panel": None}
    question = replace(question, scale=panel.scale)
    found = evaluate(panel, question)
    told: dict[str, Any] = {
        **msgspec.to_builtins(found),
        "cases": sum(case.unit == promised.owner for case in here.cases),
        "sentence": msgspec.to_builtins(sentence(found)),
        "details": msgspec.to_builtins(details(found)),
        "question": {"window": question.window, "promise": question.promise},
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


def _everywhere(
    promised: Promised, known: Known, until: date, question: Question
) -> dict[str, Any]:
    """What it gave to all who use it; the hash of its panel is in it."""
    panel = _panel(promised, known, until)
    found = evaluate(panel, replace(question, promise=None))
    return {
        **msgspec.to_builtins(found),
        "sentence": msgspec.to_builtins(sentence(found)),
        "details": msgspec.to_builtins(details(found)),
        "users": [unit for unit in panel.units if unit in known.users],
    }


def _panel(promised: Promised, known: Known, until: date) -> Panel:
    adopted = {promised.owner: promised.since, **known.users}
    return joined(reckoning_panel(known.cases, adopted, until), known.series, adopted)


def yesterday(now: datetime) -> date:
    """The last day of which everything is known."""
    return local_date(now) - timedelta(days=1)
