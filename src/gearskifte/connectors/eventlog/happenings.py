# SPDX-License-Identifier: EUPL-1.2
"""What happened in a case: its events as the registry keeps them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from gearskifte.connectors.eventlog import refusals, remarks
from gearskifte.connectors.eventlog.message import (
    IDENTITY,
    LIFECYCLE,
    RESOURCE,
    TIMESTAMP,
    Attribute,
    LoggedCase,
)
from gearskifte.connectors.eventlog.personal import without_numbers
from gearskifte.connectors.eventlog.remarks import Notes
from gearskifte.connectors.eventlog.times import read_time
from gearskifte.connectors.mapping import Role
from gearskifte.registry.public import Event, Reference, Refusal

_KEYS: Final = {
    Role.TIMESTAMP: TIMESTAMP,
    Role.RESOURCE: RESOURCE,
    Role.LIFECYCLE: LIFECYCLE,
    Role.EVENT_ID: IDENTITY,
}


class Happening(msgspec.Struct, frozen=True):
    """An event as it was understood.

    Attributes:
        sequence: its number among the case's events at the same moment, from 1, in the order of
            the log.
    """

    moment: datetime
    activity: str
    lifecycle: str
    resource: str
    identity: str
    sequence: int

    def event(self, case: Reference) -> Event:
        """The event as the registry keeps it."""
        told = {
            "activity": self.activity,
            "lifecycle": self.lifecycle,
            "resource": self.resource,
            "sequence": str(self.sequence),
        }
        return Event(
            message_id=self.identity,
            event_type=None,
            registered_at=None,
            happened_at=self.moment,
            objects=(case,),
            details={name: value for name, value in told.items() if value},
        )


class Happenings:
    """Reads the events of one case, in the order of the log.

    Attributes:
        refusals: events that could not be used, told once for each reason.
    """

    def __init__(self, case: LoggedCase, notes: Notes) -> None:
        self._case = case
        self._notes = notes
        self._key = {
            role: case.keys.get(role) or case.mapping.columns.get(role) or key
            for role, key in _KEYS.items()
        }
        self._at: Counter[datetime] = Counter()
        self._ids: set[str] = set()
        self._seen: set[tuple[Attribute, ...]] = set()
        self._untimed: list[str] = []
        self._unnamed: list[str] = []

    def read(self) -> Iterator[Happening]:
        """The events that can be used."""
        for number, attributes in enumerate(self._case.events, start=1):
            found = self._event(attributes, f"event[{number}]")
            if found is not None:
                yield found

    def refusals(self, case: UUID) -> Iterator[Refusal]:
        """Why the others cannot; known when all are read."""
        for refusal, paths in (
            (refusals.events_without_time, self._untimed),
            (refusals.events_without_activity, self._unnamed),
        ):
            if paths:
                yield refusal(len(paths), paths[0], case)

    def _event(self, attributes: tuple[Attribute, ...], path: str) -> Happening | None:
        told = {each.key: each.value.strip() for each in attributes}
        moment = self._moment(told, path)
        if moment is None:
            return None
        parts = [told[key] for key in self._case.activity if told.get(key)]
        if not parts:
            self._unnamed.append(path)
            return None
        identity = told.get(self._key[Role.EVENT_ID], "")
        if identity in self._ids:
            self._notes.add(remarks.ID_REUSED, path)
            return None
        if identity:
            self._ids.add(identity)
        elif attributes in self._seen:
            self._notes.add(remarks.SAME_TWICE, path)
        self._seen.add(attributes)
        self._at[moment] += 1
        return Happening(
            moment=moment,
            activity=self._text("+".join(parts), path),
            lifecycle=self._text(told.get(self._key[Role.LIFECYCLE], ""), path),
            resource=self._text(told.get(self._key[Role.RESOURCE], ""), path),
            identity=self._text(identity, path),
            sequence=self._at[moment],
        )

    def _moment(self, told: Mapping[str, str], path: str) -> datetime | None:
        try:
            stamp = read_time(
                told.get(self._key[Role.TIMESTAMP], ""), self._case.mapping.time_format
            )
        except (ValueError, OverflowError):
            self._untimed.append(path)
            return None
        if stamp.zone_assumed:
            self._notes.add(remarks.ZONE_ASSUMED, path)
        return stamp.moment

    def _text(self, text: str, path: str) -> str:
        clean = without_numbers(text)
        if clean != text:
            self._notes.add(remarks.NUMBER_REMOVED, path)
        return clean
