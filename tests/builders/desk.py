# SPDX-License-Identifier: EUPL-1.2
"""Where a test hands messages in, at a moment that it sets, and looks at what became of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from gearskifte.registry.public import (
    Intake,
    Message,
    Reading,
    Registration,
    Tally,
    give_right,
    refresh,
    replay,
    resume,
    state_hash,
    take_in,
)
from tests.builders.messages import message, read
from tests.builders.people import NOW, VAULT

TABLES: Final = (
    *("alias", "swap", "inventory", "resolution", "erased", "erasure", "rhythm", "right"),
    *("unread", "found", "fault", "quarantine", "event_object", "event", "class", "audience"),
    *("restriction", "link", "party"),
    *("object", "registration", "system", "authority", "raw_message", "person"),
)
"""The registry's tables, in an order in which they can be emptied."""


@dataclass(slots=True)
class Desk:
    """The registry's desk: a worker's connection, the tests' own connector, and a clock."""

    connection: Connection[Any]
    now: datetime = NOW
    read: Callable[[bytes], Reading] = read

    @property
    def intake(self) -> Intake:
        """What an intake needs, with the clock at `now`."""
        return Intake(self.connection, self.read, VAULT, lambda: self.now)

    def take(self, *told: Registration | Message) -> Tally:
        """Hand messages in; a registration is put in a message of its own."""
        sent = [message(each) if isinstance(each, Registration) else each for each in told]
        return take_in(self.intake, sent)

    def resume(self) -> Tally:
        """Read what was kept and never read."""
        return resume(self.intake)

    def entitle(self, official: str = "*", authority: str = "*", **right: Any) -> int:
        """Give an official a right, to everything but VIP cases where nothing else is said."""
        widest = {"of_subjects": "*", "of_benefits": "*", "level": 3}
        beginning = {"starts": datetime(2000, 1, 1, tzinfo=UTC), "by": "test", "now": self.now}
        with self.connection.transaction(), self.connection.cursor() as cursor:
            return give_right(
                cursor, official=official, authority=authority, **{**widest, **beginning, **right}
            )

    def replay(self) -> Tally:
        """Make everything anew."""
        return replay(self.intake)

    def refresh(self) -> int:
        """Make the cards anew for which some fact has begun or ended."""
        return refresh(self.connection, self.now)

    @property
    def state(self) -> str:
        """The hash of all that is held to be true."""
        return state_hash(self.connection)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query, in a transaction of its own."""
        found = self.connection.execute(query.encode(), values).fetchall()
        self.connection.commit()
        return found

    def count(self, table: str) -> int:
        """The number of rows of one of the registry's tables."""
        name = Identifier(f"registry_{table}")
        found = self.connection.execute(SQL("SELECT count(*) FROM {}").format(name)).fetchall()
        self.connection.commit()
        return int(found[0][0])

    def forget(self, owner: Connection[Any]) -> None:
        """Empty the registry, messages and persons too, which only its owner can."""
        for table in TABLES:
            owner.execute(SQL("DELETE FROM {}").format(Identifier(f"registry_{table}")))
        owner.commit()

    def one(self, query: str, *values: Any) -> Any:
        """The first column of the only row."""
        ((value, *_),) = self.rows(query, *values)
        return value
