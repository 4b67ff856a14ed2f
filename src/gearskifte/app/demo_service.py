# SPDX-License-Identifier: EUPL-1.2
"""What Korsbæk has promised of its service."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from psycopg import Connection

from gearskifte.effects.public import Promise, register_promise
from gearskifte.kernel.time import local_date

_OWNER: Final = "11111111"
_BY: Final = "Henrik Balle Riis"


def say(connection: Connection[Any], now: datetime) -> None:
    """Enter the promise as it was made ten months before `now`."""
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
