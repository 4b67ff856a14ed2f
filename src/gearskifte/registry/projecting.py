# SPDX-License-Identifier: EUPL-1.2
"""Makes what is projected from histories: cards, parties, links and who may see what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.database.copying import Target, copy_in
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.events import Announcement, publish
from gearskifte.registry.events import news
from gearskifte.registry.histories import histories
from gearskifte.registry.rules.cards import Party, Summary
from gearskifte.registry.rules.history import Registered, fold
from gearskifte.registry.rules.intake import Kind
from gearskifte.registry.rules.summary import summarise
from gearskifte.registry.rules.visibility import OF_THEIR_OWN, audience, shown_roles

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

AUDIENCE: Final = Target(
    "registry_audience",
    {
        "person_id": "uuid",
        "object_id": "uuid",
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


class Met(NamedTuple):
    """An object that was not here before, and all that is known of it."""

    id: UUID
    kind: Kind
    history: Sequence[Registered]


@dataclass(slots=True)
class _Made:
    """The rows of objects at a moment, and what is news in them."""

    now: datetime
    announce: bool
    parties: list[tuple[object, ...]] = field(default_factory=list)
    links: list[tuple[object, ...]] = field(default_factory=list)
    audience: list[tuple[object, ...]] = field(default_factory=list)
    restrictions: list[dict[str, Any]] = field(default_factory=list)
    news: list[Announcement] = field(default_factory=list)

    def add(self, about: Met, before: Mapping[str, Any]) -> tuple[object, ...]:
        """Make what follows from an object's history; its columns of `OBJECTS`.

        Args:
            about: one that is here or not.
            before: its card until now.
        """
        object_id, kind, history = about
        # From history to rows in one go: what is made on the way is at hand, and soon forgotten.
        summary = summarise(kind, fold(history), self.now)
        row = _row(object_id, kind, history, summary)
        parties = _once(summary.parties)
        self.parties += [(object_id, *each) for each in parties]
        if summary.links:
            self.links += [(object_id, each.target, each.role) for each in summary.links]
        if kind in OF_THEIR_OWN:
            _, _, owner, *_, finished, sorted_at, _, _, _ = row
            self.audience += [
                (person, object_id, starts, citizen, ends, owner, kind, finished, sorted_at)
                for person, starts, citizen, ends in audience(kind, parties, hidden=summary.hidden)
            ]
        if summary.named is not None or summary.decided_until is not None:
            told = {"object_id": object_id, "named": summary.named, "until": summary.decided_until}
            self.restrictions.append(told)
        if self.announce:
            self.news += news(object_id, kind, before, summary, self.now)
        return row


def project(
    cursor: Cursor[Any],
    objects: Sequence[UUID],
    now: datetime,
    *,
    announce: bool,
    met: Sequence[Met] = (),
) -> None:
    """Make anew all that is projected from the histories of objects, as true at `now`.

    Args:
        cursor: a worker's.
        objects: the ids of some that are here already.
        now: the moment for which the cards are made.
        announce: whether other rooms are told what is news in them.
        met: objects that are not here yet.
    """
    if not objects and not met:
        return
    ids = {"ids": list(objects)}
    cards = dict(cursor.execute(SQL.lock_objects, ids).fetchall()) if objects else {}
    known = [Met(id_, *told) for id_, told in histories(cursor, objects).items()]
    made = _Made(now, announce)
    added = [made.add(each, {}) for each in met]
    written = [made.add(each, cards.get(each.id, {})) for each in known]
    affected = _neighbours(cursor, objects)
    if written:
        cursor.execute(SQL.write_objects, {"rows": _ENCODE(written).decode()})
    copy_in(cursor, OBJECTS, added)
    if objects:
        cursor.execute(SQL.drop_parties, ids)
        cursor.execute(SQL.drop_links, ids)
        cursor.execute(SQL.drop_restrictions, ids)
        cursor.execute(SQL.drop_audience, ids)
    copy_in(cursor, PARTIES, made.parties)
    copy_in(cursor, LINKS, made.links)
    copy_in(cursor, AUDIENCE, made.audience)
    if made.restrictions:
        arguments = {"rows": _ENCODE(made.restrictions).decode()}
        cursor.execute(SQL.write_restrictions, arguments)
    concerned = [*objects, *(each.id for each in met)]
    affected |= _neighbours(cursor, concerned)
    affected |= {each.id for each in known if each.kind not in OF_THEIR_OWN}
    if affected:
        cursor.execute(SQL.drop_audience_through_others, {"ids": list(affected)})
    affected |= {each.id for each in met if each.kind not in OF_THEIR_OWN}
    if affected:
        scope = {"ids": list(affected), "shown": shown_roles()}
        cursor.execute(SQL.write_audience_through_others, scope)
    publish(cursor, made.news, now)


def _neighbours(cursor: Cursor[Any], objects: Sequence[UUID]) -> set[UUID]:
    if not objects:
        return set()
    return {row[0] for row in cursor.execute(SQL.neighbours, {"ids": list(objects)}).fetchall()}


def _row(
    object_id: UUID, kind: Kind, history: Sequence[Registered], summary: Summary
) -> tuple[object, ...]:
    """The columns of `OBJECTS`."""
    newest = max([each.source_time for each in history])
    return (
        object_id,
        kind,
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
