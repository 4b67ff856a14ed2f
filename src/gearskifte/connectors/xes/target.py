# SPDX-License-Identifier: EUPL-1.2
"""Takes an XES log apart while the parser is still reading it; no tree is ever built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gearskifte.connectors.connector import Part
from gearskifte.connectors.eventlog.message import CASE_ID, LIFECYCLE, Trouble
from gearskifte.connectors.eventlog.writing import CaseWriter, LogWriter
from gearskifte.connectors.mapping import Role

_TYPES: Final = frozenset(("string", "date", "int", "float", "boolean", "id", "list", "container"))
_DEEPEST: Final = 255
"""Elements inside each other; a parser that builds no tree does not stop at any number itself."""

_OVERHEAD: Final = 64
"""What an attribute takes at least, in bytes, however short its text."""


class Unacceptable(Exception):
    """The log cannot be read on, and what the trouble is."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class Target:
    """What lxml's parser tells, element by element.

    Attributes are gathered in lists, the innermost last in `_open`. Those of the log itself, of
    which there may be thousands of statistics, are not gathered.

    Attributes:
        parts: cases that are complete and not yet taken.
    """

    def __init__(self, writer: LogWriter, max_bytes: int) -> None:
        self.parts: list[Part] = []
        self._writer = writer
        self._max_bytes = max_bytes
        self._gathered = 0
        self._names: dict[str, str] = {}
        self._path: list[str] = []
        self._open: list[list[Any]] = []
        self._case: CaseWriter | None = None
        self._classifiers: dict[str, tuple[str, ...]] = {}
        self._everywhere: dict[str, set[str]] = {"trace": set(), "event": set()}
        self._scope = ""
        self._is_begun = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = self._names.get(tag) or self._names.setdefault(tag, tag.rpartition("}")[2])
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise Unacceptable(Trouble.BEYOND_LIMITS)
        if name in _TYPES:
            self._attribute(name, attributes.get("key", ""), attributes.get("value", ""))
            return
        self._open.append(self._open[-1] if name == "values" and self._open else [])
        match self._path:
            case ["log", "trace"]:
                self._begin()
                self._case = self._writer.case()
            case ["log", "global"]:
                self._scope = attributes.get("scope", "trace")
            case ["log", "classifier"]:
                keys = attributes.get("keys", "").split()
                self._classifiers[attributes.get("name", "")] = tuple(
                    key
                    for key in keys
                    if key != LIFECYCLE  # which is told by itself
                )
            case _:
                pass

    def _attribute(self, name: str, key: str, value: str) -> None:
        """An attribute begins."""
        inner: list[Any] = []
        if len(self._path) == 2:
            if key == CASE_ID and value.strip() and not self._is_begun:
                self._writer.log = value.strip()
        elif len(self._path) > 2 and self._path[1] in ("trace", "global"):
            self._gathered += len(key) + len(value) + _OVERHEAD
            if self._gathered > self._max_bytes:
                raise Unacceptable(Trouble.BEYOND_LIMITS)
            self._open[-1].append([key, value, name, inner])
        self._open.append(inner)

    def end(self, _tag: str) -> None:
        """An element ends."""
        gathered = self._open.pop()
        if self._path[-1] not in _TYPES:
            self._end_of_part(gathered)
        self._path.pop()

    def _end_of_part(self, gathered: list[Any]) -> None:
        match self._path:
            case ["log", "trace", "event"] if self._case is not None:
                self._case.event([_compact(each) for each in gathered])
                self._count_gaps("event", gathered)
                self._gathered = 0
            case ["log", "trace"] if self._case is not None:
                for each in gathered:
                    self._case.attribute(_compact(each))
                self._count_gaps("trace", gathered)
                self.parts.append(self._writer.part(self._case))
                self._case = None
                self._gathered = 0
            case ["log", "event"]:
                self._writer.fault(Trouble.OUTSIDE_CASE)
            case ["log", "global"]:
                self._everywhere.setdefault(self._scope, set()).update(key for key, *_ in gathered)
            case _:
                pass

    def doctype(self, *_: object) -> None:
        """A DOCTYPE, with which entity bombs are made; nothing it declares has been used yet."""
        raise Unacceptable(Trouble.DOCTYPE)

    def close(self) -> None:
        """The log ends."""

    def _begin(self) -> None:
        """Before the first case: what tells an activity, by the mapping's classifier or key."""
        chosen = self._writer.columns.get(Role.ACTIVITY)
        if chosen is not None and not self._is_begun:
            self._writer.activity = self._classifiers.get(chosen) or (chosen,)
        self._is_begun = True

    def _count_gaps(self, scope: str, gathered: list[Any]) -> None:
        for key in self._everywhere[scope].difference(each[0] for each in gathered):
            self._writer.gaps[f"{scope} {key}"] += 1


def _compact(attribute: list[Any]) -> list[Any]:
    """The attribute without what goes without saying: no inner ones, and that it is a text."""
    key, value, kind, inner = attribute
    if inner:
        return [key, value, kind, [_compact(each) for each in inner]]
    return [key, value] if kind == "string" else [key, value, kind]
