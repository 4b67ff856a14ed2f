# SPDX-License-Identifier: EUPL-1.2
"""Municipalities as each other's yardstick: months of service, told and heard (månedstal).

Whoever is alone has nobody to be compared with. So each tells how long its cases of each kind
waited and what else may be promised of them, month by month, and from when it used which shared
robot; effects compare with it. No case and no person is in it, and a month of fewer than five cases
is left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from psycopg import Connection, Cursor

from gearskifte.commons.held import State, listed
from gearskifte.commons.rules.feed import Event, canonical
from gearskifte.commons.rules.months import read_months, write_months
from gearskifte.commons.telling import Here, tell_months_of
from gearskifte.effects.public import note_series, own_series
from gearskifte.kernel.database.queries import Queries, load
from gearskifte.registry.public import authorities

SQL: Final[Queries] = load("gearskifte.commons", "months")
_MOST: Final = 1_000


def tell_months(connection: Connection[Any], here: Here, now: datetime) -> int:
    """Tell what is new of own months; of how many outcomes of kinds of case there was news.

    Own is the authority that the registry knows under the municipality's number or name, and
    every one in whose name entries are planned here.
    """
    if not here.cvr:
        return 0
    changed = 0
    with connection.transaction(), connection.cursor() as cursor:
        names = {slug: named for named, slug in _slugs(cursor, here).items()}
        for owner in _own(cursor, here):
            for topic, series in own_series(cursor, owner, here.cvr, now):
                named, texts, numbers = write_months(topic, series, names)
                mark = hashlib.sha256(canonical([texts, numbers])).hexdigest()
                cursor.execute(SQL.keep_told, {"object": named, "mark": mark})
                if cursor.rowcount:
                    tell_months_of(cursor, here, named, now, texts, numbers)
                    changed += 1
    return changed


def _own(cursor: Cursor[Any], here: Here) -> list[str]:
    planned = cursor.execute(SQL.own_authorities, {"municipality": here.municipality}).fetchall()
    known = authorities(cursor).items()
    named = {id_ for id_, name in known if id_ == here.cvr or name == here.municipality}
    return sorted(named | {owner for (owner,) in planned})


def hear_months(cursor: Cursor[Any], here: Here, events: Sequence[Event]) -> None:
    """Other municipalities' months, with robots under the names that they have here.

    The names are read once, however many events there are; what makes no sense is left out.
    """
    slugs = _slugs(cursor, here) if events else {}
    for event in events:
        try:
            topic, series = read_months(event, slugs)
        except (ValueError, KeyError):
            continue
        note_series(cursor, topic, series)


def _slugs(cursor: Cursor[Any], here: Here) -> dict[str, str]:
    """Shared robots by their names in packages, CVR/slug → the slug here."""
    shared = {State.PUBLISHED, State.TAKEN}
    held = (each for each in listed(cursor, most=_MOST) if each.state in shared)
    return {f"{here.cvr}/{each.robot}" if each.own else each.object: each.robot for each in held}
