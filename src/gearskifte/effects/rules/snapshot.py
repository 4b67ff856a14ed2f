# SPDX-License-Identifier: EUPL-1.2
"""The panel that a reckoning was made from, as it is kept, and the reckoning made again from it."""

from __future__ import annotations

import math
from typing import Any, Final

import msgspec
import numpy as np

from gearskifte.effects.rules.answer import Evaluation, Question
from gearskifte.effects.rules.evaluation import evaluate
from gearskifte.effects.rules.outcome_names import NAMES, UNNAMED, OutcomeName
from gearskifte.effects.rules.panel import Panel, Scale
from gearskifte.effects.rules.periods import Step
from gearskifte.effects.rules.verdict import Direction
from gearskifte.kernel.errors import InputRefused, Text

_NEAR: Final = 1e-9
"""Other machines may sum in another order."""


class KeptPanel(msgspec.Struct, frozen=True):
    """A panel as it is kept; see `Panel`. None is a value not known, or never adopted."""

    units: tuple[str, ...]
    step: Step
    numbers: tuple[int, ...]
    outcome: tuple[tuple[float | None, ...], ...]
    cases: tuple[tuple[float, ...], ...]
    adopted: tuple[float | None, ...]
    scale: Scale


class Snapshot(msgspec.Struct, frozen=True):
    """What is fetched from the page of a promise: the panel, its hash, and what was answered."""

    snapshot: str
    panel: KeptPanel
    answer: dict[str, Any]


class Rebuilt(msgspec.Struct, frozen=True):
    """A reckoning made again.

    Attributes:
        is_same_panel: whether the panel has the hash that stands on the page.
        differ: the numbers that came out otherwise, by name.
        about: what the outcome is called.
    """

    is_same_panel: bool
    differ: tuple[str, ...]
    evaluation: Evaluation
    about: OutcomeName = UNNAMED

    @property
    def is_same(self) -> bool:
        """Whether everything is as it was said."""
        return self.is_same_panel and not self.differ


def kept(panel: Panel) -> KeptPanel:
    """The panel as it is kept, from which every number of a reckoning can be made again."""
    return KeptPanel(
        units=panel.units,
        step=panel.step,
        numbers=tuple(panel.numbers.tolist()),
        outcome=tuple(
            tuple(None if math.isnan(value) else value for value in row)
            for row in panel.outcome.tolist()
        ),
        cases=tuple(map(tuple, panel.cases.tolist())),
        adopted=tuple(None if math.isinf(value) else value for value in panel.adopted.tolist()),
        scale=panel.scale,
    )


def panel_of(told: KeptPanel) -> Panel:
    """The panel that was kept."""
    return Panel(
        units=told.units,
        step=told.step,
        numbers=np.array(told.numbers, dtype=np.int64),
        outcome=np.array(
            [[np.nan if value is None else value for value in row] for row in told.outcome]
        ),
        cases=np.array(told.cases, dtype=np.float64),
        adopted=np.array([np.inf if value is None else value for value in told.adopted]),
        scale=told.scale,
    )


def rebuild(body: bytes) -> Rebuilt:
    """Make a reckoning again from what was fetched from its page.

    Raises:
        InputRefused: GS-EFF-109 if it is no such file, or one without a panel.
    """
    try:
        told = msgspec.json.decode(body, type=Snapshot)
    except msgspec.DecodeError as error:
        raise InputRefused(
            "GS-EFF-109",
            what=Text("Opgørelsen kan ikke laves igen.", "The reckoning cannot be made again."),
            why=Text(
                "Filen er ikke tallene bag en opgørelse, eller den blev lavet uden tal.",
                "The file does not hold the numbers behind a reckoning, or there were none.",
            ),
            do=Text(
                "Hent JSON-filen fra løftets side igen.",
                "Fetch the JSON file from the page of the promise again.",
            ),
        ) from error
    asked = told.answer.get("question", {})
    question = Question(
        better=Direction(told.answer.get("better", Direction.LOWER)),
        scale=told.panel.scale,
        window=asked.get("window", told.answer.get("window")),
        promise=asked.get("promise"),
    )
    panel = panel_of(told.panel)
    found = evaluate(panel, question)
    again = msgspec.json.decode(msgspec.json.encode(found))
    differ = tuple(name for name in again if not _is_near(again[name], told.answer.get(name)))
    about = {each.value: name for each, name in NAMES.items()}.get(told.answer.get("outcome", ""))
    return Rebuilt(found.fingerprint == told.snapshot, differ, found, about or UNNAMED)


def _is_near(one: Any, other: Any) -> bool:
    """Whether two told values are the same, numbers within what summing may do."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_is_near(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_is_near, one, other))
    if isinstance(one, float) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=_NEAR, abs_tol=_NEAR)
    return bool(one == other)
