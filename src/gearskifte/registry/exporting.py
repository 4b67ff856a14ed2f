# SPDX-License-Identifier: EUPL-1.2
"""Takes objects out of the registry again, as they were told to it (udlæsning).

The registrations are read anew from the messages that were kept, for these hold everything, CPR
numbers among it, and what is stored beside them does not. By its id each is seen to be the one that
is stored. What concerns a person is written to that person's log before any of it is given out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Generator, Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from gearskifte.kernel.access import EXPORT, Actor, grant_access
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import DatabaseError, Text
from gearskifte.registry.receiving import Intake
from gearskifte.registry.rules.intake import Kind, Registration
from gearskifte.registry.sealing import Sealer, renamed
from gearskifte.registry.storing import aliases_of, rows

SQL: Final[Queries] = load("gearskifte.registry", "export")
BATCH: Final = 200


class _Stored(NamedTuple):
    object_id: UUID
    message_id: int
    id: UUID


class _Told(NamedTuple):
    """A registration as its message tells it, and the persons in it."""

    registration: Registration
    persons: Collection[UUID]


def export(
    intake: Intake,
    actor: Actor,
    *,
    kinds: Collection[Kind] = tuple(Kind),
    objects: Collection[UUID] | None = None,
    since: datetime | None = None,
) -> Generator[tuple[Registration, ...]]:
    """Each wanted object: all its registrations, in the order of their source time.

    Args:
        intake: a worker's; nothing else may be done with its connection meanwhile.
        actor: who has the objects taken out, for the log.
        kinds: only objects of these kinds.
        objects: only these objects; None takes all.
        since: only objects of which something has been received since then.

    Raises:
        AccessDenied: if the actor may not export.
        DatabaseError: GS-REG-010 if the messages are now read otherwise than when they came.
    """
    wanted = {
        "kinds": list(kinds),
        "objects": None if objects is None else list(objects),
        "since": since,
    }
    # Some objects concern nobody, and are not for everybody all the same.
    grant_access(actor=actor, subject=UUID(int=0), purpose=EXPORT, at=intake.clock())
    connection = intake.connection
    # Between two batches their log is committed, and the list must outlive that.
    with connection.cursor("registry_export", withhold=True) as cursor:
        cursor.execute(SQL.objects, wanted)
        while found := cursor.fetchmany(BATCH):
            connection.commit()
            yield from _take_out(intake, actor, [object_id for (object_id,) in found])
    connection.commit()


def _take_out(intake: Intake, actor: Actor, ids: list[UUID]) -> Iterator[tuple[Registration, ...]]:
    """The registrations of each of these objects, which are logged first."""
    with intake.connection.transaction(), intake.connection.cursor() as cursor:
        stored = [_Stored(*row) for row in cursor.execute(SQL.registrations, {"ids": ids})]
        concerned = set(cursor.execute(SQL.concerned, {"ids": ids}).fetchall())
    told = _told(intake, stored)
    by_object: dict[UUID, list[Registration]] = defaultdict(list)
    for each in stored:
        if each not in told:
            raise _read_otherwise()
        by_object[each.object_id].append(told[each].registration)
        concerned |= {(each.object_id, person) for person in told[each].persons}
    _log(intake, actor, concerned)
    for object_id in ids:
        yield tuple(by_object[object_id])


def _told(intake: Intake, stored: Iterable[_Stored]) -> dict[_Stored, _Told]:
    """What the messages tell of the objects, a message at a time."""
    told: dict[_Stored, _Told] = {}
    objects = {each.object_id for each in stored}
    for message_id in sorted({each.message_id for each in stored}):
        with intake.connection.transaction(), intake.connection.cursor() as cursor:
            ((body,),) = cursor.execute(SQL.message, {"id": message_id}).fetchall()
        registrations = intake.read(intake.vault.decipher(body)).registrations
        with intake.connection.transaction(), intake.connection.cursor() as cursor:
            aliases = aliases_of(cursor, registrations)
        for registration in registrations:
            sealer = Sealer(intake.vault, aliases)
            object_id = sealer.canonical(registration.object_id)
            if object_id in objects:
                id_ = sealer.registration(registration).id
                told.setdefault(
                    _Stored(object_id, message_id, id_),
                    _Told(renamed(registration, aliases), sealer.met.keys()),
                )
    return told


def _log(intake: Intake, actor: Actor, concerned: Iterable[tuple[UUID, UUID]]) -> None:
    """Write a line for each object and person to the person's log."""
    now = intake.clock()
    lines = []
    # Always in one order of persons, so that two exports cannot wait for each other.
    for object_id, person in sorted(concerned, key=lambda pair: (pair[1], pair[0])):
        access = grant_access(actor=actor, subject=person, purpose=EXPORT, at=now)
        lines.append({"subject": person, "entry": access.entry("object", object=str(object_id))})
    with intake.connection.transaction(), intake.connection.cursor() as cursor:
        cursor.execute(SQL.log, {"at": now, "rows": rows(lines)})


def _read_otherwise() -> DatabaseError:
    return DatabaseError(
        "GS-REG-010",
        what=Text("Udlæsningen er standset.", "The export has stopped."),
        why=Text(
            "En besked læses nu anderledes, end da den blev gemt.",
            "A message is now read otherwise than when it was kept.",
        ),
        do=Text(
            "Kør `gearskifte registry replay`, og udlæs igen.",
            "Run `gearskifte registry replay` and export again.",
        ),
    )
