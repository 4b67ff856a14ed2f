# SPDX-License-Identifier: EUPL-1.2
"""Protected addresses: what is taken out of a page for its reader before it is made.

The database is asked only where a text looks as if it held an address, so most pages ask nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.access import Access
from gearskifte.overview.queries import guarded
from gearskifte.overview.rules.addresses import TextsOf, with_address, without_addresses
from gearskifte.overview.rules.addresses import guarded as without_its_addresses
from gearskifte.overview.rules.mandates import MandateLine
from gearskifte.overview.rules.texts import detail_rewritten, overview_rewritten, texts
from gearskifte.registry.public import Held, ObjectDetail, PersonOverview

NOBODY: Final = UUID(int=0)
"""A reader whose own address is none of those that are protected: an official."""
_CASE: Final = "case:"

Line = TypeVar("Line", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Guard:
    """One citizen's reading of a person's data, their own or another's."""

    subject: UUID
    reader: UUID
    at: datetime

    def overview(
        self, cursor: Cursor[Any], read: PersonOverview, texts_of: TextsOf = texts
    ) -> PersonOverview:
        """All that was read of the person, as the reader is shown it.

        `texts_of` are the texts that are shown of each; an object is closed in all its texts.
        """
        closed = self._of(cursor, [held.id for held in with_address(read.objects, texts_of)])
        return overview_rewritten(read, _closing(closed)) if closed else read

    def detail(self, cursor: Cursor[Any], read: ObjectDetail) -> ObjectDetail:
        """One object and those it is linked with, as the reader is shown them."""
        near = (read.held, *read.linked)
        closed = self._of(cursor, [held.id for held in with_address(near)])
        return detail_rewritten(read, _closing(closed)) if closed else read

    def lines(
        self,
        cursor: Cursor[Any],
        lines: Iterable[Line],
        field: str,
        about: Callable[[Line], UUID | None],
    ) -> list[Line]:
        """Lines that quote a text of an object, each in one field, as the reader is shown them."""
        found = list(lines)
        shown = [without_addresses(getattr(line, field)) for line in found]
        ids = [about(line) for line in found]
        asked = {
            object_id
            for line, text, object_id in zip(found, shown, ids, strict=True)
            if object_id is not None and text != getattr(line, field)
        }
        closed = self._of(cursor, asked)
        return [
            msgspec.structs.replace(line, **{field: text}) if object_id in closed else line
            for line, text, object_id in zip(found, shown, ids, strict=True)
        ]

    def _of(self, cursor: Cursor[Any], objects: Iterable[UUID]) -> frozenset[UUID]:
        return guarded(cursor, objects, subject=self.subject, reader=self.reader, at=self.at)


def guard_of(access: Access) -> Guard:
    """The guard of a citizen who reads their own data, or another's by mandate."""
    return Guard(access.subject, UUID(access.actor.id), access.at)


def guard_mandates(
    cursor: Cursor[Any], lines: Iterable[MandateLine], reader: UUID, at: datetime
) -> list[MandateLine]:
    """Mandates as a reader is shown them: what one for a case is called is the case's title."""
    shown = []
    for line in lines:
        shown += Guard(line.giver, reader, at).lines(cursor, [line], "label", _case_of)
    return shown


def warns(cursor: Cursor[Any], access: Access, objects: Iterable[UUID]) -> bool:
    """Whether an official must be told that somebody in what they read is protected."""
    asked = [*objects, NOBODY]
    return bool(guarded(cursor, asked, subject=access.subject, reader=NOBODY, at=access.at))


def _case_of(line: MandateLine) -> UUID | None:
    return UUID(line.scope.removeprefix(_CASE)) if line.scope.startswith(_CASE) else None


def _closing(closed: frozenset[UUID]) -> Callable[[Held], Held]:
    return lambda held: without_its_addresses(held) if held.id in closed else held
