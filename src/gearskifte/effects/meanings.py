# SPDX-License-Identifier: EUPL-1.2
"""What the activities of processes mean here: versions saved, proposed, and cases read by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec
from psycopg import Connection, Cursor

from gearskifte.effects.rules.course_facts import CaseDates
from gearskifte.effects.rules.deadlines import numbers_above
from gearskifte.effects.rules.log import CaseEvent, Meaning, Milestone
from gearskifte.effects.rules.meaning import (
    EARLY,
    Meanings,
    MeaningVersion,
    ReadCase,
    read_case,
    tag_of,
    tagged,
)
from gearskifte.effects.rules.meaning_change import Change, change_of
from gearskifte.effects.rules.meaning_table import Written
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.registry.public import LoggedAct

SQL: Final[Queries] = load("gearskifte.effects", "meaning")
_BATCH: Final = 1000
_KEPT: Final = timedelta(days=30)
"""How long a proposal is kept."""


class Proposal(msgspec.Struct, frozen=True):
    """A version as somebody would have it; `change` is None until the worker has worked it out."""

    id: UUID
    owner: str
    newest: int
    written: Written
    by: str
    at: datetime
    change: Change | None


def read_meanings(cursor: Cursor[Any], owner: str, topic: str) -> list[MeaningVersion]:
    """All versions for a kind of case, by its own number and those above it, the oldest first."""
    asked = {"owner": owner, "topics": list(numbers_above(topic))}
    return [
        MeaningVersion(
            id=row[0],
            meaning=Meaning(
                row[2],
                msgspec.json.decode(row[4], type=dict[str, Milestone]),
                frozenset(msgspec.json.decode(row[5])),
            ),
            topic=row[1],
            valid_from=row[3],
            why=row[6],
            by=row[7],
            at=row[8],
        )
        for row in cursor.execute(SQL.versions, asked).fetchall()
    ]


def meanings_of(cursor: Cursor[Any], owner: str, topic: str) -> Meanings:
    """What activities mean in cases as they are kept, where who did something is a tag."""
    return Meanings.of(map(tagged, read_meanings(cursor, owner, topic)))


def save_meaning(
    cursor: Cursor[Any], owner: str, written: Written, newest: int, *, by: str, now: datetime
) -> int | None:
    """Save a version; None if another was saved after `newest`, on which it was made.

    The cases are read anew when their pictures are, which is at once.
    """
    values = _values(owner, written) | {"newest": newest, "by": by, "now": now}
    values["topics"] = list(numbers_above(written.topic))
    saved = cursor.execute(SQL.add_version, values).fetchone()
    return int(saved[0]) if saved else None


def propose_meaning(
    cursor: Cursor[Any], owner: str, written: Written, *, by: str, now: datetime
) -> UUID:
    """Ask what a version would change; the worker answers."""
    made = uuid4()
    newest = Meanings.of(read_meanings(cursor, owner, written.topic)).newest
    values = _values(owner, written) | {"id": made, "newest": newest, "by": by, "now": now}
    cursor.execute(SQL.propose, values)
    return made


def read_proposal(cursor: Cursor[Any], owner: str, proposal: UUID) -> Proposal | None:
    """A proposal of an authority; None where there is none."""
    row = cursor.execute(SQL.proposal, {"owner": owner, "id": proposal}).fetchone()
    return _proposal(row) if row else None


def answer_proposal(connection: Connection[Any], now: datetime) -> bool:
    """Work out what the next proposal would change; whether there was one."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(SQL.drop_old, {"before": now - _KEPT})
        row = cursor.execute(SQL.claim_proposal).fetchone()
        if row is None:
            return False
        found = _proposal(row)
        change = preview_meaning(cursor, found.owner, found.written, now)
        shown = msgspec.json.encode(change).decode()
        cursor.execute(SQL.show, {"id": found.id, "shown": shown})
    return True


def preview_meaning(cursor: Cursor[Any], owner: str, written: Written, now: datetime) -> Change:
    """What a version would change of cases that are known; for the worker role."""
    kinds: dict[str, tuple[Meanings, Meanings]] = {}
    before: list[ReadCase] = []
    after: list[ReadCase] = []
    asked = {"owner": owner, "topic": written.topic}
    for _, topic, stated, acts in cursor.execute(SQL.told, asked).fetchall():
        if topic not in kinds:
            known = read_meanings(cursor, owner, topic)
            newest = max((each.id for each in known), default=0)
            added = written.version(newest + 1, by="", at=now)
            kinds[topic] = (
                Meanings.of(map(tagged, known)),
                Meanings.of(map(tagged, [*known, added])),
            )
        dates, events = _dates(stated), _events(acts)
        before.append(read_case(dates, events, kinds[topic][0]))
        after.append(read_case(dates, events, kinds[topic][1]))
    return change_of(before, after)


def read_again(cursor: Cursor[Any], owner: str, topic: str) -> list[UUID]:
    """Read cases anew that were read by older versions; those whose acts were never kept.

    For the worker role. What is returned must be kept from the registry first, where it still is.
    """
    meanings = meanings_of(cursor, owner, topic)
    asked = {"owner": owner, "topic": topic, "newest": meanings.newest, "most": _BATCH}
    unkept: list[UUID] = []
    while rows := cursor.execute(SQL.unread, asked).fetchall():
        read = [
            {
                "id": row[0],
                **msgspec.to_builtins(read_case(_dates(row[2]), _events(row[3]), meanings)),
            }
            for row in rows
        ]
        unkept += [row[0] for row in rows if row[1]]
        values = {"rows": msgspec.json.encode(read).decode(), "newest": meanings.newest}
        cursor.execute(SQL.keep_read, values)
    return unkept


def kept_acts(acts: Iterable[LoggedAct]) -> list[tuple[int, str, str, str]]:
    """What happened as it is kept: seconds since 1970, activity, who as a tag, and life cycle."""
    return [
        (round(act.at.timestamp()), act.activity, tag_of(act.resource), act.lifecycle)
        for act in acts
    ]


def events_of(acts: Sequence[Sequence[Any]]) -> list[CaseEvent]:
    """What happened in a case, from what is kept."""
    return [
        CaseEvent(datetime.fromtimestamp(at, UTC), number, activity, who, lifecycle)
        for number, (at, activity, who, lifecycle) in enumerate(acts)
    ]


def note_minutes(
    cursor: Cursor[Any],
    *,
    event: int,
    item: int,
    solution: str,
    minutes: Decimal,
    at: datetime,
) -> None:
    """Human time was measured.

    Args:
        cursor: of the worker role.
        event: the id of the event that told it, which counts once.
        item: the work item that somebody answered a question of; 0 where one was timed by hand.
        solution: the robot it was timed for.
        minutes: the time.
        at: when.
    """
    told = {"event": event, "item": item, "solution": solution}
    cursor.execute(SQL.keep_minutes, told | {"minutes": minutes, "at": at})


def measured_minutes(
    cursor: Cursor[Any], topic: str, owner: str = ""
) -> dict[UUID, tuple[float, float | None]]:
    """Minutes told of each case of a kind, in all and in its first days; "" of every authority."""
    asked = {"topic": topic, "owner": owner, "early": EARLY}
    return {row[0]: (row[1], row[2]) for row in cursor.execute(SQL.measured, asked).fetchall()}


def sampled_minutes(cursor: Cursor[Any], owner: str, topic: str, now: datetime) -> list[float]:
    """Minutes of items timed by hand, of robots that work on a kind of case."""
    asked = {"owner": owner, "topic": topic, "now": now}
    return [row[0] for row in cursor.execute(SQL.samples, asked).fetchall()]


def _values(owner: str, written: Written) -> dict[str, Any]:
    return {
        "owner": owner,
        "topic": written.topic,
        "valid_from": written.valid_from,
        "milestones": msgspec.json.encode(written.milestones).decode(),
        "robots": msgspec.json.encode(sorted(written.robots)).decode(),
        "why": written.why,
    }


def _proposal(row: Sequence[Any]) -> Proposal:
    written = Written(
        topic=row[2],
        valid_from=row[4],
        milestones=msgspec.json.decode(row[5], type=dict[str, Milestone]),
        robots=tuple(msgspec.json.decode(row[6])),
        why=row[7],
    )
    change = msgspec.json.decode(row[10], type=Change) if row[10] else None
    return Proposal(row[0], row[1], row[3], written, row[8], row[9], change)


def _dates(stated: str) -> CaseDates:
    return msgspec.json.decode(stated, type=CaseDates)


def _events(acts: str) -> list[CaseEvent]:
    return events_of(msgspec.json.decode(acts))
