# SPDX-License-Identifier: EUPL-1.2
"""Who looked at a person's data: the log's lines in the words of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gearskifte.kernel.access import PURPOSES, Role
from gearskifte.kernel.audit import Delay, LogLine


@dataclass(frozen=True, slots=True)
class Reader:
    """One line. Employees are named by role and unit, not by name; who acts by mandate is named.

    Attributes:
        own: done by the person themselves.
        name: of a citizen who acts by mandate; "" for everybody else.
        delay: what the line says was shown later, where it tells of that.
        wrong: whether the line can be called wrong: an authority answers for it.

    Source: CJEU C-579/21 and Datatilsynet 2024-32-0283: who has acted under instruction is
    normally not named; when, why and what are.
    """

    id: int
    at: datetime
    own: bool
    name: str
    role: Role
    unit: str
    purpose: str
    legal_basis: str
    what: str
    wrong: bool
    delay: Delay | None = None


def readers(
    lines: Iterable[LogLine], subject: UUID, protected: frozenset[UUID] = frozenset()
) -> list[Reader]:
    """The lines of a person's log as readings, in the same order; `protected` are not named."""
    return [
        Reader(
            id=line.id,
            at=line.at,
            own=line.entry.actor.id == str(subject),
            name=_named(line, subject, protected),
            role=line.entry.actor.role,
            unit=line.entry.actor.unit,
            purpose=line.entry.purpose,
            legal_basis=(
                line.entry.delay.legal_basis
                if line.entry.delay
                else PURPOSES[line.entry.purpose].legal_basis
            ),
            what=line.entry.what,
            wrong=bool(line.entry.actor.authority),
            delay=line.entry.delay,
        )
        for line in lines
    ]


def _named(line: LogLine, subject: UUID, protected: frozenset[UUID]) -> str:
    actor = line.entry.actor
    hidden = actor.role is not Role.CITIZEN or UUID(actor.id) in {subject, *protected}
    return "" if hidden else actor.name
