# SPDX-License-Identifier: EUPL-1.2
"""Writes of the workforce: files are kept as they came, and freed hours as they were measured."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final

from psycopg import Connection, Cursor

from gearskifte.effects.public import FreedByPromise, freed_by_promises
from gearskifte.robots.public import FreedMinutes, freed_minutes
from gearskifte.workforce.queries import FREED, SQL
from gearskifte.workforce.rules.hands.files import Kind
from gearskifte.workforce.rules.hands.inputs import Service
from gearskifte.workforce.rules.hands.loop import MeasuredBy

NAME_LENGTH: Final = 200
MEASURED: Final = timedelta(days=365)
"""Freed hours are those of the year before."""
DRAWS: Final = 200
SEED: Final = 1


def keep_file(
    cursor: Cursor[Any], *, kind: Kind, name: str, body: bytes, who: str, at: datetime
) -> int:
    """Keep a file that could be read; it is not in use yet."""
    told = {
        "kind": kind,
        "name": name[:NAME_LENGTH],
        "sha256": hashlib.sha256(body).hexdigest(),
        "body": body,
        "at": at,
        "who": who,
    }
    row = cursor.execute(SQL.keep, told).fetchone()
    if row is None:
        raise LookupError("an inserted row has an id")
    return int(row[0])


def use_file(cursor: Cursor[Any], id_: int, at: datetime) -> None:
    """Make numbers of its kind from this file from now on; the one before is kept."""
    cursor.execute(SQL.use, {"id": id_, "at": at})


def note_freed(connection: Connection[Any], now: datetime) -> int:
    """Note what was freed in the year before `now`; how many are new. For the worker.

    What a robot's ledger has measured is not counted once more in the promise about that robot.
    """
    since = now - MEASURED
    with connection.transaction(), connection.cursor() as cursor:
        robots = freed_minutes(cursor, since=since, until=now, draws=DRAWS, seed=SEED)
        own = {each.robot for each in robots}
        promises = freed_by_promises(cursor, since=since, until=now)
        found = [_of_robot(each) for each in robots]
        found += [_of_promise(each) for each in promises if each.solution not in own]
        changed = cursor.execute(
            FREED.forget, {"robots": [told["robot"] for told in found]}
        ).rowcount
        for told in found:
            changed += cursor.execute(FREED.note, told | {"since": since, "until": now}).rowcount
    return changed


def _of_robot(freed: FreedMinutes) -> dict[str, Any]:
    return {
        "robot": freed.robot,
        "measured_by": MeasuredBy.ROBOT,
        "title": freed.title,
        "department": freed.department,
        "items": freed.items,
        "samples": freed.samples,
        "minutes": freed.net,
        "draws": list(freed.draws),
    }


def _of_promise(freed: FreedByPromise) -> dict[str, Any]:
    """Every case of it was measured, so no sample stands for others."""
    return {
        "robot": f"promise-{freed.initiative}",
        "measured_by": MeasuredBy.PROMISE,
        "title": freed.title,
        "department": freed.unit,
        "items": freed.cases,
        "samples": freed.cases,
        "minutes": freed.net,
        "draws": list(freed.draws),
    }


def say_use(
    cursor: Cursor[Any], robot: str, *, service: Service, share: float, who: str, at: datetime
) -> None:
    """Somebody says who had a robot's hours, and what share went to other work.

    Raises:
        ValueError: if the share is not between 0 and 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(share)
    told = {"robot": robot, "service": service, "share": share, "who": who[:100], "at": at}
    cursor.execute(FREED.say, told)
