# SPDX-License-Identifier: EUPL-1.2
"""What an OCEL 2.0 log tells, whichever of its three forms it is written in."""

from __future__ import annotations

import msgspec


class OcelObject(msgspec.Struct, frozen=True):
    """An object and its type."""

    id: str
    type: str


class OcelEvent(msgspec.Struct, frozen=True):
    """An event: what happened when, who did it if that is told, and the ids of its objects."""

    activity: str
    time: str
    resource: str
    objects: tuple[str, ...]


RESOURCES = frozenset({"org:resource", "resource", "Resource"})
"""What an event's attribute for who did it is called."""
