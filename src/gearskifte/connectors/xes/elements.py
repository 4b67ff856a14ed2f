# SPDX-License-Identifier: EUPL-1.2
"""An XES log element by element: the way that reads whatever XES may be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.parsers import expat

from gearskifte.connectors.eventlog.flow import Flow, LoggedRows, classified
from gearskifte.connectors.eventlog.message import ACTIVITY, CASE_ID
from gearskifte.connectors.mapping import LogMapping, Role

_LOG, _TRACE, _EVENT, _ATTRIBUTE = 1, 2, 3, 4
"""How deep the log, a case, an event and an event's attribute stand."""


class Cases:
    """Makes rows of the cases of one log, one after another.

    Attributes:
        flow: set when the first case begins; the log's classifiers stand before it.
        root: the name of the outermost element.
        found: cases that are made and not yet taken.
        number: of cases so far.
        lines: of the log that were read before what is being read.
    """

    def __init__(self, unit: str, mapping: LogMapping) -> None:
        self.flow: Flow | None = None
        self.root = "log"
        self.found: list[LoggedRows] = []
        self.number = 0
        self.lines = 0
        self.number_key = mapping.columns.get(Role.CASE, CASE_ID)
        self._unit = unit
        self._mapping = mapping

    def begin(self, classifiers: Mapping[str, tuple[str, ...]]) -> Flow:
        """The first case begins: what tells an activity, by the mapping's classifier or key."""
        if self.flow is None:
            chosen = self._mapping.columns.get(Role.ACTIVITY, ACTIVITY)
            self.flow = Flow(self._unit, self._mapping, classifiers.get(chosen) or (chosen,))
        return self.flow

    def add(self, told: Mapping[str, str], events: Sequence[Mapping[str, str]]) -> None:
        """One case with what is told of it and its events, in the order of the log."""
        self.number += 1
        case = told.get(self.number_key, "").strip() or f"#{self.number}"
        if self.flow is not None:
            rows = list(self.flow.case(case, told, events))
            self.found.append(
                LoggedRows(told, rows, len(events) - len(rows), self.flow.is_impossible(told, rows))
            )

    def taken(self) -> Iterator[LoggedRows]:
        """The cases that are made, which are then no longer kept."""
        yield from self.found
        self.found.clear()


def parser_into(  # noqa: C901 - what is called a million times is told in one place
    cases: Cases, begun: Callable[[int], None] | None = None
) -> expat.XMLParserType:
    """A parser that adds each case when it ends.

    Functions over shared names and no class, for they are called twice for every element.

    Args:
        cases: where the cases go.
        begun: called with its place in bytes when the first case begins.
    """
    classifiers: dict[str, tuple[str, ...]] = {}
    open_cases: list[dict[str, str]] = []
    events: list[dict[str, str]] = []
    wanted: frozenset[str] = frozenset()
    event: dict[str, str] | None = None
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, event
        depth += 1
        if depth == _ATTRIBUTE:
            if event is not None and attributes.get("key") in wanted:
                event[attributes["key"]] = attributes.get("value", "")
        elif depth == _EVENT:
            if not open_cases:
                return
            if tag == "event" or tag.endswith(":event"):
                event = {}
                events.append(event)
            else:
                open_cases[0][attributes.get("key", "")] = attributes.get("value", "")
        elif depth == _TRACE:
            start_part(tag.rpartition(":")[2], attributes)
        elif depth == _LOG:
            cases.root = tag

    def start_part(tag: str, attributes: dict[str, str]) -> None:
        nonlocal wanted
        if tag == "trace":
            wanted = cases.begin(classifiers).wanted
            if begun is not None and not cases.number:
                begun(parser.CurrentByteIndex)
            open_cases.append({})
        elif tag == "classifier":
            classifiers[attributes.get("name", "")] = classified(attributes.get("keys", ""))

    def end(_tag: str) -> None:
        nonlocal depth, event
        depth -= 1
        if depth == _TRACE:
            event = None
        elif depth == 1 and open_cases:
            cases.add(open_cases.pop(), events)
            events.clear()

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    return parser
