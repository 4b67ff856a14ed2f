# SPDX-License-Identifier: EUPL-1.2
"""Who looked at a person's data: the log's lines in the words of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gearskifte.kernel.access import PURPOSES, Role
from gearskifte.kernel.audit import LogLine


@dataclass(frozen=True, slots=True)
class Reader:
    """One reading. Employees are named by role and unit, not by name.

    Source: CJEU C-579/21 and Datatilsynet 2024-32-0283: who has acted under instruction is
    normally not named; when, why and what are.
    """

    at: datetime
    own: bool
    role: Role
    unit: str
    purpose: str
    legal_basis: str
    what: str


def readers(lines: Iterable[LogLine]) -> list[Reader]:
    """The lines of a log as readings, in the same order."""
    return [
        Reader(
            at=line.at,
            own=line.entry.actor.role is Role.CITIZEN,
            role=line.entry.actor.role,
            unit=line.entry.actor.unit,
            purpose=line.entry.purpose,
            legal_basis=PURPOSES[line.entry.purpose].legal_basis,
            what=line.entry.what,
        )
        for line in lines
    ]
