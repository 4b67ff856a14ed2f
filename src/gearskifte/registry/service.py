# SPDX-License-Identifier: EUPL-1.2
"""What can be done to the registry: take messages in, read what waits, make all of it anew.

A message is first kept, byte for byte, and committed; only then is anything read from it. What can
be used of a message is written in one transaction, what cannot goes to quarantine, and a process
that is killed in between leaves a message that waits and is read by whoever comes next.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, Final, LiteralString

from psycopg import Connection

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.registry import judging, projecting
from gearskifte.registry.batches import LEFT_BEHIND, Batch, handed_in, waiting, write_in_turn
from gearskifte.registry.completeness import check_inventories
from gearskifte.registry.receiving import SQL, Intake, Message, Tally, writing

REPLAY: Final[Queries] = load("gearskifte.registry", "replay")


def take_in(
    intake: Intake, messages: Iterable[Message], progress: Callable[[Tally], None] | None = None
) -> Tally:
    """Keep and read messages, in order; the same bytes twice change nothing.

    Returns:
        What became of them. `progress` is called with the tally after every batch.
    """
    tally = Tally()
    batches = handed_in(intake, messages, tally)
    touched = write_in_turn(intake, batches, tally, announce=True, progress=progress)
    tally.findings += judge_references(intake, touched)
    return tally


def resume(intake: Intake) -> Tally:
    """Read the messages that were kept but, because a process was stopped, never read.

    Then those that a replay which was stopped has left; what they tell is no news.
    """
    tally = Tally()
    touched: set[int] = set()

    def batches(statement: LiteralString) -> Iterator[Batch]:
        after = 0
        while (batch := waiting(intake, statement, after)).unread:
            after = batch.unread[-1].id
            yield batch

    for statement, announce in ((SQL.never_read, True), (SQL.read_again, False)):
        touched |= write_in_turn(intake, batches(statement), tally, announce=announce)
    tally.findings += judge_references(intake, touched)
    return tally


def read_new(intake: Intake) -> set[int]:
    """Read the next messages, a batch at most, that nobody else is about to read; their ids.

    They are what the API has kept, and what importers that were killed have left behind. What they
    refer to is not looked for: see `judge_references`.
    """
    batch = waiting(intake, SQL.never_read, 0, intake.clock() - LEFT_BEHIND)
    return write_in_turn(intake, iter([batch]), Tally(), announce=True) if batch.unread else set()


def judge_references(intake: Intake, messages: Collection[int]) -> int:
    """Report references, in messages that were read, to objects that have not come; how many.

    And look again whether the sources' own counts agree with what has come.
    """
    with writing(intake.connection) as cursor:
        check_inventories(cursor, intake.clock())
        return judging.dangling(cursor, messages)


def replay(intake: Intake) -> Tally:
    """Make everything anew from the kept messages, in the order they came.

    Persons keep their ids. If it is stopped on the way, `resume` goes on where it was.
    """
    with writing(intake.connection) as cursor:
        for name in REPLAY:
            if name.startswith("forget_"):
                cursor.execute(REPLAY[name])
        cursor.execute(REPLAY.unread)
    return resume(intake)


def refresh(connection: Connection[Any], now: datetime) -> int:
    """Make the cards anew for which some fact has begun or ended; the number of them."""
    with writing(connection) as cursor:
        stale = [row[0] for row in cursor.execute(SQL.stale, {"now": now}).fetchall()]
        projecting.project(cursor, stale, now, announce=False)
        return len(stale)


def state_hash(connection: Connection[Any]) -> str:
    """One hash over all that the registry holds to be true, the same for the same truth."""
    row = connection.execute(REPLAY.state).fetchone()
    connection.commit()
    return str(row[0]) if row else ""
