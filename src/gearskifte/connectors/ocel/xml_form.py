# SPDX-License-Identifier: EUPL-1.2
"""OCEL 2.0 as XML, read one event or object at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.parsers import expat

from gearskifte.connectors.eventlog.flow import unreadable
from gearskifte.connectors.ocel.telling import RESOURCES, OcelEvent, OcelObject
from gearskifte.kernel.errors import Text

_CHUNK: Final = 256 * 1024


def recognises(start: bytes) -> bool:
    """Whether it is a `log` with OCEL's lists in it."""
    names = (b"<object-types", b"<event-types", b"<objects", b"<events")
    return b"<log" in start and any(name in start for name in names)


def told(path: Path) -> Iterator[OcelEvent | OcelObject]:
    """The events and objects of the log, in its order.

    Raises:
        InputRefused: GS-CON-097 if it cannot be read to its end.
    """
    log = _Log(path.name)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = log.doctype
    parser.StartElementHandler = log.start
    parser.EndElementHandler = log.end
    parser.CharacterDataHandler = log.text
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                parser.Parse(chunk, False)
                yield from log.taken()
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        line = Text(f"Fejlen er i linje {error.lineno}.", f"The fault is in line {error.lineno}.")
        raise unreadable(path.name, line) from None
    yield from log.taken()


class _Log:
    """What the parser tells."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._found: list[OcelEvent | OcelObject] = []
        self._path: list[str] = []
        self._event: dict[str, str] = {}
        self._about: list[str] = []
        self._text = ""
        self._resource = ""
        self._says_who = False

    def taken(self) -> list[OcelEvent | OcelObject]:
        """What has been told since the last time."""
        found, self._found = self._found, []
        return found

    def doctype(self, *_: object) -> None:
        """A DOCTYPE, with which entity bombs are made."""
        raise unreadable(self._name, Text("Den har en DOCTYPE.", "It has a DOCTYPE."))

    def start(self, tag: str, told: dict[str, str]) -> None:
        """An element begins."""
        self._path.append(tag)
        match self._path:
            case ["log", "objects", "object"]:
                self._found.append(OcelObject(told.get("id", ""), told.get("type", "")))
            case ["log", "events", "event"]:
                self._event, self._about, self._resource = told, [], ""
            case ["log", "events", "event", "objects", "relationship" | "object"]:
                self._about.append(told.get("object-id", ""))
            case ["log", "events", "event", "attributes", "attribute"]:
                self._says_who, self._text = told.get("name", "") in RESOURCES, ""
            case _:
                pass

    def text(self, text: str) -> None:
        """Text inside an element."""
        if self._says_who:
            self._text += text

    def end(self, _tag: str) -> None:
        """An element ends."""
        if self._says_who:
            self._resource, self._says_who = self._text.strip(), False
        if self._path == ["log", "events", "event"]:
            told = self._event
            self._found.append(
                OcelEvent(
                    activity=told.get("type", ""),
                    time=told.get("time", ""),
                    resource=self._resource,
                    objects=tuple(self._about),
                )
            )
        self._path.pop()
