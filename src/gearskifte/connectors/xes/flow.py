# SPDX-License-Identifier: EUPL-1.2
"""An XES log as a flow of events, in the memory of its largest case."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final
from xml.parsers import expat

from gearskifte.connectors.connector import DAMAGED, Stream
from gearskifte.connectors.eventlog.flow import Flow, classified, unit_of, unreadable
from gearskifte.connectors.eventlog.message import ACTIVITY, CASE_ID
from gearskifte.connectors.mapping import LogMapping, Role
from gearskifte.effects.public import LogRow
from gearskifte.kernel.errors import Text

_CHUNK: Final = 256 * 1024
_TRACE, _EVENT, _ATTRIBUTE = 2, 3, 4
"""How deep a case, an event and an event's attribute stand."""


def flow(stream: Stream, name: str, mapping: LogMapping) -> Iterator[LogRow]:
    """The events of an XES log, case by case.

    Raises:
        InputRefused: GS-CON-095 if the log cannot be read to its end.
    """
    found: list[LogRow] = []
    parser = _parser(name, unit_of(name), mapping, found)
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            yield from found
            found.clear()
        parser.Parse(b"", True)
    except DAMAGED as error:
        raise unreadable(name, Text("Den er beskadiget.", "It is damaged.")) from error
    except expat.ExpatError as error:
        line = Text(f"Fejlen er i linje {error.lineno}.", f"The fault is in line {error.lineno}.")
        raise unreadable(name, line) from None


def _parser(  # noqa: C901 - what is called a million times is told in one place
    name: str, unit: str, mapping: LogMapping, found: list[LogRow]
) -> expat.XMLParserType:
    """A parser that puts the events of each case into `found` when the case ends.

    Functions over shared names and no class, for they are called twice for every element.
    """
    classifiers: dict[str, tuple[str, ...]] = {}
    cases: list[dict[str, str]] = []
    events: list[dict[str, str]] = []
    flows: list[Flow] = []
    wanted: frozenset[str] = frozenset()
    event: dict[str, str] | None = None
    depth = number = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, event
        depth += 1
        if depth == _ATTRIBUTE:
            if event is not None and attributes.get("key") in wanted:
                event[attributes["key"]] = attributes.get("value", "")
        elif depth == _EVENT:
            if not cases:
                return
            if tag == "event" or tag.endswith(":event"):
                event = {}
                events.append(event)
            else:
                cases[0][attributes.get("key", "")] = attributes.get("value", "")
        elif depth == _TRACE:
            start_part(tag.rpartition(":")[2], attributes)

    def start_part(tag: str, attributes: dict[str, str]) -> None:
        nonlocal wanted
        if tag == "trace":
            if not flows:
                chosen = mapping.columns.get(Role.ACTIVITY, ACTIVITY)
                flows.append(Flow(unit, mapping, classifiers.get(chosen) or (chosen,)))
                wanted = flows[0].wanted
            cases.append({})
        elif tag == "classifier":
            classifiers[attributes.get("name", "")] = classified(attributes.get("keys", ""))

    def end(_tag: str) -> None:
        nonlocal depth, event, number
        depth -= 1
        if depth == _TRACE:
            event = None
        elif depth == 1 and cases:
            number += 1
            told = cases.pop()
            case = told.get(mapping.columns.get(Role.CASE, CASE_ID), "").strip()
            found.extend(flows[0].case(case or f"#{number}", told, events))
            events.clear()

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = partial(_refuse, name)
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    return parser


def _refuse(name: str, *_: object) -> None:
    """A DOCTYPE, with which entity bombs are made."""
    raise unreadable(name, Text("Den har en DOCTYPE.", "It has a DOCTYPE."))
