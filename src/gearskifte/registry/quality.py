# SPDX-License-Identifier: EUPL-1.2
"""How the intake goes: sources, messages, quarantine, findings. Nothing here is about a person."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import Text
from gearskifte.registry.completeness import SourceState, source_states
from gearskifte.registry.rules.quality import Course, Month, courses, month_before

SQL: Final[Queries] = load("gearskifte.registry", "read")
REPORT: Final[Queries] = load("gearskifte.registry", "quality")
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
    """A message, or a part of one, in quarantine, and how many citizens it may be about."""

    received_at: datetime
    origin: str
    interface: str
    code: str
    path: str
    reason: Text
    message: int
    citizens: int = 0


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
        refused=tuple(map(_refused, cursor.execute(SQL.quarantine, most).fetchall())),
        broken=tuple(
            Broken(rule, severity, system, number, newest, Text(da, en))
            for rule, severity, system, number, newest, da, en in cursor.execute(
                SQL.findings, most
            ).fetchall()
        ),
    )


def quality_by_month(cursor: Cursor[Any], since: date) -> list[Month]:
    """How often each system broke each rule, for each month from the one that `since` is in."""
    found = cursor.execute(REPORT.months, {"since": since.replace(day=1)}).fetchall()
    return [
        Month(
            system=row[0],
            system_name=row[1],
            month=row[2],
            rule=row[3],
            severity=row[4],
            number=row[5],
            objects=row[6],
            citizens=row[7],
            messages=row[8],
            text=Text(row[9], row[10]),
        )
        for row in found
    ]


def as_csv(months: Iterable[Month]) -> str:
    """The months as CSV, semicolons between the columns as Danish spreadsheets have it."""
    written = io.StringIO()
    columns = [name for name in Month.__struct_fields__ if name != "text"]
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([*columns, "text_da"])
    for each in months:
        writer.writerow([*(getattr(each, name) for name in columns), each.text.da])
    return written.getvalue()


def read_courses(cursor: Cursor[Any], month: date) -> list[Course]:
    """Each rule broken in a month or the one before, and whether it got better."""
    since = month_before(month)
    sent = {
        (system, of): number
        for system, of, number in cursor.execute(REPORT.sent, {"since": since}).fetchall()
    }
    return courses(quality_by_month(cursor, since), month, sent)


def earlier_month(cursor: Cursor[Any], month: date) -> date | None:
    """The newest month before `month` in which anything was sent; None where there is none."""
    ((earlier,),) = cursor.execute(REPORT.earlier, {"month": month}).fetchall()
    found: date | None = earlier
    return found


def _refused(row: tuple[Any, ...]) -> Refused:
    received, origin, interface, code, path, da, en, message, citizens = row
    return Refused(received, origin, interface, code, path, Text(da, en), message, citizens)


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
