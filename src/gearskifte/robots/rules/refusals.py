# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong with a recipe and its steps, told apart by who can mend it.

RecipeRefused   the recipe cannot be used as written; its author mends the line
StepRefused     the matter or the page is not as the recipe expects; a person must look (forretning)
StepFailed      the machine, the network or the other system failed; trying again may help (teknisk)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from gearskifte.kernel.errors import GearskifteError, InputRefused, Text

SHOWN: Final = 3
"""As many problems as the one-line description of a refused recipe names; all are in `problems`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a recipe that its author must change.

    Attributes:
        line: where, from 1.
        code: to search for (GS-ROB-0xx).
        text: what is wrong and what to write instead.
    """

    line: int
    code: str
    text: Text

    def describe(self, language: str) -> str:
        """The problem on one line."""
        word = "line" if language.startswith("en") else "linje"
        return f"{word} {self.line}: {self.text.in_language(language)} [{self.code}]"


class RecipeRefused(InputRefused):
    """A recipe that cannot be read; `problems` says every line that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line, problem.code)))
        first = self.problems[:SHOWN]
        super().__init__(
            "GS-ROB-001",
            what=Text("Opskriften kan ikke bruges.", "The recipe cannot be used."),
            why=Text(
                " ".join(problem.describe("da") for problem in first),
                " ".join(problem.describe("en") for problem in first),
            ),
            do=Text("Ret linjerne, og prøv igen.", "Mend the lines, and try again."),
        )


class StepRefused(InputRefused):
    """A step that may not go on by itself: a person must look (forretningsundtagelse)."""


class StepFailed(GearskifteError):
    """A step that the machine or the other system failed at; it may help to try again."""

    permanent: ClassVar[bool] = False


class ValueFault(StepRefused):
    """A value is not what the recipe takes it for."""

    def __init__(self, why: Text, do: Text) -> None:
        super().__init__(
            "GS-ROB-101",
            what=Text("En værdi kan ikke bruges her.", "A value cannot be used here."),
            why=why,
            do=do,
        )
