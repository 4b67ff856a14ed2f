# SPDX-License-Identifier: EUPL-1.2
"""What is remembered of a run, step by step: intent, act, read-back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from gearskifte.robots.rules.driver import Hit
from gearskifte.robots.rules.steps import Step


class State(StrEnum):
    """How far a step has come."""

    BEGUN = "begun"
    """It was meant to be done; whether it was is not known (intent without result)."""

    AGAIN = "again"
    """It was begun, and it is known that it was not done."""

    DONE = "done"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is remembered of one step; `value` is what it gave, as `values.kept` writes it."""

    state: State
    value: Any = None


@dataclass(frozen=True, slots=True)
class Happening:
    """What a robot did in a citizen's case, for the registry and the citizen's log."""

    case: str
    what: str
    citizen: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The result of a step.

    Attributes:
        value: what it gave, as `values.kept` writes it.
        said: what was done, with its values, in Danish; secrets left out.
        hit: what on the screen it was done to, and why that.
        verified: whether it was read back, and by whom it was found done ("", "read-back",
            "read-back before redo").
        picture: the screen afterwards.
        system: the system it was done in, by the recipe's name for it; "" where none is known.
        effect: what it changed, in the recipe's words with the item's values.
    """

    value: Any = None
    said: str = ""
    hit: Hit | None = None
    verified: str = ""
    picture: bytes = b""
    happening: Happening | None = None
    system: str = ""
    effect: str = ""


class Journal(Protocol):
    """Remembers. `at` names one passing of a step: `4.1`, in the second turn of a loop `4#2.1`."""

    pictures: bool
    """Whether pictures before and after each change are wanted."""

    def recall(self, at: str) -> Entry | None:
        """What is remembered of a step."""

    def begin(self, at: str, step: Step, said: str, picture: bytes) -> None:
        """Remember for good that a change is meant to be made, before it is made.

        Raises:
            LeaseLost: if the item belongs to another worker now. Nothing may be done then.
        """

    def withdraw(self, at: str) -> None:
        """The change that was begun was certainly not made."""

    def done(self, at: str, step: Step, result: Done) -> None:
        """Remember a result."""


class LeaseLost(Exception):
    """The item belongs to another worker; this one leaves it alone at once."""


class MemoryJournal:
    """Remembers as long as the process lives; for trying out."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.results: dict[str, Done] = {}
        self.pictures = False

    def recall(self, at: str) -> Entry | None:
        """What is remembered of a step."""
        return self.entries.get(at)

    def begin(self, at: str, step: Step, said: str, picture: bytes) -> None:
        """Remember an intent."""
        self.entries[at] = Entry(State.BEGUN)

    def withdraw(self, at: str) -> None:
        """Forget an intent."""
        self.entries.pop(at, None)

    def done(self, at: str, step: Step, result: Done) -> None:
        """Remember a result."""
        self.entries[at] = Entry(State.DONE, result.value)
        self.results[at] = result
