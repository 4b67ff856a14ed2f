# SPDX-License-Identifier: EUPL-1.2
"""OCEL 2.0 as SQLite, one table for each type of event and object."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

from gearskifte.connectors.eventlog.flow import unreadable
from gearskifte.connectors.ocel.telling import RESOURCES, OcelEvent, OcelObject
from gearskifte.kernel.errors import Text


def recognises(start: bytes) -> bool:
    """Whether it is a SQLite database; that it is a log shows when it is read."""
    return start.startswith(b"SQLite format 3\0")


def told(path: Path) -> Iterator[OcelEvent | OcelObject]:
    """The objects and events of the log, events in the order of time.

    Raises:
        InputRefused: GS-CON-097 if it is no such log.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as log:
            for row in log.execute("SELECT ocel_id, ocel_type FROM object"):
                yield OcelObject(str(row[0]), str(row[1]))
            names = dict(log.execute("SELECT ocel_type, ocel_type_map FROM event_map_type"))
            for activity in sorted(names):
                yield from _events(log, activity, names[activity])
    except sqlite3.Error as error:
        raise unreadable(
            path.name,
            Text("Databasen er ikke en OCEL 2.0-log.", "The database is no OCEL 2.0 log."),
        ) from error


def _events(log: sqlite3.Connection, activity: str, table: str) -> Iterator[OcelEvent]:
    """The events of one type, each with its objects."""
    name = '"' + f"event_{table}".replace('"', '""') + '"'
    columns = [row[1] for row in log.execute(f"PRAGMA table_info({name})")]
    who = next((column for column in columns if column in RESOURCES), None)
    resource = "NULL" if who is None else '"' + who.replace('"', '""') + '"'
    rows = log.execute(
        f"SELECT e.ocel_id, e.ocel_time, {resource}, o.ocel_object_id"  # noqa: S608 - quoted names
        f" FROM {name} AS e JOIN event_object AS o ON o.ocel_event_id = e.ocel_id"
        " ORDER BY e.ocel_time, e.ocel_id"
    )
    for (_, time, by), about in groupby(rows, key=lambda row: row[:3]):
        yield OcelEvent(activity, str(time), str(by or ""), tuple(str(row[3]) for row in about))
