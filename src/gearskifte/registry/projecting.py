# SPDX-License-Identifier: EUPL-1.2
"""Makes what is projected from histories: cards, parties, links and who may see what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor
from psycopg.types.json import Jsonb

from gearskifte.kernel.database.copying import Target, array_of, copy_in
from gearskifte.kernel.database.queries import Queries, load
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
    links: Sequence[tuple[object, ...]]
    audience: Sequence[tuple[object, ...]]
    restriction: dict[str, Any] | None
    news: Sequence[Announcement]
    registrations: int


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
            kind.value,
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
            (object_id, person, start, citizen, end, owner, kind.value, finished, sorted_at)
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
    met: Sequence[Projected] = (),
) -> None:
    """Make anew all that is projected from the histories of objects, as true at `now`.

    Args:
        cursor: a worker's.
        objects: the ids of some that are here already.
        now: the moment for which the cards are made.
        announce: whether other rooms are told what is news in them.
        met: what follows for objects that are not here yet.
    """
    if not objects and not met:
        return
    ids = {"ids": array_of(objects)}
    cards = dict(cursor.execute(SQL.lock_objects, ids).fetchall()) if objects else {}
    known = [
        projected(Object(id_, kind, told), cards.get(id_, {}), now, announce=announce)
        for id_, (kind, told) in histories(cursor, objects).items()
    ]
    affected = _neighbours(cursor, objects)
    if known:
        written = [each.row for each in known]
        cursor.execute(SQL.write_objects, {"rows": _ENCODE(written).decode()})
    if objects:
        cursor.execute(SQL.drop_parties, ids)
        cursor.execute(SQL.drop_links, ids)
        cursor.execute(SQL.drop_restrictions, ids)
        cursor.execute(SQL.drop_audience, ids)
    copy_in(cursor, OBJECTS, [(*each.row[:-1], Jsonb(each.row[-1], _ENCODE)) for each in met])
    made = [*met, *known]
    copy_in(cursor, PARTIES, [row for each in made for row in each.parties])
    copy_in(cursor, LINKS, [row for each in made for row in each.links])
    copy_in(cursor, AUDIENCE, [row for each in made for row in each.audience])
    restrictions = [each.restriction for each in made if each.restriction]
    if restrictions:
        cursor.execute(SQL.write_restrictions, {"rows": _ENCODE(restrictions).decode()})
    affected |= _neighbours(cursor, [*objects, *(each.id for each in met)])
    _go_by_others(cursor, affected, met, known)
    _concern_unread(cursor, {*affected, *objects, *(each.id for each in met)})
    publish(cursor, [told for each in made for told in each.news], now)


def _go_by_others(
    cursor: Cursor[Any],
    affected: set[UUID],
    met: Sequence[Projected],
    known: Sequence[Projected],
) -> None:
    """Write whom documents and payments concern, among these and what they are linked to."""
    affected |= {each.id for each in known if each.kind not in OF_THEIR_OWN}
    if affected:
        cursor.execute(SQL.drop_audience_through_others, {"ids": array_of(affected)})
    affected |= {each.id for each in met if each.kind not in OF_THEIR_OWN}
    if affected:
        scope = {"ids": array_of(affected), "shown": shown_roles()}
        cursor.execute(SQL.write_audience_through_others, scope)


def _concern_unread(cursor: Cursor[Any], changed: set[UUID]) -> None:
    """Whom these objects concern may have changed, and with it who waits for what of them."""
    ((any_,),) = cursor.execute(UNREAD.any_object).fetchall()
    if any_:  # as hardly ever
        cursor.execute(UNREAD.concern, {"ids": array_of(changed)})


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
