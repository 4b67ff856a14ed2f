# SPDX-License-Identifier: EUPL-1.2
"""What happens to messages between vendor and registry: broken, repeated, or under a used id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from gearskifte.demo.faults import BROKEN, Fault, broken, can_break, message_id, with_message_id
from gearskifte.demo.vendors.delivery import Delivery

_SPACING: Final = (16, 32)
"""So many messages go well between two mishaps."""
_KINDS: Final = (
    Fault.DUPLICATE,
    Fault.TRUNCATED,
    Fault.REUSED_ID,
    Fault.UNKNOWN_VERSION,
    Fault.DUPLICATE,
    Fault.WRONG_ENCODING,
    Fault.NOT_XML,
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as it came through."""

    label: str
    body: bytes
    fault: Fault | None = None


def with_mishaps(deliveries: Iterable[Delivery], rng: Random) -> Iterator[Sent]:
    """All messages, and among them extra ones that went wrong; the right ones still come."""
    turn, rest, used = 0, rng.randint(*_SPACING), b""
    for delivery in deliveries:
        body = delivery.write()
        kind = _KINDS[turn % len(_KINDS)]
        extra = _extra(body, kind, used) if rest <= 0 else b""
        used = message_id(body) or used
        if extra and kind is not Fault.DUPLICATE:
            yield Sent(f"{delivery.label}-{kind}", extra, kind)
        yield Sent(delivery.label, body, delivery.fault)
        if extra and kind is Fault.DUPLICATE:
            yield Sent(f"{delivery.label}-{kind}", extra, kind)
        if extra:
            turn, rest = turn + 1, rng.randint(*_SPACING)
        rest -= 1


def _extra(body: bytes, kind: Fault, used: bytes) -> bytes:
    """The message that goes wrong beside the right one; empty where this kind cannot happen."""
    if kind is Fault.DUPLICATE:
        return body
    if kind in BROKEN:
        return broken(body, kind) if can_break(body, kind) else b""
    return with_message_id(body, used) if used and message_id(body) else b""
