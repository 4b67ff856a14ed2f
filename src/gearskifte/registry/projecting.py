# SPDX-License-Identifier: EUPL-1.2
"""Makes what is projected from histories: cards, parties, links and who may see what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.events import publish
from gearskifte.registry.events import announcements
from gearskifte.registry.rules.cards import Summary
from gearskifte.registry.rules.history import Registered, fold
from gearskifte.registry.rules.intake import Fact, Kind
from gearskifte.registry.rules.summary import summarise
from gearskifte.registry.rules.visibility import shown_roles

_FACTS = msgspec.json.Decoder(tuple[Fact, ...])

SQL: Queries = load("gearskifte.registry", "projection")


Histories = dict[UUID, tuple[Kind, list[Registered]]]
"""Objects with what kind of object the first registration says each is, and all registrations."""


def project(
    cursor: Cursor[Any],
    objects: Sequence[UUID],
    now: datetime,
    *,
    announce: bool,
    histories: Histories | None = None,
) -> None:
    """Make anew all that is projected from the histories of these objects, as true at `now`.

    Args:
        cursor: a worker's.
        objects: the ids.
        now: the moment for which the cards are made.
        announce: whether other rooms are told what is news in them.
        histories: those of objects that are known whole already; the others' are read.
    """
    if not objects:
        return
    ids = {"ids": list(objects)}
    cards = dict(cursor.execute(SQL.lock_objects, ids).fetchall())
    known = histories or {}
    told = {**known, **_histories(cursor, [each for each in objects if each not in known])}
    kinds = {object_id: kind for object_id, (kind, _) in told.items()}
    registered = {object_id: history for object_id, (_, history) in told.items()}
    before = {object_id: (kind, cards[object_id]) for object_id, kind in kinds.items()}
    summaries = {
        object_id: summarise(kinds[object_id], fold(history), now)
        for object_id, history in registered.items()
    }
    _write_objects(cursor, summaries, registered, kinds)
    affected = set(objects) | _neighbours(cursor, ids)
    _write_relations(cursor, ids, summaries)
    _write_restrictions(cursor, ids, summaries)
    affected |= _neighbours(cursor, ids)
    scope = {"ids": sorted(affected), "shown": shown_roles()}
    cursor.execute(SQL.drop_audience, scope)
    cursor.execute(SQL.write_audience, scope)
    if announce:
        publish(cursor, announcements(before, summaries, now), now)


def _histories(cursor: Cursor[Any], ids: Sequence[UUID]) -> Histories:
    found: Histories = {}
    if not ids:
        return found
    for object_id, kind, row_id, source_time, received_at, facts in cursor.execute(
        SQL.histories, {"ids": list(ids)}
    ):
        _, history = found.setdefault(object_id, (Kind(kind), []))
        history.append(Registered(row_id, source_time, received_at, _FACTS.decode(facts)))
    return found


def _write_objects(
    cursor: Cursor[Any],
    summaries: dict[UUID, Summary],
    histories: dict[UUID, list[Registered]],
    kinds: dict[UUID, Kind],
) -> None:
    newest = {key: max(r.source_time for r in known) for key, known in histories.items()}
    written = [
        {
            "id": object_id,
            "kind": kinds[object_id],
            "owner": summary.owner,
            "system": summary.system,
            "kle": summary.kle,
            "sensitivity": summary.sensitivity,
            "hidden": summary.hidden,
            "finished": summary.finished,
            "sorted_at": summary.sorted_at or newest[object_id],
            "changed_at": newest[object_id],
            "good_until": summary.good_until,
            "card": summary.card,
        }
        for object_id, summary in summaries.items()
    ]
    cursor.execute(SQL.write_objects, {"rows": msgspec.json.encode(written).decode()})


def _neighbours(cursor: Cursor[Any], ids: dict[str, Any]) -> set[UUID]:
    return {row[0] for row in cursor.execute(SQL.neighbours, ids).fetchall()}


def _write_relations(
    cursor: Cursor[Any], ids: dict[str, Any], summaries: dict[UUID, Summary]
) -> None:
    parties = [
        {
            "object_id": object_id,
            "person_id": party.person,
            "role": party.role,
            "starts": party.start,
            "ends": party.end,
        }
        for object_id, summary in summaries.items()
        for party in summary.parties
    ]
    links = [
        {"source": object_id, "target": link.target, "role": link.role}
        for object_id, summary in summaries.items()
        for link in summary.links
    ]
    cursor.execute(SQL.drop_parties, ids)
    cursor.execute(SQL.write_parties, {"rows": msgspec.json.encode(parties).decode()})
    cursor.execute(SQL.drop_links, ids)
    cursor.execute(SQL.write_links, {"rows": msgspec.json.encode(links).decode()})


def _write_restrictions(
    cursor: Cursor[Any], ids: dict[str, Any], summaries: dict[UUID, Summary]
) -> None:
    """Most objects have none, so most often there is nothing to write."""
    written = [
        {"object_id": object_id, "named": summary.named, "until": summary.decided_until}
        for object_id, summary in summaries.items()
        if summary.named is not None or summary.decided_until is not None
    ]
    cursor.execute(SQL.drop_restrictions, ids)
    if written:
        cursor.execute(SQL.write_restrictions, {"rows": msgspec.json.encode(written).decode()})
