# SPDX-License-Identifier: EUPL-1.2
"""Logs that are only counted: XES and OCEL 2.0 as a flow of events."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.connectors.ocel import json_form
from gearskifte.connectors.ocel.telling import OcelEvent, OcelObject
from gearskifte.connectors.public import LogMapping, log_rows
from gearskifte.connectors.xes.flow import flow
from gearskifte.effects.public import LogRow
from gearskifte.kernel.errors import InputRefused

XES: Final = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
<global scope="event"><string key="concept:name" value="none"/></global>
<classifier name="Both" keys="concept:name part lifecycle:transition"/>
<trace><string key="concept:name" value="s1"/><date key="startDate" value="2024-01-01T23:30:00Z"/>
<date key="deadline" value="2024-03-01T00:00:00+01:00"/>
<event><string key="concept:name" value="a"><string key="org:resource" value="inner"/></string>
<date key="time:timestamp" value="2024-01-02T09:00:00+01:00"/>
<string key="org:resource" value="anna"/><string key="part" value="x"/></event>
<event><string key="concept:name" value="b &amp; c"/>
<date key="time:timestamp" value="2024-01-02T08:00:00Z"/></event>
<event><string key="concept:name" value="610190-1234"/>
<date key="time:timestamp" value="2024-06-30T23:30:00Z"/></event>
<event><string key="concept:name" value="untimed"/></event>
</trace>
<trace><string key="concept:name" value="s2"/></trace>
</log>"""

Write = Callable[[Path, list[dict[str, Any]], dict[str, str]], None]


def _rows(path: Path, kind: str = "", mapping: LogMapping | None = None) -> list[LogRow]:
    found = log_rows(path, mapping or LogMapping(), kind)
    assert found is not None
    return list(found)


@pytest.mark.parametrize("packed", [False, True])
def test_an_xes_log_is_a_flow_of_events(tmp_path: Path, packed: bool) -> None:
    """Days are Danish, moments UTC, events of one moment are numbered, a CPR number is a dash."""
    file = tmp_path / ("log.xes.gz" if packed else "log.xes")
    file.write_bytes(gzip.compress(XES.encode()) if packed else XES.encode())
    begun, due = date(2024, 1, 2), date(2024, 3, 1)
    morning = datetime.fromisoformat("2024-01-02T08:00:00")
    night = datetime.fromisoformat("2024-06-30T23:30:00")
    assert _rows(file) == [
        LogRow("log", "log/s1", "a", "anna", morning, 1, begun, begun, due),
        LogRow("log", "log/s1", "b & c", "", morning, 2, begun, begun, due),
        LogRow("log", "log/s1", "–", "", night, 1, date(2024, 7, 1), begun, due),
    ]


def test_a_classifier_tells_what_an_activity_is(tmp_path: Path) -> None:
    """The keys that the log's classifier names are joined, without the life cycle."""
    file = tmp_path / "log.xes"
    file.write_text(XES, encoding="utf-8")
    rows = _rows(file, mapping=LogMapping(columns={"activity": "Both"}))  # type: ignore[dict-item]
    assert rows[0].activity == "a+x"


def test_half_a_log_is_not_counted(tmp_path: Path) -> None:
    """A log that ends in the middle, or whose bytes are spoilt, is refused in words."""
    file = tmp_path / "log.xes"
    file.write_text(XES[:-40], encoding="utf-8")
    with pytest.raises(InputRefused, match="GS-CON-097") as refused:
        _rows(file)
    assert "linje" in refused.value.why.da
    file.write_bytes(gzip.compress(XES.encode())[:-20])
    with pytest.raises(InputRefused, match="GS-CON-097"):
        _rows(file)


def test_a_document_type_is_refused() -> None:
    """With a DOCTYPE go entity bombs: nothing after it is read."""
    bomb = XES.replace("<log ", '<!DOCTYPE log [<!ENTITY a "b">]><log ', 1)
    with pytest.raises(InputRefused, match="GS-CON-097") as refused:
        list(flow(io.BytesIO(bomb.encode()), "log.xes", LogMapping()))
    assert "DOCTYPE" in refused.value.why.da


EVENTS: Final[list[dict[str, Any]]] = [
    {"id": "e1", "type": "søg", "time": "2024-01-02T09:00:00Z", "about": ["s1", "d1"], "by": "bo"},
    {"id": "e2", "type": "svar", "time": "2024-01-05T09:00:00Z", "about": ["s1", "s2"], "by": ""},
    {"id": "e3", "type": 'luk "nu"', "time": "2024-01-09T09:00:00Z", "about": ["s2"], "by": ""},
]
OBJECTS: Final = {"s1": "sag", "s2": "sag", "d1": "dokument"}


def _as_json(path: Path, events: list[dict[str, Any]], objects: dict[str, str]) -> None:
    told = {
        "objectTypes": [{"name": "sag", "attributes": [{"name": "{[", "type": "string"}]}],
        "events": [
            {
                "id": each["id"],
                "type": each["type"],
                "time": each["time"],
                "attributes": [{"name": "resource", "value": each["by"]}],
                "relationships": [{"objectId": one, "qualifier": "]}"} for one in each["about"]],
            }
            for each in events
        ],
        "objects": [{"id": name, "type": kind} for name, kind in objects.items()],
    }
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _as_xml(path: Path, events: list[dict[str, Any]], objects: dict[str, str]) -> None:
    def quoted(text: str) -> str:
        return text.replace('"', "&quot;")

    told = ["<?xml version='1.0' encoding='UTF-8'?><log><object-types/><objects>"]
    told += [f'<object id="{name}" type="{kind}"/>' for name, kind in objects.items()]
    told.append("</objects><events>")
    for each in events:
        about = "".join(f'<relationship object-id="{one}" qualifier=""/>' for one in each["about"])
        told.append(
            f'<event id="{each["id"]}" type="{quoted(each["type"])}" time="{each["time"]}">'
            f'<attributes><attribute name="resource">{each["by"]}</attribute></attributes>'
            f"<objects>{about}</objects></event>"
        )
    path.write_text("".join([*told, "</events></log>"]), encoding="utf-8")


def _as_sqlite(path: Path, events: list[dict[str, Any]], objects: dict[str, str]) -> None:
    with closing(sqlite3.connect(path)) as log:
        log.executescript(
            "CREATE TABLE object (ocel_id, ocel_type);"
            "CREATE TABLE event_map_type (ocel_type, ocel_type_map);"
            "CREATE TABLE event_object (ocel_event_id, ocel_object_id, ocel_qualifier);"
        )
        log.executemany("INSERT INTO object VALUES (?, ?)", objects.items())
        for number, each in enumerate(events):
            log.execute("INSERT INTO event_map_type VALUES (?, ?)", [each["type"], f"t{number}"])
            log.execute(f"CREATE TABLE event_t{number} (ocel_id, ocel_time, resource)")
            log.execute(
                f"INSERT INTO event_t{number} VALUES (?, ?, ?)",  # noqa: S608 - numbers
                [each["id"], each["time"], each["by"]],
            )
            log.executemany(
                "INSERT INTO event_object VALUES (?, ?, '')",
                [(each["id"], one) for one in each["about"]],
            )
        log.commit()


@pytest.mark.parametrize(
    ("write", "name"),
    [(_as_json, "log.jsonocel"), (_as_xml, "log.xmlocel"), (_as_sqlite, "log.sqlite")],
)
def test_an_object_centric_log_is_followed_by_one_kind_of_object(
    tmp_path: Path, write: Write, name: str
) -> None:
    """In all three forms: an event about two cases stands in both; other objects are left out."""
    file = tmp_path / name
    write(file, EVENTS, OBJECTS)
    told = [(row.case, row.activity, row.resource, row.day.day) for row in _rows(file, "sag")]
    assert sorted(told) == [
        ("log/s1", "svar", "", 5),
        ("log/s1", "søg", "bo", 2),
        ("log/s2", 'luk "nu"', "", 9),
        ("log/s2", "svar", "", 5),
    ]
    assert [row.activity for row in _rows(file, "dokument")] == ["søg"]


def test_which_objects_are_followed_must_be_said(tmp_path: Path) -> None:
    """A log of several kinds names them; one of only one kind needs no choice."""
    file = tmp_path / "log.json"
    _as_json(file, EVENTS, OBJECTS)
    for wanted in ("", "person"):
        with pytest.raises(InputRefused, match="GS-CON-096") as refused:
            _rows(file, wanted)
        assert "sag, dokument" in refused.value.why.da
    _as_json(file, EVENTS, dict.fromkeys(OBJECTS, "sag"))
    assert len(_rows(file)) == 5


def test_an_object_centric_log_that_ends_in_the_middle_is_refused(tmp_path: Path) -> None:
    """Half a log is not counted, whichever form it has."""
    file = tmp_path / "log.json"
    _as_json(file, EVENTS, OBJECTS)
    file.write_text(file.read_text(encoding="utf-8")[:-30], encoding="utf-8")
    with pytest.raises(InputRefused, match="GS-CON-097"):
        _rows(file, "sag")
    file = tmp_path / "log.xml"
    _as_xml(file, EVENTS, OBJECTS)
    file.write_text(file.read_text(encoding="utf-8")[:-30], encoding="utf-8")
    with pytest.raises(InputRefused, match="GS-CON-097"):
        _rows(file, "sag")


@given(st.lists(st.text(max_size=8), max_size=6), st.integers(1, 40))
def test_json_is_taken_apart_the_same_wherever_a_chunk_ends(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], chunk: int
) -> None:
    """Braces, quotes and backslashes in texts, cut anywhere, change no event."""
    events = [
        {"id": str(n), "type": name, "time": "2024-01-02", "about": [name], "by": ""}
        for n, name in enumerate(names)
    ]
    file = tmp_path_factory.mktemp("ocel") / "log.json"
    _as_json(file, events, dict.fromkeys(names, "sag"))
    whole = json_form._CHUNK
    try:
        json_form._CHUNK = chunk  # type: ignore[misc]
        told = list(json_form.told(file))
    finally:
        json_form._CHUNK = whole  # type: ignore[misc]
    assert [each.activity for each in told if isinstance(each, OcelEvent)] == names
    assert {each.id for each in told if isinstance(each, OcelObject)} == set(names)
