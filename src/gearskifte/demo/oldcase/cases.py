# SPDX-License-Identifier: EUPL-1.2
"""What Gammel Sag holds: cases of the demo's people, with notes and tasks; in memory only."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Final

from gearskifte.demo.people import CITIZENS

LAYOUT_CHANGES_AFTER: Final = 3
"""Tasks saved before the vendor's update moves a field of the form."""


@dataclass(slots=True)
class OldCase:
    """A case; `facts` stand on its page as label and text."""

    number: str
    name: str
    cpr: str
    kind: str
    status: str
    facts: dict[str, str]
    notes: list[str] = field(default_factory=list)
    tasks: list[dict[str, str]] = field(default_factory=list)


class Archive:
    """All cases. Saving the same twice makes two of it.

    `more` job logs in which too few jobs were sought come after those of the citizens.
    """

    def __init__(self, more: int = 0) -> None:
        self.lock = threading.Lock()
        self.cases = {case.number: case for case in [*_cases(), *_job_logs(more)]}

    @property
    def moved(self) -> bool:
        """Whether the update has come that moves a field."""
        return sum(len(case.tasks) for case in self.cases.values()) >= LAYOUT_CHANGES_AFTER


def _job_log(number: int, sought: int) -> OldCase:
    person = CITIZENS[(number - 1) % len(CITIZENS)]
    facts = {"Søgte job i november": str(sought), "Krav": "6"}
    return OldCase(f"JC-2026-{number:03}", person.name, person.cpr, "Joblog", "Aktiv", facts)


def _job_logs(more: int) -> list[OldCase]:
    first = len(CITIZENS) + 1
    return [_job_log(number, 2) for number in range(first, first + more)]


def _cases() -> list[OldCase]:
    made = []
    for number, person in enumerate(CITIZENS, start=1):
        made.append(_job_log(number, (number * 5) % 11))
        enclosure = "Ulæseligt" if number == 4 else "Mangler" if number % 2 else "Modtaget"
        made.append(
            OldCase(
                f"EY-2026-{number:03}",
                person.name,
                person.cpr,
                "Enkeltydelse",
                "Afventer bilag",
                {"Lønseddel": enclosure, "Ansøgt": f"{number:02}-11-2026"},
            )
        )
        made.append(
            OldCase(
                f"HM-2026-{number:03}",
                person.name,
                person.cpr,
                "Hjælpemiddel",
                "Bevilget",
                {"Leveret": f"{10 + number}-11-2026" if number % 3 else ""},
            )
        )
    return made
