# SPDX-License-Identifier: EUPL-1.2
"""The messages that an event log is made into: one for each case, then one note of delivery.

Both are JSON and hold what the log said, nothing understood yet: attributes in their order with
their type and their text. So a better reading of a log needs the messages alone, not the file.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from gearskifte.connectors.mapping import LogMapping

CASE_ID: Final = "concept:name"
ACTIVITY: Final = "concept:name"
TIMESTAMP: Final = "time:timestamp"
RESOURCE: Final = "org:resource"
LIFECYCLE: Final = "lifecycle:transition"
IDENTITY: Final = "identity:id"
"""The keys that the XES standard (IEEE 1849) gives what every event log has."""

_FORM: Final = "gearskifte"
_CASE: Final = "case/1"
_NOTE: Final = "delivery/1"
STARTS: Final = tuple(b'{"%s":"%s"' % (_FORM.encode(), tag.encode()) for tag in (_CASE, _NOTE))
"""How every such message begins."""


class Attribute(msgspec.Struct, frozen=True, array_like=True):
    """An attribute as it stood: `type` is its element in XES, `inner` what was nested in it."""

    key: str
    value: str
    type: str = "string"
    inner: tuple[Attribute, ...] = ()


class Trouble(StrEnum):
    """What is wrong with a whole log, or with a case as it was delivered."""

    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    MALFORMED = "malformed"
    DOCTYPE = "doctype"
    BEYOND_LIMITS = "beyond-limits"
    EMPTY = "empty"
    COLUMNS = "columns"
    LONG_LINE = "long-line"
    OUTSIDE_CASE = "outside-case"
    TOO_LARGE = "too-large"


class Fault(msgspec.Struct, frozen=True, array_like=True):
    """A trouble, how many times it was met, and in which line first (0 where that says nothing)."""

    trouble: Trouble
    number: int = 1
    line: int = 0


class LoggedCase(msgspec.Struct, frozen=True, omit_defaults=True, tag=_CASE, tag_field=_FORM):
    """One case of a log (spor, trace) with its events in the order of the log.

    Attributes:
        format: of the log, "XES" or "CSV".
        log: what the log calls itself, else the name of its file.
        activity: keys of the attributes that tell what happened; several are joined by "+".
        keys: role → key, where the format itself does not say it.
        fault: why nothing more of the case is here.
    """

    format: str
    log: str
    mapping: LogMapping = LogMapping()
    activity: tuple[str, ...] = (ACTIVITY,)
    keys: dict[str, str] = {}
    attributes: tuple[Attribute, ...] = ()
    events: tuple[tuple[Attribute, ...], ...] = ()
    fault: Fault | None = None


class DeliveryNote(msgspec.Struct, frozen=True, omit_defaults=True, tag=_NOTE, tag_field=_FORM):
    """What a delivery of a log held (følgeseddel); the last message of it.

    Attributes:
        sha256: of the file as it came, in hexadecimal.
        gaps: attributes the log says every case or event has, and the number of those without.
    """

    format: str
    log: str
    sha256: str
    mapping: LogMapping = LogMapping()
    cases: int = 0
    events: int = 0
    faults: tuple[Fault, ...] = ()
    gaps: dict[str, int] = {}


_DECODER: Final[msgspec.json.Decoder[LoggedCase | DeliveryNote]] = msgspec.json.Decoder(
    LoggedCase | DeliveryNote
)


def parse(body: bytes) -> LoggedCase | DeliveryNote | None:
    """The message in these bytes; None if they are none."""
    try:
        return _DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
