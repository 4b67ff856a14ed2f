# SPDX-License-Identifier: EUPL-1.2
"""What outcomes are called in a sentence: "ventetiden blev 41 % kortere"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gearskifte.effects.rules.promised_outcome import PromisedOutcome
from gearskifte.kernel.errors import Text

_LOWER: Final = Text("lavere", "lower")
_HIGHER: Final = Text("højere", "higher")
_SHORTER: Final = Text("kortere", "shorter")
_LONGER: Final = Text("længere", "longer")


@dataclass(frozen=True, slots=True)
class OutcomeName:
    """An outcome as the subject of a sentence, and what it is when there is less or more of it."""

    name: Text
    less: Text = _LOWER
    more: Text = _HIGHER


UNNAMED: Final = OutcomeName(Text("udfaldet", "the outcome"))
"""Of numbers that come without a name."""

NAMES: Final[Mapping[PromisedOutcome, OutcomeName]] = {
    PromisedOutcome.WAITING: OutcomeName(Text("ventetiden", "the waiting time"), _SHORTER, _LONGER),
    PromisedOutcome.IN_TIME: OutcomeName(
        Text("andelen afgjort inden fristen", "the share decided in time")
    ),
    PromisedOutcome.REDONE: OutcomeName(
        Text("andelen af afgørelser, der ikke holder,", "the share of decisions that do not hold")
    ),
    PromisedOutcome.TOUCHES: OutcomeName(
        Text(
            "antallet af ting, medarbejdere gør i en sag,",
            "the number of things staff do in a case",
        )
    ),
    PromisedOutcome.PEOPLE: OutcomeName(
        Text("antallet af medarbejdere i en sag", "the number of staff in a case")
    ),
    PromisedOutcome.MINUTES: OutcomeName(
        Text("den målte arbejdstid i en sag", "the measured working time in a case"),
        _SHORTER,
        _LONGER,
    ),
}


_GENERAL: Final = frozenset({"", "outcome", "udfald", "udfaldet", "value", "værdi", "vaerdi", "y"})
"""What a column is called that says nothing of what is in it."""


def within(days: int) -> OutcomeName:
    """The share of cases that are decided within so many days."""
    return OutcomeName(
        Text(f"andelen afgjort inden {days} dage", f"the share decided within {days} days")
    )


def of_column(name: str) -> OutcomeName:
    """A column of a panel, by its own name; `UNNAMED` where it is only called an outcome."""
    plain = name.strip()
    if plain.lower() in _GENERAL:
        return UNNAMED
    return OutcomeName(Text(plain, plain))
