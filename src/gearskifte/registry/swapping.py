# SPDX-License-Identifier: EUPL-1.2
"""A vendor swap (leverandørskifte): rehearsed without writing anything, then carried out.

The rehearsal reads what the new system will send, tells which object here each of its objects is,
and folds both histories together as the swap will do, to see what would change for the reader. The
swap itself writes one row for each object, the new system's id for it, in one transaction; from
then on whatever comes under that id is about the object that was always here. So pages, ids and
addresses stay, nothing is copied, and nobody waits: reading goes on all the time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.errors import GearskifteError, Text
from gearskifte.registry import unread
from gearskifte.registry.histories import histories
from gearskifte.registry.projecting import project
from gearskifte.registry.receiving import Intake, Message, Tally, writing
from gearskifte.registry.rules.history import Registered, fold
from gearskifte.registry.rules.intake import Kind
from gearskifte.registry.rules.summary import summarise
from gearskifte.registry.rules.swap import (
    By,
    Known,
    Matcher,
    Trouble,
    differences,
    persons_lost,
)
from gearskifte.registry.rules.visibility import shown_roles
from gearskifte.registry.sealing import Sealer
from gearskifte.registry.service import resume, take_in
from gearskifte.registry.storing import aliases_of, rows

SQL: Final[Queries] = load("gearskifte.registry", "swap")
BATCH: Final = 500
MOST_SHOWN: Final = 20


@dataclass(slots=True)
class Rehearsal:
    """What a swap would do.

    Attributes:
        old: how many objects the old system has here.
        matched: the new system's id → the id here, for each that would be taken over.
        by: how they were known again.
        new: objects that the old system did not have.
        left: objects of the old system that the new one has not sent.
        changes: part of a card → how many objects' cards would change in it.
        troubles: why objects cannot be taken over yet, counted; `examples` are some of them, and
            `held` all.
        unread: messages that could not be read.
    """

    old_system: str
    new_system: str
    old: int = 0
    matched: dict[UUID, UUID] = field(default_factory=dict)
    by: Counter[By] = field(default_factory=Counter)
    new: int = 0
    left: int = 0
    changes: Counter[str] = field(default_factory=Counter)
    troubles: Counter[Trouble] = field(default_factory=Counter)
    examples: list[tuple[Trouble, UUID]] = field(default_factory=list)
    held: set[UUID] = field(default_factory=set)
    unread: int = 0

    @property
    def ready(self) -> dict[UUID, UUID]:
        """What can be taken over without anybody having to look at it."""
        return {new: old for new, old in self.matched.items() if new not in self.held}

    def trouble(self, what: Trouble, object_id: UUID) -> None:
        """Count an object that cannot be taken over."""
        self.troubles[what] += 1
        self.held.add(object_id)
        if len(self.examples) < MOST_SHOWN:
            self.examples.append((what, object_id))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a swap went.

    Attributes:
        taken: how many objects got a new system.
        tally: what became of the new system's messages.
        sights: how many pairs of citizen and object there were before and after.
        same_pages: whether every citizen sees the same of these objects as before.
    """

    taken: int
    tally: Tally
    sights: tuple[int, int]
    same_pages: bool


def find_system(cursor: Cursor[Any], given: str) -> str:
    """The id of a system by its id or name.

    Raises:
        GearskifteError: GS-SWP-001 if none or several are called that.
    """
    found = {row[0] for row in cursor.execute(SQL.systems, {"given": given.strip()}).fetchall()}
    if len(found) == 1:
        return str(found.pop())
    raise GearskifteError(
        "GS-SWP-001",
        what=Text(f"Systemet {given} kan ikke findes.", f"The system {given} cannot be found."),
        why=Text(f"{len(found)} systemer hedder sådan.", f"{len(found)} systems are called that."),
        do=Text(
            "Skriv systemets UUID. `gearskifte registry source state` viser dem.",
            "Write the system's UUID. `gearskifte registry source state` shows them.",
        ),
    )


def rehearse(
    intake: Intake,
    old_system: str,
    new_system: str,
    messages: Iterable[Message],
    listed: Mapping[UUID, UUID],
) -> Rehearsal:
    """What a swap would do; nothing is written.

    Args:
        intake: a worker's.
        old_system: id of the system (Master) until now.
        new_system: id of the one that takes over.
        messages: what the new system will send, or has sent already.
        listed: the new system's id → the old one's, where the vendors have made a list.
    """
    with intake.connection.transaction(), intake.connection.cursor() as cursor:
        rehearsal = Rehearsal(old_system, new_system)
        matcher = Matcher(_known(cursor, old_system), listed)
        rehearsal.old = len(matcher)
        here = list(_known(cursor, new_system))
        for each in here:
            _count(rehearsal, matcher, each)
        waiting: dict[UUID, list[Registered]] = {}
        for message in messages:
            for object_id, kind, told in _objects(cursor, intake, message, rehearsal):
                summary = summarise(kind, fold(told), intake.clock())
                known = Known(
                    object_id,
                    kind,
                    summary.owner,
                    getattr(summary.card, "number", ""),
                    frozenset(party.person for party in summary.parties),
                )
                old = rehearsal.matched.get(object_id) or _count(rehearsal, matcher, known)
                if old is not None:
                    waiting.setdefault(object_id, []).extend(told)
            if len(waiting) >= BATCH:
                _compare(cursor, intake, rehearsal, waiting)
                waiting.clear()
        _compare(cursor, intake, rehearsal, waiting)
        rehearsal.left = matcher.left
    return rehearsal


def swap(intake: Intake, rehearsal: Rehearsal, messages: Iterable[Message], by: str) -> Outcome:
    """Let the new system take over what the rehearsal matched, and take in its messages.

    If it is stopped on the way, the same again carries it through: the ids are written at once, and
    messages that were read before change nothing.
    """
    ids = {"ids": sorted(set(rehearsal.ready.values()))}
    with writing(intake.connection) as cursor:
        ((before, before_hash),) = cursor.execute(SQL.pages, ids).fetchall()
        _take_over(cursor, intake, rehearsal, by)
    tally = take_in(intake, messages)
    resume(intake)
    with intake.connection.transaction(), intake.connection.cursor() as cursor:
        ((after, after_hash),) = cursor.execute(SQL.pages, ids).fetchall()
    return Outcome(len(rehearsal.ready), tally, (before, after), before_hash == after_hash)


def _take_over(cursor: Cursor[Any], intake: Intake, rehearsal: Rehearsal, by: str) -> None:
    renamed = [
        {"alias": new, "object_id": old} for new, old in rehearsal.ready.items() if new != old
    ]
    now = intake.clock()
    arguments = {
        "old": rehearsal.old_system,
        "new": rehearsal.new_system,
        "at": now,
        "by": by,
        "number": len(rehearsal.ready),
    }
    ((swap_id,),) = cursor.execute(SQL.begin_swap, arguments).fetchall()
    cursor.execute(SQL.add_aliases, {"swap": swap_id, "rows": rows(renamed)})
    unread.rename(cursor, [new for new, old in rehearsal.ready.items() if new != old])
    # What the new system has sent under its own ids before stands twice, and is read again.
    again = [row[0] for row in cursor.execute(SQL.read_again, {"swap": swap_id}).fetchall()]
    project(cursor, again, now, announce=False)
    cursor.execute(SQL.drop_doubles, {"ids": again})


def _known(cursor: Cursor[Any], system: str) -> Iterable[Known]:
    found = cursor.execute(SQL.known, {"system": system}).fetchall()
    return [Known(row[0], Kind(row[1]), row[2], row[3], frozenset(row[4])) for row in found]


def _count(rehearsal: Rehearsal, matcher: Matcher, known: Known) -> UUID | None:
    match = matcher.match(known)
    if match.trouble is not None:
        rehearsal.trouble(match.trouble, known.id)
    elif match.old is None or match.by is None:
        rehearsal.new += 1
    else:
        rehearsal.by[match.by] += 1
        rehearsal.matched[known.id] = match.old
    return match.old


def _objects(
    cursor: Cursor[Any], intake: Intake, message: Message, rehearsal: Rehearsal
) -> Iterable[tuple[UUID, Kind, list[Registered]]]:
    """What one message tells of each object, sealed as it would be stored."""
    reading = intake.read(message.body)
    rehearsal.unread += bool(reading.refusals)
    sealer = Sealer(intake.vault, aliases_of(cursor, reading.registrations))
    told: dict[UUID, tuple[Kind, list[Registered]]] = {}
    for each in reading.registrations:
        sealed = sealer.registration(each)
        stored = sealed.registration
        _, known = told.setdefault(stored.object_id, (stored.kind, []))
        known.append(Registered(sealed.id, stored.source_time, intake.clock(), stored.facts))
    return [(object_id, kind, known) for object_id, (kind, known) in told.items()]


def _compare(
    cursor: Cursor[Any],
    intake: Intake,
    rehearsal: Rehearsal,
    waiting: Mapping[UUID, list[Registered]],
) -> None:
    """Fold what the new system tells into what is here, and see what its readers would see."""
    ids = [rehearsal.matched[new] for new in waiting]
    here = {id_: registered for id_, (_, registered) in histories(cursor, ids).items()}
    kinds = dict(cursor.execute(SQL.kinds, {"ids": ids}).fetchall())
    now = intake.clock()
    for new, told in waiting.items():
        old = rehearsal.matched[new]
        kind = Kind(kinds[old])
        before = summarise(kind, fold(here[old]), now)
        after = summarise(kind, fold([*here[old], *told]), now)
        if persons_lost(before, after, shown_roles(), kind):
            rehearsal.trouble(Trouble.UNSEEN, new)
        rehearsal.changes.update(differences(before, after))
