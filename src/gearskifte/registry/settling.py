# SPDX-License-Identifier: EUPL-1.2
"""A corrected message settles its broken twin in quarantine, by itself (ADR 106).

Only a message that came later, from the same system, and that was wholly read; and only if it says
all that can be found in the bytes of the broken one (`rules/twins.py`). Messages are deciphered and
compared only where one in quarantine names an object or a person that the batch tells of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final
from uuid import UUID

import msgspec
from psycopg import Cursor

from gearskifte.kernel.database.queries import Queries, load
from gearskifte.kernel.database.rows import array_of_bytes
from gearskifte.registry.preparing import Made
from gearskifte.registry.receiving import Intake
from gearskifte.registry.rules.sender import stated_system
from gearskifte.registry.rules.twins import (
    Marks,
    marks,
    may_hold,
    says_all_of,
    searchable,
    statements,
)
from gearskifte.registry.storing import Received

SQL: Final[Queries] = load("gearskifte.registry", "settling")
_WHOLLY_READ: Final = ("applied", "unchanged")


class _Came(msgspec.Struct, frozen=True):
    """A message and where it came from.

    Attributes:
        sender: the system whose key it came with, "" for one that came as a file.
        stated: the system that it names itself, "" where it names none or nobody can read it.
    """

    id: int
    sender: str
    stated: str

    def may_be_corrected_by(self, other: _Came) -> bool:
        """Whether the other came later, and from the same system as far as can be known."""
        if other.id <= self.id or other.sender != self.sender:
            return False
        return bool(self.sender) or not (
            self.stated and other.stated and self.stated.lower() != other.stated.lower()
        )


class _Other(msgspec.Struct, frozen=True):
    """A message that was wholly read, and its bytes."""

    came: _Came
    body: bytes


def settle_twins(
    cursor: Cursor[Any],
    intake: Intake,
    batch: Sequence[Received],
    statuses: Sequence[str],
    made: Made,
) -> None:
    """Settle the messages in quarantine of which one in a batch, or a later one, says all.

    To be called when the batch is written. A later one was read before where another importer was
    quicker, and where somebody has had the broken one read again.
    """
    ((any_,),) = cursor.execute(SQL.any).fetchall()
    if not any_:
        return
    told = {
        "objects": array_of_bytes([*made.met.ids, *_targets(made)]),
        "persons": array_of_bytes(made.person_ids),
    }
    refused = {each.id for each in batch if each.reading.refusals}
    ids = refused.union(row[0] for row in cursor.execute(SQL.naming, told).fetchall())
    read = _Read(batch, statuses)
    for row in cursor.execute(SQL.undecided, {"ids": sorted(ids)}).fetchall():
        broken = _Came(*row)
        if broken.id not in refused and not read.any_after(broken):
            continue
        ((sealed,),) = cursor.execute(SQL.body, {"id": broken.id}).fetchall()
        said = marks(intake.vault.decipher(sealed))
        others: Iterable[_Other] = read.corrections_of(broken, said)
        if broken.id in refused:
            others = chain(others, _later(cursor, intake, broken, said, batch))
        for other in others:
            if _says_all(intake, other, said):
                settled = {"id": broken.id, "other": other.came.id, "at": intake.clock()}
                cursor.execute(SQL.settle, settled)
                cursor.execute(SQL.forget, settled)
                break


class _Read:
    """What of a batch was wholly read; what stands in it is looked for where it is asked for."""

    def __init__(self, batch: Sequence[Received], statuses: Sequence[str]) -> None:
        self._others = [
            _Other(_Came(each.id, each.sender, stated_system(each.reading)), each.body)
            for each, status in zip(batch, statuses, strict=True)
            if status in _WHOLLY_READ
        ]
        self._texts: dict[int, bytes | None] = {}

    def any_after(self, broken: _Came) -> bool:
        """Whether any of them came later and from the same system."""
        return any(broken.may_be_corrected_by(other.came) for other in self._others)

    def corrections_of(self, broken: _Came, said: Marks) -> list[_Other]:
        """Those that may be a corrected copy, by where they came from and the ids in them."""
        ids = [str(each).encode() for each in said.objects]
        return [
            other
            for other in self._others
            if ids
            and broken.may_be_corrected_by(other.came)
            and may_hold(self._searchable(other), ids)
        ]

    def _searchable(self, other: _Other) -> bytes | None:
        if other.came.id not in self._texts:
            self._texts[other.came.id] = searchable(other.body)
        return self._texts[other.came.id]


def _later(
    cursor: Cursor[Any], intake: Intake, broken: _Came, said: Marks, batch: Sequence[Received]
) -> Iterator[_Other]:
    arguments = {
        "id": broken.id,
        "objects": sorted(said.objects),
        "moments": sorted(said.moments),
        "batch": [each.id for each in batch],
    }
    for id_, sender, stated, sealed in cursor.execute(SQL.later, arguments).fetchall():
        came = _Came(id_, sender, stated)
        if broken.may_be_corrected_by(came):
            yield _Other(came, intake.vault.decipher(sealed))


def _says_all(intake: Intake, other: _Other, said: Marks) -> bool:
    return says_all_of(marks(other.body), statements(intake.read(other.body)), said)


def _targets(made: Made) -> set[bytes]:
    """What the events of a batch are about."""
    return {UUID(row["target"]).bytes for row in made.about}
