# SPDX-License-Identifier: EUPL-1.2
"""How the intake goes: sources, messages, quarantine, findings. Nothing here is about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import Text
from gearskifte.registry.completeness import SourceState, source_states

SQL: Final[Queries] = load("gearskifte.registry", "read")
MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Messages:
    """Messages of one interface, by what became of them."""

    interface: str
    applied: int
    unchanged: int
    quarantined: int
    newest_at: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """A message, or a part of one, in quarantine."""

    received_at: datetime
    origin: str
    interface: str
    code: str
    path: str
    reason: Text
    message: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule and how many times a sender broke it."""

    rule: str
    severity: str
    system: str
    number: int
    newest_at: datetime
    example: Text


@dataclass(frozen=True, slots=True)
class Quality:
    """How the intake goes."""

    sources: tuple[SourceState, ...]
    messages: tuple[Messages, ...]
    refused: tuple[Refused, ...]
    broken: tuple[Broken, ...]


def read_quality(cursor: Cursor[Any], now: datetime) -> Quality:
    """The state of the sources and the newest or most frequent troubles, at most 50 of each."""
    most = {"most": MOST}
    return Quality(
        sources=source_states(cursor, now),
        messages=_messages(cursor.execute(SQL.intake).fetchall()),
        refused=tuple(
            Refused(received, origin, interface, code, path, Text(da, en), message)
            for received, origin, interface, code, path, da, en, message in cursor.execute(
                SQL.quarantine, most
            ).fetchall()
        ),
        broken=tuple(
            Broken(rule, severity, system, number, newest, Text(da, en))
            for rule, severity, system, number, newest, da, en in cursor.execute(
                SQL.findings, most
            ).fetchall()
        ),
    )


def _messages(rows: list[tuple[str, str, int, datetime]]) -> tuple[Messages, ...]:
    interfaces = dict.fromkeys(row[0] for row in rows)
    numbers = {(interface, status): number for interface, status, number, _ in rows}
    return tuple(
        Messages(
            interface=interface,
            applied=numbers.get((interface, "applied"), 0),
            unchanged=numbers.get((interface, "unchanged"), 0),
            quarantined=numbers.get((interface, "quarantined"), 0),
            newest_at=max(newest for name, _, _, newest in rows if name == interface),
        )
        for interface in interfaces
    )
