# SPDX-License-Identifier: EUPL-1.2
"""Whether a source has told us everything: its rhythm, and its own count beside ours.

A source promises how often it is heard. Now and then it sends an inventory (afstemning): how many
objects it has sent until a moment, and one hash over their ids and when each was last registered.
What does not agree after a quarter of an hour is not on its way any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

import msgspec

ON_ITS_WAY: Final = timedelta(minutes=15)
"""How long an inventory may differ before something is held to be missing."""
_TIMES_MISSED: Final = 3
"""So many promised times without a word are silence, not delay."""


class State(StrEnum):
    """How far a source can be trusted to have told everything.

    FRESH: heard as promised (frisk). LATE: not heard as promised (forsinket). SILENT: not heard for
    long (tavs). LYING: it is heard, but not everything it says it has sent is here (modsiger sig
    selv). UNAGREED: nobody has agreed a rhythm with it (ikke aftalt).
    REPLACED: another system has taken over its objects (afløst).
    """

    FRESH = "fresh"
    LATE = "late"
    SILENT = "silent"
    LYING = "lying"
    UNAGREED = "unagreed"
    REPLACED = "replaced"


class Expectation(msgspec.Struct, frozen=True):
    """How often a source has promised to be heard, and how much later it may be."""

    every: timedelta
    grace: timedelta


def due_by(heard_at: datetime, expectation: Expectation) -> datetime:
    """When a source that was heard then must have been heard again."""
    return heard_at + expectation.every + expectation.grace


def state_of(
    now: datetime,
    heard_at: datetime | None,
    expectation: Expectation | None,
    differs_since: datetime | None,
) -> State:
    """The state of a source at `now`.

    Args:
        now: the moment that is asked about.
        heard_at: when it was last heard; None for never.
        expectation: what was agreed; None if nothing was.
        differs_since: from when its newest inventory differs from what is here; None if it agrees
            or there is none.
    """
    if differs_since is not None and now >= differs_since + ON_ITS_WAY:
        return State.LYING
    if expectation is None:
        return State.UNAGREED
    if heard_at is None:
        return State.SILENT
    if now <= due_by(heard_at, expectation):
        return State.FRESH
    silent = heard_at + _TIMES_MISSED * expectation.every + expectation.grace
    return State.LATE if now <= silent else State.SILENT


def inventory_hash(registered: Iterable[tuple[UUID, datetime]]) -> str:
    """One hash over objects and when each was last registered (Tidspunkt), in hexadecimal.

    SHA-256 of a line for each object, in order: its UUID in lower case, a blank, and the time in
    UTC to the microsecond, as in `2024-05-31T10:00:00.000000Z`; each line ends with a line feed.
    """
    lines = sorted(
        f"{object_id} {at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z\n" for object_id, at in registered
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def missing(
    listed: Iterable[tuple[UUID, datetime]], ours: dict[UUID, datetime]
) -> list[tuple[UUID, datetime]]:
    """What an inventory lists that is not here, or not as new as it says."""
    return [
        (object_id, at) for object_id, at in listed if object_id not in ours or ours[object_id] < at
    ]
