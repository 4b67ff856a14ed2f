# SPDX-License-Identifier: EUPL-1.2
"""Writes the messages of a log while it is being read, never holding more than one case of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from gearskifte.connectors.connector import Delivery, Part
from gearskifte.connectors.eventlog.message import (
    ACTIVITY,
    DeliveryNote,
    Fault,
    LoggedCase,
    Trouble,
)
from gearskifte.connectors.mapping import Role

RawAttribute = Sequence[Any]
"""`Attribute` before it is written: [key, value], [key, value, type] or with inner ones as well."""

_ENCODER: Final = msgspec.json.Encoder(order="deterministic")


class CaseWriter:
    """Writes one case's message event by event, and lets go of it when it grows too large."""

    def __init__(self, head: LoggedCase, max_bytes: int) -> None:
        self._head = head
        self._left = max_bytes - len(_ENCODER.encode(head)) - len(',"attributes":[],"events":[]')
        self._attributes: list[bytes] = []
        self._events: list[bytes] = []
        self.events = 0

    def attribute(self, attribute: RawAttribute) -> None:
        """Add an attribute of the case."""
        self._add(self._attributes, attribute)

    def event(self, attributes: Sequence[RawAttribute]) -> None:
        """Add an event."""
        self.events += 1
        self._add(self._events, attributes)

    def _add(self, to: list[bytes], what: object) -> None:
        written = _ENCODER.encode(what)
        self._left -= len(written) + 1
        if self._left < 0:
            self._attributes, self._events = [], []
        else:
            to.append(written)

    def body(self) -> bytes:
        """The bytes of the message; where they would be too many, of one that says so."""
        if self._left < 0:
            fault = Fault(Trouble.TOO_LARGE, self.events)
            return _ENCODER.encode(msgspec.structs.replace(self._head, fault=fault))
        head = _ENCODER.encode(self._head).removesuffix(b"}")
        attributes, events = b",".join(self._attributes), b",".join(self._events)
        return b'%s,"attributes":[%s],"events":[%s]}' % (head, attributes, events)


class LogWriter:
    """Writes the messages of one delivery, and counts for its note."""

    def __init__(self, form: str, delivery: Delivery) -> None:
        self._delivery = delivery
        self._mapping = delivery.mapping.of_log(delivery.name)
        self._form = form
        self.log = delivery.name.partition(".")[0]
        self.activity: tuple[str, ...] = (ACTIVITY,)
        self.keys: dict[str, str] = {}
        self._cases = 0
        self._events = 0
        self._faults: Counter[Trouble] = Counter()
        self._lines: dict[Trouble, int] = {}
        self.gaps: Counter[str] = Counter()

    @property
    def columns(self) -> dict[Role, str]:
        """Role → column, where the log's receiver has said so."""
        return self._mapping.columns

    def case(self) -> CaseWriter:
        """A new case."""
        head = LoggedCase(self._form, self.log, self._mapping, self.activity, self.keys)
        return CaseWriter(head, self._delivery.max_bytes)

    def part(self, case: CaseWriter, place: str = "") -> Part:
        """The message of a case that is complete."""
        self._cases += 1
        self._events += case.events
        return Part(place or f"trace {self._cases}", case.body())

    def fault(self, trouble: Trouble, line: int = 0) -> None:
        """Note a trouble with the log as a whole."""
        self._faults[trouble] += 1
        self._lines.setdefault(trouble, line)

    def note(self) -> Iterator[Part]:
        """The note of delivery."""
        if not self._cases and not self._faults:
            self.fault(Trouble.EMPTY)
        note = DeliveryNote(
            format=self._form,
            log=self.log,
            sha256=self._delivery.sha256,
            mapping=self._mapping,
            cases=self._cases,
            events=self._events,
            faults=tuple(Fault(t, n, self._lines[t]) for t, n in self._faults.items()),
            gaps=dict(self.gaps),
        )
        yield Part("delivery", _ENCODER.encode(note))
