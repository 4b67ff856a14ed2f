# SPDX-License-Identifier: EUPL-1.2
"""What Korsbæk has promised of its service and is held against, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any, Final

from psycopg import Connection

from gearskifte.connectors.public import messages_in, parse_mapping
from gearskifte.demo.public import (
    ARCHIVE,
    ARCHIVE_MAPPING,
    PARKING,
    archived_cases,
    others_months,
    without_letter_since,
)
from gearskifte.effects.public import Promise, note_series, register_promise
from gearskifte.kernel.time import local_date
from gearskifte.registry.public import (
    SETTLED,
    Intake,
    Message,
    quarantine_decided,
    run_again,
    waiting,
)

_OWNER: Final = "11111111"
_BY: Final = "Henrik Balle Riis"
_AHEAD: Final = timedelta(days=14)
"""A promise is made before what it promises begins."""


def archive(now: datetime, limit: int) -> Iterator[Message]:
    """The old system's table as messages of at most `limit` bytes, one for each case."""
    table = BytesIO(archived_cases(now).encode())
    mapping = parse_mapping(ARCHIVE_MAPPING.encode(), ARCHIVE)
    for name, body in messages_in(table, ARCHIVE, max_bytes=limit, mapping=mapping):
        yield Message(name, body)


def doubt(intake: Intake) -> None:
    """Take one broken copy out again, the oldest of those that the right ones have settled.

    So one citizen waits for somebody to look at it.
    """
    with intake.connection.transaction(), intake.connection.cursor() as cursor:
        waits = any(each.citizens for each in waiting(cursor))
        decided = quarantine_decided(cursor, most=1000)
    settled = [each.id for each in decided if each.outcome == SETTLED]
    if settled and not waits:
        run_again(intake, [min(settled)])


def say(connection: Connection[Any], now: datetime) -> None:
    """Enter the promises as they were made about ten months before `now`, and others' months."""
    with connection.transaction(), connection.cursor() as cursor:
        promised = now - timedelta(days=300)
        promise = Promise(
            owner=_OWNER,
            topic="99.10.01",
            title="Faste bevillinger af hjælpemidler",
            outcome="waiting",
            change=-20,
            planned=local_date(promised + timedelta(days=30)),
            cost_oere=180_000_00,
            positions=-200,
            staff_day=local_date(promised + timedelta(days=150)),
        )
        register_promise(cursor, promise, by=_BY, now=promised)
        began = without_letter_since(now)
        parking = Promise(
            owner=_OWNER,
            topic=PARKING,
            title="Parkeringskort uden lægens brev",
            outcome="waiting",
            change=-30,
            planned=began,
            cost_oere=40_000_00,
        )
        register_promise(cursor, parking, by=_BY, now=now - (local_date(now) - began) - _AHEAD)
        for series in others_months(now):
            note_series(cursor, PARKING, series)
