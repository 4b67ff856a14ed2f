# SPDX-License-Identifier: EUPL-1.2
"""What the overview does when something happens in the registry: it becomes the citizen's news."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.events import Delivered
from gearskifte.registry.public import CaseProgressed, PaymentAnnounced

SQL: Final[Queries] = load("gearskifte.overview", "reactions")
PAYMENT: Final = "payment"


def remember_progress(cursor: Cursor[Any], event: Delivered) -> None:
    """A case went into a new state."""
    told = msgspec.convert(event.payload, CaseProgressed)
    _remember(cursor, event, told, told.state)


def remember_payment(cursor: Cursor[Any], event: Delivered) -> None:
    """Money is on its way."""
    _remember(cursor, event, msgspec.convert(event.payload, PaymentAnnounced), PAYMENT)


def _remember(
    cursor: Cursor[Any], event: Delivered, told: CaseProgressed | PaymentAnnounced, what: str
) -> None:
    cursor.execute(
        SQL.add_news,
        {
            "persons": list(told.persons),
            "object_id": told.object_id,
            "event_id": event.id,
            "what": what,
            "at": told.at,
        },
    )
