# SPDX-License-Identifier: EUPL-1.2
"""Who looked at a person's data: the log's lines in the words of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gearskifte.kernel.access import PURPOSES, Role
from gearskifte.kernel.audit import Delay, Entry, LogLine


@dataclass(frozen=True, slots=True)
class Reader:
    """One line. Employees are named by role and unit, not by name; who acts by mandate is named.

    Attributes:
        own: done by the person themselves.
        name: of a citizen who acts by mandate; "" for everybody else.
        delay: what the line says was shown later, where it tells of that.
        source: the system the look-up was in, which told of it at `told_at`; "" for Gearskifte.
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
    source: str = ""
    told_at: datetime | None = None


def readers(
    lines: Iterable[LogLine], subject: UUID, protected: frozenset[UUID] = frozenset()
) -> list[Reader]:
    """The lines of a person's log as readings, in the same order; `protected` are not named."""
    return [
        Reader(
            id=line.id,
            at=line.entry.told.at if line.entry.told else line.at,
            own=line.entry.actor.id == str(subject),
            name=_named(line, subject, protected),
            role=line.entry.actor.role,
            unit=line.entry.actor.unit,
            purpose=line.entry.purpose,
            legal_basis=_legal_basis(line.entry),
            what=line.entry.what,
            wrong=bool(line.entry.actor.authority),
            delay=line.entry.delay,
            source=line.entry.told.source if line.entry.told else "",
            told_at=line.at if line.entry.told else None,
        )
        for line in lines
    ]


def _legal_basis(entry: Entry) -> str:
    """The law that the line itself names, else the usual one for its purpose."""
    own = entry.delay.legal_basis if entry.delay else entry.told.legal_basis if entry.told else ""
    return own or PURPOSES[entry.purpose].legal_basis


def _named(line: LogLine, subject: UUID, protected: frozenset[UUID]) -> str:
    actor = line.entry.actor
    hidden = actor.role is not Role.CITIZEN or UUID(actor.id) in {subject, *protected}
    return "" if hidden else actor.name
