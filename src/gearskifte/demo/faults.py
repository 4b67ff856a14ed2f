# SPDX-License-Identifier: EUPL-1.2
"""What vendors get wrong, done on purpose so that the registry has something honest to show."""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum
from typing import Final


class Fault(StrEnum):
    """A planted fault."""

    TRUNCATED = "truncated"
    """The connection broke: the XML stops in the middle. The whole message follows."""
    UNKNOWN_VERSION = "unknown-version"
    """Sent in a version of the standard that does not exist. The right one follows."""
    WRONG_ENCODING = "wrong-encoding"
    """Says UTF-8 and is Latin-1. The right one follows."""
    NOT_XML = "not-xml"
    """A proxy's error page instead of the message. The message follows."""
    DUPLICATE = "duplicate"
    """The same message twice."""
    REUSED_ID = "reused-id"
    """An event under an id that an earlier one already had. The right one follows."""
    DANISH_AMOUNT = "danish-amount"
    """An amount with a Danish thousands separator: 5.942 for 5942."""
    DANGLING_GRANT = "dangling-grant"
    """A payment that refers to a grant nobody ever sent."""


BROKEN: Final = frozenset(
    {Fault.TRUNCATED, Fault.UNKNOWN_VERSION, Fault.WRONG_ENCODING, Fault.NOT_XML}
)
"""Faults after which a message can no longer be read by the standard."""

_VERSION = re.compile(rb":6(?=\")")
_ENVELOPE = re.compile(rb"urn:oio:besked:kuvert:1\.0")
_THOUSANDS = re.compile(r">(\d{1,3})(\d{3})\.00<")
_GRANT = re.compile(r"(BevilgetYdelseRef>\s*<[^>]*UUIDIdentifikator>)[0-9A-Fa-f-]{36}")
_MESSAGE_ID = re.compile(rb"(BeskedId>\s*<UUIDIdentifikator>)([0-9a-f-]{36})")
_ERROR_PAGE: Final = (
    b"<html><head><title>503 Service Unavailable</title></head><body><p>Request %s</body></html>"
)


def broken(body: bytes, fault: Fault) -> bytes:
    """A message as it arrives after one of the `BROKEN` faults."""
    if fault is Fault.TRUNCATED:
        return body[: len(body) * 3 // 5]
    if fault is Fault.UNKNOWN_VERSION:
        return _ENVELOPE.sub(b"urn:oio:besked:kuvert:9.0", _VERSION.sub(b":9", body))
    if fault is Fault.WRONG_ENCODING:
        return body.decode().encode("latin-1", errors="replace")
    return _ERROR_PAGE % hashlib.sha256(body).hexdigest()[:12].encode()


def can_break(body: bytes, fault: Fault) -> bool:
    """Whether the fault would show: Latin-1 without Danish letters is UTF-8 as well."""
    return broken(body, fault) != body


def with_danish_amounts(xml: str) -> str:
    """Every amount of a thousand kroner or more with a thousands separator."""
    return _THOUSANDS.sub(r">\1.\2<", xml)


def with_dangling_grant(xml: str, stranger: str) -> str:
    """The payment refers to the grant `stranger` instead of its own."""
    return _GRANT.sub(rf"\g<1>{stranger}", xml)


def message_id(body: bytes) -> bytes:
    """The id an event message carries (BeskedId); empty where there is none."""
    found = _MESSAGE_ID.search(body)
    return found.group(2) if found else b""


def with_message_id(body: bytes, other: bytes) -> bytes:
    """The event message under another's id."""
    return _MESSAGE_ID.sub(rb"\g<1>" + other, body)
