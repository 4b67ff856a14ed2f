# SPDX-License-Identifier: EUPL-1.2
"""How a run ends: finished, handed over, waiting for a person, or failed and to be tried again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from gearskifte.kernel.errors import Text
from gearskifte.robots.rules.values import Value


class Why(StrEnum):
    """Why a person is needed."""

    QUESTION = "question"
    """The recipe asks."""

    BUSINESS = "business"
    """The matter or the page is not as the recipe expects (forretningsundtagelse)."""

    UNCERTAIN = "uncertain"
    """A change may or may not have been made, and cannot be read back (usikker udførelse)."""

    UNCONFIRMED = "unconfirmed"
    """A change was made, but the read-back does not show it."""

    BORROWED = "borrowed"
    """A program from outside had the item, and did not say that it was done."""

    LOST_PLACE = "lost-place"
    """The run was broken off on a page that cannot be made the same again."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The item is done."""

    reason: str
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A person takes the item from here."""

    at: str
    reason: str
    to: str


@dataclass(frozen=True, slots=True)
class Waits:
    """The item waits for a person's answer, and goes on at step `at` when it is there.

    Attributes:
        line: of the step in the recipe.
        choices: the answers to choose among; empty where any text will do.
    """

    at: str
    line: int
    why: Why
    question: Text
    to: str
    choices: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """A technical failure at a step; trying again may help."""

    at: str
    line: int
    code: str
    reason: Text


Outcome: TypeAlias = "Finished | HandedOver | Waits | Failed"
