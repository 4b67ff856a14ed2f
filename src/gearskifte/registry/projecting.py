# SPDX-License-Identifier: EUPL-1.2
"""Makes what is projected from histories: cards, parties, links and who may see what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.database.rows import Parts, Target, add_rows, array_of, parts_of
from gearskifte.kernel.events import Announcement, publish
from gearskifte.registry.events import news
from gearskifte.registry.histories import histories
from gearskifte.registry.rules.cards import Party
from gearskifte.registry.rules.history import Registered, fold
from gearskifte.registry.rules.intake import Kind
from gearskifte.registry.rules.summary import summarise
from gearskifte.registry.rules.visibility import OF_THEIR_OWN, audience, shown_roles

SQL: Queries = load("gearskifte.registry", "projection")
UNREAD: Final[Queries] = load("gearskifte.registry", "unread")
OBJECTS: Final = Target(
    "registry_object",
    {
        "id": "uuid",
        "kind": "varchar",
        "owner": "text",
        "system": "text",
        "kle": "varchar",
        "sensitivity": "int2",
        "hidden": "bool",
        "finished": "bool",
        "sorted_at": "timestamptz",
        "changed_at": "timestamptz",
        "good_until": "timestamptz",
        "card": "jsonb",
    },
)
PARTIES: Final = Target(
    "registry_party",
    {
        "object_id": "uuid",
        "person_id": "uuid",
        "role": "varchar",
        "starts": "timestamptz",
        "ends": "timestamptz",
    },
)
LINKS: Final = Target("registry_link", {"source": "uuid", "target": "uuid", "role": "varchar"})

AUDIENCE: Final = Target(
    "registry_audience",
    {
        "object_id": "uuid",
        "person_id": "uuid",
        "starts": "timestamptz",
        "citizen": "bool",
        "ends": "timestamptz",
        "owner": "text",
        "kind": "varchar",
        "finished": "bool",
        "sorted_at": "timestamptz",
    },
)

_ENCODE: Final = msgspec.json.encode


class Object(msgspec.Struct, frozen=True, gc=False):
    """An object and the registrations that are known of it, in any order."""

    id: UUID
    kind: Kind
    history: Sequence[Registered]


class Projected(msgspec.Struct, frozen=True, gc=False):
    """What follows from an object's history at a moment: rows, and what is news in it.

    Attributes:
        row: the columns of `OBJECTS`; the other rows are those of their own tables.
        restriction: what restricts it more than owner, subject and sensitivity, as few are.
        registrations: how many it was made from.
    """

    id: UUID
    kind: Kind
    row: tuple[object, ...]
    parties: Sequence[tuple[object, ...]]
    links: Sequence[tuple[UUID, UUID, str]]
    audience: Sequence[tuple[object, ...]]
    restriction: dict[str, Any] | None
    news: Sequence[Announcement]
    registrations: int

    def encoded(self) -> Encoded:
        """The same in rows as PostgreSQL takes them."""
        return Encoded(
            id=self.id.bytes,
            kind=self.kind,
            whole=self.registrations == 1,
            row=OBJECTS.encode((*self.row[:-1], _ENCODE(self.row[-1]))),
            parties=[PARTIES.encode(each) for each in self.parties],
            links=[LINKS.encode(each) for each in self.links],
            audience=[AUDIENCE.encode(each) for each in self.audience],
            linked=[target for _, target, _ in self.links],
            restriction=self.restriction,
            news=self.news,
        )


class Encoded(msgspec.Struct, frozen=True, gc=False):
    """What follows for an object, in rows as PostgreSQL takes them.

    Attributes:
        whole: whether it has one registration only.
        linked: what it is linked to.
    """

    id: bytes
    kind: Kind
    whole: bool
    row: bytes
    parties: list[bytes]
    links: list[bytes]
    audience: list[bytes]
    linked: list[UUID]
    restriction: dict[str, Any] | None
    news: Sequence[Announcement]


class Met(msgspec.Struct, frozen=True):
    """What follows for objects that are not here yet; each goes by its number.

    Attributes:
        whole: whether an object has one registration only.
        objects: rows of the four tables, a part for each object.
        linked: what it is linked to.
        restrictions, news: those of the few that have any.
    """

    ids: list[bytes]
    kinds: list[Kind]
    whole: list[bool]
    objects: Parts
    parties: Parts
    links: Parts
    audience: Parts
    linked: dict[int, list[UUID]]
    restrictions: dict[int, dict[str, Any]]
    news: dict[int, list[Announcement]]

    def only(self, numbers: Sequence[int]) -> Met:
        """The same of some of the objects."""
        if len(numbers) == len(self.ids):
            return self
        at = {number: new for new, number in enumerate(numbers)}
        return Met(
            ids=[self.ids[number] for number in numbers],
            kinds=[self.kinds[number] for number in numbers],
            whole=[self.whole[number] for number in numbers],
            objects=self.objects.only(numbers),
            parties=self.parties.only(numbers),
            links=self.links.only(numbers),
            audience=self.audience.only(numbers),
            linked={at[key]: each for key, each in self.linked.items() if key in at},
            restrictions={at[key]: each for key, each in self.restrictions.items() if key in at},
            news={at[key]: each for key, each in self.news.items() if key in at},
        )


def met(follows: Sequence[Encoded]) -> Met:
    """What follows for objects, by their numbers."""
    numbered = list(enumerate(follows))
    return Met(
        ids=[each.id for each in follows],
        kinds=[each.kind for each in follows],
        whole=[each.whole for each in follows],
        objects=parts_of([(each.row,) for each in follows]),
        parties=parts_of([each.parties for each in follows]),
        links=parts_of([each.links for each in follows]),
        audience=parts_of([each.audience for each in follows]),
        linked={at: each.linked for at, each in numbered if each.linked},
        restrictions={at: each.restriction for at, each in numbered if each.restriction},
        news={at: list(each.news) for at, each in numbered if each.news},
    )


NONE: Final = met([])


def projected(
    about: Object, before: Mapping[str, Any], now: datetime, *, announce: bool
) -> Projected:
    """Make what follows from an object's history.

    Args:
        about: the object with all that is known of it.
        before: its card until now, empty for one that is new.
        now: the moment at which it is true.
        announce: whether to look for news.
    """
    object_id, kind, history = about.id, about.kind, about.history
    summary = summarise(kind, fold(history), now)
    owner, finished = summary.owner, summary.finished
    newest = max([each.source_time for each in history])
    sorted_at = summary.sorted_at or newest
    parties = _once(summary.parties)
    seen = audience(kind, parties, hidden=summary.hidden) if kind in OF_THEIR_OWN else ()
    restriction = None
    if summary.named is not None or summary.decided_until is not None:
        restriction = {
            "object_id": object_id,
            "named": summary.named,
            "until": summary.decided_until,
        }
    return Projected(
        object_id,
        kind,
        (
            object_id,
            kind,
            owner,
            summary.system,
            summary.kle,
            summary.sensitivity,
            summary.hidden,
            finished,
            sorted_at,
            newest,
            summary.good_until,
            summary.card,
        ),
        [(object_id, person, role, start, end) for person, role, start, end in parties],
        [(object_id, each.target, each.role) for each in summary.links] if summary.links else (),
        [
            (object_id, person, start, citizen, end, owner, kind, finished, sorted_at)
            for person, start, citizen, end in seen
        ],
        restriction,
        news(object_id, kind, before, summary, now) if announce else (),
        len(history),
    )


def project(
    cursor: Cursor[Any],
    objects: Sequence[UUID],
    now: datetime,
    *,
    announce: bool,
    new: Met = NONE,
) -> None:
    """Make anew all that is projected from the histories of objects, as true at `now`.

    Args:
        cursor: a worker's.
        objects: the ids of some that are here already.
        now: the moment for which the cards are made.
        announce: whether other rooms are told what is news in them.
        new: what follows for objects that are not here yet.
    """
    if not objects and not new.ids:
        return
    known = _known(cursor, objects, now, announce=announce)
    affected = _neighbours(cursor, objects)
    _drop(cursor, objects)
    add_rows(cursor, OBJECTS, new.objects.rows)
    add_rows(cursor, PARTIES, new.parties.rows + known.parties.rows)
    add_rows(cursor, LINKS, new.links.rows + known.links.rows)
    add_rows(cursor, AUDIENCE, new.audience.rows + known.audience.rows)
    restrictions = [*new.restrictions.values(), *known.restrictions.values()]
    if restrictions:
        cursor.execute(SQL.write_restrictions, {"rows": _ENCODE(restrictions).decode()})
    affected |= _neighbours(cursor, objects) | _neighbours_of_new(cursor, new)
    _go_by_others(cursor, affected, new, known)
    _concern_unread(cursor, {*affected, *objects}, new)
    publish(
        cursor, [told for each in (new, known) for news in each.news.values() for told in news], now
    )


def _known(cursor: Cursor[Any], objects: Sequence[UUID], now: datetime, *, announce: bool) -> Met:
    """What follows for objects that are here, of which the objects themselves are written."""
    if not objects:
        return NONE
    cards = dict(cursor.execute(SQL.lock_objects, {"ids": array_of(objects)}).fetchall())
    known = [
        projected(Object(id_, kind, told), cards.get(id_, {}), now, announce=announce)
        for id_, (kind, told) in histories(cursor, objects).items()
    ]
    if known:
        written = [each.row for each in known]
        cursor.execute(SQL.write_objects, {"rows": _ENCODE(written).decode()})
    return met([each.encoded() for each in known])


def _drop(cursor: Cursor[Any], objects: Sequence[UUID]) -> None:
    if objects:
        ids = {"ids": array_of(objects)}
        cursor.execute(SQL.drop_parties, ids)
        cursor.execute(SQL.drop_links, ids)
        cursor.execute(SQL.drop_restrictions, ids)
        cursor.execute(SQL.drop_audience, ids)


def _go_by_others(cursor: Cursor[Any], affected: set[UUID], new: Met, known: Met) -> None:
    """Write whom documents and payments concern, among these and what they are linked to."""
    affected |= _by_others(known)
    if affected:
        cursor.execute(SQL.drop_audience_through_others, {"ids": array_of(affected)})
    affected |= _by_others(new)
    if affected:
        scope = {"ids": array_of(affected), "shown": shown_roles()}
        cursor.execute(SQL.write_audience_through_others, scope)


def _by_others(told: Met) -> set[UUID]:
    """The objects that concern others' parties."""
    pairs = zip(told.ids, told.kinds, strict=True)
    return {UUID(bytes=id_) for id_, kind in pairs if kind not in OF_THEIR_OWN}


def _neighbours_of_new(cursor: Cursor[Any], new: Met) -> set[UUID]:
    """Objects whose audience may change with new ones: what they link to, and grants' payments.

    Nothing else that is here goes by a new object.
    """
    linked = {target for targets in new.linked.values() for target in targets}
    pairs = zip(new.ids, new.kinds, strict=True)
    return linked | _neighbours(
        cursor, [UUID(bytes=id_) for id_, kind in pairs if kind is Kind.GRANT]
    )


def _concern_unread(cursor: Cursor[Any], changed: Iterable[UUID], new: Met) -> None:
    """Whom these objects concern may have changed, and with it who waits for what of them."""
    ((any_,),) = cursor.execute(UNREAD.any_object).fetchall()
    if any_:  # as hardly ever
        every = {*changed, *(UUID(bytes=id_) for id_ in new.ids)}
        cursor.execute(UNREAD.concern, {"ids": array_of(every)})


def _neighbours(cursor: Cursor[Any], objects: Sequence[UUID]) -> set[UUID]:
    if not objects:
        return set()
    return {row[0] for row in cursor.execute(SQL.neighbours, {"ids": array_of(objects)}).fetchall()}


def _once(
    parties: Sequence[Party],
) -> Sequence[tuple[UUID, str, datetime, datetime | None]]:
    """The same person in the same role from the same moment once, as long as any of them."""
    if len(parties) == 1:
        (only,) = parties
        return [(only.person, only.role, only.start, only.end)]
    last: dict[tuple[UUID, str, datetime], datetime | None] = {}
    for party in parties:
        key = (party.person, party.role, party.start)
        end = last.get(key, party.end)
        last[key] = None if end is None or party.end is None else max(end, party.end)
    return [(*key, end) for key, end in last.items()]
