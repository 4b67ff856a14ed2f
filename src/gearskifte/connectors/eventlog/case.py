# SPDX-License-Identifier: EUPL-1.2
"""What an event log says of a case as a whole: its registration in the registry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from gearskifte.connectors.eventlog import identity, remarks
from gearskifte.connectors.eventlog.happenings import Happening
from gearskifte.connectors.eventlog.message import CASE_ID, LoggedCase
from gearskifte.connectors.eventlog.personal import without_numbers
from gearskifte.connectors.eventlog.progress import Reached, course
from gearskifte.connectors.eventlog.remarks import Notes
from gearskifte.connectors.eventlog.roles import column_of
from gearskifte.connectors.eventlog.times import read_time
from gearskifte.connectors.mapping import Milestone, Role, authority
from gearskifte.registry.public import (
    Fact,
    Kind,
    Operation,
    Reference,
    ReferenceKind,
    Registration,
    Section,
    fields,
    parse_uuid,
)

DEADLINE: Final = "deadline"
"""By when the case is to be decided (sagsfrist), among the values of the index; SF1470 has none."""

_SLOT: Final = re.compile(r"\{([^{}]+)\}")
_KLE: Final = re.compile(r"[0-9]{2}(\.[0-9]{2}){0,2}")


class CaseReader:
    """Reads what is said of one case.

    Attributes:
        source: what the log's system is called, "" where nothing says it.
        number: the case's id in that system.
    """

    def __init__(self, case: LoggedCase, notes: Notes) -> None:
        self._mapping = case.mapping
        self._keys = case.keys
        self._notes = notes
        self._told = {each.key: each.value.strip() for each in case.attributes}
        self.source = self._said(Role.SOURCE) or case.mapping.source or case.log
        named = case.keys.get(Role.CASE) or case.mapping.columns.get(Role.CASE)
        self.number = self._told.get(named or CASE_ID, "")

    @property
    def uuid(self) -> UUID:
        """The case's own UUID where the log has one, else one made of the source and its id."""
        given = self._said(Role.CASE_UUID)
        uuid = parse_uuid(given)
        if given and uuid is None:
            self._notes.add(remarks.UUID_UNREADABLE, Role.CASE_UUID)
        return uuid or identity.case_uuid(self.source, self.number)

    def times(self, happenings: Sequence[Happening]) -> Times | None:
        """When the case began and came to its milestones, None where nothing in it has a time."""
        moments = [each.moment for each in happenings]
        start = self._moment(Role.START) or min(moments, default=None)
        if start is None:
            return None
        meaning = self._mapping.milestone_of
        reached = [
            Reached(each.moment, meaning[each.activity])
            for each in happenings
            if each.activity in meaning
        ]
        closed = self._moment(Role.CLOSED)
        if closed is not None:
            reached.append(Reached(closed, Milestone.CLOSED))
        return Times(start, max((start, *moments)), self._moment(Role.ENDED), tuple(reached))

    def registration(self, uuid: UUID, times: Times) -> Registration:
        """All that is said of the case."""
        mapping = self._mapping
        return Registration(
            object_id=uuid,
            kind=Kind.CASE,
            operation=Operation.IMPORT,
            # A newer version of the mapping is a newer word on the same events.
            source_time=times.last + timedelta(microseconds=mapping.version),
            facts=tuple(self._facts(times)),
            lifecycle="Importeret",
            note=f"{mapping.name} {mapping.version}" if mapping.name else "",
        )

    def _facts(self, times: Times) -> Iterator[Fact]:
        start = times.start
        yield Fact(Section.ATTRIBUTES, fields.PROPERTIES, start, self._properties())
        yield Fact(Section.ATTRIBUTES, fields.INDEX, start, self._index(start))
        went = course(start, times.reached)
        if went.out_of_order:
            self._notes.add(remarks.OUT_OF_ORDER, "milestones")
        for state, begins, ends in went.states:
            yield Fact(Section.STATE, fields.PROGRESS, begins, {fields.STATE: state.value}, ends)
        system = Reference(ReferenceKind.IT_SYSTEM, str(identity.system_uuid(self.source)))
        yield _relation(
            fields.SYSTEM, fields.MASTER, start, {fields.TARGET: system, fields.NAME: self.source}
        )
        for kind, role, values in (
            (fields.ACTOR, fields.OWNER, self._owner()),
            (fields.CLASS, fields.PRIMARY, self._subject()),
        ):
            if values:
                yield _relation(kind, role, start, values)

    def _properties(self) -> dict[str, Any]:
        title = _SLOT.sub(lambda slot: self._told.get(slot[1], ""), self._mapping.title)
        values = {fields.USER_KEY: self.number, fields.NUMBER: self.number}
        if title.strip():
            values[fields.TITLE] = self._clean(title.strip(), "title")
        return values

    def _index(self, start: datetime) -> dict[str, Any]:
        deadline = self._moment(Role.DEADLINE)
        values = {
            fields.CREATED_AT: start.isoformat(),
            fields.LOCAL_STATUS: self._clean(self._said(Role.STATUS), Role.STATUS),
            DEADLINE: deadline.isoformat() if deadline is not None else "",
        }
        return {name: value for name, value in values.items() if value}

    def _owner(self) -> dict[str, Any]:
        target = authority(self._said(Role.OWNER)) or authority(self._mapping.owner)
        if target is None:
            return {}
        values: dict[str, Any] = {fields.TARGET: target}
        if target.kind is ReferenceKind.CVR:
            values[fields.CVR] = target.value
        if self._mapping.owner_name:
            values[fields.NAME] = self._mapping.owner_name
        return values

    def _subject(self) -> dict[str, Any]:
        subject = self._clean(self._said(Role.SUBJECT), Role.SUBJECT)
        stated = self._said(Role.KLE)
        if stated and not _KLE.fullmatch(stated):
            self._notes.add(remarks.KLE_UNREADABLE, Role.KLE)
            stated = ""
        number = stated or self._mapping.kle_by_subject.get(subject) or self._mapping.kle or ""
        values = {fields.CLASS_KEY: number, fields.NAME: subject}
        return {name: value for name, value in values.items() if value}

    def _said(self, role: Role) -> str:
        key = self._keys.get(role) or column_of(role, self._told, self._mapping.columns)
        return self._told.get(key, "") if key is not None else ""

    def _moment(self, role: Role) -> datetime | None:
        text = self._said(role)
        if not text:
            return None
        try:
            stamp = read_time(text, self._mapping.time_format)
        except (ValueError, OverflowError):
            self._notes.add(remarks.TIME_UNREADABLE, role)
            return None
        if stamp.zone_assumed:
            self._notes.add(remarks.ZONE_ASSUMED, role)
        return stamp.moment

    def _clean(self, text: str, path: str) -> str:
        clean = without_numbers(text)
        if clean != text:
            self._notes.add(remarks.NUMBER_REMOVED, path)
        return clean


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a case.

    Attributes:
        last: when the log last heard of it.
        ended: when the log says it ended, which may be the end of a phase only.
    """

    start: datetime
    last: datetime
    ended: datetime | None
    reached: tuple[Reached, ...]

    @property
    def decided_before_start(self) -> bool:
        """Whether it was decided, closed or ended before the moment it began."""
        late = (Milestone.DECIDED, Milestone.CLOSED)
        ends = [moment for moment, milestone in self.reached if milestone in late]
        if self.ended is not None:
            ends.append(self.ended)
        return any(moment < self.start for moment in ends)


def _relation(kind: str, role: str, start: datetime, values: dict[str, Any]) -> Fact:
    stated = {fields.TYPE: kind, fields.ROLE: role, **values}
    return Fact(Section.RELATION, f"{kind}:{role}:", start, stated)
