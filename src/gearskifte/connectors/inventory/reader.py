# SPDX-License-Identifier: EUPL-1.2
"""Reads inventories (afstemning): how much a source says it has sent until a moment, as JSON.

It comes the way messages come, through the API, the drop folder or by hand:

    {"gearskifte": "inventory/1", "system": "<UUID>", "until": "2024-05-31T12:00:00+02:00",
     "kind": "case", "number": 2, "hash": "<SHA-256>", "objects": [["<UUID>", "<time>"], …]}

`kind` (case, document, grant, payment) may be left out for all kinds, and `objects` for the hash
alone; with them it can be told which objects are missing.
"""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

import msgspec

from gearskifte.connectors import refusals
from gearskifte.connectors.connector import Connector
from gearskifte.kernel.errors import Text
from gearskifte.kernel.time import parse_timestamp
from gearskifte.registry.public import (
    NOBODY,
    Inventory,
    Kind,
    Reading,
    Reference,
    ReferenceKind,
    Refusal,
)

INTERFACE: Final = "inventory"
_START: Final = re.compile(rb'\s*\{\s*"gearskifte"\s*:\s*"inventory/1"')
_TOO_MANY: Final = 2**31
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class _Said(msgspec.Struct, forbid_unknown_fields=True):
    gearskifte: str
    system: UUID
    until: str
    number: int
    hash: str
    kind: Kind | None = None
    objects: list[tuple[UUID, str]] | None = None


def recognises(start: bytes) -> bool:
    """Whether a message that begins so is an inventory."""
    return _START.match(start) is not None


def read(body: bytes, *, max_bytes: int) -> Reading:
    """What an inventory says; never raises for what is in it."""
    if len(body) > max_bytes:
        refused = refusals.too_large(len(body), max_bytes)
        return Reading("", refusals=(msgspec.structs.replace(refused, names=NOBODY),))
    try:
        said = msgspec.json.decode(body, type=_Said)
        inventory = _inventory(said)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return Reading(INTERFACE, refusals=(_UNREADABLE,))
    system = Reference(ReferenceKind.UUID, str(said.system))
    return Reading(INTERFACE, system=system, inventories=(inventory,))


def _inventory(said: _Said) -> Inventory:
    if not 0 <= said.number < _TOO_MANY or not _SHA256.fullmatch(said.hash.lower()):
        raise ValueError("no number or hash")
    listed = [(id_, parse_timestamp(at).moment) for id_, at in said.objects or ()]
    if said.objects is not None and len({id_ for id_, _ in listed}) != said.number:
        raise ValueError("the list is not as long as the number says")
    return Inventory(
        system=str(said.system),
        kind=said.kind,
        until=parse_timestamp(said.until).moment,
        number=said.number,
        hash=said.hash.lower(),
        objects=None if said.objects is None else tuple(listed),
    )


_UNREADABLE: Final = Refusal(
    "GS-CON-095",
    "",
    Text(
        "Afstemningen kan ikke læses. Den skal have system, until, number og hash; objects skal "
        "have lige så mange, som number siger. Se docs/completeness.md.",
        "The inventory cannot be read. It must have system, until, number and hash; objects must "
        "have as many as number says. See docs/completeness.md.",
    ),
    names=NOBODY,
)

CONNECTOR: Final = Connector(name="inventory", recognises=recognises, read=read)
