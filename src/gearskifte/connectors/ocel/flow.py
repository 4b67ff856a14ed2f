# SPDX-License-Identifier: EUPL-1.2
"""An object-centric log (OCEL 2.0, JSON, XML or SQLite) as a flow of events of one kind of object.

An event that is about several objects of the kind stands in the course of each, as everywhere where
such a log is flattened. Objects may stand after the events, so both go to a table on disk first:
memory holds neither.

Source: Berti, Koren et al., OCEL (Object-Centric Event Log) 2.0 Specification, 2023.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Final

from gearskifte.connectors.eventlog.flow import Flow, unit_of
from gearskifte.connectors.eventlog.message import ACTIVITY, RESOURCE, TIMESTAMP
from gearskifte.connectors.mapping import LogMapping
from gearskifte.connectors.ocel import json_form, sqlite_form, xml_form
from gearskifte.connectors.ocel.telling import OcelEvent, OcelObject
from gearskifte.effects.public import LogRow
from gearskifte.kernel.errors import InputRefused, Text

_TABLES: Final = """
    CREATE TABLE connectors_object (id TEXT PRIMARY KEY, type TEXT) WITHOUT ROWID;
    CREATE TABLE connectors_about (
        object TEXT, at INTEGER, activity TEXT, time TEXT, resource TEXT);
"""
_FLAT: Final = """
    SELECT a.object, a.activity, a.time, a.resource
    FROM connectors_about AS a JOIN connectors_object AS o ON o.id = a.object
    WHERE o.type = ? ORDER BY a.object, a.at
"""
_FORMS: Final = (sqlite_form, json_form, xml_form)


def recognises(start: bytes) -> bool:
    """Whether it begins as an OCEL 2.0 log does, in any of its three forms."""
    return any(each.recognises(start) for each in _FORMS)


def flow(path: Path, start: bytes, mapping: LogMapping, object_type: str) -> Iterator[LogRow]:
    """The events of a log, as courses of the objects of one type.

    Args:
        path: of the log, not compressed.
        start: its first bytes.
        mapping: how times are written.
        object_type: the kind of object that is followed; "" where the log has only one.

    Raises:
        InputRefused: GS-CON-097 if the log cannot be read, GS-CON-096 if it has no such type.
    """
    form = next(each for each in _FORMS if each.recognises(start))
    with (
        tempfile.TemporaryDirectory(prefix="gearskifte-ocel-") as folder,
        closing(sqlite3.connect(Path(folder, "log.db"))) as table,
    ):
        table.executescript(_TABLES)
        _keep(table, form.told(path))
        rows = table.execute(_FLAT, [_chosen(table, object_type)])
        events = Flow(unit_of(path.name), mapping, (ACTIVITY,))
        for number, told in groupby(rows, key=lambda row: str(row[0])):
            happened = ({ACTIVITY: row[1], TIMESTAMP: row[2], RESOURCE: row[3]} for row in told)
            yield from events.case(number, {}, happened)


def _keep(table: sqlite3.Connection, told: Iterator[OcelEvent | OcelObject]) -> None:
    """Write down what the log tells, in one go."""
    for number, each in enumerate(told):
        if isinstance(each, OcelObject):
            table.execute(
                "INSERT OR IGNORE INTO connectors_object VALUES (?, ?)", [each.id, each.type]
            )
        else:
            table.executemany(
                "INSERT INTO connectors_about VALUES (?, ?, ?, ?, ?)",
                [
                    (about, number, each.activity, each.time, each.resource)
                    for about in dict.fromkeys(each.objects)
                ],
            )
    table.execute("CREATE INDEX connectors_about_object ON connectors_about (object, at)")


def _chosen(table: sqlite3.Connection, wanted: str) -> str:
    types = [
        str(row[0])
        for row in table.execute(
            "SELECT type FROM connectors_object GROUP BY 1 ORDER BY count(*) DESC, 1"
        )
    ]
    if wanted in types:
        return wanted
    if not wanted and len(types) == 1:
        return types[0]
    names = ", ".join(types[:20])
    raise InputRefused(
        "GS-CON-096",
        what=Text("Loggen følger flere slags objekter.", "The log follows several kinds of object.")
        if not wanted
        else Text(f"Loggen har ingen »{wanted}«.", f"The log has no '{wanted}'."),
        why=Text(f"Den har: {names}.", f"It has: {names}."),
        do=Text("Vælg én med --object-type.", "Choose one with --object-type."),
    )
