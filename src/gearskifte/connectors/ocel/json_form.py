# SPDX-License-Identifier: EUPL-1.2
"""OCEL 2.0 as JSON, read one event or object at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from gearskifte.connectors.eventlog.flow import unreadable
from gearskifte.connectors.ocel.telling import RESOURCES, OcelEvent, OcelObject
from gearskifte.kernel.errors import Text

_CHUNK: Final = 256 * 1024
_LARGEST: Final = 64 * 1024 * 1024
_SIGN: Final = re.compile(rb'"(?:[^"\\]|\\.)*(?:(")|\\?\Z)|[{}\[\]]', re.DOTALL)
"""A bracket, or a text; one that does not end here has no first group."""
_IN_LIST: Final = 2
_QUOTE: Final = ord('"')


class _Attribute(msgspec.Struct):
    name: str = ""
    value: object = None


class _About(msgspec.Struct, rename="camel"):
    object_id: str = ""


class _Event(msgspec.Struct):
    type: str
    time: str
    attributes: list[_Attribute] = []
    relationships: list[_About] = []


class _Object(msgspec.Struct):
    id: str
    type: str


_EVENT: Final = msgspec.json.Decoder(_Event)
_OBJECT: Final = msgspec.json.Decoder(_Object)


def recognises(start: bytes) -> bool:
    """Whether it is an object with OCEL's lists of types, events or objects."""
    begins = start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    names = (b'"objectTypes"', b'"eventTypes"', b'"events"', b'"objects"')
    return begins and any(name in start for name in names)


def told(path: Path) -> Iterator[OcelEvent | OcelObject]:
    """The events and objects of the log, in its order.

    Raises:
        InputRefused: GS-CON-097 if it cannot be read to its end.
    """
    try:
        with path.open("rb") as file:
            for name, body in _members(file):
                if name == b'"events"':
                    event = _EVENT.decode(body)
                    yield OcelEvent(
                        activity=event.type,
                        time=event.time,
                        resource=next(
                            (
                                str(each.value)
                                for each in event.attributes
                                if each.name in RESOURCES
                            ),
                            "",
                        ),
                        objects=tuple(each.object_id for each in event.relationships),
                    )
                elif name == b'"objects"':
                    found = _OBJECT.decode(body)
                    yield OcelObject(found.id, found.type)
    except (msgspec.DecodeError, EOFError) as error:
        raise unreadable(
            path.name,
            Text("Den er ikke OCEL 2.0 i JSON til ende.", "It is not OCEL 2.0 in JSON to its end."),
        ) from error


def _members(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """The objects in the lists of the outermost object, each with the name of its list.

    Raises:
        EOFError: if the file ends before its outermost object does.
    """
    held, place, depth, begun = b"", 0, 0, -1
    name = text = b""
    while True:
        for sign in _SIGN.finditer(held, place):
            found = sign[0]
            if found[0] == _QUOTE and sign[1] is None:
                break
            place = sign.end()
            if found[0] == _QUOTE:
                text = found
            elif found in b"{[":
                if depth == 1:
                    name = text
                elif depth == _IN_LIST:
                    begun = sign.start()
                depth += 1
            else:
                depth -= 1
                if depth == _IN_LIST and begun >= 0:
                    yield name, held[begun:place]
                    begun = -1
                if depth == 0:
                    return
        # What is not whole yet is kept: a member, or a text that the chunk cut in two.
        keep = begun if begun >= 0 else place
        held, place = _more(file, held[keep:]), place - keep
        begun = min(begun, 0)


def _more(file: BinaryIO, held: bytes) -> bytes:
    """What is kept, and the next chunk behind it."""
    chunk = file.read(_CHUNK)
    if not chunk or len(held) > _LARGEST:
        raise EOFError
    return held + chunk
