# SPDX-License-Identifier: EUPL-1.2
"""The worker's part of the federation: what waits is published, and what others told is taken in.

Own events go into signed pages in the database, served at /faelles/feed/ and, where one is
configured, written to a folder as well. Others' events are read from the hub, by address or from a
folder; what is believed and where each feed stands are kept in one transaction.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import Connection, Cursor

from gearskifte.commons.federation import (
    FolderStore,
    Publisher,
    Reader,
    fetch_from,
)
from gearskifte.commons.months import hear_months
from gearskifte.commons.packages import believe
from gearskifte.commons.pools import NewPool, join, open_pool
from gearskifte.commons.reuse import add_effect, add_reuse
from gearskifte.commons.rules.feed import Event, FeedRefused, Fetch, Known, Signed, Verb
from gearskifte.commons.rules.pools import Share
from gearskifte.commons.rules.portfolio import (
    Answer,
    Field,
    Kind,
    Origin,
    Phase,
    Plan,
    Stage,
    read_papers,
)
from gearskifte.commons.rules.reuse import How, Method, Metric, Ran, Reused, ToldEffect
from gearskifte.commons.service import NewEntry, add_milestone, answer_entry, register
from gearskifte.commons.telling import SQL, Here, id_of
from gearskifte.kernel.queues import Queued
from gearskifte.kernel.time import local_date

RESIGN_AFTER: Final = timedelta(days=1)
"""A head is signed anew so often, so that nobody takes a quiet municipality for a frozen feed."""

HUB: Final = "hub"
_MOST: Final = 5_000
_TIMEOUT: Final = 5.0
_HEAD: Final = "head.json"


class DatabaseStore:
    """The own feed's files in the database, where they are backed up with what they tell."""

    def __init__(self, cursor: Cursor[Any]) -> None:
        self._cursor = cursor

    def read(self, name: str) -> bytes | None:
        """A file, if there is one."""
        row = self._cursor.execute(SQL.page, {"name": name}).fetchone()
        return bytes(row[0]) if row else None

    def write(self, name: str, body: bytes) -> None:
        """Write a file; a page is only ever written once."""
        self._cursor.execute(SQL.keep_page, {"name": name, "body": body})


def tell_others(
    connection: Connection[Any], here: Here, key: Ed25519PrivateKey, now: datetime, folder: str = ""
) -> int:
    """Publish what waits, and sign the head anew once a day; how many events were told.

    Args:
        connection: of the worker role.
        here: whose feed it is; without a CVR number nothing is told.
        key: what the municipality signs with.
        now: when the head is signed.
        folder: where the feed is written to as well; "" for nowhere.
    """
    if not here.cvr:
        return 0
    with connection.transaction(), connection.cursor() as cursor:
        store = DatabaseStore(cursor)
        rows = cursor.execute(SQL.take_untold, {"most": _MOST}).fetchall()
        events = [msgspec.json.decode(bytes(event), type=Event) for _, event in sorted(rows)]
        head = store.read(_HEAD)
        signed = msgspec.json.decode(head, type=Signed) if head else None
        if not events and signed and now - signed.head.issued < RESIGN_AFTER:
            return 0
        Publisher(store, here.cvr, key).publish(events, now)
        if folder:
            _mirror(cursor, store, Path(folder))
    return len(events)


def _mirror(cursor: Cursor[Any], store: DatabaseStore, folder: Path) -> None:
    """The same files in a folder: pages that are not there yet, and the head last."""
    target = FolderStore(folder)
    names = [row[0] for row in cursor.execute(SQL.pages).fetchall()]
    for name in sorted(names, key=lambda name: name == _HEAD):
        body = store.read(name)
        if body is not None and (name == _HEAD or target.read(name) is None):
            target.write(name, body)


def hear_others(
    connection: Connection[Any], here: Here, place: str, hub_key: bytes, now: datetime
) -> int:
    """Take in what is new at the hub; how many events were heard.

    A hub that cannot be reached or believed changes nothing; why is kept with the hub's row.
    """
    with httpx.Client(timeout=_TIMEOUT, follow_redirects=False) as client:
        return hear(connection, here, fetch_from(place, client), hub_key, now)


def hear(
    connection: Connection[Any], here: Here, fetch: Fetch, hub_key: bytes, now: datetime
) -> int:
    """Take in what is new in one transaction; nothing is locked while the hub is waited for."""
    with connection.transaction(), connection.cursor() as cursor:
        known, sequence = _remembered(cursor)
    reader = Reader(hub_key, known, sequence)
    try:
        events, refused = reader.pull(fetch, now)
    except (FeedRefused, httpx.HTTPError) as error:
        why = error.code if isinstance(error, FeedRefused) else type(error).__name__
        with connection.transaction(), connection.cursor() as cursor:
            _remember_hub(cursor, sequence, why)
        return 0
    names = reader.names
    with connection.transaction(), connection.cursor() as cursor:
        named = [(event, names.get(event.by) or event.by) for event in events]
        others = [(event, name) for event, name in named if _is_another(here, event, name)]
        for event, name in others:
            if event.verb is not Verb.MONTHS:
                apply_event(cursor, here, event, name)
        hear_months(cursor, here, [each for each, _ in others if each.verb is Verb.MONTHS])
        for peer in reader.known.values():
            name = names.get(peer.owner, "")
            _remember(cursor, peer, name, refused.get(peer.owner, ""))
            # Whom the hub vouches for is believed of packages too; a key once believed stays.
            believe(cursor, peer.owner, name, peer.key, by=HUB, at=now)
        _remember_hub(cursor, reader.sequence, "")
    return len(events)


def _remembered(cursor: Cursor[Any]) -> tuple[dict[str, Known], int]:
    known, sequence = {}, 0
    for owner, _, key, number, pages, chain, issued, _ in cursor.execute(SQL.peers).fetchall():
        if owner == HUB:
            sequence = number
        else:
            known[owner] = Known(owner, bytes(key), number, pages, chain, issued)
    return known, sequence


def _remember(cursor: Cursor[Any], known: Known, name: str, refused: str) -> None:
    told = {"owner": known.owner, "name": name, "key": known.key, "sequence": known.sequence}
    told |= {"pages": known.pages, "chain": known.chain, "issued": known.issued}
    cursor.execute(SQL.keep_peer, {**told, "refused": refused})


def _remember_hub(cursor: Cursor[Any], sequence: int, refused: str) -> None:
    told = {"owner": HUB, "name": "", "key": b"", "sequence": sequence, "pages": 0}
    cursor.execute(SQL.keep_peer, {**told, "chain": "", "issued": None, "refused": refused})


def _is_another(here: Here, event: Event, name: str) -> bool:
    """Whether an event is another's; who is called like this one would look like our own."""
    return event.by != here.cvr and name != here.municipality


def apply_event(cursor: Cursor[Any], here: Here, event: Event, name: str) -> None:
    """Take in one event that was believed; what does not concern anything known is left.

    `name` is what the hub calls the municipality.
    """
    try:
        _APPLIED[event.verb](cursor, here, event, name)
    except (ValueError, KeyError):
        return  # signed, but of a later version or without sense: nobody is harmed by leaving it


def _entry(cursor: Cursor[Any], here: Here, event: Event, name: str) -> None:
    texts = event.texts
    phase, papers = Phase(texts["phase"]), read_papers(texts.get("papers", ""))
    starts = texts.get("starts_on", "")
    plan = Plan(
        origin=Origin(texts.get("origin", Origin.STAFF)),
        with_whom=texts.get("with_whom", ""),
        starts_on=date.fromisoformat(starts) if starts else None,
        field=Field(texts["field"]) if texts.get("field") else None,
        kle=texts.get("kle", ""),
        system=texts.get("system", ""),
        target=texts.get("target", ""),
        papers=papers,
        robot=texts.get("robot", ""),
    )
    stage = Stage(phase, because=texts.get("because", ""))
    title, description = texts["title"], texts["description"]
    heard = id_of(here, event.object)
    new = NewEntry(
        heard, name, title, description, texts.get("unit", ""), stage, plan,
        shared=True, object=event.object,
    )  # fmt: skip
    begun = datetime.fromtimestamp(
        event.numbers.get("begun", event.at.timestamp()), event.at.tzinfo
    )
    if not register(cursor, [new], min(begun, event.at), None):
        told = {"id": heard, "object": event.object, "at": event.at, "title": title}
        told |= {"description": description, "phase": phase.value, "unit": new.unit}
        told |= {"because": stage.because, "field": plan.field.value if plan.field else ""}
        told |= {"kle": plan.kle, "system": plan.system, "target": plan.target}
        told |= {"starts_on": plan.starts_on, "origin": plan.origin.value}
        told |= {"with_whom": plan.with_whom, "papers": texts.get("papers", "")}
        told |= {"robot": plan.robot}
        cursor.execute(SQL.hear_entry, told)
        if cursor.rowcount:
            _moved(cursor, heard, name, phase, event.at, stage.because)


def _moved(
    cursor: Cursor[Any], entry: UUID, name: str, phase: Phase, at: datetime, because: str
) -> None:
    """A milestone when the phase is another than the last that was heard."""
    row = cursor.execute(SQL.last_phase, {"entry": entry, "by": name}).fetchone()
    if row is None or row[0] != phase:
        add_milestone(cursor, entry, name, phase, at, because)


def _withdraw(cursor: Cursor[Any], here: Here, event: Event, _name: str) -> None:
    cursor.execute(SQL.forget, {"id": id_of(here, event.object), "object": event.object})


def _alive(cursor: Cursor[Any], here: Here, event: Event, _name: str) -> None:
    told = {"id": id_of(here, event.object), "object": event.object, "at": event.at}
    cursor.execute(SQL.hear_alive, told)


def _reuse(cursor: Cursor[Any], here: Here, event: Event, name: str) -> None:
    entry = _known_entry(cursor, here, event)
    since = datetime.fromisoformat(event.texts["since"])
    how, numbers = How(event.texts["how"]), event.numbers
    runs = int(numbers.get("runs", 0))
    # Whoever told before this was measured, or whose robot has done little yet, tells no items.
    ran = Ran(int(numbers["items"]), int(numbers["alone"])) if "items" in numbers else None
    add_reuse(cursor, entry, Reused(name, how, min(since, event.at), runs, event.at, ran))


def _effect(cursor: Cursor[Any], here: Here, event: Event, name: str) -> None:
    numbers, texts = event.numbers, event.texts
    effect = ToldEffect(
        name,
        Metric(texts["metric"]),
        Method(texts["method"]),
        numbers["value"],
        numbers.get("low"),
        numbers.get("high"),
        int(numbers["n"]),
        texts.get("context", ""),
        event.at,
    )
    add_effect(cursor, _known_entry(cursor, here, event), effect)


def _answer(cursor: Cursor[Any], here: Here, event: Event, _name: str) -> None:
    asking = event.texts["entry"]
    if not asking.startswith(f"{event.by}/"):
        raise ValueError(asking)
    told = Event(event.by, Verb.ENTRY, asking, event.at)
    entry, other = _known_entry(cursor, here, told), _known_entry(cursor, here, event)
    answer_entry(cursor, entry, other, Answer(event.texts["answer"]), event.at)


def _pool(cursor: Cursor[Any], here: Here, event: Event, name: str) -> None:
    about = Event(event.by, Verb.ENTRY, event.texts["entry"], event.at)
    pool = NewPool(
        id_of(here, event.object),
        _known_entry(cursor, here, about),
        name,
        event.texts.get("unit", ""),
        date.fromisoformat(event.texts["deadline"]),
        int(event.numbers["fewest"]),
        int(event.numbers["cost_oere"]),
        Share(event.texts["share"]),
        event.object,
    )
    open_pool(cursor, pool, event.at)


def _join(cursor: Cursor[Any], here: Here, event: Event, name: str) -> None:
    pool, inhabitants = id_of(here, event.object), int(event.numbers.get("inhabitants", 0))
    join(cursor, pool, name, inhabitants, event.at, local_date(event.at))


def _release(cursor: Cursor[Any], here: Here, event: Event, name: str) -> None:
    entry = _known_entry(cursor, here, event)
    add_milestone(cursor, entry, name, Kind.RELEASE, event.at, event.texts.get("version", ""))
    _alive(cursor, here, event, name)


def _known_entry(cursor: Cursor[Any], here: Here, event: Event) -> UUID:
    entry = id_of(here, event.object)
    row = cursor.execute(SQL.known, {"id": entry}).fetchone()
    if not (row and row[0]):
        raise KeyError(event.object)
    return entry


_APPLIED: Final = {
    Verb.ENTRY: _entry,
    Verb.WITHDRAW: _withdraw,
    Verb.HEARTBEAT: _alive,
    Verb.REUSE: _reuse,
    Verb.EFFECT: _effect,
    Verb.ANSWER: _answer,
    Verb.POOL: _pool,
    Verb.JOIN: _join,
    Verb.RELEASE: _release,
}


def read_refused_feeds(cursor: Cursor[Any]) -> Queued:
    """The feeds of others that are not believed."""
    return Queued("refused", cursor.execute(SQL.refused).fetchall()[0][0], None)
