# SPDX-License-Identifier: EUPL-1.2
"""The UUIDs of what an event log gives only a name: its system and its cases.

Made by UUID version 5 (RFC 9562) of the names, so that every delivery gives the same.
"""

from __future__ import annotations

from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

_LOGS: Final = uuid5(NAMESPACE_URL, "urn:gearskifte:event-log")


def system_uuid(source: str) -> UUID:
    """The source system that a log comes from."""
    return uuid5(_LOGS, source)


def case_uuid(source: str, case_id: str) -> UUID:
    """A case of that system."""
    return uuid5(system_uuid(source), case_id)
