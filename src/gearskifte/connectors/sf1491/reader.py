# SPDX-License-Identifier: EUPL-1.2
"""Reads `importer` and `opdater` messages of SF1491 Ydelsesindeks v6."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gearskifte.connectors import refusals
from gearskifte.connectors.findings import Findings
from gearskifte.connectors.node import Node
from gearskifte.connectors.recognise import Message
from gearskifte.connectors.sagdok.forms import ObjectForm
from gearskifte.connectors.sagdok.objects import read_objects
from gearskifte.connectors.sf1491.forms import GRANT, PAYMENT
from gearskifte.registry.public import Operation, Reading

EDITION: Final = "SF1491-2019-11"
"""The general guidance v1.2, 11 November 2019: the only public one that covers this index."""

_IMPORTED: Final = {"BevillingIndeks": GRANT, "OekonomiskEffektueringIndeks": PAYMENT}
_UPDATED: Final = {
    "OpdaterBevillingIndeks": GRANT,
    "OpdaterOekonomiskEffektueringIndeks": PAYMENT,
}


def read(message: Message) -> Reading:
    """The grants and payments of a message."""
    imports = message.node.name == "ImporterYdelseIndeksInput"
    operation = Operation.IMPORT if imports else Operation.UPDATE
    found = list(_imported(message.node) if imports else _updated(message.node))
    interface = message.standard.interface
    if not found:
        return Reading(
            interface, message.message_id, refusals=(refusals.no_objects(message.node.path),)
        )
    return read_objects(interface, message.message_id, operation, found, Findings(EDITION))


def _imported(node: Node) -> Iterator[tuple[Node, ObjectForm]]:
    """Imported objects stand inside an import input of the same name."""
    for wrapper in node.children(*_IMPORTED):
        for inner in wrapper.children(wrapper.name):
            yield inner, _IMPORTED[wrapper.name]


def _updated(node: Node) -> Iterator[tuple[Node, ObjectForm]]:
    for each in node.children(*_UPDATED):
        yield each, _UPDATED[each.name]
