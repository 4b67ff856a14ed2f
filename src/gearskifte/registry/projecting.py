# SPDX-License-Identifier: EUPL-1.2
"""Makes what is projected from histories: cards, parties, links and who may see what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor
from psycopg.types.json import Jsonb

from gearskifte.kernel.database.copying import Target, copy_in
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.events import publish
from gearskifte.registry.events import announcements
from gearskifte.registry.histories import Histories, histories
from gearskifte.registry.rules.cards import Summary
from gearskifte.registry.rules.history import Registered, fold
from gearskifte.registry.rules.intake import Kind
from gearskifte.registry.rules.summary import summarise
from gearskifte.registry.rules.visibility import shown_roles

SQL: Queries = load("gearskifte.registry", "projection")
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

_ENCODE: Final = msgspec.json.encode


def project(
    cursor: Cursor[Any],
    objects: Sequence[UUID],
    now: datetime,
    *,
    announce: bool,
    met: Histories | None = None,
) -> None:
    """Make anew all that is projected from the histories of objects, as true at `now`.

    Args:
        cursor: a worker's.
        objects: the ids of some that are here already.
        now: the moment for which the cards are made.
        announce: whether other rooms are told what is news in them.
        met: the whole histories of objects that are not here yet.
    """
    new = met or {}
    if not objects and not new:
        return
    ids = {"ids": list(objects)}
    cards = dict(cursor.execute(SQL.lock_objects, ids).fetchall()) if objects else {}
    told = {**new, **histories(cursor, objects)}
    summaries = {id_: summarise(kind, fold(known), now) for id_, (kind, known) in told.items()}
    affected = _neighbours(cursor, objects)
    _write_objects(cursor, {id_: told[id_] for id_ in told if id_ not in new}, summaries)
    added = [_row(id_, *new[id_], summaries[id_]) for id_ in new]
    copy_in(cursor, OBJECTS, [(*row, Jsonb(card, _ENCODE)) for *row, card in added])
    if objects:
        cursor.execute(SQL.drop_parties, ids)
        cursor.execute(SQL.drop_links, ids)
        cursor.execute(SQL.drop_restrictions, ids)
    copy_in(cursor, PARTIES, list(_parties(summaries)))
    links = [(id_, each.target, each.role) for id_, s in summaries.items() for each in s.links]
    copy_in(cursor, LINKS, links)
    _write_restrictions(cursor, summaries)
    concerned = [*objects, *new]
    affected |= _neighbours(cursor, concerned) | set(concerned)
    scope = {"ids": list(affected), "shown": shown_roles()}
    if affected != new.keys():
        cursor.execute(SQL.drop_audience, scope)
    cursor.execute(SQL.write_audience, scope)
    if announce:
        before = {id_: (kind, cards.get(id_, {})) for id_, (kind, _) in told.items()}
        publish(cursor, announcements(before, summaries, now), now)


def _neighbours(cursor: Cursor[Any], objects: Sequence[UUID]) -> set[UUID]:
    if not objects:
        return set()
    return {row[0] for row in cursor.execute(SQL.neighbours, {"ids": list(objects)}).fetchall()}


def _row(
    object_id: UUID, kind: Kind, history: Sequence[Registered], summary: Summary
) -> tuple[object, ...]:
    """The columns of `OBJECTS`, the card as it is."""
    newest = max(each.source_time for each in history)
    return (
        object_id,
        kind.value,
        summary.owner,
        summary.system,
        summary.kle,
        summary.sensitivity,
        summary.hidden,
        summary.finished,
        summary.sorted_at or newest,
        newest,
        summary.good_until,
        summary.card,
    )


def _write_objects(
    cursor: Cursor[Any], known: Histories, summaries: Mapping[UUID, Summary]
) -> None:
    if known:
        written = [_row(id_, *known[id_], summaries[id_]) for id_ in known]
        cursor.execute(SQL.write_objects, {"rows": _ENCODE(written).decode()})


def _parties(summaries: Mapping[UUID, Summary]) -> Iterator[tuple[object, ...]]:
    """Who is on the objects: the same role from the same moment once, as long as any of them."""
    for object_id, summary in summaries.items():
        last: dict[tuple[UUID, str, datetime], datetime | None] = {}
        for party in summary.parties:
            key = (party.person, party.role, party.start)
            end = last.get(key, party.end)
            last[key] = None if end is None or party.end is None else max(end, party.end)
        for key, end in last.items():
            yield (object_id, *key, end)


def _write_restrictions(cursor: Cursor[Any], summaries: Mapping[UUID, Summary]) -> None:
    """Most objects have none, so most often there is nothing to write."""
    written = [
        {"object_id": object_id, "named": summary.named, "until": summary.decided_until}
        for object_id, summary in summaries.items()
        if summary.named is not None or summary.decided_until is not None
    ]
    if written:
        cursor.execute(SQL.write_restrictions, {"rows": _ENCODE(written).decode()})
