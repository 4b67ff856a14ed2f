# SPDX-License-Identifier: EUPL-1.2
"""What Korsbæk has said of its service: published deadlines, and a promise of some months ago."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from psycopg import Connection

from gearskifte.effects.public import Promise, publish_deadline, register_promise
from gearskifte.kernel.time import local_date

_OWNER: Final = "11111111"
_BY: Final = "Henrik Balle Riis"
_DEADLINES: Final = {
    "99.10.01": (42, False),
    "99.10.02": (14, True),
    "99.10.04": (84, False),
    "99.20.02": (28, False),
    "99.30.01": (28, False),
    "99.40.01": (84, False),
    "99.50.03": (21, False),
    "99.60.01": (10, True),
}
"""KLE number → days, and whether they are working days. Invented like the subjects."""


def say(connection: Connection[Any], now: datetime) -> None:
    """Enter the deadlines, and the promise as it was made ten months before `now`."""
    with connection.transaction(), connection.cursor() as cursor:
        for topic, (days, working) in _DEADLINES.items():
            publish_deadline(
                cursor,
                owner=_OWNER,
                topic=topic,
                days=days,
                working=working,
                valid_from=local_date(now - timedelta(days=500)),
                decided_where="Byrådet, punkt 7",
                by=_BY,
                now=now,
            )
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
