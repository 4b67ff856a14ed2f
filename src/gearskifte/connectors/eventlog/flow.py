# SPDX-License-Identifier: EUPL-1.2
"""The events of a log one after another, for who counts and keeps nothing: rows, not messages.

A log that is imported becomes messages, kept for good; a log that is only analysed becomes rows and
is gone. This is that second way: a log of any size in the memory that its largest case takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from gearskifte.connectors.eventlog.message import LIFECYCLE, RESOURCE, TIMESTAMP
from gearskifte.connectors.eventlog.personal import without_numbers
from gearskifte.connectors.eventlog.roles import column_of
from gearskifte.connectors.eventlog.times import read_time
from gearskifte.connectors.mapping import LogMapping, Role
from gearskifte.effects.public import LogRow
from gearskifte.kernel.errors import InputRefused, Text
from gearskifte.kernel.time import local_date

_REMEMBERED: Final = 50_000


class LoggedRows(NamedTuple):
    """One case of a log: what is told of it, its events, and how many of them cannot be used.

    `impossible` is whether the log says that it was closed or ended before the moment it began.
    """

    told: Mapping[str, str]
    rows: list[LogRow]
    unused: int
    impossible: bool


class Flow:
    """Makes the events of cases out of what stands in a log.

    `sequence` is an event's number among those of its case at the same moment, from 1.

    Attributes:
        wanted: the keys of an event that tell something.
    """

    def __init__(self, unit: str, mapping: LogMapping, activity: tuple[str, ...]) -> None:
        self._unit = unit
        self._mapping = mapping
        self._activity = activity
        columns = mapping.columns
        self._at = columns.get(Role.TIMESTAMP) or TIMESTAMP
        self._resource = columns.get(Role.RESOURCE) or RESOURCE
        self._identity = columns.get(Role.EVENT_ID) or "identity:id"
        self.wanted = frozenset((*activity, self._at, self._resource, self._identity))
        self._moments: dict[str, tuple[datetime, date]] = {}
        self._texts: dict[str, str] = {}
        self._columns: dict[tuple[str, ...], str | None] = {}

    def case(
        self, number: str, told: Mapping[str, str], events: Iterable[Mapping[str, str]]
    ) -> Iterator[LogRow]:
        """The events of one case, in the order of the log."""
        rows = []
        at_once: dict[datetime, int] = {}
        seen: set[str] = set()
        moments, texts = self._moments, self._texts
        time, doer, identified = self._at, self._resource, self._identity
        name = self._activity[0] if len(self._activity) == 1 else None
        for event in events:
            text = event.get(time, "")
            moment = moments.get(text) or self._moment(text)
            text = event.get(name, "") if name is not None else self._joined(event)
            activity = texts.get(text) or self._text(text)
            if moment is None or not activity:
                continue
            if identified in event:
                if event[identified] in seen:
                    continue
                seen.add(event[identified])
            at, day = moment
            sequence = at_once[at] = at_once.get(at, 0) + 1
            text = event.get(doer, "")
            rows.append((activity, texts.get(text) or self._text(text), at, sequence, day))
        if not rows:
            return
        begun = self._told(Role.START, told) or min(rows, key=_at)[4]
        deadline = self._told(Role.DEADLINE, told)
        unit, case = self._unit, f"{self._unit}/{number}"
        for activity, resource, at, sequence, day in rows:
            yield LogRow(unit, case, activity, resource, at, sequence, day, begun, deadline)

    def is_impossible(self, told: Mapping[str, str], rows: Sequence[LogRow]) -> bool:
        """Whether a case was closed or ended before the moment that it began."""
        begun = self._stated(Role.START, told)
        start = begun[0] if begun else min((row.at for row in rows), default=datetime.max)  # noqa: DTZ901 - as rows have it
        ends = [self._stated(role, told) for role in (Role.CLOSED, Role.ENDED)]
        return any(end is not None and end[0] < start for end in ends)

    def _joined(self, event: Mapping[str, str]) -> str:
        return "+".join(filter(None, (event.get(key, "") for key in self._activity)))

    def _told(self, role: Role, told: Mapping[str, str]) -> date | None:
        found = self._stated(role, told)
        return found[1] if found else None

    def _stated(self, role: Role, told: Mapping[str, str]) -> tuple[datetime, date] | None:
        # A log tells the same few attributes of every case.
        asked = role, *told
        if asked not in self._columns:
            if len(self._columns) > _REMEMBERED:
                self._columns.clear()
            self._columns[asked] = column_of(role, told, self._mapping.columns)
        key = self._columns[asked]
        return self._moment(told[key]) if key is not None else None

    def _moment(self, text: str) -> tuple[datetime, date] | None:
        """The moment in UTC without a zone, and its day in Denmark; kept for the next time."""
        if text in self._moments:
            return self._moments[text]
        moment = self._read(text)
        if moment is None:
            return None
        if len(self._moments) > _REMEMBERED:
            self._moments.clear()
        known = moment.astimezone(UTC).replace(tzinfo=None), local_date(moment)
        self._moments[text] = known
        return known

    def _read(self, text: str) -> datetime | None:
        if not self._mapping.time_format:
            try:
                moment = datetime.fromisoformat(text)
            except ValueError:
                moment = None
            if moment is not None and moment.tzinfo is not None:
                return moment
        try:
            return read_time(text, self._mapping.time_format).moment
        except (ValueError, OverflowError):
            return None

    def _text(self, text: str) -> str:
        known = self._texts.get(text)
        if known is None:
            if len(self._texts) > _REMEMBERED:
                self._texts.clear()
            known = self._texts[text] = without_numbers(text.strip())
        return known


def unit_of(name: str) -> str:
    """Whose log it is, by the file's name without its endings."""
    return name.partition(".")[0]


def unreadable(name: str, why: Text) -> InputRefused:
    """A log that cannot be read to its end is not analysed by half."""
    return InputRefused(
        "GS-CON-097",
        what=Text(f"Loggen {name} kan ikke læses.", f"The log {name} cannot be read."),
        why=why,
        do=Text("Hent loggen igen fra kilden.", "Fetch the log again from its source."),
    )


def classified(keys: str) -> tuple[str, ...]:
    """The keys of an activity in a classifier's text, without the life cycle."""
    return tuple(key for key in keys.split() if key != LIFECYCLE)


def _at(row: tuple[str, str, datetime, int, date]) -> datetime:
    return row[2]
