# SPDX-License-Identifier: EUPL-1.2
"""An XES log as a flow of events, in the memory of its largest case."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Final
from xml.parsers import expat

from gearskifte.connectors.connector import DAMAGED, Stream
from gearskifte.connectors.eventlog.flow import LoggedRows, unit_of, unreadable
from gearskifte.connectors.mapping import LogMapping
from gearskifte.connectors.xes.elements import Cases, parser_into
from gearskifte.connectors.xes.flat import END, Flat, is_whole
from gearskifte.effects.public import LogRow
from gearskifte.kernel.errors import Text

_CHUNK: Final = 256 * 1024
_MOST: Final = 16 * 1024 * 1024
"""A case of more bytes is not waited for to its end before it is read."""


class _Begun(Exception):
    """The first case begins, and so many bytes of what is at hand stand before it."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


def flow(stream: Stream, name: str, mapping: LogMapping) -> Iterator[LogRow]:
    """The events of an XES log, case by case; see `cases_of`."""
    for case in cases_of(stream, name, mapping):
        yield from case.rows


def cases_of(stream: Stream, name: str, mapping: LogMapping) -> Iterator[LoggedRows]:
    """The cases of an XES log.

    What stands before the first case and after the last goes through an XML parser. The cases are
    taken apart by `flat` where they are flat, and by the parser where not; both tell the same, and
    both refuse what is not well-formed.

    Raises:
        InputRefused: GS-CON-097 if the log cannot be read to its end.
    """
    cases = Cases(unit_of(name), mapping)
    try:
        for _ in _read(stream, name, cases):
            yield from cases.taken()
    except DAMAGED as error:
        raise unreadable(name, Text("Den er beskadiget.", "It is damaged.")) from error
    except expat.ExpatError as error:
        number = error.lineno + cases.lines
        line = Text(f"Fejlen er i linje {number}.", f"The fault is in line {number}.")
        raise unreadable(name, line) from None


def _read(stream: Stream, name: str, cases: Cases) -> Iterator[None]:
    """Reads on, and stops each time that there may be rows to take."""
    last, chunk, read, is_utf8 = b"", b"", 0, True

    def declared(_version: str, encoding: str | None, _alone: int) -> None:
        nonlocal is_utf8
        is_utf8 = (encoding or "UTF-8").upper() == "UTF-8"

    def begun(place: int) -> None:
        at = place - read + len(last)
        if is_utf8 and at >= 0 and (last + chunk).startswith(b"<trace", at):
            raise _Begun(at)

    parser = parser_into(cases, begun)
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = partial(_refuse, name)
    chunks = iter(lambda: stream.read(_CHUNK), b"")
    for chunk in chunks:
        try:
            parser.Parse(chunk, False)
        except _Begun as at:
            cases.lines = parser.CurrentLineNumber - 1
            yield from _sections((last + chunk)[at.place :], chunks, cases)
            return
        read, last = read + len(chunk), chunk
        yield
    parser.Parse(b"", True)


def _sections(rest: bytes, chunks: Iterator[bytes], cases: Cases) -> Iterator[None]:
    """Reads the cases of a log in UTF-8 in sections, as long as they are not too odd for it."""
    flat = Flat(cases.begin({}).wanted)
    kept, looked = bytearray(), 0
    for chunk in chain((rest,), chunks):
        kept += chunk
        end = kept.rfind(END, max(looked - len(END), 0)) + len(END)
        if end >= len(END):
            if not _section(kept[:end], flat, cases):
                break
            cases.lines += kept.count(b"\n", 0, end)
            del kept[:end]
            yield
        elif len(kept) > _MOST:
            break
        looked = len(kept)
    # What follows the last case, or all that is left of an odd log.
    parser = parser_into(cases)
    parser.Parse(b"<%s>" % cases.root.encode() + kept, False)
    yield
    for chunk in chunks:
        parser.Parse(chunk, False)
        yield
    parser.Parse(b"", True)


def _section(found: bytearray, flat: Flat, cases: Cases) -> bool:
    """Read some cases; False, and nothing read, if they cannot be told from what follows them."""
    try:
        text = found.decode()
    except UnicodeDecodeError:
        return False
    if flat.read(text, cases):
        return True
    number, rows = cases.number, len(cases.found)
    if is_whole(text):
        try:
            parser_into(cases).Parse(f"<{cases.root}>{text}</{cases.root}>", True)
        except expat.ExpatError:
            cases.number = number
            del cases.found[rows:]
        else:
            return True
    return False


def _refuse(name: str, *_: object) -> None:
    """A DOCTYPE, with which entity bombs are made."""
    raise unreadable(name, Text("Den har en DOCTYPE.", "It has a DOCTYPE."))
